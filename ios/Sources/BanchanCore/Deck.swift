// One running mini-program as it is on the screen: its pages, bars, toast and cover. It mirrors what the core orders and keeps no
// rule of a page stack: which page is seen, how it comes, and which pages keep a WebView, the core says.
import BanchanBindings
import Observation

/// One page. Its WebView belongs to the view that draws it and is made anew for each `load`.
@MainActor
@Observable
public final class Page: Identifiable {
    public nonisolated let id: MiniPageId
    public nonisolated let slot: MiniSlot
    public nonisolated let appId: MiniAppId
    /// Its path inside the mini-program, to tell which entry of the tab bar it is.
    public nonisolated let path: String
    /// What its WebView loads, and nothing else.
    public nonisolated let address, background: String
    public nonisolated let pulls: Bool
    public var bar: MiniNavigationBar
    public var refreshing = false
    public var fullScreen = false
    public var ways = MiniShareWays(message: true, timeline: false)
    /// Whether it sent a first message: until then its background covers it.
    public var spoke = false
    /// Whether it has a WebView. One that lies deep has none, until it is seen again.
    public internal(set) var alive = true
    /// Counts its documents: another number is another WebView.
    public internal(set) var load = 0
    /// How a message gets into the WebView; nil while there is no port, and then messages go nowhere.
    @ObservationIgnored public var port: (@MainActor (String) -> Void)?

    init(_ page: MiniNewPage) {
        id = page.page
        slot = page.slot
        appId = page.appId
        path = page.path
        address = page.address
        background = page.backgroundColor
        pulls = page.pullDownRefresh
        bar = page.navigationBar
    }

    func reload() {
        port = nil
        spoke = false
        fullScreen = false
        alive = true
        load += 1
    }

    func free() {
        port = nil
        alive = false
    }
}

/// The pages of one mini-program, the one that is seen last.
@MainActor
@Observable
public final class Deck: Identifiable {
    public nonisolated let id: MiniSlot
    public internal(set) var app: MiniApp
    public internal(set) var pages: [Page] = []
    public private(set) var seen: Page?
    /// How the page that is seen came, for the transition.
    public private(set) var coming: MiniTransition = .none
    public internal(set) var tabs: MiniTabBar?
    /// What it says over its pages: a toast, or one that stays until it is taken back.
    public internal(set) var notice: MiniToast?
    /// Counts notices, so that the timer of an earlier one takes no later one away.
    public private(set) var noticeNumber = 0
    public internal(set) var preview: MiniPreview?
    public internal(set) var card: MiniShareCard?
    /// Why it is over, while the screen that says so is up.
    public internal(set) var trouble: Trouble?
    /// What the person opened last; nil where a mini-program or a developer's computer led.
    var place: String?

    init(_ slot: MiniSlot, app: MiniApp) {
        id = slot
        self.app = app
    }

    public func page(_ id: MiniPageId) -> Page? { pages.first { $0.id == id } }

    /// Whether the launch screen is still up.
    public var covered: Bool { trouble == nil && seen?.spoke != true }

    /// The entry of the tab bar that a page is; nil when it is none, whatever the bar says.
    public func tab(of page: Page) -> Int? {
        guard let tabs, tabs.visible else { return nil }
        return tabs.items.firstIndex { $0.pagePath == page.path }
    }

    func create(_ page: MiniNewPage) {
        // Behind the others, until it is shown.
        pages.insert(Page(page), at: 0)
    }

    func show(_ id: MiniPageId, _ how: MiniTransition) {
        guard let page = page(id), page !== seen else { return }
        coming = how
        pages.removeAll { $0 === page }
        pages.append(page)
        seen = page
    }

    func close(_ id: MiniPageId) {
        pages.removeAll { $0.id == id }
        if seen?.id == id { seen = nil }
    }

    func say(_ next: MiniToast?) {
        notice = next
        noticeNumber += 1
    }
}
