// JSON of the contract vectors, for tests only: the shell itself parses none.
import Foundation

enum Json: Equatable, Sendable, Decodable {
    case null
    case bool(Bool)
    case number(Double)
    case text(String)
    case list([Json])
    case object([String: Json])

    init(from decoder: any Decoder) throws {
        let one = try decoder.singleValueContainer()
        if one.decodeNil() {
            self = .null
        } else if let value = try? one.decode(Bool.self) {
            self = .bool(value)
        } else if let value = try? one.decode(Double.self) {
            self = .number(value)
        } else if let value = try? one.decode(String.self) {
            self = .text(value)
        } else if let value = try? one.decode([Json].self) {
            self = .list(value)
        } else {
            self = .object(try one.decode([String: Json].self))
        }
    }

    subscript(_ key: String) -> Json? {
        if case .object(let fields) = self { fields[key] } else { nil }
    }

    var text: String? { if case .text(let value) = self { value } else { nil } }
    var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    var number: Double? { if case .number(let value) = self { value } else { nil } }
    var list: [Json]? { if case .list(let value) = self { value } else { nil } }
    var object: [String: Json]? { if case .object(let value) = self { value } else { nil } }

    /// As JSON text again.
    var written: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .number(let value): value == value.rounded() ? "\(Int(value))" : "\(value)"
        case .text(let value): "\"" + value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
        case .list(let all): "[" + all.map(\.written).joined(separator: ",") + "]"
        case .object(let all): "{" + all.map { "\"\($0)\":" + $1.written }.joined(separator: ",") + "}"
        }
    }
}
