// The screen itself as a mini-program wishes it: the window of its own screen stays on, is brighter, stays out of pictures. The system
// takes all of that back when another window is seen. It must not know whose wish may hold: the core does.

package dev.banchan.shell.devices

import android.view.WindowManager.LayoutParams
import dev.banchan.core.MiniScreenHost
import dev.banchan.core.MiniScreenWish
import dev.banchan.shell.Main
import dev.banchan.shell.MiniActivity
import dev.banchan.shell.Shell

class ScreenDevice(private val shell: Shell) : MiniScreenHost {
    override fun screenWish(slot: ULong, wish: MiniScreenWish) {
        Main.handler.post {
            val mini = shell.minis.of(slot) ?: return@post
            mini.wish = wish
            mini.screen?.dress(wish)
        }
    }
}

/** Does to its window what a mini-program wishes. */
internal fun MiniActivity.dress(wish: MiniScreenWish) {
    val flags = (if (wish.keepOn) LayoutParams.FLAG_KEEP_SCREEN_ON else 0) or (if (wish.hidden) LayoutParams.FLAG_SECURE else 0)
    window.setFlags(flags, LayoutParams.FLAG_KEEP_SCREEN_ON or LayoutParams.FLAG_SECURE)
    window.attributes = window.attributes.apply {
        screenBrightness = wish.brightness?.toFloat() ?: LayoutParams.BRIGHTNESS_OVERRIDE_NONE
    }
}
