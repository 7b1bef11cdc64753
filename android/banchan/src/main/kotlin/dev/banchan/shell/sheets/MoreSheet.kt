// What the capsule's dots open: share, home, settings, about, leave; and the card of what is shared. It must not change anything
// of a mini-program but through the core.

package dev.banchan.shell.sheets

import android.content.Intent
import android.graphics.BitmapFactory
import android.view.View
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.Toast
import dev.banchan.core.MiniSession
import dev.banchan.core.MiniShareCard
import dev.banchan.core.MiniShareKind
import dev.banchan.shell.*
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class MoreSheet(private val screen: MiniActivity, private val appId: String, private val mini: Mini?) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        val session = mini?.session
        val ways = mini?.pages?.top?.let { mini.states[it]?.ways }
        val rows = listOf(
            Triple(R.string.banchan_share, ways?.message == true) { session?.share(MiniShareKind.MESSAGE) },
            Triple(R.string.banchan_share_all, ways?.timeline == true) { session?.share(MiniShareKind.TIMELINE) },
            Triple(R.string.banchan_home, session != null) { session?.home() },
            Triple(R.string.banchan_settings, true) { AskActivity.grants(screen, appId) },
            Triple(R.string.banchan_end, session != null) { session?.end() },
        )
        for ((words, _, act) in rows.filter { it.second }) into.row(screen.getString(words)) { close(); act() }
        into.row(screen.getString(R.string.banchan_cancel), screen.getColor(R.color.banchan_faint), close)
    }
}

/** About a mini-program, and what the person allowed it: each can be taken back, and all of it deleted. [gone] hears that something was. */
class GrantsSheet(private val screen: HostActivity, private val appId: String, private val gone: () -> Unit = {}) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        screen.scope.launch {
            val shell = Shell.here
            val core = shell.core()
            val (app, _) = cardOf(shell, appId) ?: return@launch close()
            val grants = withContext(Dispatchers.IO) { core.grants(appId) }
            into.heading(app.name)
            into.words(app.description, R.color.banchan_text)
            into.words(screen.getString(R.string.banchan_about, app.publisher, app.version.toString(), app.appId))
            for (grant in grants) {
                into.switch(screen.scopeName(grant.scope, grant.title), grant.allowed) { on ->
                    screen.scope.launch(Dispatchers.IO) { core.setGrant(appId, grant.scope, on) }
                }
            }
            if (grants.isEmpty()) into.words(screen.getString(R.string.banchan_no_grants))
            fun deletes(row: Int, title: Int, about: Int, done: Int, act: () -> Unit) = into.row(screen.getString(row), screen.getColor(R.color.banchan_badge)) {
                into.sure(screen.getString(title, app.name), about, screen.getString(done, app.name), close, act)
            }
            deletes(R.string.banchan_clear, R.string.banchan_clear_title, R.string.banchan_clear_text, R.string.banchan_cleared) { core.clearData(appId) }
            if (app.installed) {
                deletes(R.string.banchan_remove, R.string.banchan_remove_title, R.string.banchan_remove_text, R.string.banchan_removed) { core.remove(appId) }
            }
            into.row(screen.getString(R.string.banchan_close), null, close)
        }
    }

    /** Asks in the place of what stood here, since nothing brings back what goes; then does it, whatever becomes of this screen. */
    private fun LinearLayout.sure(title: String, about: Int, done: String, close: () -> Unit, act: () -> Unit) {
        removeAllViews()
        heading(title)
        words(screen.getString(about), R.color.banchan_text)
        choice(screen.getString(R.string.banchan_cancel), screen.getString(R.string.banchan_remove_do), refuse = close) {
            close()
            Shell.here.scope.launch {
                val worked = withContext(Dispatchers.IO) { runCatching(act) }.isSuccess
                Toast.makeText(screen.application, if (worked) done else screen.getString(R.string.banchan_not_removed), Toast.LENGTH_LONG).show()
                gone()
            }
        }
    }
}

/** What is shared: a card, and the phone's own ways to carry it on. */
class ShareSheet(private val screen: HostActivity, private val card: MiniShareCard, private val session: MiniSession?) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        into.heading(card.title)
        card.image?.let { path -> session?.readFile(path)?.bytes }?.let { bytes ->
            into.addView(ImageView(screen).apply {
                setImageBitmap(BitmapFactory.decodeByteArray(bytes, 0, bytes.size))
                adjustViewBounds = true
                importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_NO
            }, linear(MATCH, into.dp(160)))
        }
        into.words(card.link)
        into.choice(screen.getString(R.string.banchan_copy), screen.getString(R.string.banchan_share), refuse = {
            screen.copy(card.link)
            close()
        }) {
            close()
            val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_SUBJECT, card.title).putExtra(Intent.EXTRA_TEXT, card.link)
            screen.startOther(Intent.createChooser(send, card.title))
        }
    }
}
