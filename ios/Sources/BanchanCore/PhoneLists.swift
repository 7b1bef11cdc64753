// What home and the menu show of mini-programs. Asked of the core away from the main thread; nothing is kept that it knows.
import BanchanBindings
import Foundation

extension Phone {
    /// Reads the lists of home again.
    public func refresh() async {
        guard let lists = try? await aside({ [app] in (try app.recents(), try app.catalogue()) }) else { return }
        (recents, catalogue) = lists
        for card in catalogue + recents.map(\.app) { cards[card.appId] = card }
    }

    /// Searches; an older answer never covers a newer one, since the task of the older question is cancelled.
    public func search(_ text: String) async {
        guard !text.isEmpty else { return found = [] }
        let answer = try? await aside { [app] in try app.search(text: text) }
        guard !Task.isCancelled else { return }
        found = answer ?? []
        for card in found { cards[card.appId] = card }
    }

    public func forget(_ id: MiniAppId) {
        try? app.forgetRecent(app: id)
        recents.removeAll { $0.app.appId == id }
    }

    /// The picture of a mini-program; nil where it has none.
    public func icon(of id: MiniAppId) async -> Data? {
        try? await aside { [app] in app.icon(app: id)?.bytes }
    }

    public func grants(of id: MiniAppId) async -> [MiniGrant] {
        (try? await aside { [app] in try app.grants(app: id) }) ?? []
    }

    public func set(_ scope: MiniScope, of id: MiniAppId, allowed: Bool) { try? app.setGrant(app: id, scope: scope, allowed: allowed) }

    /// Ends a mini-program and forgets what it stored and was allowed; with `whole`, it is deleted itself. The person was asked.
    public func clear(_ id: MiniAppId, whole: Bool = false) async {
        do {
            try await aside { [app] in try whole ? app.remove(app: id) : app.clearData(app: id) }
        } catch {
            let trouble = Trouble(kind: "kept", details: Trouble(error).details)
            refusal = Refusal(id: turns, trouble: trouble) { [weak self] in await self?.clear(id, whole: whole) }
        }
        await refresh()
    }

    /// The codes in a picture file.
    public func codes(in picture: Data) async throws -> [String] {
        try await aside { [app] in try app.scanImage(bytes: picture).map(\.text) }
    }

    /// What a text means when it leads to no mini-program; nil when it does, or when opening it will say what is wrong.
    public func meaning(of text: String) async -> MiniCode? {
        switch try? await aside({ [app] in try app.route(text: text) }) {
        case nil, .miniProgram: return nil
        case let code: return code
        }
    }

    /// Leads back to the mini-program that opened the one that was left.
    func goBack(from slot: MiniSlot) async {
        guard front == nil else { return }
        opening += 1
        defer { opening -= 1 }
        guard let session = try? await app.leaveVisit(slot: slot), front == nil else { return }
        arrive(session)
    }
}
