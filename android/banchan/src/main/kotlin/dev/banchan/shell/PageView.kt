// One page: its bar, its WebView, and a cover until something is drawn. It must not know of other pages but to slide over one.

package dev.banchan.shell

import android.annotation.SuppressLint
import android.view.View
import android.view.animation.DecelerateInterpolator
import android.widget.FrameLayout
import dev.banchan.core.MiniNavigationBar
import dev.banchan.core.MiniTransition

private const val SLIDE_MS = 250L

@SuppressLint("ViewConstructor")
class PageView(private val screen: MiniActivity, val state: PageState, back: () -> Unit, home: () -> Unit) : FrameLayout(screen) {
    var web: PageWeb? = null
        private set
    private val bar = NavBar(screen, back, home)
    private val box = FrameLayout(screen)
    private val cover = View(screen)
    private var top = 0

    init {
        setBackgroundColor(colorOf(state.new.backgroundColor, context.getColor(R.color.banchan_ground)))
        cover.background = background
        addView(box, frame(MATCH, MATCH))
        addView(bar, frame(MATCH, WRAP))
        bar.show(state.bar)
    }

    /** Loads its document into a fresh WebView: the first time, and when it was lost. */
    fun load() {
        freeWeb()
        val fresh = PageWeb(screen, state.new) { cover.visibility = View.GONE }
        cover.visibility = View.VISIBLE
        box.addView(fresh.view, frame(MATCH, MATCH))
        box.addView(cover, frame(MATCH, MATCH))
        web = fresh
        place()
        fresh.load()
    }

    fun freeWeb() {
        web?.end()
        web = null
        box.removeAllViews()
    }

    /** How high the clock is. */
    fun showTop(height: Int) {
        top = height
        bar.room(height)
        place()
    }

    fun showBar(new: MiniNavigationBar) {
        bar.show(new)
        place()
    }

    fun showFull(on: Boolean) {
        bar.visibility = if (on) View.GONE else View.VISIBLE
        place()
    }

    private fun place() {
        val under = state.bar.custom || state.fullScreen
        box.setPadding(0, if (under) 0 else top + dp(drawn.bar), 0, 0)
    }

    /** Comes into sight, over or from under the page that was seen. */
    fun show(transition: MiniTransition, before: PageView?) {
        visibility = View.VISIBLE
        val away = width.toFloat() * if (layoutDirection == View.LAYOUT_DIRECTION_RTL) -1 else 1
        val still = transition == MiniTransition.NONE || before == null || width == 0
        when {
            still -> {
                bringToFront()
                before?.visibility = View.INVISIBLE
            }
            transition == MiniTransition.PUSH -> {
                bringToFront()
                translationX = away
                slide(this, 0f) { before.visibility = View.INVISIBLE }
            }
            else -> {
                before.bringToFront()
                slide(before, away) { before.visibility = View.INVISIBLE }
            }
        }
        web?.view?.requestFocus()
    }

    private fun slide(view: View, to: Float, then: () -> Unit) {
        view.animate().translationX(to).setDuration(SLIDE_MS).setInterpolator(DecelerateInterpolator()).withEndAction(then).start()
    }

    /** Gone for good; one that is sliding out is seen until it is out. */
    fun end() {
        val parent = parent as? FrameLayout
        val gone = {
            freeWeb()
            parent?.removeView(this)
        }
        if (isAttachedToWindow && visibility == View.VISIBLE && !screen.isDestroyed) postDelayed({ gone() }, SLIDE_MS) else gone()
    }
}
