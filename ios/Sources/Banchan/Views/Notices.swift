// What is said over pages: a mini-program's toast and loading notice, and the screen that says why something is over.
import BanchanBindings
import BanchanCore
import SwiftUI

struct NoticeView: View {
    let deck: Deck
    let notice: MiniToast
    @Environment(Phone.self) private var phone

    var body: some View {
        ZStack {
            // A mask keeps fingers from the page; otherwise they pass.
            if notice.mask { Color.black.opacity(0.001).contentShape(.rect).ignoresSafeArea() }
            VStack(spacing: 8) {
                sign
                if !notice.title.isEmpty { Text(notice.title).font(.subheadline).multilineTextAlignment(.center) }
            }
            .foregroundStyle(.white)
            .padding(16)
            .frame(minWidth: 88)
            .frame(maxWidth: 280)
            .fixedSize(horizontal: true, vertical: false)
            .background(Color(white: 0.12).opacity(0.92), in: .rect(cornerRadius: 12))
            .accessibilityElement(children: .combine)
        }
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .allowsHitTesting(notice.mask)
        .task(id: deck.noticeNumber) {
            UIAccessibility.post(notification: .announcement, argument: notice.title)
            await phone.wear(notice, of: deck)
        }
    }

    @ViewBuilder private var sign: some View {
        if let image = notice.image {
            BundlePicture(slot: deck.id, path: image).frame(width: 40, height: 40)
        } else {
            switch notice.icon {
            case .success: Image(systemName: "checkmark").font(.largeTitle)
            case .error: Image(systemName: "xmark").font(.largeTitle)
            case .loading: ProgressView().tint(.white)
            case .none: EmptyView()
            }
        }
    }
}

/// A plain sentence, what to do, and details for who wants them.
struct FaultView<Keys: View>: View {
    let trouble: Trouble
    let details: String
    @ViewBuilder let keys: Keys

    var body: some View {
        ScrollView {
            VStack(spacing: 12) {
                Image(systemName: "exclamationmark.triangle")
                    .font(.title)
                    .foregroundStyle(Ink.danger)
                    .frame(width: 64, height: 64)
                    .background(Ink.dangerSoft, in: .circle)
                    .accessibilityHidden(true)
                Text(wordsIfAny("why.\(trouble.kind)") ?? words("why.failed"))
                    .font(.title2.weight(.semibold)).accessibilityAddTraits(.isHeader)
                Text(wordsIfAny("why.\(trouble.kind).sub") ?? words("why.failed.sub")).foregroundStyle(Ink.second)
                if !details.isEmpty {
                    DisclosureGroup(words("app.details")) {
                        Text(details).font(.caption.monospaced()).textSelection(.enabled)
                            .frame(maxWidth: .infinity, alignment: .leading)
                    }
                }
                HStack(spacing: 12) { keys }.padding(.top, 16)
            }
            .multilineTextAlignment(.center)
            .padding(32)
            .frame(maxWidth: 480)
            .frame(maxWidth: .infinity)
        }
    }
}

struct FaultSheet: View {
    let refusal: Refusal
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        FaultView(trouble: refusal.trouble, details: refusal.trouble.details) {
            Button(words("app.tohome")) { dismiss() }.buttonStyle(WideButton())
            if let again = refusal.again {
                Button(words("app.again")) {
                    dismiss()
                    Task { await again() }
                }
                .buttonStyle(WideButton(main: true))
            }
        }
        .presentationDetents([.medium, .large])
    }
}
