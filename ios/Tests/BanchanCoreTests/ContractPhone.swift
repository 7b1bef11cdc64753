// A phone that does what a contract vector says, and writes down in lines what it was told: the Swift one. It must not know what any
// vector is about.
import BanchanBindings
import Foundation

/// What a host throws that the bindings do not know.
struct OnPurpose: Error {}

final class ContractPhone: @unchecked Sendable {
    private let guardian = NSCondition()
    private var lines: [String] = []
    private var answers: [String: [Json]]
    private var asked: [String: UInt64] = [:]
    private var visit: UInt64 = 0
    private var sound: UInt32 = 0
    private let registry: URL

    init(answers: [String: Json], registry: URL) {
        self.answers = answers.mapValues { $0.list ?? [] }
        self.registry = registry
    }

    private func locked<T>(_ work: () throws -> T) rethrows -> T {
        guardian.lock()
        defer { guardian.unlock() }
        return try work()
    }

    var lastVisit: UInt64 { locked { visit } }
    var lastSound: UInt32 { locked { sound } }
    func question(_ method: String) -> UInt64 { locked { asked[method] ?? 0 } }

    /// Whether a line is what is wanted; `*` stands for anything.
    static func fits(_ wanted: String, _ line: String) -> Bool {
        let parts = wanted.split(separator: "*", omittingEmptySubsequences: false).map { NSRegularExpression.escapedPattern(for: String($0)) }
        let range = line.range(of: "(?s)^" + parts.joined(separator: ".*") + "$", options: .regularExpression)
        return range != nil
    }

    func say(_ line: String) {
        locked {
            lines.append(line)
            guardian.broadcast()
        }
    }

    /// Takes the first line that fits; nil and what came when none does within 20 seconds.
    func wait(_ wanted: String) -> [String]? {
        let until = Date(timeIntervalSinceNow: 20)
        return locked {
            while true {
                if let at = lines.firstIndex(where: { Self.fits(wanted, $0) }) {
                    lines.remove(at: at)
                    return nil
                }
                if !guardian.wait(until: until) { return lines }
            }
        }
    }

    func came(_ wanted: String) -> Bool { locked { lines.contains { Self.fits(wanted, $0) } } }

    private func scripted(_ method: String) -> Json? {
        locked { answers[method]?.isEmpty == false ? answers[method]?.removeFirst() : nil }
    }

    /// An order: noted, and thrown at where the vector says so.
    func told(_ method: String, _ words: Any...) throws {
        say(([method] + words.map { "\($0)" }).joined(separator: " "))
        if scripted(method)?.text == "throw" { throw OnPurpose() }
    }

    /// A question: noted, and answered with what the vector has prepared.
    func question(_ method: String, _ call: MiniCall?, _ words: Any...) async throws -> Json {
        if let call { locked { asked[method] = call.id } }
        let answer = scripted(method)
        say(([method] + words.map { "\($0)" }).joined(separator: " "))
        switch answer?.text {
        case _ where answer == nil, "unsupported": throw MiniHostError.Unsupported
        case "throw": throw OnPurpose()
        case "cancelled": throw MiniHostError.Cancelled
        case "failed": throw MiniHostError.Failed(reason: "on purpose")
        case "hang":
            do {
                while true { try await Task.sleep(for: .seconds(60)) }
            } catch {
                say("cancelled \(method)")
                throw error
            }
        default: return answer ?? .null
        }
    }
}

extension ContractPhone: MiniViewHost, MiniUiHost, MiniConsentHost {
    func freePage(page: MiniPageId) throws {}
    func createPage(page: MiniNewPage) throws { try told("create_page", page.page, page.path) }
    func showPage(page: MiniPageId, transition: MiniTransition) throws { try told("show_page", page, transition) }
    func closePage(page: MiniPageId) throws { try told("close_page", page) }
    func reloadPage(page: MiniPageId) throws { try told("reload_page", page) }
    func post(page: MiniPageId, text: String) throws { try told("post", page, text) }
    func ended(slot: MiniSlot, reason: MiniEndReason) throws {
        switch reason {
        case .left: try told("ended", "left")
        case .closed: try told("ended", "closed")
        case .updated: try told("ended", "updated")
        case .failed: try told("ended", "failed")
        }
    }
    func showToast(slot: MiniSlot, toast: MiniToast) throws { try told("show_toast", toast.title) }
    func hideToast(slot: MiniSlot) throws { try told("hide_toast") }
    func showLoading(slot: MiniSlot, loading: MiniLoading) throws { try told("show_loading", loading.title) }
    func hideLoading(slot: MiniSlot) throws { try told("hide_loading") }
    func showModal(call: MiniCall, modal: MiniModal) async throws -> MiniModalAnswer {
        MiniModalAnswer(confirm: try await question("show_modal", call, modal.title).bool == true, content: nil)
    }
    func showActionSheet(call: MiniCall, sheet: MiniActionSheet) async throws -> MiniCount {
        MiniCount(try await question("show_action_sheet", call, sheet.itemList.joined(separator: ",")).number ?? 0)
    }
    func openSettings(call: MiniCall, page: MiniSettingsPage) async throws -> [MiniGrantSetting] {
        _ = try await question("open_settings", call, page.appName)
        return page.grants
    }
    func navigationBar(page: MiniPageId, bar: MiniNavigationBar) throws { try told("navigation_bar", bar.title) }
    func tabBar(slot: MiniSlot, bar: MiniTabBar) throws { try told("tab_bar", bar.items.count) }
    func pullDown(page: MiniPageId, refreshing: Bool) throws { try told("pull_down", refreshing) }
    func preview(slot: MiniSlot, preview: MiniPreview) throws { try told("preview", preview.items.count) }
    func fullScreen(page: MiniPageId, on: Bool) throws { try told("full_screen", on) }
    func shareWays(page: MiniPageId, ways: MiniShareWays) throws { try told("share_ways") }
    func share(slot: MiniSlot, card: MiniShareCard) throws { try told("share", card.title) }
    func hideKeyboard(page: MiniPageId) throws { try told("hide_keyboard", page) }
    func askConsent(call: MiniCall, ask: MiniConsentAsk) async throws -> MiniAnswer {
        switch try await question("ask_consent", call, ask.scope).text {
        case "allow": .allow
        case "deny": .deny
        default: .dismissed
        }
    }
    func systemAllows(scope: MiniScope) async throws -> Bool {
        do {
            return try await question("system_allows", nil, scope).bool == true
        } catch MiniHostError.Unsupported {
            return true
        }
    }
}

extension ContractPhone: MiniLocationHost, MiniScannerHost, MiniPhoneHost, MiniClipboardHost, MiniVibrationHost, MiniPlacesHost {
    func locate(call: MiniCall, ask: MiniLocationAsk) async throws -> MiniPosition {
        let at = try await question("locate", call)
        return MiniPosition(
            latitude: at["latitude"]?.number ?? 0, longitude: at["longitude"]?.number ?? 0, speed: -1, accuracy: 1, altitude: 0,
            verticalAccuracy: 0, horizontalAccuracy: 0)
    }
    func scanCode(call: MiniCall, ask: MiniScanAsk) async throws -> MiniScanned {
        MiniScanned(text: try await question("scan_code", call).text ?? "", scanType: "QR_CODE")
    }
    func dial(call: MiniCall, number: String) async throws { _ = try await question("dial", call, number) }
    func readClipboard(call: MiniCall) async throws -> String { try await question("read_clipboard", call).text ?? "" }
    func writeClipboard(call: MiniCall, text: String) async throws { _ = try await question("write_clipboard", call, text) }
    func vibrate(call: MiniCall, kind: MiniVibrationKind) async throws { _ = try await question("vibrate", call, kind) }
    func choosePlace(call: MiniCall, center: MiniPoint?) async throws -> MiniPlace {
        let at = try await question("choose_place", call)
        return MiniPlace(
            name: at["name"]?.text ?? "", address: "", latitude: at["latitude"]?.number ?? 0, longitude: at["longitude"]?.number ?? 0,
            scale: 15)
    }
    func openPlace(call: MiniCall, place: MiniPlace) async throws { _ = try await question("open_place", call, place.name) }
}

extension ContractPhone: MiniMediaHost, MiniSoundHost, MiniScreenHost, MiniIdentityHost, MiniPaymentHost {
    func chooseMedia(call: MiniCall, ask: MiniMediaAsk) async throws -> [MiniPicked] {
        let chosen = try await question("choose_media", call, ask.count).list ?? []
        return chosen.map {
            MiniPicked(
                bytes: Data(($0["text"]?.text ?? "").utf8), name: $0["name"]?.text ?? "", kind: .file, width: 0, height: 0, seconds: 0,
                modified: 0, thumb: Data())
        }
    }
    func keepMedia(call: MiniCall, keep: MiniKeep) async throws { _ = try await question("keep_media", call, keep.name) }
    func openDocument(call: MiniCall, document: MiniKeep) async throws { _ = try await question("open_document", call, document.name) }
    func orderSound(slot: MiniSlot, sound: UInt32, order: MiniSoundOrder) throws {
        locked { self.sound = sound }
        try told("order_sound", sound)
    }
    func screenWish(slot: MiniSlot, wish: MiniScreenWish) throws { try told("screen_wish", wish.keepOn ? "on" : "off") }
    func login(call: MiniCall, app: MiniAppId) async throws -> String { try await question("login", call, app).text ?? "" }
    func signedIn(call: MiniCall, app: MiniAppId) async throws -> Bool { true }
    func profile(call: MiniCall, ask: MiniPersonAsk) async throws -> MiniProfile { throw MiniHostError.Cancelled }
    func phoneCode(call: MiniCall, ask: MiniPersonAsk) async throws -> String { throw MiniHostError.Cancelled }
    func avatar(call: MiniCall, ask: MiniPersonAsk) async throws -> String { throw MiniHostError.Cancelled }
    func address(call: MiniCall, ask: MiniPersonAsk, book: [MiniAddress]) async throws -> MiniAddressAnswer {
        MiniAddressAnswer(book: book, chosen: nil)
    }
    func pay(call: MiniCall, order: MiniPayOrder) async throws {
        _ = try await question("pay", call, order.prepayId, order.amount.map { "\($0)" } ?? "None", order.currency)
    }
}

extension ContractPhone: MiniSensorsHost, MiniContactsHost, MiniRecorderHost {
    func watchSensor(call: MiniCall, kind: MiniSensorKind, intervalMs: UInt32) async throws {
        _ = try await question("watch_sensor", call, kind, intervalMs)
    }
    func addContact(call: MiniCall, contact: MiniNewContact) async throws { _ = try await question("add_contact", call, contact.name) }
    func chooseContact(call: MiniCall) async throws -> MiniChosenContact {
        let chosen = try await question("choose_contact", call)
        return MiniChosenContact(name: chosen["name"]?.text ?? "", phones: (chosen["phones"]?.list ?? []).compactMap(\.text))
    }
    func orderRecorder(slot: MiniSlot, order: MiniRecorderOrder) throws { try told("order_recorder", order) }
    func recordSound(call: MiniCall, ask: MiniRecordAsk) async throws -> MiniRecording {
        let made = try await question("record_sound", call, ask.format, ask.maxMs)
        return MiniRecording(bytes: Data((made["text"]?.text ?? "").utf8), seconds: made["seconds"]?.number ?? 0)
    }
}

extension ContractPhone: MiniMessagesHost, MiniNeighboursHost, MiniLogHost, MiniRegistryHost {
    func subscribe(call: MiniCall, ask: MiniSubscribeAsk) async throws -> MiniSubscribeAnswer {
        let accepted = try await question("subscribe", call, ask.templates.joined(separator: ",")).list ?? []
        return MiniSubscribeAnswer(accepted: accepted.compactMap(\.text), always: false)
    }
    func goVisit(visit: MiniVisit) throws {}
    func askVisit(call: MiniCall, visit: MiniVisit) async throws {
        locked { self.visit = visit.id }
        _ = try await question("ask_visit", call, visit.target)
    }
    func note(slot: MiniSlot, note: MiniNote) throws {
        switch note {
        case .console(_, let text): try told("console", text)
        case .error(let text, _, _, _, _, _): try told("error", text)
        case .api, .page: break
        }
    }
    func complaint(text: String) throws { try told("complaint", text) }
    func readRegistry(path: String, limit: UInt64) throws -> Data {
        try told("read_registry", path)
        return try Data(contentsOf: registry.appending(path: path))
    }
}

/// A member of the integrator's own that a phone performs.
final class OwnMember: MiniApi {
    private let phone: ContractPhone
    private let words: MiniApiSpec

    init(_ phone: ContractPhone, _ words: MiniApiSpec) {
        self.phone = phone
        self.words = words
    }

    func spec() throws -> MiniApiSpec { words }

    func perform(call: MiniCall, caller: MiniCaller, args: String) async throws -> String {
        let answer = try await phone.question("perform", call, caller.appId, args)
        if let text = answer.text, text.hasPrefix("raw ") { return String(text.dropFirst(4)) }
        return answer.written
    }
}
