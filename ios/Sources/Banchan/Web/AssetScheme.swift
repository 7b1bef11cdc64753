// Answers every request of a page's WebView from the core, off the main thread: status, headers and bytes go through as they come, and
// nothing is read. Only pictures of the camera that the page shows come from here (docs/shell-bridge.md).
import BanchanBindings
import BanchanCore
import Foundation
import WebKit

/// One for each WebView; it knows its page.
@MainActor
final class AssetScheme: NSObject, WKURLSchemeHandler {
    static let name = "banchan-page"

    private let app: SuperApp
    private let page: MiniPageId
    private let camera: PageCamera
    private let hello: @MainActor () -> Void
    /// Requests that are not stopped: a stopped one must not be answered.
    private var open: [ObjectIdentifier: any WKURLSchemeTask] = [:]

    init(app: SuperApp, page: MiniPageId, camera: PageCamera, hello: @escaping @MainActor () -> Void) {
        self.app = app
        self.page = page
        self.camera = camera
        self.hello = hello
    }

    func webView(_ webView: WKWebView, start task: any WKURLSchemeTask) {
        guard let url = task.request.url else { return task.didFailWithError(URLError(.badURL)) }
        let key = ObjectIdentifier(task)
        open[key] = task
        // As it stands in the address, percent signs and all.
        let path = URLComponents(url: url, resolvingAgainstBaseURL: false)?.percentEncodedPath ?? url.path
        let range = task.request.value(forHTTPHeaderField: "Range")
        let pictures = cameraElement(urlPath: path).map { camera.pictures(page, $0) }
        Task { [app, page] in
            let reply = if let pictures { cameraReply(jpeg: await pictures?.next()) } else { await Self.serve(app, page, path, range) }
            self.answer(key, url, reply)
        }
    }

    func webView(_ webView: WKWebView, stop task: any WKURLSchemeTask) { open[ObjectIdentifier(task)] = nil }

    private nonisolated static func serve(_ app: SuperApp, _ page: MiniPageId, _ path: String, _ range: String?) async -> MiniReply {
        app.serve(page: page, urlPath: path, range: range)
    }

    private func answer(_ key: ObjectIdentifier, _ url: URL, _ reply: MiniReply) {
        guard let task = open.removeValue(forKey: key) else { return }
        var headers = Dictionary(reply.headers.map { ($0.name, $0.value) }) { _, last in last }
        headers["Content-Type"] = reply.mime
        guard let response = HTTPURLResponse(url: url, statusCode: Int(reply.status), httpVersion: "HTTP/1.1", headerFields: headers)
        else { return task.didFailWithError(URLError(.badServerResponse)) }
        task.didReceive(response)
        task.didReceive(reply.bytes)
        task.didFinish()
        if reply.hello { hello() }
    }
}
