// From what the person chose to a running mini-program, or to words for why not. It must not look into a code: the core says
// what it means.

package dev.banchan.shell

import dev.banchan.core.MiniCode
import dev.banchan.core.MiniException
import dev.banchan.core.MiniSession
import dev.banchan.core.MiniTarget
import dev.banchan.core.SuperApp
import kotlinx.coroutines.CancellationException

/** What to open. */
sealed interface Way {
    /** A mini-program; [scene] is WeChat's number for the way in. */
    data class Target(val target: MiniTarget, val scene: UInt) : Way

    /** A scanned text or a link. */
    data class Text(val text: String) : Way

    /** Where a visit leads that the person allowed. */
    data class Visit(val id: ULong) : Way

    companion object {
        const val LIST = 1001u
        const val SEARCH = 1005u
        const val CODE = 1011u
        const val RECENT = 1089u
    }
}

/** What came of it. */
sealed interface Outcome {
    data class Running(val session: MiniSession) : Outcome

    /** It is something else: a web page, a contact... */
    data class Offer(val code: MiniCode) : Outcome

    /** The sentence is for the person; with [again], trying again may help. */
    data class Problem(val kind: Kind, val reason: String, val again: Boolean) : Outcome

    /** Words for a heading. */
    enum class Kind { CODE, UNKNOWN, REFUSED, FAILED, SLOW }
}

/** Opens; cancelled, the core ends what was started. */
suspend fun SuperApp.go(way: Way): Outcome = told {
    when (way) {
        is Way.Target -> open(way.target, way.scene)
        is Way.Text -> openText(way.text)
        is Way.Visit -> visit(way.id)
    }
}

/** What a text means, so that a screen of its own can open what it names. Takes a moment. */
fun SuperApp.meaning(text: String): Pair<MiniCode?, Outcome.Problem?> = try {
    route(text) to null
} catch (error: MiniException) {
    null to problem(error)
}

/** Runs something that ends in a running mini-program. */
suspend fun told(act: suspend () -> MiniSession): Outcome = try {
    Outcome.Running(act())
} catch (error: CancellationException) {
    throw error
} catch (error: MiniException.NotMiniProgram) {
    Outcome.Offer(error.code)
} catch (error: MiniException) {
    problem(error)
}

internal fun problem(error: MiniException): Outcome.Problem = when (error) {
    is MiniException.BadCode -> Outcome.Problem(Outcome.Kind.CODE, error.reason, false)
    is MiniException.Unknown -> Outcome.Problem(Outcome.Kind.UNKNOWN, error.reason, false)
    is MiniException.Refused -> Outcome.Problem(Outcome.Kind.REFUSED, error.reason, false)
    is MiniException.TooSlow -> Outcome.Problem(Outcome.Kind.SLOW, error.reason, true)
    is MiniException.Failed -> Outcome.Problem(Outcome.Kind.FAILED, error.reason, true)
    is MiniException.Internal -> Outcome.Problem(Outcome.Kind.FAILED, error.reason, true)
    else -> Outcome.Problem(Outcome.Kind.FAILED, error.message.orEmpty(), true)
}
