// The window, in pixels -> CSS pixels; what follows from it the core says. It must not ask the system: the screen gives the numbers.

package dev.banchan.shell

import dev.banchan.core.MiniWindow

/** The window, in pixels. */
data class Window(val width: Int, val height: Int, val top: Int, val bottom: Int, val density: Float) {
    /** As the core takes it. */
    fun told(): MiniWindow {
        val scale = density.toDouble().coerceAtLeast(0.5)
        return MiniWindow(width / scale, height / scale, top / scale, bottom / scale, scale)
    }
}
