// The running mini-programs as the screens see them: what the core told of each, kept so that a screen can be made at any time.
// Only on the main thread. It must not order anything by itself.

package dev.banchan.shell

import dev.banchan.core.MiniNavigationBar
import dev.banchan.core.MiniNewPage
import dev.banchan.core.MiniScreenWish
import dev.banchan.core.MiniSession
import dev.banchan.core.MiniShareWays
import dev.banchan.core.MiniTabBar

/** A page as it was told. */
class PageState(val new: MiniNewPage) {
    var bar: MiniNavigationBar = new.navigationBar
    var ways = MiniShareWays(message = true, timeline = false)
    var fullScreen = false

    /** Whether it has a WebView, or gets one with the screen. */
    var live = true
}

/** A mini-program that runs. */
class Mini(val slot: ULong, val appId: String) {
    val pages = Pages()
    val states = LinkedHashMap<ULong, PageState>()
    var tabs: MiniTabBar? = null
    var wish: MiniScreenWish? = null
    var session: MiniSession? = null
        get() = field ?: Shell.here.run { own?.let { coreNow?.session(slot) } }?.also { field = it }
    var screen: MiniActivity? = null
    var resting = false
}

class Minis(private val shell: Shell) {
    private val bySlot = HashMap<ULong, Mini>()
    private val byPage = HashMap<ULong, Mini>()
    private val screens = HashMap<String, MiniActivity>()

    /** The screen that the person looks at, whatever it shows. */
    var front: HostActivity? = null

    fun of(slot: ULong): Mini? = bySlot[slot]

    fun withPage(page: ULong): Mini? = byPage[page]

    fun running(appId: String): Mini? = bySlot.values.lastOrNull { it.appId == appId }

    /** A page was made; the first one makes its mini-program known, and gives it to the screen that waits for it. */
    fun add(page: MiniNewPage): Mini {
        val mini = bySlot.getOrPut(page.slot) { Mini(page.slot, page.appId) }
        mini.pages.created(page.page)
        mini.states[page.page] = PageState(page)
        byPage[page.page] = mini
        if (mini.screen == null) {
            val screen = screens[page.appId]
            if (screen != null) screen.attach(mini) else shell.show(shell.app, Kept(page.appId, "", null, ""), Way.RECENT, visit = true)
        }
        return mini
    }

    fun close(page: ULong): Mini? {
        val mini = byPage.remove(page) ?: return null
        mini.pages.closed(page)
        mini.states.remove(page)
        return mini
    }

    fun end(slot: ULong): Mini? {
        shell.prompts.endAll(slot)
        val mini = bySlot.remove(slot) ?: return null
        byPage.values.removeAll { it === mini }
        shell.sounds.end(slot)
        return mini
    }

    /** A screen is there for a mini-program, which may run already. */
    fun enter(screen: MiniActivity, appId: String) {
        screens[appId] = screen
        running(appId)?.let { screen.attach(it) }
    }

    fun leave(screen: MiniActivity, appId: String) {
        if (screens[appId] === screen) screens.remove(appId)
        val mini = screen.mini ?: return
        if (mini.screen === screen) mini.screen = null
        mini.states.values.forEach { it.live = false }
    }
}
