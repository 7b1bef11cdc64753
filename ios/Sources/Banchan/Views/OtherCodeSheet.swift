// A code that leads to no mini-program: what it is, and what the phone can do with it. What it means, the core said.
import BanchanBindings
import SwiftUI

struct OtherCode: Identifiable {
    let text: String
    let code: MiniCode
    var id: String { text }
}

struct OtherCodeSheet: View {
    let code: OtherCode
    @Environment(\.dismiss) private var dismiss
    @Environment(\.openURL) private var openURL

    var body: some View {
        let (kind, shown, link) = reading
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                Text(wordsIfAny("kind.\(kind)") ?? words("kind.text")).font(.title3.weight(.semibold)).accessibilityAddTraits(.isHeader)
                if let note = wordsIfAny("kind.\(kind).sub") { Text(note).foregroundStyle(Ink.second) }
                Text(shown).textSelection(.enabled).padding(12).frame(maxWidth: .infinity, alignment: .leading)
                    .background(Ink.raised, in: .rect(cornerRadius: 12))
                HStack(spacing: 12) {
                    Button(words("kind.copy")) {
                        UIPasteboard.general.string = code.text
                        dismiss()
                    }
                    .buttonStyle(WideButton())
                    if let link {
                        Button(words("app.open")) {
                            openURL(link)
                            dismiss()
                        }
                        .buttonStyle(WideButton(main: true))
                    }
                }
            }
            .padding(20)
        }
        .presentationDetents([.medium, .large])
    }

    /// Its kind as the catalogue names it, what is shown, and what the phone can open.
    private var reading: (kind: String, shown: String, link: URL?) {
        switch code.code {
        case .webPage(let url): ("web", url, URL(string: url))
        case .phone(let number): ("phone", number, link("tel", number))
        case .sms(let number, let body): ("sms", "\(number)\n\(body)", link("sms", number))
        case .mail(let address, let subject, _): ("mail", "\(address)\n\(subject)", link("mailto", address))
        case .place(let latitude, let longitude): ("place", "\(latitude), \(longitude)", URL(string: "maps://?ll=\(latitude),\(longitude)"))
        case .wifi(let wifi): ("wifi", wifi.ssid, nil)
        case .contact(let contact): ("contact", ([contact.name] + contact.phones + contact.mails).joined(separator: "\n"), nil)
        case .payment: ("payment", code.text, nil)
        case .closed(_, let why): ("closed", why, nil)
        case .text(let text): ("text", text, nil)
        case .miniProgram(let target): ("app", target.appId, nil)
        }
    }

    private func link(_ scheme: String, _ path: String) -> URL? {
        var parts = URLComponents()
        parts.scheme = scheme
        parts.path = path
        return parts.url
    }
}
