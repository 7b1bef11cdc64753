// The screen itself as mini-programs wish it: it stays on, it is brighter. The phone's own brightness comes back with the last wish. iOS
// keeps no app out of pictures of the screen, which the facts say.
import BanchanBindings
import UIKit

@MainActor
final class ScreenDevice {
    /// Those that wish something now; one at a time is seen, but the next may come before the last has gone.
    private var wishes: [MiniSlot: MiniScreenWish] = [:]
    /// How bright the person had it.
    private var before: CGFloat?

    func carryOut(_ slot: MiniSlot, _ wish: MiniScreenWish) {
        wishes[slot] = wish.keepOn || wish.brightness != nil ? wish : nil
        UIApplication.shared.isIdleTimerDisabled = wishes.values.contains { $0.keepOn }
        if let bright = wish.brightness ?? wishes.values.compactMap(\.brightness).first {
            before = before ?? UIScreen.main.brightness
            UIScreen.main.brightness = bright
        } else if let own = before {
            before = nil
            UIScreen.main.brightness = own
        }
    }
}

/// What is known of the battery; a simulator has none.
extension MiniBattery {
    @MainActor
    static func known() -> MiniBattery? {
        let device = UIDevice.current
        device.isBatteryMonitoringEnabled = true
        guard device.batteryLevel >= 0 else { return nil }
        let saving = ProcessInfo.processInfo.isLowPowerModeEnabled
        return MiniBattery(level: UInt32(device.batteryLevel * 100), charging: device.batteryState != .unplugged, saving: saving)
    }

    /// What is told when this or the brightness changed.
    static let changes: [Notification.Name] = [
        UIDevice.batteryLevelDidChangeNotification, UIDevice.batteryStateDidChangeNotification, .NSProcessInfoPowerStateDidChange,
        UIScreen.brightnessDidChangeNotification,
    ]
}
