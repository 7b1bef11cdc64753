// The WebView of one page: made for one document, thrown away with it. Messages pass unread through a content world that no
// script of the page can see. Nothing but the page's own document is ever loaded into it.
import BanchanBindings
import BanchanCore
import UIKit
import WebKit

@MainActor
final class PageWeb: NSObject, WKNavigationDelegate, WKUIDelegate {
    /// The world of the relay. Only there the handler exists.
    private static let world = WKContentWorld.world(name: "banchan")
    /// Longest wait for a first message before the person is told.
    private static let silence: Duration = .seconds(15)

    let view: WKWebView
    private let app: SuperApp
    private let page: Page
    private let lost: @MainActor () -> Void
    private var silent: Task<Void, Never>?
    private var loaded = false
    private var watch: (any NSObjectProtocol)?
    /// Hears how much of the page the keyboard covers.
    var keyboard: (@MainActor (Double) -> Void)?

    init(app: SuperApp, page: Page, devices: Devices, lost: @escaping @MainActor () -> Void, silent: @escaping @MainActor () -> Void) {
        self.app = app
        self.page = page
        self.lost = lost
        let setup = WKWebViewConfiguration()
        setup.websiteDataStore = WebStores.store(user: devices.user, app: page.appId)
        setup.allowsInlineMediaPlayback = true
        setup.mediaTypesRequiringUserActionForPlayback = []
        setup.allowsPictureInPictureMediaPlayback = false
        setup.suppressesIncrementalRendering = false
        setup.preferences.javaScriptCanOpenWindowsAutomatically = false
        let relay = WKUserScript(source: relayScript(), injectionTime: .atDocumentStart, forMainFrameOnly: true, in: Self.world)
        setup.userContentController.addUserScript(relay)
        let joint = Joint()
        setup.setURLSchemeHandler(AssetScheme(app: app, page: page.id, camera: devices.camera) { joint.web?.handOver() }, forURLScheme: AssetScheme.name)
        view = WKWebView(frame: .zero, configuration: setup)
        super.init()
        joint.web = self
        setup.userContentController.add(joint, contentWorld: Self.world, name: "banchan")
        view.navigationDelegate = self
        view.uiDelegate = self
        view.allowsLinkPreview = false
        view.allowsBackForwardNavigationGestures = false
        view.isOpaque = false
        view.backgroundColor = UIColor(hex: page.background) ?? .systemBackground
        view.scrollView.backgroundColor = view.backgroundColor
        view.scrollView.contentInsetAdjustmentBehavior = .never
        #if DEBUG
        view.isInspectable = true
        #endif
        self.silent = Task { [weak self] in
            try? await Task.sleep(for: Self.silence)
            guard let self, !Task.isCancelled, !self.page.spoke else { return }
            silent()
        }
        let change = UIResponder.keyboardWillChangeFrameNotification
        watch = NotificationCenter.default.addObserver(forName: change, object: nil, queue: .main) { [weak self] note in
            guard let frame = note.userInfo?[UIResponder.keyboardFrameEndUserInfoKey] as? CGRect else { return }
            MainActor.assumeIsolated { if let self { self.keyboard?(self.covered(frame)) } }
        }
        if let url = URL(string: page.address) { view.load(URLRequest(url: url)) }
    }

    /// The page listens: it gets its port, and what the core posts goes into it.
    fileprivate func handOver() {
        view.callAsyncJavaScript("banchanOpen()", arguments: [:], in: nil, in: Self.world, completionHandler: nil)
        page.port = { [weak view] text in
            view?.callAsyncJavaScript("banchanSay(text)", arguments: ["text": text], in: nil, in: Self.world, completionHandler: nil)
        }
    }

    /// The WebView is taken away: nothing of it may be heard any more.
    func end() {
        silent?.cancel()
        if let watch { NotificationCenter.default.removeObserver(watch) }
        view.stopLoading()
        view.navigationDelegate = nil
        view.uiDelegate = nil
        view.configuration.userContentController.removeAllScriptMessageHandlers()
        view.configuration.userContentController.removeAllUserScripts()
    }

    /// How much of it a keyboard covers that is going to be there, in the screen's measure.
    private func covered(_ keyboard: CGRect) -> Double {
        guard let space = view.window?.screen.coordinateSpace else { return 0 }
        return Reach.covered(of: view.convert(view.bounds, to: space), by: keyboard, on: space.bounds)
    }

    fileprivate func hear(_ message: WKScriptMessage) {
        guard message.frameInfo.isMainFrame, let text = message.body as? String else { return }
        if !page.spoke {
            page.spoke = true
            silent?.cancel()
        }
        app.onViewMessage(page: page.id, text: text)
    }

    /// The page's own document, once. A link of the web goes nowhere from here: programs ask the core for that.
    func webView(_ webView: WKWebView, decidePolicyFor action: WKNavigationAction) async -> WKNavigationActionPolicy {
        guard let frame = action.targetFrame else { return .cancel }
        // Frames below are ours (the realm of WXS) or a partner's page: the page's policy decides about them, and none gets a port.
        guard frame.isMainFrame else { return ["https", "about", AssetScheme.name].contains(action.request.url?.scheme) ? .allow : .cancel }
        defer { loaded = true }
        return !loaded && action.request.url?.absoluteString == page.address ? .allow : .cancel
    }

    func webViewWebContentProcessDidTerminate(_ webView: WKWebView) {
        page.port = nil
        lost()
    }

    func webView(
        _ webView: WKWebView, requestMediaCapturePermissionFor origin: WKSecurityOrigin, initiatedByFrame frame: WKFrameInfo,
        type: WKMediaCaptureType
    ) async -> WKPermissionDecision { .deny }
}

/// Joins the WebView with what it needs before it is made, and keeps longer than itself: a weak one lets the WebView go.
@MainActor
private final class Joint: NSObject, WKScriptMessageHandler {
    weak var web: PageWeb?

    func userContentController(_ controller: WKUserContentController, didReceive message: WKScriptMessage) { web?.hear(message) }
}
