// What a mini-program's screen keeps while the phone has ended the app's process: enough to open the same place again. It must
// not keep anything that a mini-program made but the place's own words.

package dev.banchan.shell

import dev.banchan.core.MiniTarget

/** The place that was opened. */
data class Kept(val appId: String, val name: String, val path: String?, val query: String) {
    /** As texts, for the system to keep. */
    fun pack(): ArrayList<String> = arrayListOf(VERSION, appId, name, if (path == null) "" else "/$path", query)

    /** The way back to it. */
    fun way(scene: UInt = Way.RECENT): Way.Target = Way.Target(MiniTarget(appId, path, query), scene)

    companion object {
        private const val VERSION = "1"

        /** Longest text that is kept; the system refuses much more. */
        private const val LONGEST = 4000

        /** What was kept, or null when it was not this. */
        fun unpack(texts: List<String>?): Kept? {
            if (texts == null || texts.size != 5 || texts[0] != VERSION || texts[1].isEmpty() || texts.any { it.length > LONGEST }) return null
            return Kept(texts[1], texts[2], texts[3].takeIf { it.isNotEmpty() }?.drop(1), texts[4])
        }
    }
}
