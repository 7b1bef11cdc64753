// Settings: what each mini-program was allowed, developer mode, and the log of use. It must not change a permission but through the core.

package dev.banchan.app

import android.content.Intent
import android.text.format.DateUtils
import android.view.View
import dev.banchan.shell.*
import dev.banchan.shell.R
import dev.banchan.shell.scan.ScanActivity
import dev.banchan.shell.sheets.GrantsSheet
import dev.banchan.shell.sheets.switch
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

private const val MOST = 100

class SettingsActivity : ListScreen() {
    override fun bar(): View = line {
        addView(icon(R.drawable.banchan_back, R.string.banchan_back).tapped { finish() }, linear(dp(48), dp(48)))
        addView(text(getString(R.string.banchan_settings), 18f, bold = true).apply { isAccessibilityHeading = true }, linear(0, WRAP, 1f))
    }

    override fun fill() {
        scope.launch {
            val core = shell.core()
            val apps = withContext(Dispatchers.IO) { runCatching { core.recents().map { it.app } }.getOrDefault(emptyList()) }
            list.removeAllViews()
            heading(R.string.banchan_permissions)
            for (app in apps) list.addView(text(app.name, 17f).tall().tapped { sheets.show(GrantsSheet(this@SettingsActivity, app.appId, ::fill)) }, linear(MATCH, dp(52)))
            if (apps.isEmpty()) list.addView(text(getString(R.string.banchan_no_grants), 15f, R.color.banchan_faint).tall(), linear(MATCH, dp(52)))
            heading(R.string.banchan_developer)
            list.addView(text(getString(R.string.banchan_developer_words), 13f, R.color.banchan_faint), linear(MATCH, WRAP))
            list.switch(getString(R.string.banchan_developer), shell.developer) { on ->
                shell.developer(on)
                fill()
            }
            if (shell.developer) list.addView(text(getString(R.string.banchan_developer_scan), 17f, R.color.banchan_accent).tall().tapped(::scan), linear(MATCH, dp(52)))
            heading(R.string.banchan_log)
            for (used in core.uses().take(MOST)) {
                val time = DateUtils.formatDateTime(this@SettingsActivity, used.atMs, DateUtils.FORMAT_SHOW_TIME)
                val words = listOf(time, used.appName, used.what).joinToString("  ")
                list.addView(text(words, 13f, if (used.ok) R.color.banchan_text else R.color.banchan_badge), linear(MATCH, WRAP).apply { topMargin = dp(6) })
            }
        }
    }

    /** The code that `banchan dev --lan` shows. */
    private fun scan() {
        scope.launch {
            val text = resultOf(Intent(this@SettingsActivity, ScanActivity::class.java))?.getStringExtra(ScanActivity.TEXT) ?: return@launch
            val outcome = shell.adopt { told { openLan(text) } }
            if (outcome is Outcome.Problem) sheets.show(FoundSheet(this@SettingsActivity, outcome.reason))
        }
    }

    private fun android.widget.TextView.tall() = apply {
        gravity = android.view.Gravity.CENTER_VERTICAL
        importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_YES
    }
}
