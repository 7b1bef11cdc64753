// Colours, spacing and words of the shell. Nothing else names a colour of its own; spacing is a multiple of 4.
import SwiftUI
import UIKit

/// Colours, light and dark.
enum Ink {
    static let background = pair(0xF3F5F4, 0x0F1413)
    static let surface = pair(0xFFFFFF, 0x1A211F)
    static let raised = pair(0xE9EDEB, 0x27302D)
    static let text = pair(0x15201C, 0xE8EEEB)
    static let second = pair(0x4F5C57, 0xAEBAB5)
    static let third = pair(0x5C6762, 0x929E99)
    static let accent = pair(0x0B6E58, 0x63D0B0)
    static let onAccent = pair(0xFFFFFF, 0x05251C)
    static let danger = pair(0xB3261E, 0xFF9A91)
    static let dangerSoft = pair(0xFBE6E4, 0x45211E)
    static let warn = pair(0x855600, 0xF0C270)
    static let warnSoft = pair(0xFBEED3, 0x3D2F12)

    private static func pair(_ light: UInt32, _ dark: UInt32) -> Color {
        Color(UIColor { $0.userInterfaceStyle == .dark ? UIColor(rgb: dark) : UIColor(rgb: light) })
    }
}

extension UIColor {
    convenience init(rgb: UInt32) {
        self.init(red: CGFloat(rgb >> 16 & 0xFF) / 255, green: CGFloat(rgb >> 8 & 0xFF) / 255, blue: CGFloat(rgb & 0xFF) / 255, alpha: 1)
    }

    /// `#rrggbb` as the core writes it; nil for anything else.
    convenience init?(hex: String) {
        guard hex.count == 7, hex.hasPrefix("#"), let rgb = UInt32(hex.dropFirst(), radix: 16) else { return nil }
        self.init(rgb: rgb)
    }
}

extension Color {
    init?(hex: String) {
        guard let color = UIColor(hex: hex) else { return nil }
        self.init(color)
    }
}

/// The sentence of a key in the person's language.
func words(_ key: String.LocalizationValue) -> String { String(localized: key, bundle: .module) }

/// The sentence of a key that is put together; nil when the catalogue has none.
func wordsIfAny(_ key: String) -> String? {
    let text = Bundle.module.localizedString(forKey: key, value: "", table: nil)
    return text.isEmpty || text == key ? nil : text
}

/// A wide button of a sheet: filled for what leads on.
struct WideButton: ButtonStyle {
    var main = false

    func makeBody(configuration: Configuration) -> some View {
        configuration.label
            .font(.body.weight(.semibold))
            .frame(maxWidth: .infinity, minHeight: 48)
            .background(main ? Ink.accent : Ink.raised, in: .rect(cornerRadius: 12))
            .foregroundStyle(main ? Ink.onAccent : Ink.text)
            .opacity(configuration.isPressed ? 0.7 : 1)
    }
}
