// A mini-program's own process, as the main one reaches it: carries frames over Binder, both ways, unread. It must not begin by itself.

package dev.banchan.shell

import android.app.Service
import android.content.Intent
import android.os.Binder
import android.os.IBinder
import android.os.Parcel
import android.os.Process
import dev.banchan.core.MiniWireHost
import java.util.concurrent.Callable
import java.util.concurrent.Executors
import java.util.concurrent.FutureTask
import kotlinx.coroutines.runBlocking

/** One frame to another process. It waits until the frame is taken, so that no more is under way than Binder carries. */
internal fun IBinder.carry(what: Int, write: (Parcel) -> Unit, read: (Parcel) -> Unit = {}) {
    val (data, reply) = Parcel.obtain() to Parcel.obtain()
    try {
        write(data)
        transact(what, data, reply, 0)
        read(reply)
    } finally {
        data.recycle()
        reply.recycle()
    }
}

abstract class SlotService(private val number: Int) : Service() {
    private val frames = Executors.newSingleThreadExecutor()

    override fun onBind(intent: Intent): IBinder = Near()

    /** The end in this process: only the main process has it, since no other app may bind. */
    private inner class Near : Binder() {
        override fun onTransact(code: Int, data: Parcel, reply: Parcel?, flags: Int): Boolean {
            when (code) {
                BEGIN -> {
                    val (folder, debug, far) = Triple(data.readString().orEmpty(), data.readInt() != 0, data.readStrongBinder())
                    Main.handler.post {
                        // A process serves one mini-program: one in which something ran already is no good for another.
                        if (Shell.isHere) Process.killProcess(Process.myPid()) else Shell.startOwn(application, debug, Far(far).let { Own(number, folder, it, it::picture) })
                    }
                    // Frames wait for the core, which needs its process's main thread first.
                    frames.execute { onMain {} }
                    reply?.writeInt(Process.myPid())
                }
                FRAME -> data.createByteArray()?.let { frame -> frames.execute { runBlocking { Shell.here.core() }.feed(frame) } }
                // The screens are gone when this returns; who asks does not wait for ever.
                LEAVE -> onMain {}
                else -> return super.onTransact(code, data, reply, flags)
            }
            return true
        }
    }

    private fun onMain(act: () -> Unit) = FutureTask(Callable { act() }).also { Main.handler.post(it) }.get()

    /** The way to the main process. Without it there is nothing that this one could do. */
    private class Far(private val binder: IBinder) : MiniWireHost {
        private val sender = Executors.newSingleThreadExecutor()

        init { binder.linkToDeath({ Process.killProcess(Process.myPid()) }, 0) }

        /** What the camera in an element of a page sees next: the main process has the camera. */
        fun picture(page: ULong, node: UInt): ByteArray? {
            var seen: ByteArray? = null
            runCatching { binder.carry(PICTURE, { it.writeLong(page.toLong()); it.writeInt(node.toInt()) }, { seen = it.createByteArray() }) }
            return seen
        }

        override fun sendFrame(frame: ByteArray) = sender.execute { runCatching { binder.carry(FRAME, { it.writeByteArray(frame) }) } }
    }

    companion object {
        /** How many processes the manifest has. */
        const val COUNT = 4

        internal const val BEGIN = 1
        internal const val FRAME = 2
        internal const val LEAVE = 3
        internal const val PICTURE = 4
        internal const val LONGEST_MS = 1_000L

        internal val ALL = listOf(Slot0::class.java, Slot1::class.java, Slot2::class.java, Slot3::class.java)
    }
}

class Slot0 : SlotService(0)
class Slot1 : SlotService(1)
class Slot2 : SlotService(2)
class Slot3 : SlotService(3)

/** The screen of a mini-program in its own process. */
abstract class SlotScreen : MiniActivity() {
    companion object {
        internal val ALL: List<Class<out MiniActivity>> =
            listOf(SlotScreen0::class.java, SlotScreen1::class.java, SlotScreen2::class.java, SlotScreen3::class.java)
    }
}

class SlotScreen0 : SlotScreen()
class SlotScreen1 : SlotScreen()
class SlotScreen2 : SlotScreen()
class SlotScreen3 : SlotScreen()
