// Questions of the main process over a mini-program that runs in another one: permission sheets, pickers, Android's own questions. A
// see-through screen that is there only while something is asked. It must not decide an answer.

package dev.banchan.shell

import android.content.Context
import android.content.Intent
import android.os.Bundle
import android.widget.FrameLayout
import dev.banchan.core.MiniHostException
import dev.banchan.shell.sheets.GrantsSheet
import dev.banchan.shell.sheets.Sheets
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.withContext

class AskActivity : HostActivity() {
    lateinit var sheets: Sheets
        private set

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        if (!Shell.isHere) return finish()
        val root = FrameLayout(this)
        sheets = Sheets(root) {}
        setContentView(root)
        edgeToEdge(root) { _, bottom -> sheets.room(bottom) }
        shell.asking.came(this)
        onNewIntent(intent)
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        intent.getStringExtra(GRANTS)?.let { sheets.open(GrantsSheet(this, it)) }
    }

    override fun back() {
        if (!sheets.back()) finish()
    }

    override fun onDestroy() {
        if (Shell.isHere) shell.asking.went(this)
        super.onDestroy()
    }

    companion object {
        private const val GRANTS = "dev.banchan.grants"

        /** Shows what the person allowed a mini-program: from the main process, which alone knows it. */
        fun grants(screen: MiniActivity, appId: String) {
            if (Shell.here.own == null) return screen.sheets.open(GrantsSheet(screen, appId))
            screen.startActivity(of(screen).putExtra(GRANTS, appId))
        }

        fun of(context: Context): Intent = Intent(context, AskActivity::class.java).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
    }
}

/** Who needs such a screen, and the one that is there. Only on the main thread. */
class Asking(private val shell: Shell) {
    private var screen: AskActivity? = null
    private var coming: CompletableDeferred<AskActivity>? = null
    private var users = 0
    private var top: Prompt<*>? = null

    /** Another question is to be on screen, or none. */
    fun changed(next: Prompt<*>?) {
        if (shell.processes == null) return
        top = next
        screen?.sheets?.show(next)
        if (next != null && screen == null) begin() else endIfIdle()
    }

    /** Acts on a screen of this process that the person sees. */
    suspend fun <T> onScreen(act: suspend (HostActivity) -> T): T = withContext(Main) {
        val front = shell.minis.front
        if (shell.processes == null) return@withContext act(front ?: throw MiniHostException.Failed("no screen of this app is in front"))
        // The screen of a mini-program is another process's, and what lies under it here is not seen.
        if (front != null && front.isFront && front !is AskActivity && front !is MiniActivity) return@withContext act(front)
        users++
        try {
            act(screen ?: begin().await())
        } finally {
            users--
            endIfIdle()
        }
    }

    private fun begin(): CompletableDeferred<AskActivity> = coming ?: CompletableDeferred<AskActivity>().also {
        coming = it
        shell.app.startActivity(AskActivity.of(shell.app))
    }

    fun came(here: AskActivity) {
        screen = here
        coming?.complete(here)
        coming = null
        here.sheets.show(top)
    }

    /** The person left it: that is an answer, too. */
    fun went(gone: AskActivity) {
        if (screen !== gone) return
        screen = null
        top?.dismiss()
    }

    private fun endIfIdle() {
        if (users == 0 && top == null) screen?.finish()
    }
}
