// Why something did not open, as a kind that has a sentence of our own in each language, and the core's own sentence for details.
import BanchanBindings

/// Trouble to be told. `kind` names sentences of the catalogue: `why.KIND` and `why.KIND.sub`.
public struct Trouble: Equatable, Sendable {
    public let kind: String
    /// What the core says, in English.
    public let details: String

    public init(kind: String, details: String) {
        self.kind = kind
        self.details = details
    }

    public init(_ error: any Error) {
        guard let error = error as? MiniError else {
            self.init(kind: "failed", details: "\(error)")
            return
        }
        switch error {
        case .BadCode(let reason): self.init(kind: "code", details: reason)
        case .NotMiniProgram: self.init(kind: "other", details: "")
        case .Unknown(let reason): self.init(kind: "unknown", details: reason)
        case .Refused(let reason): self.init(kind: "refused", details: reason)
        case .TooSlow(let reason): self.init(kind: "slow", details: reason)
        case .Failed(let reason), .Internal(let reason): self.init(kind: "failed", details: reason)
        case .Closed: self.init(kind: "failed", details: "")
        }
    }
}
