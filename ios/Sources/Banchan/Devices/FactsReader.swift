// What the phone is, told to the core whenever it changes. Numbers are the system's; what follows from them the core says.
import BanchanBindings
import BanchanCore
import Combine
import Network
import SwiftUI

struct FactsReader: View {
    let devices: Devices
    let phone: Phone
    @Environment(\.colorScheme) private var scheme
    @Environment(\.dynamicTypeSize) private var letters
    @Environment(\.locale) private var locale
    @Environment(\.displayScale) private var scale
    @State private var network = MiniNetworkType.unknown
    @State private var changes = 0

    var body: some View {
        GeometryReader { space in
            let seen = Seen(
                width: space.size.width + space.safeAreaInsets.leading + space.safeAreaInsets.trailing,
                height: space.size.height + space.safeAreaInsets.top + space.safeAreaInsets.bottom, top: space.safeAreaInsets.top,
                bottom: space.safeAreaInsets.bottom, dark: scheme == .dark, letters: letters, network: network, changes: changes)
            Color.clear.task(id: seen) { phone.set(facts(seen)) }
        }
        .task { for await path in NWPathMonitor() { network = kind(path) } }
        .onReceive(Publishers.MergeMany(MiniBattery.changes.map { NotificationCenter.default.publisher(for: $0) }).receive(on: RunLoop.main)) { _ in
            changes += 1
        }
        .onReceive(NotificationCenter.default.publisher(for: UIApplication.userDidTakeScreenshotNotification)) { _ in phone.captured() }
    }

    /// All that can change, so that one change is one message.
    private struct Seen: Equatable {
        let width, height, top, bottom: Double
        let dark: Bool
        let letters: DynamicTypeSize
        let network: MiniNetworkType
        let changes: Int
    }

    private func kind(_ path: NWPath) -> MiniNetworkType {
        guard path.status == .satisfied else { return .offline }
        return path.usesInterfaceType(.wifi) ? .wifi : .unknown
    }

    private func facts(_ seen: Seen) -> MiniFacts {
        let none = MiniRect(left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0)
        let known = MiniFacts(
            brand: "Apple", model: UIDevice.current.model, system: "\(UIDevice.current.systemName) \(UIDevice.current.systemVersion)",
            platform: "ios", language: locale.identifier(.bcp47), version: "8.0.50", pixelRatio: 1, screenWidth: 0, screenHeight: 0,
            windowWidth: 0, windowHeight: 0, statusBarHeight: 0, safeArea: none, menuButton: none,
            fontSizeSetting: Double(UIFont.preferredFont(forTextStyle: .body).pointSize) / 17 * 16, theme: seen.dark ? .dark : .light,
            networkType: seen.network, bluetoothEnabled: false, locationEnabled: true, wifiEnabled: network == .wifi, deviceOrientation: "",
            battery: .known(), brightness: UIScreen.main.brightness, keepsOn: true)
        // Points are a page's pixels. Bars, capsule and what a page gets of the window are the core's to say.
        let window = MiniWindow(width: seen.width, height: seen.height, top: seen.top, bottom: seen.bottom, scale: scale)
        return measured(facts: known, window: window)
    }
}
