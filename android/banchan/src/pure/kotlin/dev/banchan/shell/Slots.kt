// Which process a mini-program gets, when each has one of its own: a fixed few, each for one mini-program at a time, and never
// two of them after one another without an end between. It must not end a process: it says which.

package dev.banchan.shell

/** A process for a mini-program. */
data class Lease(
    /** Which of the fixed processes. */
    val process: Int,
    /** The name of the folder that its WebViews keep things in: of this user and this mini-program only. */
    val folder: String,
    /** The mini-program that has to be ended there first, with the whole process. */
    val evicted: String?,
)

/** The fixed processes of one user. */
class Slots(private val user: String, private val count: Int) {
    private val users = arrayOfNulls<String>(count)
    private val order = ArrayList<String>() // the one used last is the last

    /** A process for a mini-program: the one it has, a free one, or that of the one used longest ago. */
    fun take(appId: String): Lease {
        order -= appId
        order += appId
        val has = users.indexOf(appId)
        if (has >= 0) return Lease(has, folder(appId), null)
        val free = users.indexOf(null)
        if (free >= 0) {
            users[free] = appId
            return Lease(free, folder(appId), null)
        }
        val oldest = order.removeAt(0)
        val process = users.indexOf(oldest)
        users[process] = appId
        return Lease(process, folder(appId), oldest)
    }

    /** A mini-program ended, and its process with it. */
    fun ended(appId: String) {
        order -= appId
        val process = users.indexOf(appId)
        if (process >= 0) users[process] = null
    }

    // Lengths keep "a"+"bc" from being "ab"+"c".
    private fun folder(appId: String): String = "u${user.length}-" + folderName("$user-$appId")
}

/** A name for a folder: no two texts give the same one, and none leads anywhere else. */
fun folderName(text: String): String = text.map { if (it in 'a'..'z' || it in '0'..'9') it.toString() else "_%x_".format(it.code) }.joinToString("")
