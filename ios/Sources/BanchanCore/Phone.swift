// The state of the shell: lists of home, running mini-programs, who is in front, what is asked. It carries out what the core orders
// and passes on what the person does; permissions, page stacks and what a code means are the core's.
import BanchanBindings
import Observation

/// The way in, as WeChat numbers it.
public enum Way: UInt32, Sendable {
    case list = 1001
    case search = 1005
    case recent = 1089
}

/// Trouble on the screen, with what "try again" does.
public struct Refusal: Identifiable {
    public let id: Int
    public let trouble: Trouble
    public let again: (@MainActor () async -> Void)?
}

@MainActor
@Observable
public final class Phone {
    public nonisolated let app: SuperApp
    public let prompts: Prompts
    public internal(set) var recents: [MiniRecent] = []
    public internal(set) var catalogue: [MiniApp] = []
    public internal(set) var found: [MiniApp] = []
    public internal(set) var decks: [Deck] = []
    /// Which mini-program is seen; nil at home.
    public internal(set) var front: MiniSlot?
    /// What is being opened and has no pages yet.
    public internal(set) var waiting: MiniApp?
    public var refusal: Refusal?
    public internal(set) var offline = false
    public private(set) var developer = false
    /// Carries out orders for sounds.
    @ObservationIgnored public var onSound: (@MainActor (MiniSlot, UInt32, MiniSoundOrder) -> Void)?
    /// Carries out what a mini-program wishes of the screen itself.
    @ObservationIgnored public var onScreen: (@MainActor (MiniSlot, MiniScreenWish) -> Void)?
    @ObservationIgnored public var onHideKeyboard: (@MainActor () -> Void)?
    /// Hears what the core says of this host itself, for whoever develops it.
    @ObservationIgnored public var onComplaint: (@MainActor (String) -> Void)?

    @ObservationIgnored private let screen: ScreenHost
    @ObservationIgnored var sessions: [MiniSlot: MiniSession] = [:]
    @ObservationIgnored var cards: [MiniAppId: MiniApp] = [:]
    @ObservationIgnored private(set) var turns = 0
    /// How many openings wait for the core.
    @ObservationIgnored var opening = 0
    @ObservationIgnored private var loop: Task<Void, Never>?

    init(app: SuperApp, screen: ScreenHost) {
        self.app = app
        self.screen = screen
        prompts = screen.prompts
        screen.onVisit = { [weak self] visit in Task { await self?.visit(visit) } }
        loop = Task { [weak self, orders = screen.orders] in await orders.run { self?.carryOut($0) } }
    }

    /// Opens the store and verifies the registries, off the main thread.
    public static func start(_ config: MiniConfig, _ parts: PhoneParts) async throws -> Phone {
        let screen = ScreenHost(prompts: Prompts(), systemAllows: parts.systemAllows, keep: parts.keep)
        var hosts = parts.hosts
        hosts.view = screen
        hosts.ui = screen
        hosts.consent = screen
        hosts.scanner = screen
        hosts.phone = screen
        hosts.places = screen
        hosts.media = screen
        hosts.messages = screen
        hosts.neighbours = screen
        hosts.sound = screen
        hosts.screen = screen
        hosts.log = screen
        let given = hosts
        let app = try await aside { try SuperApp(config: config, hosts: given) }
        let phone = Phone(app: app, screen: screen)
        await phone.refresh()
        return phone
    }

    /// Ends every mini-program. Nothing of this phone may be used afterwards.
    public func shutdown() async {
        try? await aside { [app] in app.shutdown() }
        screen.orders.finish()
        await loop?.value
    }

    public var seen: Deck? { decks.first { $0.id == front } }

    public func deck(_ slot: MiniSlot) -> Deck? { decks.first { $0.id == slot } }

    public func page(_ id: MiniPageId) -> Page? { decks.lazy.compactMap { $0.page(id) }.first }

    // MARK: Opening

    /// Opens what a text or link names.
    public func open(text: String) async {
        await bring(nil, text, again: { [weak self] in await self?.open(text: text) }) { try await $0.openText(text: text) }
    }

    /// Opens a mini-program that is listed.
    public func open(app card: MiniApp, from way: Way) async {
        let target = MiniTarget(appId: card.appId, path: nil, query: "")
        await bring(card, card.appId, again: { [weak self] in await self?.open(app: card, from: way) }) {
            try await $0.open(target: target, scene: way.rawValue)
        }
    }

    /// Opens what a developer's computer shows as a code (`banchan dev --lan`), while developer mode is on.
    public func open(lan text: String) async { await bring(nil, nil, again: nil) { try await $0.openLan(text: text) } }

    /// The person turns developer mode on or off; it is off at each start.
    public func setDeveloper(_ on: Bool) {
        developer = on
        app.setDeveloperMode(on: on)
    }

    /// What is in front, as a text for the system to keep: an id, or the text that led there. Empty at home.
    public var place: String { seen?.place ?? "" }

    /// Opens again what was in front when the system ended the app.
    public func restore(_ place: String) async {
        guard front == nil else { return }
        if let card = card(place) { return await open(app: card, from: .recent) }
        // What is not there any more is not missed.
        guard case .miniProgram(let target)? = try? app.route(text: place), card(target.appId) != nil else { return }
        await open(text: place)
    }

    /// Starts one anew that ended.
    public func restart(_ slot: MiniSlot) async {
        guard let deck = deck(slot) else { return }
        let card = deck.app
        sessions[slot]?.end()
        drop(slot)
        await open(app: card, from: .recent)
    }

    private func visit(_ visit: MiniVisit) async { await bring(card(visit.target), nil, again: nil) { try await $0.visit(id: visit.id) } }

    private func bring(
        _ card: MiniApp?, _ place: String?, again: (@MainActor () async -> Void)?, _ open: @Sendable (SuperApp) async throws -> MiniSession
    ) async {
        turns += 1
        let turn = turns
        refusal = nil
        if let card, !decks.contains(where: { $0.app.appId == card.appId }) { waiting = card }
        opening += 1
        defer {
            opening -= 1
            if turn == turns { waiting = nil }
        }
        do {
            let session = try await open(app)
            // Closed or overtaken meanwhile: it stays where it is, behind.
            guard turn == turns else { return session.background() }
            arrive(session)
            if let place { seen?.place = place }
            await refresh()
        } catch {
            guard turn == turns, (error as? MiniHostError) != .Cancelled, !(error is CancellationError) else { return }
            refusal = Refusal(id: turn, trouble: Trouble(error), again: again)
        }
    }

    func arrive(_ session: MiniSession) {
        let slot = session.slot()
        if let front, front != slot { sessions[front]?.background() }
        sessions[slot] = session
        let deck = deck(slot) ?? make(slot, session.appId())
        front = slot
        // The one seen last is drawn last.
        decks.removeAll { $0 === deck }
        decks.append(deck)
    }

    // MARK: What the person does

    public func back() { act { $0.back() } }
    public func first() { act { $0.home() } }
    public func tab(_ path: String) { act { $0.tab(path: path) } }
    public func share(_ kind: MiniShareKind) { act { $0.share(kind: kind) } }

    private func act(_ what: (MiniSession) -> Void) { if let front, let session = sessions[front] { what(session) } }

    /// The capsule's close, or the way home: it lives on behind.
    public func leave() {
        turns += 1
        waiting = nil
        refusal = nil
        act { $0.background() }
        if let deck = seen, deck.trouble != nil { drop(deck.id) }
        front = nil
    }

    /// The whole app left the screen, or came back.
    public func seen(_ on: Bool) async {
        guard let front, let session = sessions[front] else { return }
        guard on else { return session.background() }
        await bring(deck(front)?.app, nil, again: nil) { _ in try await session.foreground() }
    }

    /// The view of a page was lost; the core makes it again.
    public func lost(_ page: MiniPageId) { app.viewLost(page: page) }

    /// Memory is short. While the app itself is not seen, the mini-program in front is to be found again.
    public func squeeze(seen: Bool) { app.memoryPressure(pressure: seen ? .critical : .moderate) }

    /// The keyboard covers so many points of the page that is seen.
    public func keyboard(_ height: Double) { act { $0.keyboard(height: height) } }

    /// The person took a picture of the screen.
    public func captured() { act { $0.captured() } }

    public func set(_ facts: MiniFacts) {
        offline = facts.networkType == .offline
        app.setFacts(facts: facts)
    }

    public func tell(_ slot: MiniSlot, _ sound: UInt32, _ state: MiniSoundState) { sessions[slot]?.onSound(sound: sound, state: state) }

    /// A picture or sound of a mini-program, for bars and players.
    public func file(_ slot: MiniSlot, _ path: String) async -> MiniAsset? {
        guard let session = sessions[slot] else { return nil }
        return try? await aside { session.readFile(path: path) }
    }
}

/// What a phone adds that the screen alone has not.
public struct PhoneParts: Sendable {
    /// Hosts of devices, and the integrator's own: identity, payment.
    public var hosts: MiniHosts
    public var systemAllows: @Sendable (MiniScope) async -> Bool
    public var keep: @Sendable (MiniKeep) async throws -> Void

    public init(
        hosts: MiniHosts, systemAllows: @escaping @Sendable (MiniScope) async -> Bool,
        keep: @escaping @Sendable (MiniKeep) async throws -> Void
    ) {
        self.hosts = hosts
        self.systemAllows = systemAllows
        self.keep = keep
    }
}

/// Does what takes its time away from the main thread.
public func aside<T: Sendable>(_ work: @Sendable () throws -> T) async throws -> T { try work() }
