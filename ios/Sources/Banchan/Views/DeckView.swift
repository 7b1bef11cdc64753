// One running mini-program: its pages, capsule, tab bar, notice and launch screen. Which page is seen, and how it comes, is ordered
// by the core; this only moves it there.
import BanchanBindings
import BanchanCore
import SwiftUI

struct DeckView: View {
    let deck: Deck
    @Environment(Phone.self) private var phone
    @Environment(\.accessibilityReduceMotion) private var still
    @Environment(\.layoutDirection) private var direction
    @State private var menu = false

    var body: some View {
        ZStack(alignment: .topTrailing) {
            Ink.background.ignoresSafeArea()
            GeometryReader { space in
                ForEach(deck.pages) { page in
                    let seen = page === deck.seen
                    PageFrame(deck: deck, page: page)
                        .offset(x: seen ? 0 : away(page, space.size.width))
                        .accessibilityHidden(!seen)
                        .allowsHitTesting(seen)
                        .transition(.move(edge: .trailing))
                }
            }
            .animation(still || deck.coming == .none ? nil : .easeOut(duration: 0.3), value: deck.seen?.id)
            // Whoever listens instead of looking begins at the top of the page that came.
            .onChange(of: deck.seen?.id) { _, _ in UIAccessibility.post(notification: .screenChanged, argument: nil) }
            if deck.covered { LaunchView(app: deck.app) { phone.leave() } }
            if let trouble = deck.trouble {
                FaultView(trouble: trouble, details: trouble.details) {
                    Button(words("app.tohome")) { phone.leave() }.buttonStyle(WideButton())
                    Button(words("app.again")) { Task { await phone.restart(deck.id) } }.buttonStyle(WideButton(main: true))
                }
                .background(Ink.background)
            }
            CapsuleKeys(menu: { menu = true }, close: { phone.leave() }, light: deck.seen?.bar.frontColor == "#ffffff")
            if let notice = deck.notice { NoticeView(deck: deck, notice: notice) }
        }
        .sheet(isPresented: $menu) { MenuSheet(deck: deck).environment(phone) }
        .sheet(item: Binding { @MainActor in deck.card.map(Card.init) } set: { @MainActor in if $0 == nil { phone.closeCard(deck) } }) {
            CardSheet(deck: deck, card: $0.card).environment(phone)
        }
        .fullScreenCover(isPresented: Binding { @MainActor in deck.preview != nil } set: { @MainActor in if !$0 { phone.closePreview(deck) } }) {
            if let preview = deck.preview { PreviewView(deck: deck, preview: preview).environment(phone) }
        }
    }

    /// Where a page lies that is not seen: under the others a little to the side, as one that was pushed over.
    private func away(_ page: Page, _ width: CGFloat) -> CGFloat { (direction == .rightToLeft ? 1 : -1) * width * 0.28 }
}

private struct Card: Identifiable {
    let card: MiniShareCard
    var id: String { card.link }
}

/// A page with its bars.
private struct PageFrame: View {
    let deck: Deck
    let page: Page
    @Environment(Phone.self) private var phone
    @Environment(\.layoutDirection) private var direction

    var body: some View {
        let tab = deck.tab(of: page)
        let above = deck.tabs?.position == "top"
        VStack(spacing: 0) {
            if !page.bar.custom && !page.fullScreen { NavigationBar(page: page) }
            if let tab, above, !page.fullScreen { TabStrip(deck: deck, chosen: tab) }
            ZStack(alignment: .top) {
                (Color(hex: page.background) ?? .white)
                if page.alive { PageContainer(deck: deck, page: page).id(page.load) }
                if page.refreshing { ProgressView().padding(12).accessibilityLabel(words("app.loading")) }
            }
            if let tab, !above, !page.fullScreen { TabStrip(deck: deck, chosen: tab) }
        }
        .background(Color(hex: page.background) ?? .white)
        .ignoresSafeArea(.keyboard)
        .ignoresSafeArea(edges: page.bar.custom || page.fullScreen ? .top : [])
        .gesture(stroke)
        .accessibilityAction(.escape) { phone.back() }
    }

    /// The way back by a stroke from the edge at which lines begin.
    private var stroke: some Gesture {
        DragGesture(minimumDistance: 24, coordinateSpace: .global).onEnded { drag in
            let leads = Reach.leadsBack(
                from: drag.startLocation.x, by: drag.translation.width, width: UIScreen.main.bounds.width,
                leftwards: direction == .rightToLeft)
            if page.bar.backButton, leads { phone.back() }
        }
    }
}

/// The WebView of a page. A new `load` is a new one.
private struct PageContainer: UIViewRepresentable {
    let deck: Deck
    let page: Page
    @Environment(Phone.self) private var phone
    @Environment(Devices.self) private var devices

    func makeCoordinator() -> PageWeb {
        let id = page.id
        return PageWeb(app: phone.app, page: page, devices: devices, lost: { [phone] in phone.lost(id) }) { [phone, deck] in
            phone.silent(deck)
        }
    }

    func makeUIView(context: Context) -> UIView {
        let (web, id, phone) = (context.coordinator, page.id, phone)
        web.keyboard = { [weak phone] height in if phone?.seen?.seen?.id == id { phone?.keyboard(height) } }
        return web.view
    }

    func updateUIView(_ view: UIView, context: Context) {}

    static func dismantleUIView(_ view: UIView, coordinator: PageWeb) { coordinator.end() }
}
