// A screen of the host that can ask the phone: permissions, pickers, other apps. It must not know for what.

package dev.banchan.shell

import android.app.Activity
import android.content.ActivityNotFoundException
import android.content.Intent
import android.content.pm.PackageManager
import android.os.Build
import android.os.Bundle
import dev.banchan.core.MiniHostException
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel

abstract class HostActivity : Activity() {
    /** Ends with the screen. */
    val scope = CoroutineScope(SupervisorJob() + Main)
    protected val shell get() = Shell.here
    private val answers = HashMap<Int, CompletableDeferred<Intent?>>()
    private var last = 0

    /** Whether the person looks at it. */
    var isFront = false
        private set

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        if (Build.VERSION.SDK_INT >= 33) Api33.onBack(this, ::back)
    }

    override fun onResume() {
        super.onResume()
        isFront = true
        shell.minis.front = this
    }

    override fun onPause() {
        isFront = false
        super.onPause()
    }

    override fun onDestroy() {
        answers.values.forEach { it.complete(null) }
        if (Shell.isHere && shell.minis.front === this) shell.minis.front = null
        scope.cancel()
        super.onDestroy()
    }

    /** The way back was asked for, by gesture or button. */
    protected open fun back() = finish()

    @Deprecated("Android 12 and older")
    override fun onBackPressed() = back()

    /** The answer to what is asked under a number; null for a no, and when the person left it. */
    private suspend fun answerTo(ask: (code: Int) -> Unit): Intent? {
        val code = ++last and 0xff
        val answer = CompletableDeferred<Intent?>()
        answers[code] = answer
        try {
            ask(code)
            return answer.await()
        } finally {
            answers.remove(code)
            if (!answer.isCompleted) finishActivity(code)
        }
    }

    /** Another screen's answer; null when the person left it. */
    suspend fun resultOf(intent: Intent): Intent? = try {
        answerTo { startActivityForResult(intent, it) }
    } catch (_: ActivityNotFoundException) {
        throw MiniHostException.Unsupported()
    }

    override fun onActivityResult(requestCode: Int, resultCode: Int, data: Intent?) {
        answers[requestCode]?.complete(if (resultCode == RESULT_OK) data ?: Intent() else null)
    }

    /** Android's own question; true when any of them was allowed. */
    suspend fun askPermissions(needed: List<String>): Boolean = answerTo { requestPermissions(needed.toTypedArray(), it) } != null

    override fun onRequestPermissionsResult(requestCode: Int, permissions: Array<String>, grantResults: IntArray) {
        answers[requestCode]?.complete(if (PackageManager.PERMISSION_GRANTED in grantResults) Intent() else null)
    }
}

/** Starts another app; false when there is none for it. */
fun Activity.startOther(intent: Intent): Boolean = runCatching { startActivity(intent) }.isSuccess
