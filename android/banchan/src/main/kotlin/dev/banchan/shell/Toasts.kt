// Short notices over a mini-program. It must not ask anything.

package dev.banchan.shell

import android.graphics.BitmapFactory
import android.graphics.Color
import android.view.Gravity
import android.view.View
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.ProgressBar
import dev.banchan.core.MiniLoading
import dev.banchan.core.MiniToast
import dev.banchan.core.MiniToastIcon

class Toasts(private val screen: MiniActivity) {
    private var shown: View? = null
    private val end = Runnable { hide() }

    fun show(toast: MiniToast) {
        val path = toast.image
        val picture: View? = when {
            path != null -> image(path)
            toast.icon == MiniToastIcon.LOADING -> ProgressBar(screen)
            toast.icon == MiniToastIcon.SUCCESS -> screen.icon(R.drawable.banchan_done, R.string.banchan_done, R.color.banchan_on_dark)
            toast.icon == MiniToastIcon.ERROR -> screen.icon(R.drawable.banchan_wrong, R.string.banchan_failed, R.color.banchan_on_dark)
            else -> null
        }
        put(toast.title, picture, toast.mask)
        Main.handler.postDelayed(end, toast.duration.toLong())
    }

    fun show(loading: MiniLoading) = put(loading.title, ProgressBar(screen), loading.mask)

    fun hide() {
        Main.handler.removeCallbacks(end)
        shown?.let { screen.root.removeView(it) }
        shown = null
    }

    private fun image(path: String): View = ImageView(screen).apply {
        screen.mini?.session?.readFile(path)?.bytes?.let { setImageBitmap(BitmapFactory.decodeByteArray(it, 0, it.size)) }
    }

    private fun put(title: String, picture: View?, mask: Boolean) {
        hide()
        val words = screen.text(title, 15f, R.color.banchan_on_dark).apply {
            gravity = Gravity.CENTER
            maxLines = if (picture == null) 2 else 1
            maxWidth = screen.dp(240)
        }
        val box = screen.column {
            gravity = Gravity.CENTER
            background = context.rounded(0xe0333333.toInt(), 12)
            setPadding(dp(20), dp(if (picture == null) 12 else 20), dp(20), dp(if (picture == null) 12 else 20))
            minimumWidth = dp(if (picture == null) 0 else 128)
            picture?.let { addView(it, linear(dp(40), dp(40)).apply { bottomMargin = dp(10) }) }
            addView(words, linear(WRAP, WRAP))
            accessibilityLiveRegion = View.ACCESSIBILITY_LIVE_REGION_POLITE
        }
        shown = FrameLayout(screen).apply {
            setBackgroundColor(Color.TRANSPARENT)
            isClickable = mask
            addView(box, frame(WRAP, WRAP, Gravity.CENTER))
            // Below the capsule: the way out stays.
            screen.root.addView(this, screen.root.childCount - 1, frame(MATCH, MATCH))
        }
        screen.root.announceForAccessibility(title)
    }
}
