// Home: search, scan, recents, catalogue. Draws what the core lists; it must not decide what can be opened.
import BanchanBindings
import BanchanCore
import SwiftUI

struct HomeView: View {
    @Environment(Phone.self) private var phone
    @State private var query = ""
    let scan: @MainActor () -> Void
    let settings: @MainActor () -> Void

    var body: some View {
        NavigationStack {
            ScrollView {
                VStack(alignment: .leading, spacing: 24) {
                    if phone.offline { offline }
                    if query.isEmpty { lists } else { results }
                }
                .padding(.vertical, 16)
            }
            .background(Ink.background)
            .navigationTitle(words("home.title"))
            .searchable(text: $query, placement: .navigationBarDrawer(displayMode: .always), prompt: words("home.search"))
            .autocorrectionDisabled()
            .textInputAutocapitalization(.never)
            .toolbar { Button(words("home.settings"), systemImage: "gearshape", action: settings) }
            .task(id: query) { await phone.search(query) }
            .refreshable { await phone.refresh() }
        }
    }

    @ViewBuilder private var lists: some View {
        Button(action: scan) {
            HStack(spacing: 16) {
                Image(systemName: "qrcode.viewfinder").font(.title)
                VStack(alignment: .leading) {
                    Text(words("home.scan")).font(.headline)
                    Text(words("home.scan.sub")).font(.footnote)
                }
                Spacer()
                Image(systemName: "chevron.forward").accessibilityHidden(true)
            }
            .padding(16)
            .foregroundStyle(Ink.onAccent)
            .background(Ink.accent, in: .rect(cornerRadius: 16))
        }
        .padding(.horizontal, 20)
        Part(title: words("home.recent")) {
            if phone.recents.isEmpty {
                Empty(sign: "clock", title: words("home.recent.none"), sub: words("home.recent.none.sub"))
            } else {
                ScrollView(.horizontal, showsIndicators: false) {
                    HStack(alignment: .top, spacing: 4) { ForEach(phone.recents, id: \.app.appId) { recent in Recent(app: recent.app) } }
                    .padding(.horizontal, 12)
                }
            }
        }
        Part(title: words("home.all")) {
            if phone.catalogue.isEmpty {
                Empty(sign: "square.grid.2x2", title: words("home.all.none"), sub: words("home.all.none.sub"))
            } else { Cards(apps: phone.catalogue) }
        }
    }

    private var results: some View {
        Part(title: words("home.results")) {
            if phone.found.isEmpty {
                Empty(sign: "magnifyingglass", title: words("home.noresult \(query)"), sub: words("home.noresult.sub"))
            } else { Cards(apps: phone.found) }
        }
    }

    private var offline: some View {
        Label(words("home.offline"), systemImage: "wifi.slash")
            .font(.footnote)
            .foregroundStyle(Ink.warn)
            .padding(12)
            .frame(maxWidth: .infinity, alignment: .leading)
            .background(Ink.warnSoft, in: .rect(cornerRadius: 12))
            .padding(.horizontal, 20)
    }
}

/// A part of home under its name.
private struct Part<Content: View>: View {
    let title: String
    @ViewBuilder let content: Content

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(title)
                .font(.footnote.weight(.semibold))
                .foregroundStyle(Ink.second)
                .padding(.horizontal, 20)
                .accessibilityAddTraits(.isHeader)
            content
        }
    }
}

private struct Recent: View {
    let app: MiniApp
    @Environment(Phone.self) private var phone
    @State private var removing = false

    var body: some View {
        Button { Task { await phone.open(app: app, from: .recent) } } label: {
            VStack(spacing: 8) {
                Face(app: app)
                Text(app.name).font(.caption).foregroundStyle(Ink.second).lineLimit(2).multilineTextAlignment(.center)
            }
            .frame(width: 76)
            .padding(.vertical, 8)
        }
        .contextMenu {
            Button(words("home.forget"), systemImage: "minus.circle") { phone.forget(app.appId) }
            if app.installed { Button(words("menu.remove"), systemImage: "trash", role: .destructive) { removing = true } }
        }
        .asks($removing, words("menu.remove.title \(app.name)"), words("menu.remove.text"), yes: words("menu.remove.do")) {
            Task { await phone.clear(app.appId, whole: true) }
        }
    }
}

private struct Cards: View {
    let apps: [MiniApp]
    @Environment(Phone.self) private var phone

    var body: some View {
        LazyVStack(spacing: 0) {
            ForEach(apps, id: \.appId) { app in
                Button { Task { await phone.open(app: app, from: .list) } } label: {
                    HStack(spacing: 12) {
                        Face(app: app)
                        VStack(alignment: .leading, spacing: 2) {
                            Text(app.name).font(.body.weight(.semibold)).foregroundStyle(Ink.text).lineLimit(1)
                            if !app.description.isEmpty { Text(app.description).font(.footnote).foregroundStyle(Ink.second).lineLimit(2) }
                        }
                        .frame(maxWidth: .infinity, alignment: .leading)
                        Image(systemName: "chevron.forward").foregroundStyle(Ink.third).accessibilityHidden(true)
                    }
                    .padding(12)
                    .frame(minHeight: 72)
                }
                if app.appId != apps.last?.appId { Divider().padding(.leading, 72) }
            }
        }
        .background(Ink.surface, in: .rect(cornerRadius: 16))
        .padding(.horizontal, 20)
    }
}

private struct Empty: View {
    let sign, title, sub: String

    var body: some View {
        VStack(spacing: 8) {
            Image(systemName: sign).font(.title2).foregroundStyle(Ink.third).accessibilityHidden(true)
            Text(title).font(.body.weight(.semibold)).foregroundStyle(Ink.text)
            Text(sub).font(.footnote).foregroundStyle(Ink.second).multilineTextAlignment(.center)
        }
        .frame(maxWidth: .infinity)
        .padding(24)
        .accessibilityElement(children: .combine)
    }
}
