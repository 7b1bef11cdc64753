// Pictures, videos and files that a mini-program may have: chosen in the system's own pickers, which show the app only what was
// chosen, or taken with the system's camera. What may be chosen, and how many, the core said.
import BanchanBindings
import BanchanCore
import PhotosUI
import SwiftUI
import UniformTypeIdentifiers

struct MediaSheet: View {
    let prompt: Prompt
    let asked: Asked<MiniMediaAsk, [MiniPicked]>
    @Environment(Phone.self) private var phone
    @State private var items: [PhotosPickerItem] = []
    @State private var filing = false
    @State private var shooting = false
    @State private var busy = false

    private var ask: MiniMediaAsk { asked.ask }
    private var files: Bool { ask.kinds.contains(.file) }

    var body: some View {
        VStack(spacing: 12) {
            Text(words("media.title")).font(.headline).accessibilityAddTraits(.isHeader)
            if busy { ProgressView(words("media.taking")) }
            if ask.camera, !files, UIImagePickerController.isSourceTypeAvailable(.camera) {
                Button(words("media.camera")) { shooting = true }.buttonStyle(WideButton())
            }
            if ask.album, !files {
                PhotosPicker(selection: $items, maxSelectionCount: Int(ask.count), selectionBehavior: .ordered, matching: filter) {
                    Text(words("media.album"))
                }
                .buttonStyle(WideButton())
            }
            if files { Button(words("media.file")) { filing = true }.buttonStyle(WideButton()) }
            Button(words("modal.cancel")) { phone.prompts.cancel(prompt.id) }.buttonStyle(WideButton())
        }
        .disabled(busy)
        .padding(20)
        .presentationDetents([.medium])
        .fileImporter(isPresented: $filing, allowedContentTypes: types, allowsMultipleSelection: ask.count > 1) { result in
            guard let urls = try? result.get() else { return }
            finish { try urls.prefix(Int(ask.count)).map { try MediaReader.file($0) } }
        }
        .fullScreenCover(isPresented: $shooting) {
            CameraScreen(ask: ask) { url, picture in
                shooting = false
                guard url != nil || picture != nil else { return }
                finish { [try await MediaReader.shot(url, picture, compressed: ask.compressed)] }
            }
            .ignoresSafeArea()
        }
        .onChange(of: items) { _, chosen in
            guard !chosen.isEmpty else { return }
            finish {
                var all: [MiniPicked] = []
                for item in chosen { all.append(try await MediaReader.item(item, compressed: ask.compressed)) }
                return all
            }
        }
    }

    private func finish(_ read: @escaping @MainActor () async throws -> [MiniPicked]) {
        busy = true
        Task {
            do {
                phone.prompts.answer(prompt, asked, try await read())
            } catch { phone.prompts.fail(prompt, asked, MiniHostError.Failed(reason: error.localizedDescription)) }
        }
    }

    private var filter: PHPickerFilter {
        switch (ask.kinds.contains(.image), ask.kinds.contains(.video)) {
        case (true, false): .images
        case (false, true): .videos
        default: .any(of: [.images, .videos])
        }
    }

    private var types: [UTType] {
        let own = ask.extensions.compactMap { UTType(filenameExtension: $0) }
        return own.isEmpty ? [.item] : own
    }
}

/// The system's camera.
private struct CameraScreen: UIViewControllerRepresentable {
    let ask: MiniMediaAsk
    let done: @MainActor (URL?, UIImage?) -> Void

    func makeCoordinator() -> Taker { Taker(done) }

    func makeUIViewController(context: Context) -> UIImagePickerController {
        let screen = UIImagePickerController()
        screen.sourceType = .camera
        screen.mediaTypes = ask.kinds.compactMap {
            switch $0 {
            case .image: UTType.image.identifier
            case .video: UTType.movie.identifier
            case .file: nil
            }
        }
        screen.videoMaximumDuration = TimeInterval(ask.maxSeconds)
        if ask.front, UIImagePickerController.isCameraDeviceAvailable(.front) { screen.cameraDevice = .front }
        screen.delegate = context.coordinator
        return screen
    }

    func updateUIViewController(_ screen: UIImagePickerController, context: Context) {}

    @MainActor
    final class Taker: NSObject, UIImagePickerControllerDelegate, UINavigationControllerDelegate {
        private let done: @MainActor (URL?, UIImage?) -> Void

        init(_ done: @escaping @MainActor (URL?, UIImage?) -> Void) { self.done = done }

        func imagePickerController(
            _ picker: UIImagePickerController, didFinishPickingMediaWithInfo info: [UIImagePickerController.InfoKey: Any]
        ) { done(info[.mediaURL] as? URL, info[.originalImage] as? UIImage) }

        func imagePickerControllerDidCancel(_ picker: UIImagePickerController) { done(nil, nil) }
    }
}
