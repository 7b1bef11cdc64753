// The queue of questions, without a core: one at a time, over the mini-program that asks, taken away when it is taken back.
import BanchanBindings
import Testing

@testable import BanchanCore

private let modal = MiniModal(
    title: "t", content: "c", showCancel: true, cancelText: "", cancelColor: "", confirmText: "", confirmColor: "", editable: false,
    placeholderText: "")

@MainActor
@Suite struct PromptTests {
    let prompts = Prompts()

    /// Waits until a question is there.
    private func due(_ front: MiniSlot?) async -> Prompt {
        while true {
            if let prompt = prompts.current(front: front) { return prompt }
            await Task.yield()
        }
    }

    @Test func an_answer_reaches_whoever_asked() async throws {
        let asking = Task { try await prompts.ask(1, modal) { .modal($0) } }
        let prompt = await due(1)
        guard case .modal(let asked) = prompt.question else { return #expect(Bool(false)) }
        prompts.answer(prompt, asked, MiniModalAnswer(confirm: true, content: nil))
        #expect(try await asking.value.confirm)
        #expect(prompts.waiting.isEmpty)
        // A sheet that disappears afterwards says nothing more.
        prompts.answer(prompt, asked, MiniModalAnswer(confirm: false, content: nil))
    }

    @Test func a_question_of_one_behind_waits_until_it_is_seen() async throws {
        let asking = Task { try await prompts.ask(2, modal) { .modal($0) } }
        while prompts.waiting.isEmpty { await Task.yield() }
        #expect(prompts.current(front: 1) == nil)
        #expect(prompts.current(front: nil) == nil)
        let prompt = await due(2)
        prompts.cancel(prompt.id)
        await #expect(throws: MiniHostError.Cancelled) { try await asking.value }
    }

    @Test func what_the_core_takes_back_leaves_the_screen() async {
        let asking = Task { try await prompts.ask(1, modal) { .modal($0) } }
        _ = await due(1)
        asking.cancel()
        await #expect(throws: MiniHostError.Cancelled) { try await asking.value }
        #expect(prompts.waiting.isEmpty)
    }

    @Test func the_questions_of_a_mini_program_end_with_it() async {
        let first = Task { try await prompts.ask(1, modal) { .modal($0) } }
        let other = Task { try await prompts.ask(2, modal) { .modal($0) } }
        while prompts.waiting.count < 2 { await Task.yield() }
        prompts.cancelAll(of: 1)
        await #expect(throws: MiniHostError.Cancelled) { try await first.value }
        #expect(prompts.waiting.map(\.slot) == [2])
        other.cancel()
        _ = await other.result
    }
}
