// Choosing a place: looked for by its name with Android's own Geocoder, which asks whatever service the phone has. It must not ask where the
// phone is.

package dev.banchan.shell.sheets

import android.location.Address
import android.location.Geocoder
import android.text.InputType
import android.view.inputmethod.EditorInfo
import android.widget.EditText
import android.widget.LinearLayout
import dev.banchan.core.MiniPlace
import dev.banchan.core.MiniPoint
import dev.banchan.shell.*
import kotlin.concurrent.thread

private const val MOST = 10

/** A place is to be chosen; those at [near] are offered first. */
data class PlaceAsk(val near: MiniPoint?)

class PlaceSheet(private val near: MiniPoint?, override val prompt: Prompt<MiniPlace>) : Sheet {
    private var turn = 0

    override fun build(into: LinearLayout, close: () -> Unit) {
        val list = into.context.column()
        val field = EditText(into.context).apply {
            setHint(R.string.banchan_place_search)
            inputType = InputType.TYPE_CLASS_TEXT
            imeOptions = EditorInfo.IME_ACTION_SEARCH
        }
        val find = { find(list, R.string.banchan_nothing) { it.getFromLocationName(field.text.toString(), MOST) } }
        field.setOnEditorActionListener { _, _, _ -> true.also { find() } }
        into.heading(into.context.getString(R.string.banchan_place))
        into.addView(field, linear(MATCH, WRAP))
        into.addView(list, linear(MATCH, WRAP))
        val (no, yes) = into.context.getString(R.string.banchan_cancel) to into.context.getString(R.string.banchan_find)
        into.choice(no, yes, refuse = prompt::dismiss, agree = find)
        near?.let { at -> find(list, null) { it.getFromLocation(at.latitude, at.longitude, MOST) } }
    }

    /** Off the thread that draws: it asks the network. What is asked last is shown, or [nothing] said. */
    private fun find(list: LinearLayout, nothing: Int?, ask: (Geocoder) -> List<Address>?) {
        val mine = ++turn
        thread {
            // It throws where there is no network, no service, or no sense in what was written.
            val found = runCatching { ask(Geocoder(list.context)) }.getOrNull().orEmpty()
            Main.handler.post { if (mine == turn) show(list, found, nothing) }
        }
    }

    private fun show(list: LinearLayout, found: List<Address>, nothing: Int?) {
        list.removeAllViews()
        if (found.isEmpty() && nothing != null) list.words(list.context.getString(nothing))
        for (at in found) {
            val address = at.getAddressLine(0).orEmpty()
            val name = at.featureName ?: address
            list.row(name) { prompt.answer(MiniPlace(name, address, at.latitude, at.longitude, 18.0)) }
            list.words(address)
        }
    }
}
