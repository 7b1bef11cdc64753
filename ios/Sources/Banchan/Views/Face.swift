// The picture of a mini-program: its icon from the core, or the first letter of its name on a colour of its own.
import BanchanBindings
import BanchanCore
import SwiftUI

struct Face: View {
    let app: MiniApp
    var side: CGFloat = 48
    @Environment(Phone.self) private var phone
    @State private var picture: UIImage?

    var body: some View {
        ZStack {
            if let picture {
                Image(uiImage: picture).resizable().scaledToFill()
            } else {
                Color(hue: hue, saturation: 0.55, brightness: 0.55)
                Text(String(app.name.first ?? "?").uppercased())
                    .font(.system(size: side * 0.42, weight: .semibold))
                    .foregroundStyle(.white)
            }
        }
        .frame(width: side, height: side)
        .clipShape(.rect(cornerRadius: side * 0.29))
        .accessibilityHidden(true)
        .task(id: app.version) {
            guard app.icon, let given = await phone.icon(of: app.appId) else { return }
            picture = UIImage(data: given)
        }
    }

    /// The same for the same name, whenever the app runs.
    private var hue: Double { Double(app.name.unicodeScalars.reduce(UInt32(7)) { ($0 &* 31 &+ $1.value) % 360 }) / 360 }
}
