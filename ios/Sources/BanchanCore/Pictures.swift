// The pictures of a camera that a page shows: one for each question, none kept. A page asks for the next one when it has painted the
// last, so a slow page gets fewer, and nobody makes a picture that is not wanted.
import Foundation

/// Between the camera's own queue and whoever answers a page. The lock guards all that changes.
public final class Pictures: @unchecked Sendable {
    private let lock = NSLock()
    private var asking: CheckedContinuation<Data?, Never>?
    private var over = false

    public init() {}

    /// The element whose camera a page's request is for; nil for any other path.
    public static func element(of path: String) -> UInt32? {
        let place = "/__banchan/camera/"
        return path.hasPrefix(place) ? UInt32(path.dropFirst(place.count)) : nil
    }

    /// Whether the next picture of the camera is worth making.
    public var wanted: Bool { lock.withLock { asking != nil } }

    /// Gives a picture to whoever waits for one.
    public func give(_ picture: Data) { taken()?.resume(returning: picture) }

    /// The next picture; nothing when the camera ended, or when a later question took its place.
    public func next() async -> Data? {
        await withCheckedContinuation { continuation in
            let refused = lock.withLock {
                defer { if !over { asking = continuation } }
                return over ? continuation : asking
            }
            refused?.resume(returning: nil)
        }
    }

    /// No more of them.
    public func finish() {
        lock.withLock { over = true }
        taken()?.resume(returning: nil)
    }

    private func taken() -> CheckedContinuation<Data?, Never>? {
        lock.withLock {
            defer { asking = nil }
            return asking
        }
    }
}
