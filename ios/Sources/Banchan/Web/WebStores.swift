// The WebView's own storage: one store for each person and mini-program, named by both, so that two never share a cache.
import BanchanBindings
import CryptoKit
import Foundation
import WebKit

@MainActor
enum WebStores {
    static func store(user: String, app: MiniAppId) -> WKWebsiteDataStore {
        let store = WKWebsiteDataStore(forIdentifier: identifier(user: user, app: app))
        store.httpCookieStore.setCookiePolicy(.disallow) {}
        return store
    }

    /// The same name each time, from a digest: the lengths keep (ab, c) and (a, bc) apart.
    private static func identifier(user: String, app: MiniAppId) -> UUID {
        let digest = Array(SHA256.hash(data: Data("banchan \(user.utf8.count) \(user) \(app)".utf8)))
        return digest.withUnsafeBytes { UUID(uuid: $0.load(as: uuid_t.self)) }
    }

    /// Takes away what a mini-program's pages left in caches.
    static func clear(user: String, app: MiniAppId) async {
        try? await WKWebsiteDataStore.remove(forIdentifier: identifier(user: user, app: app))
    }
}
