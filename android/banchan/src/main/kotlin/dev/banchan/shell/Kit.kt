// Small words for building views. It must not know what they are for.

package dev.banchan.shell

import android.app.Activity
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Context
import android.content.res.ColorStateList
import android.content.res.Configuration
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.Color
import android.graphics.Typeface
import android.graphics.drawable.Drawable
import android.graphics.drawable.GradientDrawable
import android.graphics.drawable.RippleDrawable
import android.os.Handler
import android.os.Looper
import android.text.TextUtils
import android.view.Gravity
import android.view.View
import android.view.ViewGroup
import android.widget.Button
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.LinearLayout
import android.widget.TextView
import kotlin.coroutines.CoroutineContext
import kotlinx.coroutines.CoroutineDispatcher
import dev.banchan.core.MiniSizes
import dev.banchan.core.sizes
import java.io.ByteArrayOutputStream
import java.io.InputStream

const val MATCH = ViewGroup.LayoutParams.MATCH_PARENT
const val WRAP = ViewGroup.LayoutParams.WRAP_CONTENT

/** The thread that draws. */
object Main : CoroutineDispatcher() {
    val handler = Handler(Looper.getMainLooper())

    override fun dispatch(context: CoroutineContext, block: Runnable) { handler.post(block) }
}

/** Points -> pixels; the core's sizes of bars and capsule, too. */
fun Context.dp(size: Number): Int = (size.toDouble() * resources.displayMetrics.density + 0.5).toInt()

fun View.dp(size: Number): Int = context.dp(size)

/** How bars and capsule are drawn; the core tells pages the same. */
val drawn: MiniSizes by lazy { sizes() }

val Context.isDark: Boolean
    get() = resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES

/** `#rrggbb` as the core sends it, or [other]. */
fun colorOf(text: String, other: Int): Int = if (text.isEmpty()) other else runCatching { Color.parseColor(text) }.getOrDefault(other)

fun Context.text(words: CharSequence, size: Float = 16f, color: Int = R.color.banchan_text, bold: Boolean = false, plain: TextView = TextView(this)): TextView =
    plain.apply {
        text = words
        textSize = size
        setTextColor(getColor(color))
        if (bold) typeface = Typeface.create("sans-serif-medium", Typeface.NORMAL)
    }

fun TextView.oneLine(): TextView = apply {
    maxLines = 1
    ellipsize = TextUtils.TruncateAt.END
}

fun Context.column(act: LinearLayout.() -> Unit = {}): LinearLayout = LinearLayout(this).apply {
    orientation = LinearLayout.VERTICAL
    act()
}

fun Context.line(act: LinearLayout.() -> Unit = {}): LinearLayout = LinearLayout(this).apply {
    orientation = LinearLayout.HORIZONTAL
    gravity = Gravity.CENTER_VERTICAL
    act()
}

fun linear(width: Int, height: Int, weight: Float = 0f) = LinearLayout.LayoutParams(width, height, weight)

fun frame(width: Int, height: Int, gravity: Int = Gravity.TOP or Gravity.START) = FrameLayout.LayoutParams(width, height, gravity)

fun Context.icon(drawable: Int, words: Int, color: Int = R.color.banchan_text): ImageView = ImageView(this).apply {
    setImageResource(drawable)
    imageTintList = ColorStateList.valueOf(getColor(color))
    contentDescription = context.getString(words)
    scaleType = ImageView.ScaleType.CENTER
}

/** What can be tapped: with a ripple, and large enough for a finger. */
fun <T : View> T.tapped(act: () -> Unit): T = apply {
    isClickable = true
    isFocusable = true
    minimumHeight = dp(44)
    minimumWidth = dp(44)
    val ripple = ColorStateList.valueOf(context.getColor(R.color.banchan_pressed))
    background = RippleDrawable(ripple, background, if (background == null) GradientDrawable().apply { setColor(Color.WHITE) } else null)
    setOnClickListener { act() }
}

fun Context.rounded(color: Int, radius: Int): Drawable = GradientDrawable().apply {
    setColor(color)
    cornerRadius = dp(radius).toFloat()
}

/** Told to TalkBack as a button, and otherwise text. */
fun Context.plainButton(): TextView = Button(this, null, 0)

/** A wide button; a [main] one is filled. */
fun Context.button(words: CharSequence, main: Boolean, color: Int? = null, act: () -> Unit): TextView =
    text(words, 17f, if (main) R.color.banchan_on_accent else R.color.banchan_text, true, plainButton()).apply {
        gravity = Gravity.CENTER
        background = rounded(getColor(if (main) R.color.banchan_accent else R.color.banchan_field), 8)
        color?.let { setTextColor(it) }
        setPadding(dp(16), dp(10), dp(16), dp(10))
        tapped(act)
    }

/** Puts words where they can be pasted. */
fun Context.copy(words: String) = (getSystemService(Context.CLIPBOARD_SERVICE) as ClipboardManager).setPrimaryClip(ClipData.newPlainText("", words))

/** A picture no larger in memory than it has to be for so many pixels; null for what is none. */
fun pictureOf(bytes: ByteArray, side: Int): Bitmap? {
    val options = BitmapFactory.Options().apply { inJustDecodeBounds = true }
    BitmapFactory.decodeByteArray(bytes, 0, bytes.size, options)
    options.inSampleSize = (minOf(options.outWidth, options.outHeight) / side).coerceAtLeast(1)
    options.inJustDecodeBounds = false
    return BitmapFactory.decodeByteArray(bytes, 0, bytes.size, options)
}

/** All that comes; null when that is more than [most] bytes. */
fun InputStream.upTo(most: Int): ByteArray? {
    val out = ByteArrayOutputStream()
    val part = ByteArray(65_536)
    while (out.size() <= most) out.write(part, 0, read(part).takeIf { it >= 0 } ?: return out.toByteArray())
    return null
}

/** Under the bars of the system, with room for them told to [room]; keyboards count as the bar below. */
fun Activity.edgeToEdge(root: View, room: (top: Int, bottom: Int) -> Unit) {
    window.statusBarColor = Color.TRANSPARENT
    window.navigationBarColor = Color.TRANSPARENT
    root.systemUiVisibility = View.SYSTEM_UI_FLAG_LAYOUT_STABLE or View.SYSTEM_UI_FLAG_LAYOUT_FULLSCREEN or View.SYSTEM_UI_FLAG_LAYOUT_HIDE_NAVIGATION
    root.setOnApplyWindowInsetsListener { view, insets ->
        view.setPadding(insets.systemWindowInsetLeft, 0, insets.systemWindowInsetRight, 0)
        room(insets.systemWindowInsetTop, insets.systemWindowInsetBottom)
        insets
    }
}

/** Whether the clock above is drawn dark or light. */
fun Activity.darkSigns(dark: Boolean) {
    val view = window.decorView
    val flags = View.SYSTEM_UI_FLAG_LIGHT_STATUS_BAR or View.SYSTEM_UI_FLAG_LIGHT_NAVIGATION_BAR
    view.systemUiVisibility = if (dark) view.systemUiVisibility or flags else view.systemUiVisibility and flags.inv()
}
