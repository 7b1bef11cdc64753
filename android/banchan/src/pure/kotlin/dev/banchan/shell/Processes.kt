// The fixed processes of mini-programs, as the core orders them: which one serves which mini-program, and that it is killed before it
// serves another one. It must not know how a process is begun, reached or killed: a door does.

package dev.banchan.shell

import dev.banchan.core.MiniInbox
import dev.banchan.core.MiniProcessHost
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

private const val GRACE_MS = 2_000L
private const val OPENS_NS = 10_000_000_000L

/** The way to one of the fixed processes. */
interface Door {
    /** Begins it anew; its WebViews keep things in [folder]. What it sends is given to [heard], in order. May wait. */
    fun begin(folder: String, heard: (ByteArray) -> Unit, gone: () -> Unit)

    /** Carries a frame to it, behind those before; returns at once. */
    fun send(frame: ByteArray)

    /** Kills it; when this returns, nothing of it runs. */
    fun kill()
}

/** [end] asks the core to end what runs in a slot. */
class Processes(private val user: String, private val doors: List<Door>, private val end: (slot: ULong) -> Unit) : MiniProcessHost {
    private class Held(val appId: String, val door: Door, val inbox: MiniInbox) {
        val over = CountDownLatch(1)
        val begun = System.nanoTime()
        var shown: Boolean? = null
        var misses = 0
    }

    /** The one begun last is the last. */
    private val held = LinkedHashMap<ULong, Held>()

    /** Which process serves what runs in a slot. */
    fun of(slot: ULong): Int? = synchronized(held) { held[slot]?.let { doors.indexOf(it.door) } }

    /** What runs in a process. */
    fun at(process: Int): ULong? = synchronized(held) { held.entries.firstOrNull { it.value.door === doors[process] }?.key }

    /** Which mini-program runs in a slot. */
    fun appOf(slot: ULong): String? = synchronized(held) { held[slot]?.appId }

    /** Looks whose screens are [seen], and tells who came and who went. One that opens has no screen yet, and a moment for it; so has
     * one that something lies over: its screen may not even be told of that. */
    fun look(seen: (process: Int) -> Boolean, tell: (slot: ULong, shown: Boolean) -> Unit) {
        for ((slot, one) in synchronized(held) { held.toList() }) {
            val now = seen(doors.indexOf(one.door))
            one.misses = if (now) 0 else one.misses + 1
            val early = one.misses == 1 || (one.shown == null && System.nanoTime() - one.begun < OPENS_NS)
            if (now == one.shown || (!now && early)) continue
            one.shown = now
            tell(slot, now)
        }
    }

    /** The process that a mini-program has, a free one, or that of the one begun longest ago. */
    private fun doorFor(appId: String): Door {
        val all = held.values.toList()
        return all.lastOrNull { it.appId == appId }?.door ?: doors.minByOrNull { door -> all.indexOfLast { it.door === door } } ?: throw IllegalStateException("no doors")
    }

    override fun beginProcess(slot: ULong, app: String, inbox: MiniInbox) {
        val new: Held
        val before: Map<ULong, Held>
        // Taken before anything is ended, so that no other one takes it meanwhile.
        synchronized(held) {
            new = Held(app, doorFor(app), inbox)
            before = held.filterValues { it.door === new.door }
            held[slot] = new
        }
        before.filterValues { it.appId != app }.forEach { (over, one) -> evict(over, one) }
        // Whatever ran there is gone, also when nobody said that it ended: the core hears of it, and ends it no more.
        synchronized(held) { before.filterKeys { held.remove(it) != null } }.values.forEach {
            it.inbox.gone()
            it.over.countDown()
        }
        synchronized(new.door) { new.door.kill() }
        try {
            new.door.begin(folderFor(user, app), inbox::feed, inbox::gone)
        } catch (error: Exception) {
            endProcess(slot)
            throw error
        }
    }

    override fun sendToProcess(slot: ULong, frame: ByteArray) {
        synchronized(held) { held[slot] }?.door?.send(frame)
    }

    override fun endProcess(slot: ULong) {
        val over = synchronized(held) { held.remove(slot) } ?: return
        // Another one may have its process by now.
        synchronized(over.door) {
            if (synchronized(held) { held.values.none { it.door === over.door } }) over.door.kill()
        }
        over.over.countDown()
    }

    /** It has a moment to store its last. */
    private fun evict(slot: ULong, one: Held) {
        end(slot)
        if (!one.over.await(GRACE_MS, TimeUnit.MILLISECONDS)) one.inbox.gone()
    }
}

/** The name of the folder that a mini-program's WebViews keep things in: of this user and it only. Lengths keep "a"+"bc" from being "ab"+"c". */
fun folderFor(user: String, appId: String): String = "u${user.length}-" + folderName("$user-$appId")

/** A name for a folder: no two texts give the same one, and none leads anywhere else. */
fun folderName(text: String): String = text.map { if (it in 'a'..'z' || it in '0'..'9') it.toString() else "_%x_".format(it.code) }.joinToString("")
