// How Android says that memory is short -> the core's words. What follows from it, the core says.

package dev.banchan.shell

import dev.banchan.core.MiniPressure

/** A level of `onTrimMemory`; null for one that asks for nothing. */
fun pressureOf(level: Int): MiniPressure? = when (level) {
    5 -> MiniPressure.MODERATE // running, moderate
    10 -> MiniPressure.LOW // running, low
    15 -> MiniPressure.CRITICAL // running, critical
    40 -> MiniPressure.MODERATE // in the background, and all that Android 14 and newer still tell
    60, 80 -> MiniPressure.CRITICAL // about to be ended
    else -> null // 20: only out of sight
}
