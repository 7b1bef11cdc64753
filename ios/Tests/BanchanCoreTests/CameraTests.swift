// The pictures of a camera in a page, and what a device reports late or early: without a camera.
import BanchanBindings
import Foundation
import Testing

@testable import BanchanCore

@MainActor
@Suite struct CameraTests {
    private func asked(_ pictures: MiniPictures) async -> Task<Data?, Never> {
        let asking = Task { await pictures.next() }
        while !pictures.wanted() { await Task.yield() }
        return asking
    }

    @Test func a_page_gets_one_picture_for_each_question_and_none_is_made_for_nobody() async {
        let pictures = MiniPictures()
        #expect(!pictures.wanted())
        pictures.give(jpeg: Data([1]))
        let first = await asked(pictures)
        pictures.give(jpeg: Data([2]))
        #expect(await first.value == Data([2]))
        #expect(!pictures.wanted())
    }

    @Test func a_later_question_takes_the_place_of_an_earlier_one_and_the_end_answers_all() async {
        let pictures = MiniPictures()
        let first = await asked(pictures)
        let second = Task { await pictures.next() }
        #expect(await first.value == nil)
        pictures.finish()
        #expect(await second.value == nil)
        #expect(await pictures.next() == nil)
        #expect(!pictures.wanted())
    }

    @Test func only_the_path_of_a_camera_names_an_element() {
        #expect(cameraElement(urlPath: "/__banchan/camera/12") == 12)
        for path in ["/__banchan/camera/", "/__banchan/camera/-1", "/__banchan/camera/1/2", "/__banchan/hello", "/camera/12", ""] {
            #expect(cameraElement(urlPath: path) == nil, "\(path)")
        }
    }

    @Test func what_comes_before_it_is_asked_for_is_kept_and_the_first_one_counts() async throws {
        let early = Awaited<Int>()
        early.come(.success(1))
        early.come(.success(2))
        #expect(try await early.value() == 1)
        let late = Awaited<Int>()
        let asking = Task { try await late.value() }
        await Task.yield()
        late.come(.failure(CancellationError()))
        await #expect(throws: CancellationError.self) { try await asking.value }
    }
}
