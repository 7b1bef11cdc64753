// What is seen until a mini-program has a page: its name and icon, then why it did not open. It must not open anything itself.

package dev.banchan.shell

import android.annotation.SuppressLint
import android.graphics.Bitmap
import android.view.Gravity
import android.view.View
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.ProgressBar

@SuppressLint("ViewConstructor")
class LaunchView(screen: MiniActivity) : FrameLayout(screen) {
    private val picture = ImageView(screen)
    private val name = screen.text("", 18f, bold = true)
    private val wheel = ProgressBar(screen)
    private val why = screen.text("", 15f, R.color.banchan_faint)
    private val doors = screen.column()

    init {
        setBackgroundColor(context.getColor(R.color.banchan_ground))
        isClickable = true
        visibility = View.GONE
        why.textAlignment = View.TEXT_ALIGNMENT_CENTER
        addView(screen.column {
            gravity = Gravity.CENTER_HORIZONTAL
            setPadding(dp(32), dp(32), dp(32), dp(32))
            addView(picture, linear(dp(64), dp(64)))
            addView(name, linear(WRAP, WRAP).apply { topMargin = dp(12) })
            addView(wheel, linear(dp(28), dp(28)).apply { topMargin = dp(24) })
            addView(why, linear(MATCH, WRAP).apply { topMargin = dp(16) })
            addView(doors, linear(MATCH, WRAP).apply { topMargin = dp(24) })
        }, frame(MATCH, WRAP, Gravity.CENTER))
    }

    fun show(kept: Kept, icon: Bitmap? = null) {
        name.text = kept.name.ifEmpty { kept.appId }
        icon?.let { picture.setImageBitmap(it) }
        wheel.visibility = View.VISIBLE
        why.text = ""
        doors.removeAllViews()
    }

    fun problem(problem: Outcome.Problem, again: () -> Unit, close: () -> Unit) {
        wheel.visibility = View.GONE
        val heading = context.getString(
            when (problem.kind) {
                Outcome.Kind.CODE -> R.string.banchan_bad_code
                Outcome.Kind.UNKNOWN -> R.string.banchan_unknown
                Outcome.Kind.REFUSED -> R.string.banchan_refused
                Outcome.Kind.FAILED -> R.string.banchan_not_opened
                Outcome.Kind.SLOW -> R.string.banchan_slow
            },
        )
        name.text = heading
        why.text = problem.reason
        doors.removeAllViews()
        if (problem.again) doors.addView(context.button(context.getString(R.string.banchan_again), true, act = again), linear(MATCH, WRAP).apply { bottomMargin = dp(12) })
        doors.addView(context.button(context.getString(R.string.banchan_close), !problem.again, act = close), linear(MATCH, WRAP))
        announceForAccessibility("$heading. ${problem.reason}")
    }
}
