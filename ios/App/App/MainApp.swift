// The app: a super-app around the package. It names the registry that it carries and shows the package's view, nothing more.
import Banchan
import SwiftUI

@main
struct MainApp: App {
    @State private var banchan: Banchan?
    @State private var why: String?

    var body: some Scene {
        WindowGroup {
            ZStack {
                if let banchan {
                    BanchanView(banchan)
                } else if let why {
                    ContentUnavailableView("Banchan", systemImage: "exclamationmark.triangle", description: Text(why))
                } else {
                    ProgressView()
                }
            }
            .task { await start() }
        }
    }

    private func start() async {
        guard banchan == nil else { return }
        do {
            banchan = try await Banchan.start(registries: Self.registries())
            why = nil
        } catch {
            why = error.localizedDescription
        }
    }

    /// The registry that was copied into the app, and the key that may sign it.
    private static func registries() throws -> [MiniRegistry] {
        guard let folder = Bundle.main.url(forResource: "registry", withExtension: nil) else { return [] }
        let key = try String(contentsOf: folder.appending(path: "key.pub"), encoding: .utf8)
        return [MiniRegistry(keys: [key.trimmingCharacters(in: .whitespacesAndNewlines)], folder: folder.path(percentEncoded: false))]
    }
}
