// Settings of the shell, and the log of use. Nothing here changes what a mini-program may do.
import BanchanBindings
import BanchanCore
import SwiftUI

struct SettingsView: View {
    @Environment(Phone.self) private var phone
    @Environment(\.dismiss) private var dismiss
    @Environment(\.openURL) private var openURL
    @AppStorage("banchan.theme") private var theme = ""
    @State private var scanning = false

    var body: some View {
        NavigationStack {
            List {
                Section(words("set.theme")) {
                    Picker(words("set.theme"), selection: $theme) {
                        Text(words("set.system")).tag("")
                        Text(words("set.light")).tag("light")
                        Text(words("set.dark")).tag("dark")
                    }
                    .pickerStyle(.segmented)
                }
                Section {
                    // Language and the phone's own permissions are the system's.
                    Button(words("set.phone")) { if let url = URL(string: UIApplication.openSettingsURLString) { openURL(url) } }
                } footer: { Text(words("set.phone.sub")) }
                Section {
                    Toggle(words("set.dev"), isOn: Binding { @MainActor in phone.developer } set: { @MainActor in phone.setDeveloper($0) })
                    if phone.developer { Button(words("set.dev.scan")) { scanning = true } }
                } footer: { Text(words("set.dev.sub")) }
                Section { NavigationLink(words("set.log")) { LogView(phone: phone) } }
            }
            .navigationTitle(words("set.title"))
            .navigationBarTitleDisplayMode(.inline)
            .toolbar { Button(words("set.save")) { dismiss() } }
            .fullScreenCover(isPresented: $scanning) {
                ScannerView { text in
                    scanning = false
                    dismiss()
                    Task { await phone.open(lan: text) }
                }
                .environment(phone)
            }
        }
    }
}

private struct LogView: View {
    let phone: Phone
    @State private var lines: [MiniUsed] = []

    var body: some View {
        List {
            if lines.isEmpty { Text(words("log.none")).foregroundStyle(Ink.second) }
            ForEach(Array(lines.enumerated()), id: \.offset) { _, line in
                HStack {
                    VStack(alignment: .leading) {
                        Text(line.what).font(.subheadline.monospaced())
                        Text(line.appName).font(.caption).foregroundStyle(Ink.second)
                    }
                    Spacer()
                    if !line.ok { Image(systemName: "xmark.circle").foregroundStyle(Ink.danger).accessibilityLabel(words("log.failed")) }
                    Text(Date(timeIntervalSince1970: Double(line.atMs) / 1000), style: .time).font(.caption).foregroundStyle(Ink.second)
                }
                .accessibilityElement(children: .combine)
            }
        }
        .navigationTitle(words("set.log"))
        .onAppear { lines = phone.app.uses() }
        .toolbar {
            Button(words("dev.clear")) {
                phone.app.clearUses()
                lines = []
            }
        }
    }
}
