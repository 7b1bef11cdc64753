// Questions to the person: one is on the screen at a time, over the mini-program that asks. One that the core takes back goes
// away. It must not answer for the person: what is closed without an answer is told as that.
import BanchanBindings
import Observation

/// One question, its answer awaited.
@MainActor
public final class Asked<Ask: Sendable, Answer: Sendable> {
    public let ask: Ask
    private var answer: CheckedContinuation<Answer, any Error>?

    init(_ ask: Ask, _ answer: CheckedContinuation<Answer, any Error>) {
        self.ask = ask
        self.answer = answer
    }

    /// The first answer counts; a sheet that is closed afterwards says nothing more.
    func end(_ result: Result<Answer, any Error>) {
        answer?.resume(with: result)
        answer = nil
    }
}

/// The questions there are. Paying and who the person is are asked by the integrator's own screens.
public enum Question: Sendable {
    case consent(Asked<MiniConsentAsk, MiniAnswer>), modal(Asked<MiniModal, MiniModalAnswer>), choices(Asked<MiniActionSheet, MiniCount>)
    case settings(Asked<MiniSettingsPage, [MiniGrantSetting]>), scan(Asked<MiniScanAsk, MiniScanned>), dial(Asked<String, Void>)
    case media(Asked<MiniMediaAsk, [MiniPicked]>), document(Asked<MiniKeep, Void>), place(Asked<MiniPoint?, MiniPlace>)
    case map(Asked<MiniPlace, Void>), subscribe(Asked<MiniSubscribeAsk, MiniSubscribeAnswer>), visit(Asked<MiniVisit, Void>)
}

/// A question with its place in the queue.
public struct Prompt: Identifiable, Sendable {
    public let id: Int
    /// Over which mini-program it belongs; nil for the shell's own.
    public let slot: MiniSlot?
    public let question: Question
    let cancel: @MainActor () -> Void
}

/// The queue of questions.
@MainActor
@Observable
public final class Prompts {
    public private(set) var waiting: [Prompt] = []
    private var last = 0

    public init() {}

    /// What is to be on the screen while `front` is the mini-program that is seen.
    public func current(front: MiniSlot?) -> Prompt? { waiting.first { $0.slot == nil || $0.slot == front } }

    /// Asks and waits. Cancelling the task takes the question away.
    public func ask<Ask: Sendable, Answer: Sendable>(
        _ slot: MiniSlot?, _ ask: Ask, as kind: @escaping @MainActor (Asked<Ask, Answer>) -> Question
    ) async throws -> Answer {
        last += 1
        let id = last
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let asked = Asked(ask, continuation)
                guard !Task.isCancelled else { return asked.end(.failure(MiniHostError.Cancelled)) }
                waiting.append(Prompt(id: id, slot: slot, question: kind(asked)) { asked.end(.failure(MiniHostError.Cancelled)) })
            }
        } onCancel: { Task { @MainActor in self.cancel(id) } }
    }

    /// The person answered.
    public func answer<Ask, Answer>(_ prompt: Prompt, _ asked: Asked<Ask, Answer>, _ value: Answer) {
        waiting.removeAll { $0.id == prompt.id }
        asked.end(.success(value))
    }

    /// The person agreed.
    public func answer<Ask>(_ prompt: Prompt, _ asked: Asked<Ask, Void>) { answer(prompt, asked, Void()) }

    /// It can't be done, for this reason.
    public func fail<Ask, Answer>(_ prompt: Prompt, _ asked: Asked<Ask, Answer>, _ error: any Error) {
        waiting.removeAll { $0.id == prompt.id }
        asked.end(.failure(error))
    }

    /// Closed without an answer, or taken back.
    public func cancel(_ id: Int) {
        guard let at = waiting.firstIndex(where: { $0.id == id }) else { return }
        waiting.remove(at: at).cancel()
    }

    /// A mini-program is over: nothing of it is asked any more.
    public func cancelAll(of slot: MiniSlot) { for prompt in waiting where prompt.slot == slot { cancel(prompt.id) } }
}
