// Questions to the person: one at a time for each mini-program, in the order in which they came. A question that nobody waits
// for any more is taken away. It must not know how a question looks, nor what is asked.

package dev.banchan.shell

import dev.banchan.core.MiniHostException
import kotlinx.coroutines.CompletableDeferred

/** A question; [content] says what is shown. */
class Prompt<T>(val slot: ULong, val content: Any) {
    internal val done = CompletableDeferred<T>()

    /** The person answered. Later answers do nothing. */
    fun answer(value: T) {
        done.complete(value)
    }

    /** The person closed it. */
    fun dismiss() {
        done.completeExceptionally(MiniHostException.Cancelled())
    }

    /** It can't be done on this phone. */
    fun fail(reason: String) {
        done.completeExceptionally(MiniHostException.Failed(reason))
    }
}

/** The questions of all mini-programs. Called from any thread; [changed] is told which question is to be on screen now. */
class Prompts(private val changed: (slot: ULong, top: Prompt<*>?) -> Unit) {
    private val waiting = HashMap<ULong, ArrayDeque<Prompt<*>>>()

    /** Asks and waits. Cancelled, the question goes. */
    suspend fun <T> ask(slot: ULong, content: Any): T {
        val prompt = Prompt<T>(slot, content)
        change(slot) { it.addLast(prompt) }
        try {
            return prompt.done.await()
        } finally {
            change(slot) { it.remove(prompt) }
        }
    }

    /** The question to be on screen. */
    fun top(slot: ULong): Prompt<*>? = synchronized(waiting) { waiting[slot]?.firstOrNull() }

    /** How many wait, on screen or behind it. */
    fun count(): Int = synchronized(waiting) { waiting.values.sumOf { it.size } }

    /** The mini-program is over: so are its questions. */
    fun endAll(slot: ULong) {
        val all = synchronized(waiting) { waiting[slot]?.toList().orEmpty() }
        all.forEach { it.dismiss() }
    }

    private fun change(slot: ULong, act: (ArrayDeque<Prompt<*>>) -> Unit) {
        val (before, after) = synchronized(waiting) {
            val line = waiting.getOrPut(slot) { ArrayDeque() }
            val before = line.firstOrNull()
            act(line)
            if (line.isEmpty()) waiting.remove(slot)
            before to line.firstOrNull()
        }
        if (before !== after) changed(slot, after)
    }
}
