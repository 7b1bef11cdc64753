// The pages of a mini-program as the core told of them. It must not decide which page comes next, nor which of them keep a WebView:
// the core has the stack.

package dev.banchan.shell

import dev.banchan.core.MiniTransition

/** What to do on screen when a page comes to the top. */
data class Turn(
    /** The page that is seen now. */
    val show: ULong,
    /** The page that was. */
    val hide: ULong?,
    /** How. */
    val transition: MiniTransition,
)

/** One mini-program's pages. */
class Pages {
    private val known = LinkedHashSet<ULong>()

    /** The page that is seen. */
    var top: ULong? = null
        private set

    /** A page was made, behind the others. */
    fun created(page: ULong) {
        known += page
    }

    /** A page comes to the top; null for one that is gone. */
    fun shown(page: ULong, transition: MiniTransition): Turn? {
        if (page !in known) return null
        val before = top.takeIf { it != page }
        top = page
        return Turn(page, before, if (before == null) MiniTransition.NONE else transition)
    }

    /** A page is gone for good. */
    fun closed(page: ULong) {
        known -= page
        if (top == page) top = null
    }
}
