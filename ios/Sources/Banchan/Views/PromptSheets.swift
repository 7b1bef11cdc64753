// The question that is due, on the screen: one at a time, over the mini-program that asks. Both answers of a permission look alike,
// so that neither is pushed; what is closed without an answer is told as that.
import BanchanBindings
import BanchanCore
import SwiftUI

struct PromptSheets: ViewModifier {
    let phone: Phone

    func body(content: Content) -> some View {
        let current = phone.prompts.current(front: phone.front)
        content
            .overlay { if let current, case .modal(let asked) = current.question { ModalView(prompt: current, asked: asked) } }
            .sheet(item: shown(current, whole: false)) { prompt in PromptView(prompt: prompt).environment(phone) }
            .fullScreenCover(item: shown(current, whole: true)) { prompt in PromptView(prompt: prompt).environment(phone) }
            .environment(phone)
    }

    /// A sheet that is swiped away cancels its question; one that goes because another mini-program is seen now only waits.
    private func shown(_ current: Prompt?, whole: Bool) -> Binding<Prompt?> {
        let fits = current.flatMap { $0.isWhole == whole && !$0.isModal ? $0 : nil }
        return Binding { @MainActor in fits } set: { @MainActor next in
            if next == nil, let fits { phone.prompts.cancel(fits.id) }
        }
    }
}

extension Prompt {
    fileprivate var isModal: Bool { if case .modal = question { true } else { false } }

    /// Whether it needs the whole screen.
    fileprivate var isWhole: Bool {
        switch question {
        case .scan, .document, .place, .map: true
        default: false
        }
    }
}

private struct PromptView: View {
    let prompt: Prompt
    @Environment(Phone.self) private var phone

    var body: some View {
        switch prompt.question {
        case .consent(let asked): ConsentSheet(prompt: prompt, asked: asked)
        case .choices(let asked): ChoicesSheet(prompt: prompt, asked: asked)
        case .settings(let asked): GrantsSheet(prompt: prompt, asked: asked)
        case .dial(let asked): DialSheet(prompt: prompt, asked: asked)
        case .subscribe(let asked): SubscribeSheet(prompt: prompt, asked: asked)
        case .visit(let asked): VisitSheet(prompt: prompt, asked: asked)
        case .media(let asked): MediaSheet(prompt: prompt, asked: asked)
        case .document(let asked): DocumentScreen(prompt: prompt, asked: asked)
        case .place(let asked): ChoosePlaceScreen(prompt: prompt, asked: asked)
        case .map(let asked): PlaceScreen(prompt: prompt, asked: asked)
        case .scan(let asked):
            ScannerView(cameraOnly: asked.ask.onlyFromCamera) { text in
                phone.prompts.answer(prompt, asked, MiniScanned(text: text, scanType: "QR_CODE"))
            }
        case .modal: EmptyView()
        }
    }
}

/// A dialog of a mini-program: only its buttons answer, a tap beside it does nothing.
private struct ModalView: View {
    let prompt: Prompt
    let asked: Asked<MiniModal, MiniModalAnswer>
    @Environment(Phone.self) private var phone
    @State private var text = ""

    var body: some View {
        let modal = asked.ask
        ZStack {
            Color.black.opacity(0.45).ignoresSafeArea().contentShape(.rect)
            VStack(spacing: 16) {
                if !modal.title.isEmpty { Text(modal.title).font(.headline).accessibilityAddTraits(.isHeader) }
                if modal.editable {
                    TextField(modal.placeholderText, text: $text, axis: .vertical).textFieldStyle(.roundedBorder).lineLimit(2...6)
                } else if !modal.content.isEmpty {
                    ScrollView { Text(modal.content).foregroundStyle(Ink.second).multilineTextAlignment(.center) }
                        .fixedSize(horizontal: false, vertical: modal.content.count < 400)
                }
                HStack(spacing: 12) {
                    if modal.showCancel { key(modal.cancelText, words("modal.cancel"), modal.cancelColor, Ink.text) { end(false) } }
                    key(modal.confirmText, words("modal.ok"), modal.confirmColor, Ink.accent) { end(true) }
                }
            }
            .padding(20)
            .frame(maxWidth: 320)
            .background(Ink.surface, in: .rect(cornerRadius: 16))
            .padding(24)
            .accessibilityAddTraits(.isModal)
        }
        .onAppear { text = modal.content }
        .accessibilityAction(.escape) { if modal.showCancel { end(false) } }
    }

    private func key(_ own: String, _ ours: String, _ color: String, _ other: Color, _ act: @escaping @MainActor () -> Void) -> some View {
        Button(own.isEmpty ? ours : own, action: act)
            .buttonStyle(WideButton())
            .foregroundStyle(Color(hex: color) ?? other)
    }

    private func end(_ confirm: Bool) {
        let content = confirm && asked.ask.editable ? text : nil
        phone.prompts.answer(prompt, asked, MiniModalAnswer(confirm: confirm, content: content))
    }
}
