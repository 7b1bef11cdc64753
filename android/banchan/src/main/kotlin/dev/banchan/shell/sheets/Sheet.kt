// What comes up from the lower edge over a mini-program or a screen of the host: one at a time. It must not know what is asked.

package dev.banchan.shell.sheets

import android.annotation.SuppressLint
import android.graphics.Color
import android.graphics.drawable.GradientDrawable
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ScrollView
import android.widget.Switch
import dev.banchan.shell.*

/** Something to be asked or shown. */
interface Sheet {
    /** Builds it; [close] takes it away. */
    fun build(into: LinearLayout, close: () -> Unit)

    /** What it asks, if anything. */
    val prompt: Prompt<*>? get() = null

    /** It was closed without an answer. */
    fun dismissed() { prompt?.dismiss() }

    /** In the middle instead of at the lower edge. */
    val dialog: Boolean get() = false
}

/** Where sheets are shown on a screen. */
@SuppressLint("ViewConstructor")
class SheetBox(private val root: ViewGroup) {
    private var open: Sheet? = null
    private var view: View? = null
    private var foot = 0

    fun room(bottom: Int) {
        foot = bottom
        view?.setPadding(0, 0, 0, bottom)
    }

    fun show(sheet: Sheet) {
        remove()
        open = sheet
        val context = root.context
        val card = context.column {
            val corner = dp(14).toFloat()
            background = GradientDrawable().apply {
                setColor(context.getColor(R.color.banchan_card))
                cornerRadii = if (sheet.dialog) FloatArray(8) { corner } else floatArrayOf(corner, corner, corner, corner, 0f, 0f, 0f, 0f)
            }
            setPadding(dp(20), dp(20), dp(20), dp(20))
            isClickable = true
        }
        sheet.build(card) { if (open === sheet) remove() }
        val scroll = ScrollView(context).apply { addView(card) }
        val shade = FrameLayout(context).apply {
            setBackgroundColor(0x80000000.toInt())
            setPadding(0, 0, 0, foot)
            isClickable = true
            setOnClickListener { dismiss() }
            importantForAccessibility = View.IMPORTANT_FOR_ACCESSIBILITY_YES
            contentDescription = context.getString(R.string.banchan_close)
            val width = if (sheet.dialog) minOf(dp(320), (root.width * 0.86f).toInt().takeIf { it > 0 } ?: dp(320)) else MATCH
            addView(scroll, frame(width, WRAP, if (sheet.dialog) Gravity.CENTER else Gravity.BOTTOM))
        }
        view = shade
        root.addView(shade, frame(MATCH, MATCH))
        shade.alpha = 0f
        shade.animate().alpha(1f).setDuration(150).start()
        card.accessibilityPaneTitle = context.getString(R.string.banchan_question)
    }

    /** Closed without an answer; false when nothing was open. */
    fun dismiss(): Boolean {
        val sheet = open ?: return false
        remove()
        sheet.dismissed()
        return true
    }

    fun remove() {
        view?.let { root.removeView(it) }
        view = null
        open = null
    }
}

internal fun LinearLayout.heading(words: String) = addView(
    context.text(words, 18f, bold = true).apply {
        isAccessibilityHeading = true
        textAlignment = View.TEXT_ALIGNMENT_CENTER
    },
    linear(MATCH, WRAP).apply { bottomMargin = dp(12) },
)

internal fun LinearLayout.words(words: String, color: Int = R.color.banchan_faint) {
    if (words.isNotEmpty()) addView(context.text(words, 15f, color), linear(MATCH, WRAP).apply { bottomMargin = dp(12) })
}

/** Two buttons beside one another, the one that says yes at the end. */
internal fun LinearLayout.choice(no: String?, yes: String, noColor: Int? = null, refuse: () -> Unit, agree: () -> Unit) {
    addView(context.line {
        no?.let { addView(context.button(it, false, noColor, refuse), linear(0, WRAP, 1f).apply { marginEnd = dp(12) }) }
        addView(context.button(yes, true, act = agree), linear(0, WRAP, 1f))
    }, linear(MATCH, WRAP).apply { topMargin = dp(8) })
}

/** A line that is on or off. */
fun LinearLayout.switch(words: String, on: Boolean, changed: (Boolean) -> Unit = {}) = addView(
    Switch(context).apply {
        text = words
        textSize = 16f
        minHeight = dp(48)
        isChecked = on
        setOnCheckedChangeListener { _, now -> changed(now) }
    },
    linear(MATCH, WRAP),
)

/** A line that can be tapped. */
internal fun LinearLayout.row(words: String, color: Int? = null, act: () -> Unit) = addView(
    context.text(words, 17f, plain = context.plainButton()).apply {
        gravity = Gravity.CENTER
        color?.let { setTextColor(it) }
        setBackgroundColor(Color.TRANSPARENT)
        tapped(act)
    },
    linear(MATCH, dp(52)),
)
