// The capsule's menu, what is known of a mini-program, the question before something of it is deleted, and the card that is shared.
import BanchanBindings
import BanchanCore
import CoreImage.CIFilterBuiltins
import SwiftUI

struct MenuSheet: View {
    let deck: Deck
    @Environment(Phone.self) private var phone
    @Environment(\.dismiss) private var dismiss
    @State private var grants: [MiniGrant] = []
    @State private var clearing = false
    @State private var removing = false

    var body: some View {
        NavigationStack {
            List {
                Section {
                    if deck.seen?.ways.message == true { key("menu.share", "square.and.arrow.up") { phone.share(.message) } }
                    if deck.seen?.ways.timeline == true { key("share.post", "globe") { phone.share(.timeline) } }
                    key("menu.restart", "arrow.clockwise") { Task { await phone.restart(deck.id) } }
                    Button(words("menu.clear"), systemImage: "trash", role: .destructive) { clearing = true }
                }
                Section(words("menu.permissions")) {
                    if grants.isEmpty { Text(words("menu.nogrants")).foregroundStyle(Ink.second) }
                    ForEach($grants, id: \.scope) { $grant in
                        Toggle(scopeName(grant.scope, grant.title), isOn: Binding { @MainActor in grant.allowed } set: { @MainActor on in
                            grant.allowed = on
                            phone.set(grant.scope, of: deck.app.appId, allowed: on)
                        })
                    }
                }
                Section(words("menu.about")) {
                    if !deck.app.description.isEmpty { Text(deck.app.description) }
                    LabeledContent(words("menu.publisher"), value: deck.app.publisher.isEmpty ? words("menu.nopublisher") : deck.app.publisher)
                    LabeledContent(words("menu.version"), value: "\(deck.app.version)")
                    LabeledContent(words("menu.id"), value: deck.app.appId).textSelection(.enabled)
                    if deck.app.installed { Button(words("menu.remove"), systemImage: "trash", role: .destructive) { removing = true } }
                }
            }
            .navigationTitle(deck.app.name)
            .navigationBarTitleDisplayMode(.inline)
            .toolbar { Button(words("set.save")) { dismiss() } }
            .asks($clearing, words("menu.clear.title \(deck.app.name)"), words("menu.clear.text"), yes: words("menu.clear.do")) {
                dismiss()
                Task { await phone.clear(deck.app.appId) }
            }
            .asks($removing, words("menu.remove.title \(deck.app.name)"), words("menu.remove.text"), yes: words("menu.remove.do")) {
                dismiss()
                Task { await phone.clear(deck.app.appId, whole: true) }
            }
        }
        .presentationDetents([.medium, .large])
        .task { grants = await phone.grants(of: deck.app.appId) }
    }

    private func key(_ name: String.LocalizationValue, _ sign: String, _ act: @escaping @MainActor () -> Void) -> some View {
        Button(words(name), systemImage: sign) {
            dismiss()
            act()
        }
    }
}

extension View {
    /// Asks before something goes that nothing brings back.
    func asks(_ asked: Binding<Bool>, _ title: String, _ text: String, yes: String, act: @escaping @MainActor () -> Void) -> some View {
        confirmationDialog(title, isPresented: asked, titleVisibility: .visible) {
            Button(yes, role: .destructive, action: act)
        } message: { Text(text) }
    }
}

struct CardSheet: View {
    let deck: Deck
    let card: MiniShareCard
    @Environment(Phone.self) private var phone

    var body: some View {
        ScrollView {
            VStack(spacing: 16) {
                if let image = card.image { BundlePicture(slot: deck.id, path: image).frame(maxHeight: 160) }
                Text(card.title).font(.headline)
                CodePicture(text: card.link).frame(width: 200, height: 200).accessibilityLabel(words("share.scan \(deck.app.name)"))
                Text(card.link).font(.caption.monospaced()).foregroundStyle(Ink.second).textSelection(.enabled)
                if let url = URL(string: card.link) {
                    ShareLink(item: url, subject: Text(card.title)) { Label(words("menu.share"), systemImage: "square.and.arrow.up") }
                        .buttonStyle(WideButton(main: true))
                }
            }
            .padding(20)
        }
        .presentationDetents([.medium, .large])
    }
}

/// A code with a text, drawn by the system.
private struct CodePicture: View {
    let text: String

    var body: some View {
        let filter = CIFilter.qrCodeGenerator()
        filter.message = Data(text.utf8)
        let picture = filter.outputImage.flatMap { CIContext().createCGImage($0, from: $0.extent) }
        return Group {
            if let picture { Image(decorative: picture, scale: 1).interpolation(.none).resizable().padding(12).background(.white) }
        }
    }
}
