// Carries out the core's orders, one at a time and in order, on the state that the views draw.
import BanchanBindings

extension Phone {
    func carryOut(_ order: Order) {
        switch order {
        case .create(let page):
            // The core started it again by itself: a developer's folder that changed.
            if deck(page.slot) == nil, opening == 0 { Task { await open(app: card(page.appId) ?? .named(page.appId), from: .recent) } }
            (deck(page.slot) ?? make(page.slot, page.appId)).create(page)
        case .show(let id, let how): deckOf(id)?.show(id, how)
        case .close(let id): deckOf(id)?.close(id)
        case .reload(let id): page(id)?.reload()
        case .free(let id): page(id)?.free()
        case .post(let id, let text): page(id)?.port?(text)
        case .ended(let slot, let reason): ended(slot, reason)
        case .toast(let slot, let toast): deck(slot)?.say(toast)
        case .loading(let slot, let loading): deck(slot)?.say(MiniToast(loading))
        case .hush(let slot): deck(slot)?.say(nil)
        case .navigationBar(let id, let bar): page(id)?.bar = bar
        case .tabBar(let slot, let bar): deck(slot)?.tabs = bar
        case .pull(let id, let on): page(id)?.refreshing = on
        case .fullScreen(let id, let on): page(id)?.fullScreen = on
        case .shareWays(let id, let ways): page(id)?.ways = ways
        // Over itself only: what comes from behind is not shown.
        case .preview(let slot, let preview): if slot == front { deck(slot)?.preview = preview }
        case .share(let slot, let card): if slot == front { deck(slot)?.card = card }
        case .hideKeyboard: onHideKeyboard?()
        case .screen(let slot, let wish): onScreen?(slot, wish)
        case .sound(let slot, let sound, let order): onSound?(slot, sound, order)
        case .complaint(let text): onComplaint?(text)
        }
    }

    private func deckOf(_ page: MiniPageId) -> Deck? { decks.first { $0.page(page) != nil } }

    func make(_ slot: MiniSlot, _ id: MiniAppId) -> Deck {
        let deck = Deck(slot, app: card(id) ?? MiniApp.named(id))
        decks.insert(deck, at: 0)
        return deck
    }

    /// What is known of a mini-program; nil for one that no registry lists, such as a developer's.
    func card(_ id: MiniAppId) -> MiniApp? {
        if let card = cards[id] { return card }
        cards[id] = try? app.about(app: id)
        return cards[id]
    }

    private func ended(_ slot: MiniSlot, _ reason: MiniEndReason) {
        guard let deck = deck(slot) else { return }
        if case .failed(let text) = reason, slot == front {
            deck.pages = []
            deck.say(nil)
            deck.trouble = Trouble(kind: "stopped", details: text)
            return
        }
        let wasSeen = slot == front
        drop(slot)
        guard wasSeen else { return }
        switch reason {
        // Whoever was opened by another one leads back there.
        case .left: Task { await goBack(from: slot) }
        case .updated: Task { await open(app: deck.app, from: .list) }
        case .closed, .failed: break
        }
    }

    /// A page says nothing: worth a sentence, and a way to try again.
    public func silent(_ deck: Deck) { deck.trouble = Trouble(kind: "page", details: "") }

    /// A toast wears off, unless another notice took its place.
    public func wear(_ toast: MiniToast, of deck: Deck) async {
        guard toast.duration.isFinite else { return }
        let number = deck.noticeNumber
        try? await Task.sleep(for: .milliseconds(toast.duration))
        if deck.noticeNumber == number { deck.say(nil) }
    }

    public func closeCard(_ deck: Deck) { deck.card = nil }
    public func closePreview(_ deck: Deck) { deck.preview = nil }

    func drop(_ slot: MiniSlot) {
        prompts.cancelAll(of: slot)
        sessions[slot] = nil
        decks.removeAll { $0.id == slot }
        if front == slot { front = nil }
    }
}

extension MiniToast {
    /// A loading notice: the same, until it is hidden.
    init(_ loading: MiniLoading) { self.init(title: loading.title, icon: .loading, image: nil, duration: .infinity, mask: loading.mask) }
}

extension MiniApp {
    /// One of which nothing is known but its id.
    static func named(_ id: MiniAppId) -> MiniApp {
        MiniApp(appId: id, name: id, description: "", category: "", publisher: "", version: 0, icon: false, installed: true)
    }
}
