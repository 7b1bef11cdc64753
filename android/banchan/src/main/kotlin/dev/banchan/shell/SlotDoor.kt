// The main process's way to one mini-program's process: bound, spoken to and killed. It must not know what a frame says.

package dev.banchan.shell

import android.app.Application
import android.content.ComponentName
import android.content.Context
import android.content.Intent
import android.content.ServiceConnection
import android.os.Binder
import android.os.IBinder
import android.os.Parcel
import android.os.Process
import dev.banchan.core.MiniHostException
import java.util.concurrent.CountDownLatch
import java.util.concurrent.Executors
import java.util.concurrent.TimeUnit
import java.util.concurrent.atomic.AtomicBoolean
import java.util.concurrent.atomic.AtomicLong
import kotlin.concurrent.thread

private const val BEGINS_MS = 10_000L
private const val STEP_MS = 5L

/** Binder carries a megabyte for all together. */
private const val MOST_PICTURE = 400_000

/** The largest bundle is 64 MB, and goes first. */
private const val MOST_QUEUED = 96L shl 20

class SlotDoor(private val app: Application, private val number: Int, private val debug: Boolean, private val picture: (ULong, UInt) -> ByteArray?) : Door {
    private val sender = Executors.newSingleThreadExecutor()

    @Volatile
    private var bound: Bound? = null

    override fun begin(folder: String, heard: (ByteArray) -> Unit, gone: () -> Unit) {
        val fresh = Bound(folder, heard, gone)
        bound = fresh
        val begun = app.bindService(Intent(app, SlotService.ALL[number]), fresh, Context.BIND_AUTO_CREATE or Context.BIND_IMPORTANT)
        if (!begun || !fresh.ready.await(BEGINS_MS, TimeUnit.MILLISECONDS)) {
            kill()
            throw MiniHostException.Failed("the phone gave no process for it")
        }
    }

    override fun send(frame: ByteArray) {
        val to = bound ?: return
        if (to.queued.addAndGet(frame.size.toLong()) > MOST_QUEUED) return to.full()
        sender.execute {
            to.send(frame)
            to.queued.addAndGet(-frame.size.toLong())
        }
    }

    override fun kill() {
        val over = bound ?: return
        bound = null
        over.end()
    }

    private inner class Bound(private val folder: String, private val heard: (ByteArray) -> Unit, private val gone: () -> Unit) : ServiceConnection {
        val ready = CountDownLatch(1)

        /** Bytes of frames that it did not take yet. */
        val queued = AtomicLong()
        private val filled = AtomicBoolean()
        private val busy = AtomicBoolean()
        private var near: IBinder? = null
        private var pid = 0

        /** What the process says. Only it was given this. */
        private val mine = object : Binder() {
            override fun onTransact(code: Int, data: Parcel, reply: Parcel?, flags: Int): Boolean {
                if (getCallingPid() != pid) return super.onTransact(code, data, reply, flags)
                when (code) {
                    // Ours sends one after the other. What sends more at once would have all threads on which this process is reached.
                    SlotService.FRAME -> if (busy.getAndSet(true)) full() else data.createByteArray()?.let(heard).also { busy.set(false) }
                    // A later question ends the one before, so one waits at most.
                    SlotService.PICTURE -> reply?.writeByteArray(picture(data.readLong().toULong(), data.readInt().toUInt())?.takeIf { it.size < MOST_PICTURE })
                    else -> return super.onTransact(code, data, reply, flags)
                }
                return true
            }
        }

        override fun onServiceConnected(name: ComponentName, service: IBinder) {
            near = service
            runCatching {
                service.linkToDeath({ gone() }, 0)
                service.carry(SlotService.BEGIN, {
                    it.writeString(folder)
                    it.writeInt(if (debug) 1 else 0)
                    it.writeStrongBinder(mine)
                }, { pid = it.readInt() })
                ready.countDown()
            }
        }

        override fun onServiceDisconnected(name: ComponentName) = gone()

        /** It takes nothing, or gives too much at once, and memory of this process is not for what it leaves. Who sends returns at once. */
        fun full() {
            if (!filled.getAndSet(true)) thread { gone() }
        }

        fun send(frame: ByteArray) { runCatching { near?.carry(SlotService.FRAME, { it.writeByteArray(frame) }) } }

        /** Its screens leave first, since the system makes a killed screen again; it has a moment for that. */
        fun end() {
            val process = near
            if (process != null) runCatching { sender.submit { process.carry(SlotService.LEAVE, {}) }.get(SlotService.LONGEST_MS, TimeUnit.MILLISECONDS) }
            app.unbindService(this)
            if (pid != 0) Process.killProcess(pid)
            val until = System.nanoTime() + TimeUnit.SECONDS.toNanos(1)
            while (process?.isBinderAlive == true && System.nanoTime() < until) Thread.sleep(STEP_MS)
        }
    }
}
