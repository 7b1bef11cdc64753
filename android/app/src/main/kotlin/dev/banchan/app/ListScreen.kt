// A screen with a bar above a list, and sheets over both: what home and settings have in common. It must not know what is listed.

package dev.banchan.app

import android.view.View
import android.widget.FrameLayout
import android.widget.LinearLayout
import android.widget.ScrollView
import dev.banchan.shell.*
import dev.banchan.shell.R
import dev.banchan.shell.sheets.SheetBox

class ListScreen(activity: HostActivity, bar: View) {
    val list: LinearLayout = activity.column { setPadding(dp(16), dp(8), dp(16), dp(24)) }
    val sheets: SheetBox

    init {
        val all = activity.column {
            addView(bar, linear(MATCH, WRAP))
            addView(ScrollView(context).apply { addView(list) }, linear(MATCH, 0, 1f))
        }
        val root = FrameLayout(activity).apply {
            setBackgroundColor(activity.getColor(R.color.banchan_ground))
            addView(all, frame(MATCH, MATCH))
        }
        sheets = SheetBox(root)
        activity.setContentView(root)
        activity.edgeToEdge(root) { top, bottom ->
            all.setPadding(0, top, 0, bottom)
            sheets.room(bottom)
        }
        activity.darkSigns(!activity.isDark)
    }
}
