// Home: search, scan, what was opened lately, and everything that can be opened. It must not open anything by itself: the shell
// and the core do.

package dev.banchan.app

import android.content.Intent
import android.graphics.Bitmap
import android.net.Uri
import android.os.Bundle
import android.text.Editable
import android.text.TextWatcher
import android.view.View
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.ImageView
import dev.banchan.core.MiniApp
import dev.banchan.core.MiniCode
import dev.banchan.core.MiniException
import dev.banchan.core.SuperApp
import dev.banchan.shell.*
import dev.banchan.shell.R
import dev.banchan.shell.scan.ScanActivity
import dev.banchan.shell.sheets.GrantsSheet
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class HomeActivity : ListScreen() {
    private val field by lazy { EditText(this) }
    private var filling: Job? = null

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        if (saved == null) linked(intent)
    }

    override fun bar(): View = line {
        field.apply {
            setHint(R.string.banchan_search)
            setSingleLine()
            imeOptions = EditorInfo.IME_ACTION_SEARCH
            background = rounded(getColor(R.color.banchan_field), 10)
            setPadding(dp(14), dp(10), dp(14), dp(10))
            addTextChangedListener(object : TextWatcher {
                override fun afterTextChanged(text: Editable) = fill()

                override fun beforeTextChanged(text: CharSequence, start: Int, count: Int, after: Int) = Unit

                override fun onTextChanged(text: CharSequence, start: Int, before: Int, count: Int) = Unit
            })
        }
        setPadding(dp(16), dp(8), dp(8), dp(8))
        addView(field, linear(0, WRAP, 1f))
        addView(icon(R.drawable.banchan_scan, R.string.banchan_scan).tapped(::scan), linear(dp(48), dp(48)))
        addView(icon(R.drawable.banchan_settings, R.string.banchan_settings).tapped { startActivity(Intent(context, SettingsActivity::class.java)) }, linear(dp(48), dp(48)))
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        linked(intent)
    }

    /** A link of ours was opened somewhere else. */
    private fun linked(intent: Intent) {
        intent.data?.takeIf { intent.action == Intent.ACTION_VIEW }?.let { offer(it.toString()) }
    }

    override fun back() {
        if (field.text.isEmpty()) super.back() else if (!sheets.dismiss()) field.setText("")
    }

    override fun fill() {
        filling?.cancel()
        filling = scope.launch {
            val text = field.text.toString().trim()
            try {
                val core = shell.core()
                val parts = withContext(Dispatchers.IO) { parts(core, text) }
                list.removeAllViews()
                for ((words, apps) in parts) {
                    if (apps.isEmpty()) continue
                    heading(words)
                    for ((app, icon) in apps) list.addView(row(app, icon, words), linear(MATCH, WRAP))
                }
                if (parts.all { it.second.isEmpty() }) list.addView(text(getString(R.string.banchan_nothing), 15f, R.color.banchan_faint), linear(MATCH, WRAP).apply { topMargin = dp(24) })
            } catch (error: MiniException) {
                told(error.message.orEmpty())
            }
        }
    }

    private fun parts(core: SuperApp, text: String): List<Pair<Int, List<Pair<MiniApp, Bitmap>>>> {
        fun with(apps: List<MiniApp>) = apps.map { it to pictureOf(shell, it) }
        if (text.isNotEmpty()) return listOf(R.string.banchan_found to with(core.search(text)))
        return listOf(R.string.banchan_recent to with(core.recents().map { it.app }), R.string.banchan_all to with(core.catalogue()))
    }

    private fun row(app: MiniApp, icon: Bitmap, words: Int): View = line {
        setPadding(0, dp(10), 0, dp(10))
        addView(ImageView(context).apply { setImageBitmap(icon) }, linear(dp(44), dp(44)).apply { marginEnd = dp(14) })
        addView(column {
            addView(text(app.name, 17f).oneLine(), linear(MATCH, WRAP))
            addView(text(app.description, 13f, R.color.banchan_faint).oneLine(), linear(MATCH, WRAP))
        }, linear(0, WRAP, 1f))
        val scene = mapOf(R.string.banchan_found to Way.SEARCH, R.string.banchan_recent to Way.RECENT)[words] ?: Way.LIST
        tapped { shell.open(this@HomeActivity, app.appId, app.name, scene) }
        setOnLongClickListener {
            sheets.show(GrantsSheet(this@HomeActivity, app.appId, ::fill))
            true
        }
    }

    private fun scan() {
        scope.launch { resultOf(Intent(this@HomeActivity, ScanActivity::class.java))?.getStringExtra(ScanActivity.TEXT)?.let(::offer) }
    }

    /** Opens the mini-program that a text names, or offers what else it means. */
    private fun offer(text: String) {
        scope.launch {
            val core = shell.core()
            val (code, problem) = withContext(Dispatchers.IO) { core.meaning(text) }
            if (code is MiniCode.MiniProgram) shell.open(this@HomeActivity, code.v1) else told(problem?.reason ?: text, code)
        }
    }

    private fun told(words: String, code: MiniCode? = null) = sheets.show(FoundSheet(this, words, code))
}
