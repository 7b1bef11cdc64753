// Something that comes once, sooner or later than it is asked for: what a device reports when it is ready. Each question ends.

@MainActor
public final class Awaited<Value: Sendable> {
    private var came: Result<Value, any Error>?
    private var asking: CheckedContinuation<Value, any Error>?

    public init() {}

    /// It is there, or will never be. The first one counts.
    public func come(_ result: Result<Value, any Error>) {
        guard came == nil else { return }
        came = result
        asking?.resume(with: result)
        asking = nil
    }

    /// Waits for it; who asks a second time meanwhile takes the place of the first.
    public func value() async throws -> Value {
        if let came { return try came.get() }
        return try await withCheckedThrowingContinuation { continuation in
            asking?.resume(throwing: CancellationError())
            asking = continuation
        }
    }
}
