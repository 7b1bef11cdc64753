// A screen with a bar above a list, and sheets over both: what home and settings have in common. It must not know what is listed.

package dev.banchan.app

import android.os.Bundle
import android.view.View
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ScrollView
import dev.banchan.shell.*
import dev.banchan.shell.R
import dev.banchan.shell.sheets.SheetBox

abstract class ListScreen : HostActivity() {
    protected lateinit var list: LinearLayout
    protected lateinit var sheets: SheetBox

    /** What stands above the list. */
    protected abstract fun bar(): View

    /** Lists it anew. */
    protected abstract fun fill()

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        list = column { setPadding(dp(16), dp(8), dp(16), dp(24)) }
        val all = column {
            addView(bar(), linear(MATCH, WRAP))
            addView(ScrollView(context).apply { addView(list) }, linear(MATCH, 0, 1f))
        }
        val root = FrameLayout(this).apply {
            setBackgroundColor(getColor(R.color.banchan_ground))
            addView(all, frame(MATCH, MATCH))
        }
        sheets = SheetBox(root)
        setContentView(root)
        edgeToEdge(root) { top, bottom ->
            all.setPadding(0, top, 0, bottom)
            sheets.room(bottom)
        }
        darkSigns(!isDark)
    }

    override fun onResume() {
        super.onResume()
        fill()
    }

    override fun back() {
        if (!sheets.dismiss()) finish()
    }

    protected fun heading(words: Int) =
        list.addView(text(getString(words), 14f, R.color.banchan_faint, true).apply { isAccessibilityHeading = true }, linear(MATCH, WRAP).apply { topMargin = dp(16) })
}
