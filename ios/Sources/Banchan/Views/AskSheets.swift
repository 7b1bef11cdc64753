// The sheets of questions: permission, choices, switches, call, messages, another mini-program. They show what the core sent and
// pass the answer on.
import BanchanBindings
import BanchanCore
import SwiftUI

/// What all question sheets look like: who asks, what, and two answers.
private struct AskFrame<Content: View>: View {
    let app: MiniApp?
    let title, no, yes: String
    let refuse: @MainActor () -> Void
    let accept: @MainActor () -> Void
    @ViewBuilder let content: Content

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                if let app {
                    HStack(spacing: 12) {
                        Face(app: app, side: 36)
                        VStack(alignment: .leading) {
                            Text(app.name).font(.subheadline.weight(.semibold))
                            Text(app.publisher.isEmpty ? words("ask.mini") : words("ask.from \(app.publisher)"))
                                .font(.caption).foregroundStyle(Ink.second)
                        }
                    }
                }
                Text(title).font(.title3.weight(.semibold)).accessibilityAddTraits(.isHeader)
                content
                HStack(spacing: 12) {
                    Button(no, action: refuse).buttonStyle(WideButton())
                    Button(yes, action: accept).buttonStyle(WideButton())
                }
            }
            .padding(20)
        }
        .presentationDetents([.medium, .large])
    }
}

struct ConsentSheet: View {
    let prompt: Prompt
    let asked: Asked<MiniConsentAsk, MiniAnswer>
    @Environment(Phone.self) private var phone

    var body: some View {
        let ask = asked.ask
        AskFrame(
            app: phone.deck(ask.slot)?.app, title: words("ask.wants \(ask.appName) \(scopeName(ask.scope, ask.title))"),
            no: words("ask.deny"), yes: words("ask.allow"), refuse: { end(.deny) }, accept: { end(.allow) }
        ) {
            if ask.reason.isEmpty {
                Text(words("ask.noreason")).foregroundStyle(Ink.second)
            } else {
                VStack(alignment: .leading, spacing: 4) {
                    Text(words("ask.why")).font(.caption).foregroundStyle(Ink.second)
                    Text(ask.reason)
                }
                .padding(12)
                .frame(maxWidth: .infinity, alignment: .leading)
                .background(Ink.raised, in: .rect(cornerRadius: 12))
            }
            Text(words("ask.note")).font(.footnote).foregroundStyle(Ink.second)
        }
    }

    private func end(_ answer: MiniAnswer) { phone.prompts.answer(prompt, asked, answer) }
}

/// What a permission is called; the core's own words where the catalogue has none.
func scopeName(_ scope: MiniScope, _ title: String) -> String { wordsIfAny("scope.\(scope)") ?? title }

struct ChoicesSheet: View {
    let prompt: Prompt
    let asked: Asked<MiniActionSheet, MiniCount>
    @Environment(Phone.self) private var phone

    var body: some View {
        ScrollView {
            VStack(spacing: 8) {
                if !asked.ask.alertText.isEmpty { Text(asked.ask.alertText).font(.footnote).foregroundStyle(Ink.second) }
                ForEach(Array(asked.ask.itemList.enumerated()), id: \.offset) { index, text in
                    Button(text) { phone.prompts.answer(prompt, asked, MiniCount(index)) }
                        .buttonStyle(WideButton())
                        .foregroundStyle(Color(hex: asked.ask.itemColor) ?? Ink.text)
                }
                Button(words("modal.cancel")) { phone.prompts.cancel(prompt.id) }.buttonStyle(WideButton()).padding(.top, 8)
            }
            .padding(20)
        }
        .presentationDetents([.medium, .large])
    }
}

struct GrantsSheet: View {
    let prompt: Prompt
    let asked: Asked<MiniSettingsPage, [MiniGrantSetting]>
    @Environment(Phone.self) private var phone
    @State private var now: [MiniGrantSetting] = []

    var body: some View {
        NavigationStack {
            List {
                Section {
                    ForEach($now, id: \.scope) { $grant in Toggle(scopeName(grant.scope, grant.title), isOn: $grant.allowed) }
                } footer: { Text(words("menu.grants.sub")) }
            }
            .navigationTitle(asked.ask.appName)
            .navigationBarTitleDisplayMode(.inline)
            .toolbar { Button(words("set.save")) { end() } }
        }
        .onAppear { now = asked.ask.grants }
        // Leaving it is the answer: the switches as they are then.
        .onDisappear { end() }
    }

    private func end() { phone.prompts.answer(prompt, asked, now) }
}

struct DialSheet: View {
    let prompt: Prompt
    let asked: Asked<String, Void>
    @Environment(Phone.self) private var phone
    @Environment(\.openURL) private var openURL

    var body: some View {
        AskFrame(
            app: phone.seen?.app, title: words("phone.title"), no: words("modal.cancel"), yes: words("phone.call"),
            refuse: { phone.prompts.cancel(prompt.id) }, accept: call
        ) { Text(asked.ask).font(.title2.monospacedDigit()).textSelection(.enabled).environment(\.layoutDirection, .leftToRight) }
    }

    private func call() {
        var url = URLComponents()
        url.scheme = "tel"
        url.path = asked.ask.filter { $0.isASCII && ($0.isNumber || "+*#,;".contains($0)) }
        guard let url = url.url else { return phone.prompts.fail(prompt, asked, MiniHostError.Failed(reason: "no number")) }
        openURL(url) { done in
            if done {
                phone.prompts.answer(prompt, asked)
            } else { phone.prompts.fail(prompt, asked, MiniHostError.Failed(reason: "this device can't make calls")) }
        }
    }
}

struct SubscribeSheet: View {
    let prompt: Prompt
    let asked: Asked<MiniSubscribeAsk, MiniSubscribeAnswer>
    @Environment(Phone.self) private var phone
    @State private var refused: Set<String> = []
    @State private var always = false

    var body: some View {
        AskFrame(
            app: phone.seen?.app, title: words("sub.wants \(asked.ask.appName)"), no: words("sub.reject"), yes: words("sub.accept"),
            refuse: { end([]) }, accept: { end(asked.ask.templates.filter { !refused.contains($0) }) }
        ) {
            ForEach(asked.ask.templates, id: \.self) { template in
                Toggle(template, isOn: Binding { @MainActor in !refused.contains(template) } set: { @MainActor on in
                    if on { refused.remove(template) } else { refused.insert(template) }
                })
            }
            Toggle(words("sub.always"), isOn: $always)
        }
    }

    private func end(_ accepted: [String]) { phone.prompts.answer(prompt, asked, MiniSubscribeAnswer(accepted: accepted, always: always)) }
}

struct VisitSheet: View {
    let prompt: Prompt
    let asked: Asked<MiniVisit, Void>
    @Environment(Phone.self) private var phone

    var body: some View {
        AskFrame(
            app: phone.seen?.app, title: words("visit.title \(asked.ask.targetName)"), no: words("modal.cancel"), yes: words("visit.go"),
            refuse: { phone.prompts.cancel(prompt.id) }, accept: { phone.prompts.answer(prompt, asked) }
        ) { Text(words("visit.note \(asked.ask.appName)")).foregroundStyle(Ink.second) }
    }
}
