// The whole super-app as one view: home below, running mini-programs above it, questions on top. It draws the state of `Phone`.
import BanchanBindings
import BanchanCore
import SwiftUI

/// What an app shows. Give it a `Phone` from `Banchan.start`.
public struct BanchanView: View {
    private let phone: Phone
    private let devices: Devices
    @State private var scanning = false
    @State private var settings = false
    @State private var other: OtherCode?
    @Environment(\.scenePhase) private var phase
    @Environment(\.accessibilityReduceMotion) private var still
    @SceneStorage("banchan.place") private var last = ""
    @AppStorage("banchan.theme") private var theme = ""

    public init(_ banchan: Banchan) {
        phone = banchan.phone
        devices = banchan.devices
    }

    public var body: some View {
        ZStack {
            HomeView(scan: { scanning = true }, settings: { settings = true })
                .accessibilityHidden(phone.front != nil)
            ForEach(phone.decks) { deck in
                let seen = deck.id == phone.front
                DeckView(deck: deck)
                    .offset(y: seen ? 0 : UIScreen.main.bounds.height)
                    .zIndex(seen ? 2 : 1)
                    .allowsHitTesting(seen)
                    .accessibilityHidden(!seen)
            }
            if let waiting = phone.waiting { LaunchView(app: waiting) { phone.leave() }.zIndex(3) }
        }
        .animation(still ? nil : .easeOut(duration: 0.3), value: phone.front)
        .environment(phone)
        .environment(devices)
        .tint(Ink.accent)
        .preferredColorScheme(theme == "dark" ? .dark : theme == "light" ? .light : nil)
        .fullScreenCover(isPresented: $scanning) {
            ScannerView { text in
                scanning = false
                Task { await open(text) }
            }
            .environment(phone)
        }
        .sheet(isPresented: $settings) { SettingsView().environment(phone) }
        .sheet(item: Binding { @MainActor in phone.refusal } set: { @MainActor in phone.refusal = $0 }) { refusal in
            FaultSheet(refusal: refusal).environment(phone)
        }
        .sheet(item: $other) { OtherCodeSheet(code: $0) }
        .modifier(PromptSheets(phone: phone))
        .background(FactsReader(devices: devices, phone: phone))
        .onOpenURL { url in Task { await open(url.absoluteString) } }
        .onChange(of: phase) { _, now in
            if now == .inactive { return }
            Task { await phone.seen(now == .active) }
        }
        .onChange(of: phone.place) { _, now in last = now }
        .task { if !last.isEmpty { await phone.restore(last) } }
        .onReceive(NotificationCenter.default.publisher(for: UIApplication.didReceiveMemoryWarningNotification)) { _ in
            phone.squeeze(seen: phase == .active)
        }
    }

    /// What a code means is the core's to say; what is no mini-program is shown for what it is.
    private func open(_ text: String) async {
        if let code = await phone.meaning(of: text) { other = OtherCode(text: text, code: code) } else { await phone.open(text: text) }
    }
}

/// The launch screen, until there is a page.
struct LaunchView: View {
    let app: MiniApp
    let close: @MainActor () -> Void

    var body: some View {
        ZStack(alignment: .topTrailing) {
            Ink.background.ignoresSafeArea()
            VStack(spacing: 16) {
                Face(app: app, side: 72)
                Text(app.name).font(.headline)
                ProgressView()
            }
            .frame(maxWidth: .infinity, maxHeight: .infinity)
            .accessibilityElement(children: .combine)
            .accessibilityLabel(words("app.opening \(app.name)"))
            CapsuleKeys(menu: nil, close: close)
        }
    }
}
