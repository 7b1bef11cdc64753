// The bar above a page, the capsule over it, and the bar below: drawn as the core told. They must not lead anywhere themselves.

package dev.banchan.shell

import android.annotation.SuppressLint
import android.content.Context
import android.content.res.ColorStateList
import android.graphics.BitmapFactory
import android.graphics.Color
import android.graphics.drawable.GradientDrawable
import android.view.Gravity
import android.view.View
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.ProgressBar
import dev.banchan.core.MiniNavigationBar
import dev.banchan.core.MiniTabBar
import dev.banchan.core.MiniTabItem

@SuppressLint("ViewConstructor")
class NavBar(context: Context, back: () -> Unit, home: () -> Unit) : LinearLayout(context) {
    private val backButton = context.icon(R.drawable.banchan_back, R.string.banchan_back).tapped(back)
    private val homeButton = context.icon(R.drawable.banchan_home, R.string.banchan_home).tapped(home)
    private val wheel = ProgressBar(context)
    private val title = context.text("", 17f, bold = true).oneLine()

    init {
        room(0)
        addView(backButton, linear(dp(44), dp(drawn.bar)))
        addView(homeButton, linear(dp(44), dp(drawn.bar)))
        addView(wheel, linear(dp(20), dp(20)).apply { gravity = Gravity.CENTER_VERTICAL; marginStart = dp(12) })
        addView(title, linear(0, dp(drawn.bar), 1f).apply { marginStart = dp(12) })
        title.gravity = Gravity.CENTER_VERTICAL
        title.isAccessibilityHeading = true
    }

    /** Below the clock, and clear of the capsule, which is at the right in every language. */
    fun room(top: Int) = setPadding(0, top, dp(drawn.capsuleWidth + drawn.capsuleRight * 2), 0)

    fun show(bar: MiniNavigationBar) {
        val front = colorOf(bar.frontColor, context.getColor(R.color.banchan_text))
        title.text = bar.title
        title.setTextColor(front)
        setBackgroundColor(if (bar.custom) Color.TRANSPARENT else colorOf(bar.backgroundColor, context.getColor(R.color.banchan_ground)))
        for ((view, on) in listOf(backButton to bar.backButton, homeButton to bar.homeButton)) {
            view.visibility = if (on && !bar.custom) View.VISIBLE else View.GONE
            view.imageTintList = ColorStateList.valueOf(front)
        }
        title.visibility = if (bar.custom) View.INVISIBLE else View.VISIBLE
        wheel.visibility = if (bar.loading && !bar.custom) View.VISIBLE else View.GONE
        // Fingers go through to a page that draws its own bar.
        isClickable = !bar.custom
    }
}

/** More, and away: what no mini-program can cover. */
@SuppressLint("ViewConstructor")
class Capsule(context: Context, more: () -> Unit, leave: () -> Unit) : LinearLayout(context) {
    private val moreButton = context.icon(R.drawable.banchan_more, R.string.banchan_more).tapped(more)
    private val leaveButton = context.icon(R.drawable.banchan_leave, R.string.banchan_close).tapped(leave)
    private val between = View(context)

    init {
        gravity = Gravity.CENTER_VERTICAL
        addView(moreButton, linear(0, MATCH, 1f))
        addView(between, linear(dp(1), dp(18)))
        addView(leaveButton, linear(0, MATCH, 1f))
        tone(!context.isDark)
        elevation = dp(1).toFloat()
        clipToOutline = true
    }

    fun tone(dark: Boolean) {
        val front = if (dark) Color.BLACK else Color.WHITE
        background = GradientDrawable().apply {
            cornerRadius = dp(16).toFloat()
            setColor(if (dark) 0x99ffffff.toInt() else 0x33000000)
            setStroke(dp(1), if (dark) 0x1f000000 else 0x3fffffff)
        }
        moreButton.imageTintList = ColorStateList.valueOf(front)
        leaveButton.imageTintList = ColorStateList.valueOf(front)
        between.setBackgroundColor(if (dark) 0x33000000 else 0x4dffffff)
    }
}

@SuppressLint("ViewConstructor")
class TabBarView(context: Context, private val choose: (path: String) -> Unit) : LinearLayout(context) {
    init { visibility = View.GONE }

    fun show(bar: MiniTabBar, read: (path: String) -> ByteArray?) {
        visibility = if (bar.visible && bar.items.isNotEmpty()) View.VISIBLE else View.GONE
        setBackgroundColor(colorOf(bar.backgroundColor, context.getColor(R.color.banchan_ground)))
        removeAllViews()
        bar.items.forEachIndexed { index, item ->
            addView(entry(bar, item, index.toULong() == bar.selected, index, read), linear(0, dp(56), 1f))
        }
    }

    private fun entry(bar: MiniTabBar, item: MiniTabItem, chosen: Boolean, index: Int, read: (String) -> ByteArray?): View {
        val color = colorOf(if (chosen) bar.selectedColor else bar.color, context.getColor(if (chosen) R.color.banchan_accent else R.color.banchan_faint))
        val picture = ImageView(context)
        val path = if (chosen) item.selectedIconPath.ifEmpty { item.iconPath } else item.iconPath
        if (path.isEmpty()) picture.visibility = View.GONE
        else read(path)?.let { bytes -> picture.setImageBitmap(BitmapFactory.decodeByteArray(bytes, 0, bytes.size)) }
        val words = context.text(item.text, if (path.isEmpty()) 16f else 11f).oneLine().apply {
            setTextColor(color)
            gravity = Gravity.CENTER
        }
        val badge = context.text(if (item.redDot) "" else item.badge, 10f, R.color.banchan_on_accent).apply {
            background = context.rounded(context.getColor(R.color.banchan_badge), 8)
            gravity = Gravity.CENTER
            minWidth = dp(16)
            visibility = if (item.redDot || item.badge.isNotEmpty()) View.VISIBLE else View.GONE
        }
        return FrameLayout(context).apply {
            addView(context.column {
                gravity = Gravity.CENTER
                addView(picture, linear(dp(26), dp(26)))
                addView(words, linear(WRAP, WRAP))
            }, frame(MATCH, MATCH))
            val side = if (item.redDot) dp(8) else WRAP
            addView(badge, frame(side, side, Gravity.TOP or Gravity.CENTER_HORIZONTAL).apply { topMargin = dp(4); marginStart = dp(20) })
            contentDescription = context.getString(R.string.banchan_tab, item.text, index + 1, bar.items.size) + " " + item.badge
            isSelected = chosen
            tapped { choose(item.pagePath) }
        }
    }
}
