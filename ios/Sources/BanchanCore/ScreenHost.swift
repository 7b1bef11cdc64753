// What the core calls: orders go into the queue at once, questions to the person wait for an answer. It only passes on.
import BanchanBindings

/// All hosts that need nothing but the screen.
@MainActor
public final class ScreenHost {
    nonisolated let orders = Orders()
    nonisolated let prompts: Prompts
    nonisolated let systemAllows: @Sendable (MiniScope) async -> Bool
    nonisolated let keep: @Sendable (MiniKeep) async throws -> Void
    /// The person allowed to go to another mini-program; said after the core has its answer.
    var onVisit: (@MainActor (MiniVisit) -> Void)?

    init(
        prompts: Prompts, systemAllows: @escaping @Sendable (MiniScope) async -> Bool,
        keep: @escaping @Sendable (MiniKeep) async throws -> Void
    ) {
        self.prompts = prompts
        self.systemAllows = systemAllows
        self.keep = keep
    }
}

extension ScreenHost: MiniViewHost {
    public nonisolated func createPage(page: MiniNewPage) { orders.put(.create(page)) }
    public nonisolated func showPage(page: MiniPageId, transition: MiniTransition) { orders.put(.show(page, transition)) }
    public nonisolated func closePage(page: MiniPageId) { orders.put(.close(page)) }
    public nonisolated func reloadPage(page: MiniPageId) { orders.put(.reload(page)) }
    public nonisolated func freePage(page: MiniPageId) { orders.put(.free(page)) }
    public nonisolated func post(page: MiniPageId, text: String) { orders.put(.post(page, text)) }
    public nonisolated func ended(slot: MiniSlot, reason: MiniEndReason) { orders.put(.ended(slot, reason)) }
}

extension ScreenHost: MiniUiHost {
    public nonisolated func showToast(slot: MiniSlot, toast: MiniToast) { orders.put(.toast(slot, toast)) }
    public nonisolated func hideToast(slot: MiniSlot) { orders.put(.hush(slot)) }
    public nonisolated func showLoading(slot: MiniSlot, loading: MiniLoading) { orders.put(.loading(slot, loading)) }
    public nonisolated func hideLoading(slot: MiniSlot) { orders.put(.hush(slot)) }
    public nonisolated func navigationBar(page: MiniPageId, bar: MiniNavigationBar) { orders.put(.navigationBar(page, bar)) }
    public nonisolated func tabBar(slot: MiniSlot, bar: MiniTabBar) { orders.put(.tabBar(slot, bar)) }
    public nonisolated func pullDown(page: MiniPageId, refreshing: Bool) { orders.put(.pull(page, refreshing)) }
    public nonisolated func preview(slot: MiniSlot, preview: MiniPreview) { orders.put(.preview(slot, preview)) }
    public nonisolated func fullScreen(page: MiniPageId, on: Bool) { orders.put(.fullScreen(page, on)) }
    public nonisolated func shareWays(page: MiniPageId, ways: MiniShareWays) { orders.put(.shareWays(page, ways)) }
    public nonisolated func share(slot: MiniSlot, card: MiniShareCard) { orders.put(.share(slot, card)) }
    public nonisolated func hideKeyboard(page: MiniPageId) { orders.put(.hideKeyboard(page)) }

    public func showModal(call: MiniCall, modal: MiniModal) async throws -> MiniModalAnswer {
        try await prompts.ask(call.slot, modal) { .modal($0) }
    }

    public func showActionSheet(call: MiniCall, sheet: MiniActionSheet) async throws -> MiniCount {
        try await prompts.ask(call.slot, sheet) { .choices($0) }
    }

    public func openSettings(call: MiniCall, page: MiniSettingsPage) async throws -> [MiniGrantSetting] {
        try await prompts.ask(call.slot, page) { .settings($0) }
    }
}

extension ScreenHost: MiniConsentHost {
    public func askConsent(call: MiniCall, ask: MiniConsentAsk) async throws -> MiniAnswer {
        try await prompts.ask(call.slot, ask) { .consent($0) }
    }

    public nonisolated func systemAllows(scope: MiniScope) async throws -> Bool { await systemAllows(scope) }
}

extension ScreenHost: MiniScannerHost, MiniPhoneHost, MiniPlacesHost {
    public func scanCode(call: MiniCall, ask: MiniScanAsk) async throws -> MiniScanned {
        try await prompts.ask(call.slot, ask) { .scan($0) }
    }

    public func dial(call: MiniCall, number: String) async throws { try await prompts.ask(call.slot, number) { .dial($0) } }

    public func choosePlace(call: MiniCall, center: MiniPoint?) async throws -> MiniPlace {
        try await prompts.ask(call.slot, center) { .place($0) }
    }

    public func openPlace(call: MiniCall, place: MiniPlace) async throws { try await prompts.ask(call.slot, place) { .map($0) } }
}

extension ScreenHost: MiniMediaHost {
    public func chooseMedia(call: MiniCall, ask: MiniMediaAsk) async throws -> [MiniPicked] {
        try await prompts.ask(call.slot, ask) { .media($0) }
    }

    public nonisolated func keepMedia(call: MiniCall, keep: MiniKeep) async throws { try await self.keep(keep) }

    public func openDocument(call: MiniCall, document: MiniKeep) async throws {
        try await prompts.ask(call.slot, document) { .document($0) }
    }
}

extension ScreenHost: MiniMessagesHost, MiniNeighboursHost {
    public func subscribe(call: MiniCall, ask: MiniSubscribeAsk) async throws -> MiniSubscribeAnswer {
        try await prompts.ask(call.slot, ask) { .subscribe($0) }
    }

    public func askVisit(call: MiniCall, visit: MiniVisit) async throws { try await prompts.ask(call.slot, visit) { .visit($0) } }

    public nonisolated func goVisit(visit: MiniVisit) { Task { @MainActor in onVisit?(visit) } }
}

extension ScreenHost: MiniScreenHost {
    public nonisolated func screenWish(slot: MiniSlot, wish: MiniScreenWish) { orders.put(.screen(slot, wish)) }
}

extension ScreenHost: MiniSoundHost, MiniLogHost {
    public nonisolated func orderSound(slot: MiniSlot, sound: UInt32, order: MiniSoundOrder) { orders.put(.sound(slot, sound, order)) }

    // The core keeps the log of use; a console is for `banchan dev`.
    public nonisolated func note(slot: MiniSlot, note: MiniNote) {}
    public nonisolated func complaint(text: String) { orders.put(.complaint(text)) }
}
