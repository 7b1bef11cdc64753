// The clipboard and the vibration motor.
import BanchanBindings
import CoreHaptics
import UIKit

@MainActor
final class ClipboardDevice: MiniClipboardHost {
    /// The system asks the person by itself before text of another app is given.
    func readClipboard(call: MiniCall) async throws -> String { UIPasteboard.general.string ?? "" }

    func writeClipboard(call: MiniCall, text: String) async throws { UIPasteboard.general.string = text }
}

@MainActor
final class HapticsDevice: MiniVibrationHost {
    func vibrate(call: MiniCall, kind: MiniVibrationKind) async throws {
        // An iPad has no motor, and must not pretend.
        guard CHHapticEngine.capabilitiesForHardware().supportsHaptics else { throw MiniHostError.Unsupported }
        switch kind {
        case .light: UIImpactFeedbackGenerator(style: .light).impactOccurred()
        case .medium: UIImpactFeedbackGenerator(style: .medium).impactOccurred()
        case .heavy: UIImpactFeedbackGenerator(style: .heavy).impactOccurred()
        case .long: UINotificationFeedbackGenerator().notificationOccurred(.warning)
        }
    }
}
