// A code that is not a mini-program: what it says, and the phone's own way to go on. It must not act before the person does.

package dev.banchan.app

import android.content.Intent
import android.net.Uri
import android.widget.LinearLayout
import dev.banchan.core.MiniCode
import dev.banchan.shell.*
import dev.banchan.shell.R
import dev.banchan.shell.devices.contactEntry
import dev.banchan.shell.sheets.Sheet

class FoundSheet(private val screen: HostActivity, private val words: String, private val code: MiniCode? = null) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        val shown = if (code is MiniCode.Closed) code.why else words
        into.addView(screen.text(shown, 16f).apply { setTextIsSelectable(true) }, linear(MATCH, WRAP).apply { bottomMargin = screen.dp(12) })
        val next = code?.let(::way)
        into.addView(screen.button(screen.getString(R.string.banchan_copy), false) {
            screen.copy(words)
            close()
        }, linear(MATCH, WRAP).apply { bottomMargin = screen.dp(12) })
        next?.let { (label, intent) ->
            into.addView(screen.button(screen.getString(label), true) {
                close()
                screen.startOther(intent)
            }, linear(MATCH, WRAP))
        }
    }

    private fun way(code: MiniCode): Pair<Int, Intent>? = when (code) {
        is MiniCode.WebPage -> R.string.banchan_browse to Intent(Intent.ACTION_VIEW, Uri.parse(code.v1))
        is MiniCode.Phone -> R.string.banchan_call to Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", code.v1, null))
        is MiniCode.Sms -> R.string.banchan_write to Intent(Intent.ACTION_SENDTO, Uri.fromParts("smsto", code.number, null)).putExtra("sms_body", code.body)
        is MiniCode.Mail -> R.string.banchan_write to Intent(Intent.ACTION_SENDTO, Uri.fromParts("mailto", code.address, null))
            .putExtra(Intent.EXTRA_SUBJECT, code.subject).putExtra(Intent.EXTRA_TEXT, code.body)
        is MiniCode.Place -> R.string.banchan_map to Intent(Intent.ACTION_VIEW, Uri.parse("geo:${code.latitude},${code.longitude}?q=${code.latitude},${code.longitude}"))
        is MiniCode.Contact -> R.string.banchan_add_contact to contactEntry(code.v1.name, code.v1.phones, code.v1.mails.firstOrNull(), code.v1.organization)
        else -> null
    }
}
