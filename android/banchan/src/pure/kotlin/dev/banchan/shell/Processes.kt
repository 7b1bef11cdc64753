// The fixed processes of mini-programs, as the core orders them: which one serves which mini-program, and that it is killed before it
// serves another one. It must not know how a process is begun, reached or killed: a door does.

package dev.banchan.shell

import dev.banchan.core.MiniInbox
import dev.banchan.core.MiniProcessHost
import java.util.concurrent.CountDownLatch
import java.util.concurrent.TimeUnit

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
class Processes(user: String, private val doors: List<Door>, private val end: (slot: ULong) -> Unit) : MiniProcessHost {
    private class Held(val appId: String, val door: Door, val inbox: MiniInbox) {
        val over = CountDownLatch(1)
        val begun = System.nanoTime()
        var shown: Boolean? = null
        var misses = 0
    }

    private val slots = Slots(user, doors.size)
    private val held = HashMap<ULong, Held>()

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

    override fun beginProcess(slot: ULong, app: String, inbox: MiniInbox) {
        val lease = synchronized(held) { slots.take(app) }
        lease.evicted?.let(::evict)
        val door = doors[lease.process]
        // Whatever ran there is gone, also when nobody said that it ended: the core hears of it, and ends it no more.
        take(door).forEach {
            it.inbox.gone()
            it.over.countDown()
        }
        synchronized(door) {
            synchronized(held) { held[slot] = Held(app, door, inbox) }
            door.kill()
        }
        try {
            door.begin(lease.folder, inbox::feed, inbox::gone)
        } catch (error: Exception) {
            endProcess(slot)
            throw error
        }
    }

    /** What is held at a door, held no longer. */
    private fun take(door: Door): List<Held> = synchronized(held) {
        val there = held.filterValues { it.door === door }
        held -= there.keys
        there.values.toList()
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
        synchronized(held) { if (held.values.none { it.appId == over.appId }) slots.ended(over.appId) }
        over.over.countDown()
    }

    /** It has a moment to store its last. */
    private fun evict(appId: String) {
        val (slot, one) = synchronized(held) { held.entries.firstOrNull { it.value.appId == appId }?.toPair() } ?: return
        end(slot)
        if (!one.over.await(GRACE_MS, TimeUnit.MILLISECONDS)) one.inbox.gone()
    }

    private companion object {
        const val GRACE_MS = 2_000L
        const val OPENS_NS = 10_000_000_000L
    }
}
