// The questions of the core and how each looks. It must not decide an answer, nor remember one.

package dev.banchan.shell.sheets

import android.text.InputType
import android.view.ViewGroup
import android.widget.EditText
import android.widget.LinearLayout
import dev.banchan.core.*
import dev.banchan.shell.*

class Sheets(root: ViewGroup, private val quiet: () -> Unit) {
    private val box = SheetBox(root)

    fun room(bottom: Int) = box.room(bottom)

    /** A sheet of the shell's own. */
    fun open(sheet: Sheet) = box.show(sheet)

    /** Closes what is open; false when there is nothing. */
    fun back(): Boolean = box.dismiss()

    /** The question to be on screen now, or none. */
    fun show(top: Prompt<*>?) {
        box.remove()
        quiet()
        top?.let { sheetOf(it) }?.let { box.show(it) }
    }

    @Suppress("UNCHECKED_CAST") // each content is asked with the type of its answer, by the hosts
    private fun sheetOf(prompt: Prompt<*>): Sheet? = when (val content = prompt.content) {
        is MiniModal -> ModalSheet(content, prompt as Prompt<MiniModalAnswer>)
        is MiniActionSheet -> ChoicesSheet(content, prompt as Prompt<ULong>)
        is MiniConsentAsk -> ConsentSheet(content, prompt as Prompt<MiniAnswer>)
        is MiniSettingsPage -> SettingsSheet(content, prompt as Prompt<List<MiniGrantSetting>>)
        is MiniSubscribeAsk -> SubscribeSheet(content, prompt as Prompt<MiniSubscribeAnswer>)
        is PlaceAsk -> PlaceSheet(content.near, prompt as Prompt<MiniPlace>)
        is Asked -> AskedSheet(content, prompt as Prompt<String>)
        else -> {
            prompt.fail("this shell has no screen for it")
            null
        }
    }
}

/** A question that hosts put together themselves; answered with what was written, or empty. */
data class Asked(val title: String, val words: String, val yes: String, val field: String? = null, val number: Boolean = false)

private class AskedSheet(private val asked: Asked, override val prompt: Prompt<String>) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        into.heading(asked.title)
        into.words(asked.words, R.color.banchan_text)
        val field = asked.field?.let { start ->
            EditText(into.context).apply {
                setText(start)
                inputType = if (asked.number) InputType.TYPE_CLASS_PHONE else InputType.TYPE_CLASS_TEXT
                into.addView(this, linear(MATCH, WRAP))
            }
        }
        into.choice(into.context.getString(R.string.banchan_cancel), asked.yes, refuse = prompt::dismiss) { prompt.answer(field?.text?.toString().orEmpty()) }
    }
}

private class ModalSheet(private val modal: MiniModal, override val prompt: Prompt<MiniModalAnswer>) : Sheet {
    override val dialog get() = true

    override fun build(into: LinearLayout, close: () -> Unit) {
        val context = into.context
        if (modal.title.isNotEmpty()) into.heading(modal.title)
        var field: EditText? = null
        if (modal.editable) {
            field = EditText(context).apply {
                setText(modal.content)
                hint = modal.placeholderText
            }
            into.addView(field, linear(MATCH, WRAP))
        } else {
            into.words(modal.content)
        }
        val no = modal.cancelText.ifEmpty { context.getString(R.string.banchan_cancel) }.takeIf { modal.showCancel }
        val yes = modal.confirmText.ifEmpty { context.getString(R.string.banchan_ok) }
        val color = modal.cancelColor.takeIf { it.isNotEmpty() }?.let { colorOf(it, 0) }
        into.choice(no, yes, color, refuse = ::dismissed) { prompt.answer(MiniModalAnswer(true, field?.text?.toString())) }
    }

    override fun dismissed() = prompt.answer(MiniModalAnswer(false, null))
}

private class ChoicesSheet(private val sheet: MiniActionSheet, override val prompt: Prompt<ULong>) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        into.words(sheet.alertText)
        val color = sheet.itemColor.takeIf { it.isNotEmpty() }?.let { colorOf(it, into.context.getColor(R.color.banchan_text)) }
        sheet.itemList.forEachIndexed { index, item -> into.row(item, color) { prompt.answer(index.toULong()) } }
        into.row(into.context.getString(R.string.banchan_cancel), into.context.getColor(R.color.banchan_faint)) { prompt.dismiss() }
    }
}

private fun LinearLayout.allow(no: () -> Unit, yes: () -> Unit) =
    choice(context.getString(R.string.banchan_deny), context.getString(R.string.banchan_allow), refuse = no, agree = yes)

private class ConsentSheet(private val ask: MiniConsentAsk, override val prompt: Prompt<MiniAnswer>) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        val context = into.context
        into.heading(context.getString(R.string.banchan_consent, ask.appName, context.scopeName(ask.scope, ask.title)))
        into.words(ask.reason, R.color.banchan_text)
        into.words(context.getString(R.string.banchan_consent_later))
        into.allow({ prompt.answer(MiniAnswer.DENY) }) { prompt.answer(MiniAnswer.ALLOW) }
    }

    override fun dismissed() = prompt.answer(MiniAnswer.DISMISSED)
}

private class SettingsSheet(private val page: MiniSettingsPage, override val prompt: Prompt<List<MiniGrantSetting>>) : Sheet {
    private var grants = page.grants

    override fun build(into: LinearLayout, close: () -> Unit) {
        into.heading(page.appName)
        if (grants.isEmpty()) into.words(into.context.getString(R.string.banchan_no_grants))
        grants.forEachIndexed { index, grant ->
            into.switch(into.context.scopeName(grant.scope, grant.title), grant.allowed) { on ->
                grants = grants.mapIndexed { at, old -> if (at == index) old.copy(allowed = on) else old }
            }
        }
        into.choice(null, into.context.getString(R.string.banchan_ok), refuse = {}) { prompt.answer(grants) }
    }

    override fun dismissed() = prompt.answer(grants)
}

private class SubscribeSheet(private val ask: MiniSubscribeAsk, override val prompt: Prompt<MiniSubscribeAnswer>) : Sheet {
    override fun build(into: LinearLayout, close: () -> Unit) {
        into.heading(into.context.getString(R.string.banchan_messages, ask.appName))
        val wanted = ask.templates.toMutableSet()
        for (template in ask.templates) into.switch(template, true) { on -> if (on) wanted += template else wanted -= template }
        into.allow({ prompt.answer(MiniSubscribeAnswer(emptyList(), false)) }) { prompt.answer(MiniSubscribeAnswer(ask.templates.filter { it in wanted }, false)) }
    }
}
