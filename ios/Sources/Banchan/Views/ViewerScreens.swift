// The viewers over the whole screen: pictures and videos of a mini-program, and a document. They show what the core gave.
import AVKit
import BanchanBindings
import BanchanCore
import QuickLook
import SwiftUI

struct PreviewView: View {
    let deck: Deck
    let preview: MiniPreview
    @Environment(Phone.self) private var phone
    @State private var at = 0

    var body: some View {
        TabView(selection: $at) {
            ForEach(Array(preview.items.enumerated()), id: \.offset) { index, item in
                Item(slot: deck.id, item: item, shown: index == at).tag(index)
            }
        }
        .tabViewStyle(.page(indexDisplayMode: preview.items.count > 1 ? .always : .never))
        .background(.black)
        .ignoresSafeArea()
        .overlay(alignment: .topLeading) {
            Button(words("app.close"), systemImage: "xmark") { phone.closePreview(deck) }
                .labelStyle(.iconOnly).foregroundStyle(.white).padding(20)
        }
        .onAppear { at = Int(preview.current) }
    }
}

private struct Item: View {
    let slot: MiniSlot
    let item: MiniPreviewItem
    let shown: Bool
    @Environment(Phone.self) private var phone
    @State private var picture: UIImage?
    @State private var player: AVPlayer?

    var body: some View {
        ZStack {
            if let player {
                VideoPlayer(player: player)
            } else if let picture {
                Image(uiImage: picture).resizable().scaledToFit()
            } else { ProgressView().tint(.white) }
        }
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .accessibilityLabel(words("media.viewer"))
        .task(id: shown) { if !shown { player?.pause() } else if picture == nil, player == nil { await load() } }
    }

    private func load() async {
        switch (item.kind, item.at) {
        case (.video, .web(let address)): if let url = URL(string: address) { player = AVPlayer(url: url) }
        case (.video, .file(let path)):
            guard let file = await phone.file(slot, path) else { return }
            let place = URL.temporaryDirectory.appending(path: UUID().uuidString + ".mp4")
            if (try? file.bytes.write(to: place)) != nil { player = AVPlayer(url: place) }
        case (_, .web(let address)):
            // Without cookies, as everything that a mini-program loads.
            guard let url = URL(string: address), url.scheme == "https" else { return }
            let given = try? await URLSession(configuration: .ephemeral).data(from: url)
            picture = given.flatMap { UIImage(data: $0.0) }
        case (_, .file(let path)): picture = await phone.file(slot, path).flatMap { UIImage(data: $0.bytes) }
        }
    }
}

/// A document in the system's viewer.
struct DocumentScreen: View {
    let prompt: Prompt
    let asked: Asked<MiniKeep, Void>
    @Environment(Phone.self) private var phone
    @State private var url: URL?

    var body: some View {
        NavigationStack {
            ZStack { if let url { QuickLookView(url: url) } else { ProgressView() } }
            .toolbar { Button(words("set.save")) { phone.prompts.answer(prompt, asked) } }
            .navigationTitle(asked.ask.name)
            .navigationBarTitleDisplayMode(.inline)
        }
        .task {
            let folder = URL.temporaryDirectory.appending(path: UUID().uuidString)
            let place = folder.appending(path: asked.ask.name)
            do {
                try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                try asked.ask.bytes.write(to: place)
                url = place
            } catch { phone.prompts.fail(prompt, asked, MiniHostError.Failed(reason: error.localizedDescription)) }
        }
        .onDisappear { if let url { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) } }
    }
}

private struct QuickLookView: UIViewControllerRepresentable {
    let url: URL

    func makeCoordinator() -> Source { Source(url) }

    func makeUIViewController(context: Context) -> QLPreviewController {
        let screen = QLPreviewController()
        screen.dataSource = context.coordinator
        return screen
    }

    func updateUIViewController(_ screen: QLPreviewController, context: Context) {}

    final class Document: NSObject, QLPreviewItem {
        let previewItemURL: URL?

        init(_ url: URL) { previewItemURL = url }
    }

    @MainActor
    final class Source: NSObject, QLPreviewControllerDataSource {
        private let document: Document

        init(_ url: URL) { document = Document(url) }

        func numberOfPreviewItems(in controller: QLPreviewController) -> Int { 1 }

        func previewController(_ controller: QLPreviewController, previewItemAt index: Int) -> any QLPreviewItem { document }
    }
}
