// What the core orders, as values in one queue, so that they are carried out in the order in which they were given. Nothing
// here decides: the core's threads put orders in, the main actor takes them out.
import BanchanBindings

/// One order of the core to the shell.
public enum Order: Sendable {
    case create(MiniNewPage), show(MiniPageId, MiniTransition), close(MiniPageId), reload(MiniPageId), free(MiniPageId)
    case post(MiniPageId, String), ended(MiniSlot, MiniEndReason), toast(MiniSlot, MiniToast), loading(MiniSlot, MiniLoading)
    case hush(MiniSlot), navigationBar(MiniPageId, MiniNavigationBar), tabBar(MiniSlot, MiniTabBar), pull(MiniPageId, Bool)
    case fullScreen(MiniPageId, Bool), shareWays(MiniPageId, MiniShareWays), preview(MiniSlot, MiniPreview), share(MiniSlot, MiniShareCard)
    case hideKeyboard(MiniPageId), screen(MiniSlot, MiniScreenWish), sound(MiniSlot, UInt32, MiniSoundOrder), complaint(String)
}

/// The queue. Putting in never waits, from whichever thread.
public final class Orders: Sendable {
    private let stream: AsyncStream<Order>
    private let end: AsyncStream<Order>.Continuation

    public init() { (stream, end) = AsyncStream.makeStream() }

    /// Puts an order behind those that wait.
    public func put(_ order: Order) { end.yield(order) }

    /// No more orders: the loop that carries them out ends when the last one is done.
    public func finish() { end.finish() }

    /// Carries orders out, one after the other, until `finish`.
    @MainActor
    public func run(_ carryOut: @MainActor (Order) -> Void) async { for await order in stream { carryOut(order) } }
}
