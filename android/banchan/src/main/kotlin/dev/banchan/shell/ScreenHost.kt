// What the core orders to be seen -> the screens, in order, on the main thread. It must not read a message of a page.

package dev.banchan.shell

import android.widget.Toast
import dev.banchan.core.*
import dev.banchan.shell.sheets.Asked
import kotlinx.coroutines.launch

class ScreenHost(private val shell: Shell) : MiniViewHost, MiniUiHost {
    private val minis get() = shell.minis

    // Posts keep their order; the core's thread never waits.
    private fun main(act: () -> Unit) { Main.handler.post(act) }

    private fun screen(slot: ULong, act: MiniActivity.() -> Unit) = main { minis.of(slot)?.screen?.act() }

    private fun page(page: ULong, act: (Mini, PageState) -> Unit) = main {
        val mini = minis.withPage(page)
        mini?.states?.get(page)?.let { act(mini, it) }
    }

    override fun createPage(page: MiniNewPage) = main {
        val mini = minis.add(page)
        mini.screen?.addPage(page.page)
    }

    override fun showPage(page: ULong, transition: MiniTransition) = main {
        val mini = minis.withPage(page) ?: return@main
        val turn = mini.pages.shown(page, transition) ?: return@main
        mini.screen?.turn(turn)
    }

    override fun closePage(page: ULong) = main { minis.close(page)?.screen?.removePage(page) }

    override fun reloadPage(page: ULong) = page(page) { mini, state ->
        state.live = true
        mini.screen?.reloadPage(page)
    }

    override fun freePage(page: ULong) = page(page) { mini, state ->
        state.live = false
        mini.screen?.page(page)?.freeWeb()
    }

    override fun post(page: ULong, text: String) = main { minis.withPage(page)?.screen?.page(page)?.web?.post(text) }

    override fun ended(slot: ULong, reason: MiniEndReason) = shell.processes?.appOf(slot).let { app -> main { ended(slot, reason, app) } }

    private fun ended(slot: ULong, reason: MiniEndReason, app: String?) {
        val mini = minis.end(slot)
        // It asked to be started again with its newer version, and its own process is over.
        if (reason is MiniEndReason.Updated && app != null) shell.open(shell.app, app, "", Way.LIST)
        if (reason is MiniEndReason.Left && shell.own == null) goBack(slot)
        if (reason is MiniEndReason.Failed && shell.processes != null) Toast.makeText(shell.app, reason.text, Toast.LENGTH_LONG).show()
        mini?.screen?.ended(mini, reason)
    }

    /** The one that this was opened from, if there is one, comes to the front. */
    private fun goBack(slot: ULong) {
        shell.scope.launch {
            val outcome = shell.adopt { told { leaveVisit(slot) } }
            if (outcome is Outcome.Running) shell.open(shell.app, outcome.session.appId(), "", Way.RECENT)
        }
    }

    override fun showToast(slot: ULong, toast: MiniToast) = screen(slot) { toasts.show(toast) }

    override fun hideToast(slot: ULong) = screen(slot) { toasts.hide() }

    override fun showLoading(slot: ULong, loading: MiniLoading) = screen(slot) { toasts.show(loading) }

    override fun hideLoading(slot: ULong) = screen(slot) { toasts.hide() }

    override suspend fun showModal(call: MiniCall, modal: MiniModal): MiniModalAnswer = shell.prompts.ask(call.slot, modal)

    override suspend fun showActionSheet(call: MiniCall, sheet: MiniActionSheet): ULong = shell.prompts.ask(call.slot, sheet)

    override suspend fun openSettings(call: MiniCall, page: MiniSettingsPage): List<MiniGrantSetting> = shell.prompts.ask(call.slot, page)

    override fun navigationBar(page: ULong, bar: MiniNavigationBar) = page(page) { mini, state ->
        state.bar = bar
        mini.screen?.page(page)?.showBar(bar)
        if (mini.pages.top == page) mini.screen?.barChanged(bar)
    }

    override fun tabBar(slot: ULong, bar: MiniTabBar) = main {
        val mini = minis.of(slot) ?: return@main
        mini.tabs = bar
        mini.screen?.showTabs(bar)
    }

    // The page draws its own dots; here it is only said to those who don't see them.
    override fun pullDown(page: ULong, refreshing: Boolean) = page(page) { mini, _ ->
        if (refreshing) mini.screen?.let { it.root.announceForAccessibility(it.getString(R.string.banchan_refreshing)) }
    }

    override fun preview(slot: ULong, preview: MiniPreview) = screen(slot) { showPreview(preview) }

    override fun fullScreen(page: ULong, on: Boolean) = page(page) { mini, state ->
        state.fullScreen = on
        mini.screen?.page(page)?.showFull(on)
    }

    override fun shareWays(page: ULong, ways: MiniShareWays) = page(page) { _, state -> state.ways = ways }

    override fun share(slot: ULong, card: MiniShareCard) = screen(slot) { shareCard(card) }

    override fun hideKeyboard(page: ULong) = page(page) { mini, _ -> mini.screen?.hideKeyboard() }
}

/** Asks for permissions, messages and visits. */
class ConsentHost(private val shell: Shell) : MiniConsentHost, MiniMessagesHost, MiniNeighboursHost {
    override suspend fun askConsent(call: MiniCall, ask: MiniConsentAsk): MiniAnswer = shell.prompts.ask(call.slot, ask)

    override suspend fun systemAllows(scope: String): Boolean {
        val needed = permissionsFor(scope)
        if (shell.app.allows(needed)) return true
        return shell.asking.onScreen { it.askPermissions(needed) }
    }

    override suspend fun subscribe(call: MiniCall, ask: MiniSubscribeAsk): MiniSubscribeAnswer = shell.prompts.ask(call.slot, ask)

    override suspend fun askVisit(call: MiniCall, visit: MiniVisit) {
        val words = shell.app.getString(R.string.banchan_visit, visit.appName, visit.targetName)
        shell.prompts.ask<String>(call.slot, Asked(words, "", shell.app.getString(R.string.banchan_allow)))
    }

    override fun goVisit(visit: MiniVisit) {
        shell.scope.launch {
            val outcome = shell.adopt { go(Way.Visit(visit.id)) }
            if (outcome is Outcome.Running && shell.minis.running(visit.target)?.screen?.isFront == true) return@launch
            shell.show(shell.app, Kept(visit.target, visit.targetName, null, ""), Way.RECENT, visit = outcome is Outcome.Running)
        }
    }
}
