// The shell's state against the real core, with the mini-programs of the contract: what a person would see on the screen, without one.
import BanchanBindings
import Foundation
import Testing

@testable import BanchanCore

private let place = URL(filePath: ProcessInfo.processInfo.environment["BANCHAN_TEST"] ?? "/nowhere").appending(path: "contract")

@MainActor
@Suite(.serialized, .enabled(if: FileManager.default.fileExists(atPath: place.path))) struct PhoneTests {
    private func phone() async throws -> Phone {
        let home = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        let keys = [try String(contentsOf: place.appending(path: "key.txt"), encoding: .utf8)]
        let config = MiniConfig(
            dataFolder: home.appending(path: "data").path, cacheFolder: home.appending(path: "cache").path,
            registries: [MiniRegistry(keys: keys, folder: place.appending(path: "registry").path)], bridge: .relay)
        return try await Phone.start(config, PhoneParts(hosts: MiniHosts(), systemAllows: { _ in true }, keep: { _ in }))
    }

    /// Waits for something, 20 seconds at most.
    private func until(_ what: Comment, _ done: @MainActor () -> Bool) async {
        for _ in 0..<2000 where !done() { try? await Task.sleep(for: .milliseconds(10)) }
        #expect(done(), what)
    }

    private func open(_ phone: Phone, _ job: String) async {
        await phone.open(text: "banchan://open/contract.one/pages/index/index?do=\(job)")
        // What the core ordered is carried out in its turn.
        await until("there is a page, or it is over") { phone.seen?.seen != nil || phone.front == nil }
    }

    @Test func a_link_opens_its_page_and_the_page_gets_its_port_when_it_says_hello() async throws {
        let phone = try await phone()
        #expect(phone.catalogue.map(\.appId).sorted() == ["contract.one", "contract.two"])
        await open(phone, "nothing")
        let deck = try #require(phone.seen)
        let page = try #require(deck.seen)
        #expect(phone.refusal == nil && phone.waiting == nil && deck.covered)
        #expect(page.address.hasPrefix("banchan-page://"))
        let url = try #require(URL(string: page.address))
        let document = phone.app.serve(page: page.id, urlPath: url.path, range: nil)
        #expect(document.status == 200 && String(decoding: document.bytes, as: UTF8.self).contains("wx-page"))
        #expect(document.headers.contains { $0.name.lowercased() == "content-security-policy" })
        #expect(phone.app.serve(page: page.id, urlPath: "/__banchan/hello", range: nil).hello)
        #expect(phone.recents.map(\.app.appId) == ["contract.one"])
        await phone.shutdown()
    }

    @Test func the_scanner_opens_for_a_mini_program_and_its_code_is_heard() async throws {
        let phone = try await phone()
        await open(phone, "scan")
        await until("the scanner is due") { phone.prompts.current(front: phone.front) != nil }
        let prompt = try #require(phone.prompts.current(front: phone.front))
        guard case .scan(let asked) = prompt.question else { return #expect(Bool(false), "another question") }
        phone.prompts.answer(prompt, asked, MiniScanned(text: "code", scanType: "QR_CODE"))
        await until("the call is in the log of use") { phone.app.uses().contains { $0.what == "scanCode" && $0.ok } }
        await phone.shutdown()
    }

    @Test func a_permission_that_is_refused_reaches_the_mini_program_and_the_menu() async throws {
        let phone = try await phone()
        await open(phone, "location")
        await until("the sheet is due") { phone.prompts.current(front: phone.front) != nil }
        let prompt = try #require(phone.prompts.current(front: phone.front))
        guard case .consent(let asked) = prompt.question else { return #expect(Bool(false), "another question") }
        phone.prompts.answer(prompt, asked, .deny)
        await until("it failed") { phone.app.uses().contains { $0.what == "getLocation" && !$0.ok } }
        #expect(await phone.grants(of: "contract.one").map(\.allowed) == [false])
        await phone.shutdown()
    }

    @Test func a_second_page_comes_over_the_first_and_back_leads_there() async throws {
        let phone = try await phone()
        await open(phone, "second")
        await until("the second page is seen") { phone.seen?.seen?.path.hasPrefix("pages/second") == true }
        let deck = try #require(phone.seen)
        #expect(deck.coming == .push && deck.pages.count == 2 && deck.pages.last === deck.seen)
        phone.back()
        await until("the first page is seen") { deck.seen?.path.hasPrefix("pages/index") == true && deck.pages.count == 1 }
        #expect(deck.coming == .pop)
        await phone.shutdown()
    }

    @Test func what_was_in_front_is_opened_again_after_the_system_ended_the_app() async throws {
        let before = try await phone()
        #expect(before.place.isEmpty)
        await before.open(text: "banchan://open/contract.one/pages/second/second?from=code")
        await until("there is a page") { before.seen?.seen != nil }
        let place = before.place
        before.keyboard(300)
        before.leave()
        #expect(before.place.isEmpty, "home is in front")
        await before.shutdown()
        let after = try await phone()
        await after.restore(place)
        await until("the same page is seen") { after.seen?.seen?.path.hasPrefix("pages/second") == true }
        #expect(after.place == place)
        await after.shutdown()
        let other = try await phone()
        for place in ["nobody.here", "banchan://open/nobody.here", "https://example.org/", ""] { await other.restore(place) }
        #expect(other.front == nil && other.refusal == nil, "what is not there any more is not missed")
        await other.restore("contract.two")
        #expect(other.seen?.app.appId == "contract.two" && other.place == "contract.two")
        await other.shutdown()
    }

    @Test func a_lost_view_is_made_again() async throws {
        let phone = try await phone()
        await open(phone, "nothing")
        let page = try #require(phone.seen?.seen)
        phone.squeeze(seen: true)
        #expect(page.alive, "what is seen stays")
        let load = page.load
        phone.lost(page.id)
        await until("it has another document") { page.load > load && page.alive }
        await phone.shutdown()
    }

    @Test func one_mini_program_opens_another_after_a_question_and_leads_back() async throws {
        let phone = try await phone()
        await open(phone, "visit")
        await until("the question is due") { phone.prompts.current(front: phone.front) != nil }
        let prompt = try #require(phone.prompts.current(front: phone.front))
        guard case .visit(let asked) = prompt.question else { return #expect(Bool(false), "another question") }
        phone.prompts.answer(prompt, asked)
        await until("the other one is in front") { phone.seen?.app.appId == "contract.two" }
        phone.back()
        await until("the first one is in front again") { phone.seen?.app.appId == "contract.one" }
        await phone.shutdown()
    }

    @Test func what_ends_leaves_the_screen_and_what_is_unknown_is_told() async throws {
        let phone = try await phone()
        await open(phone, "exit")
        await until("home is seen") { phone.front == nil && phone.decks.isEmpty }
        await phone.open(text: "banchan://open/contract.nobody")
        #expect(phone.refusal?.trouble.kind == "unknown")
        await phone.open(text: "")
        #expect(phone.refusal?.trouble.kind == "code")
        #expect(await phone.meaning(of: "https://example.org/") == .webPage("https://example.org/"))
        #expect(await phone.meaning(of: "banchan://open/contract.one") == nil)
        await phone.shutdown()
        await phone.open(text: "banchan://open/contract.one")
        #expect(phone.refusal?.trouble.kind == "failed", "after the end nothing opens")
    }
}
