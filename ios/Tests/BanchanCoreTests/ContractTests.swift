// The contract vectors from Swift, against the real library: the same steps as from Rust, Python and Kotlin. BANCHAN_TEST names the
// folder that holds `contract` (made by `cargo test -p banchan-bindings`).
import BanchanBindings
import Foundation
import Testing

private let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
private let place = URL(filePath: ProcessInfo.processInfo.environment["BANCHAN_TEST"] ?? "/nowhere").appending(path: "contract")
private let vectors = repository.appending(path: "tests/contract/vectors")

@Suite(.serialized) struct ContractTests {
    @Test(.enabled(if: FileManager.default.fileExists(atPath: place.path))) func every_vector_holds_from_swift() async throws {
        var (count, steps) = (0, 0)
        let files = try FileManager.default.contentsOfDirectory(at: vectors, includingPropertiesForKeys: nil)
        for file in files.filter({ $0.pathExtension == "json" }).sorted(by: { $0.path < $1.path }) {
            for vector in try JSONDecoder().decode([Json].self, from: Data(contentsOf: file)) {
                count += 1
                steps += try await run(vector)
            }
        }
        #expect(count > 30)
        for _ in 0..<2000 where miniCounts() != MiniCounts(superApps: 0, sessions: 0, hosts: 0) { try await Task.sleep(for: .milliseconds(10)) }
        #expect(miniCounts() == MiniCounts(superApps: 0, sessions: 0, hosts: 0))
        print("contract from Swift: \(count) vectors, \(steps) steps")
    }

    private func run(_ vector: Json) async throws -> Int {
        let name = vector["name"]?.text ?? ""
        let home = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: home) }
        let phone = ContractPhone(answers: vector["host"]?.object ?? [:], registry: place.appending(path: "registry"))
        let app: SuperApp
        do {
            app = try SuperApp(config: config(vector, home, phone), hosts: hosts(phone, vector["absent"]?.list?.compactMap(\.text) ?? []))
        } catch {
            #expect(vector["new"]?["fails"]?.text == kind(error), "\(name): \(error)")
            return 0
        }
        #expect(vector["new"] == nil, "\(name): it was made")
        let run = Run(phone: phone, app: app)
        for (at, step) in (vector["steps"]?.list ?? []).enumerated() {
            let what: Comment = "\(name), step \(at + 1)"
            do {
                let value = try await run.step(step)
                #expect(step["fails"] == nil, what)
                if let wanted = step["is"] { #expect(value == wanted, what) }
            } catch {
                #expect(kind(error) == step["fails"]?.text, "\(what): \(error)")
            }
        }
        app.shutdown()
        return vector["steps"]?.list?.count ?? 0
    }

    private func config(_ vector: Json, _ home: URL, _ phone: ContractPhone) throws -> MiniConfig {
        MiniConfig(
            dataFolder: home.appending(path: "data").path, cacheFolder: home.appending(path: "cache").path,
            registries: try registries(vector["registry"]?.text, phone), bridge: .relay)
    }

    private func hosts(_ phone: ContractPhone, _ absent: [String]) -> MiniHosts {
        func given<T>(_ name: String, _ host: T) -> T? { absent.contains(name) ? nil : host }
        return MiniHosts(
            view: given("view", phone), ui: given("ui", phone), consent: given("consent", phone), location: given("location", phone),
            scanner: given("scanner", phone), phone: given("phone", phone), clipboard: given("clipboard", phone),
            vibration: given("vibration", phone), places: given("places", phone), media: given("media", phone),
            sound: given("sound", phone), screen: given("screen", phone), sensors: given("sensors", phone),
            contacts: given("contacts", phone), recorder: given("recorder", phone), identity: given("identity", phone), payment: given("payment", phone),
            messages: given("messages", phone), neighbours: given("neighbours", phone), log: given("log", phone))
    }
}

/// None or one, as a vector names it.
private func registries(_ kind: String?, _ phone: ContractPhone) throws -> [MiniRegistry] {
    let key = place.appending(path: kind == "untrusted" ? "stranger.txt" : "key.txt")
    let keys = [try String(contentsOf: key, encoding: .utf8)]
    return switch kind {
    case "none": []
    case "host": [MiniRegistry(keys: keys, files: phone)]
    default: [MiniRegistry(keys: keys, folder: place.appending(path: "registry").path)]
    }
}

private func kind(_ error: any Error) -> String {
    switch error as? MiniError {
    case .BadCode: "bad_code"
    case .NotMiniProgram: "not_mini_program"
    case .Unknown: "unknown"
    case .Refused: "refused"
    case .Failed: "failed"
    case .TooSlow: "too_slow"
    case .Closed: "closed"
    case .Internal: "internal"
    case nil: "\(error)"
    }
}

/// One vector under way.
private final class Run {
    struct Wrong: Error { let text: String }

    let phone: ContractPhone
    let app: SuperApp
    var sessions: [String: MiniSession] = [:]

    init(phone: ContractPhone, app: SuperApp) {
        self.phone = phone
        self.app = app
    }

    private func opened(_ step: Json, _ session: MiniSession) -> Json {
        sessions[step["as"]?.text ?? "last"] = session
        return .object(["app": .text(session.appId()), "resumed": .bool(session.resumed())])
    }

    func step(_ step: Json) async throws -> Json {
        let given = step["with"] ?? .object([:])
        let text = given["text"]?.text ?? ""
        let id = given["app"]?.text ?? ""
        switch step["do"]?.text {
        case "open":
            let path = given["path"]?.text ?? (given["query"] == nil ? nil : "pages/index/index")
            let target = MiniTarget(appId: id, path: path, query: given["query"]?.text ?? "")
            return opened(step, try await app.open(target: target, scene: UInt32(given["scene"]?.number ?? 1001)))
        case "open_text": return opened(step, try await app.openText(text: text))
        case "open_unsigned":
            let bundle = try Data(contentsOf: place.appending(path: id + ".zip"))
            return opened(step, try await app.openUnsigned(bundle: bundle, page: "", allowLoopback: false))
        case "open_lan": return opened(step, try await app.openLan(text: text))
        case "set_developer_mode": app.setDeveloperMode(on: given["on"]?.bool ?? false)
        case "add_registry":
            let given = try registries(given["registry"]?.text, phone).first ?? MiniRegistry(keys: [], url: given["url"]?.text ?? "")
            try app.addRegistry(given: given)
        case "visit": return opened(step, try await app.visit(id: phone.lastVisit))
        case "leave_visit":
            let session = try await app.leaveVisit(slot: sessions[step["as"]?.text ?? ""]?.slot() ?? 0)
            return .object(["app": .text(session.appId()), "resumed": .bool(session.resumed())])
        case "session": return try await session(step, given)
        case "wait":
            if let came = phone.wait(step["line"]?.text ?? "") { throw Wrong(text: "\(step) did not come; what came: \(came)") }
        case "never": if phone.came(step["line"]?.text ?? "") { throw Wrong(text: "\(step) came") }
        case "route": return .text(kind(try app.route(text: text)))
        case "scan_image":
            let file = given["file"]?.text.map { vectors.deletingLastPathComponent().appending(path: $0) }
            return .list(try app.scanImage(bytes: try file.map { try Data(contentsOf: $0) } ?? Data(text.utf8)).map { .text($0.text) })
        case "scan_luma":
            let size = ["width", "height", "stride"].map { UInt32(given[$0]?.number ?? 0) }
            let luma = Data(repeating: 0xFF, count: Int(given["bytes"]?.number ?? 0))
            return .list(try app.scanLuma(width: size[0], height: size[1], stride: size[2], luma: luma).map { .text($0.text) })
        case "catalogue": return .list(try app.catalogue().map { .text($0.appId) })
        case "search": return .list(try app.search(text: text).map { .text($0.appId) })
        case "about": return .text(try app.about(app: id).name)
        case "icon": return app.icon(app: id).map { .text($0.mime) } ?? .null
        case "recents": return .list(try app.recents().map { .text($0.app.appId) })
        case "forget_recent": try app.forgetRecent(app: id)
        case "set_user": try app.setUser(name: given["name"]?.text ?? "")
        case "forget_user": try app.forgetUser(name: given["name"]?.text ?? "")
        case "grants": return .object(Dictionary(uniqueKeysWithValues: try app.grants(app: id).map { ($0.scope, .bool($0.allowed)) }))
        case "set_grant": try app.setGrant(app: id, scope: given["scope"]?.text ?? "", allowed: given["allowed"]?.bool)
        case "clear_data": try app.clearData(app: id)
        case "remove": try app.remove(app: id)
        case "set_facts": app.setFacts(facts: facts(given))
        case "memory_pressure":
            app.memoryPressure(pressure: ["moderate": .moderate, "low": .low, "critical": .critical][given["pressure"]?.text ?? ""] ?? .low)
        case "register":
            let spec = MiniApiSpec(name: given["name"]?.text ?? "", scope: given["scope"]?.text ?? "", prompt: "pay with Acme")
            try app.register(api: OwnMember(phone, spec))
        case "read_asset": return asset(step, app.readAsset(page: MiniPageId(given["page"]?.number ?? 0), path: given["path"]?.text ?? ""))
        case "serve":
            let reply = app.serve(
                page: MiniPageId(given["page"]?.number ?? 0), urlPath: given["path"]?.text ?? "", range: given["range"]?.text)
            return .object(["status": .number(Double(reply.status)), "mime": .text(reply.mime), "hello": .bool(reply.hello)])
        case "relay_script": return .bool(!relayScript().isEmpty)
        case "message": app.onViewMessage(page: MiniPageId(given["page"]?.number ?? 0), text: text)
        case "view_lost": app.viewLost(page: MiniPageId(given["page"]?.number ?? 0))
        case "cancel": return .bool(app.cancel(call: phone.question(given["question"]?.text ?? "")))
        case "report":
            let reading = given["x"]?.number.map { MiniReport.reading(x: $0, y: 0, z: 0, accuracy: "") }
            app.report(call: phone.question(given["question"]?.text ?? ""), report: reading ?? .begun)
        case "open_calls":
            for _ in 0..<2000 where .number(Double(app.openCalls())) != step["is"] { try await Task.sleep(for: .milliseconds(10)) }
            return .number(Double(app.openCalls()))
        case "shutdown": app.shutdown()
        default: throw Wrong(text: "no such step: \(step)")
        }
        return .null
    }

    private func session(_ step: Json, _ given: Json) async throws -> Json {
        guard let session = sessions[step["as"]?.text ?? "last"] else { throw Wrong(text: "no session for \(step)") }
        let path = given["path"]?.text ?? ""
        switch given["what"]?.text {
        case "back": session.back()
        case "home": session.home()
        case "background": session.background()
        case "end": session.end()
        case "captured": session.captured()
        case "tab": session.tab(path: path)
        case "share": session.share(kind: .message)
        case "sound_plays":
            session.onSound(
                sound: phone.lastSound,
                state: MiniSoundState(moment: .play, currentTime: 0, duration: 0, buffered: 0, paused: false, errCode: 0, errMsg: ""))
        case "read_file": return session.readFile(path: path).map { .text($0.mime) } ?? .null
        case "foreground": return opened(step, try await session.foreground())
        default: throw Wrong(text: "no such thing to do with a session: \(given)")
        }
        return .null
    }

    private func asset(_ step: Json, _ asset: MiniAsset?) -> Json {
        guard let asset else { return .null }
        let (has, body) = (step["is"]?["has"]?.text ?? "", String(decoding: asset.bytes, as: UTF8.self))
        return .object(["mime": .text(asset.mime), "has": .text(body.contains(has) ? has : body)])
    }

    private func facts(_ given: Json) -> MiniFacts {
        let rect = MiniRect(left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0)
        return MiniFacts(
            brand: "Banchan", model: "phone", system: "Linux", platform: "linux", language: given["language"]?.text ?? "en",
            version: "8.0.50", pixelRatio: 2, screenWidth: 375, screenHeight: 812, windowWidth: 375, windowHeight: 724,
            statusBarHeight: 44, safeArea: rect, menuButton: rect, fontSizeSetting: 16, theme: .light,
            networkType: given["network"]?.text == "offline" ? .offline : .wifi, bluetoothEnabled: false, locationEnabled: true,
            wifiEnabled: true, deviceOrientation: "portrait", battery: MiniBattery(level: 50, charging: false, saving: false), keepsOn: true)
    }

    private func kind(_ code: MiniCode) -> String {
        let name = Mirror(reflecting: code).children.first?.label ?? "\(code)"
        return name.reduce(into: "") { snake, letter in snake += letter.isUppercase ? "_" + letter.lowercased() : String(letter) }
    }
}
