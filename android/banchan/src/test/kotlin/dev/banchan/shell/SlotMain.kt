// A mini-program's own process, as a JVM with pipes to the one that runs the tests. It must not know what is tested.

package dev.banchan.shell

import dev.banchan.core.*
import java.io.DataInputStream
import java.io.DataOutputStream
import java.io.EOFException
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.lang.management.ManagementFactory
import java.util.concurrent.Executors
import java.util.concurrent.LinkedBlockingQueue
import kotlin.concurrent.thread
import kotlin.system.exitProcess

private const val FRAME = 0
private const val WORD = 1

private fun DataOutputStream.parcel(kind: Int, bytes: ByteArray) {
    writeByte(kind)
    writeInt(bytes.size)
    write(bytes)
    flush()
}

private fun DataInputStream.parcel(): Pair<Int, ByteArray> {
    val kind = readByte().toInt()
    return kind to ByteArray(readInt()).also(::readFully)
}

/** Number and machine of this process. */
fun processName(): String = ManagementFactory.getRuntimeMXBean().name

/** What the other process runs: `main` of a mini-program's own. */
object SlotMain : MiniWireHost, MiniViewHost, MiniUiHost by Silent() {
    private val out = DataOutputStream(FileOutputStream(FileDescriptor.out).buffered())

    // Who sends returns at once.
    private val sender = Executors.newSingleThreadExecutor()

    private fun send(kind: Int, bytes: ByteArray) {
        sender.execute { runCatching { out.parcel(kind, bytes) } }
    }

    private fun word(text: String) = send(WORD, text.toByteArray())

    override fun sendFrame(frame: ByteArray) = send(FRAME, frame)

    override fun createPage(page: MiniNewPage) = word("create ${page.path}")

    override fun showPage(page: ULong, transition: MiniTransition) = word("show $page")

    override fun closePage(page: ULong) = Unit

    override fun freePage(page: ULong) = Unit

    override fun reloadPage(page: ULong) = Unit

    override fun post(page: ULong, text: String) = Unit

    override fun ended(slot: ULong, reason: MiniEndReason) = word("ended ${reason::class.simpleName}")

    @JvmStatic
    fun main(arguments: Array<String>) {
        System.setOut(System.err)
        word("begun ${processName()} ${arguments.joinToString(" ")}")
        val core = SuperApp.apart(facts("ko"), MiniBridge.Port, MiniHosts(view = this, ui = this), this)
        val input = DataInputStream(System.`in`.buffered())
        try {
            while (true) {
                val (kind, bytes) = input.parcel()
                if (kind == FRAME) core.feed(bytes) else asked(core, bytes.decodeToString())
            }
        } catch (_: EOFException) {
            exitProcess(0) // the main process is gone
        }
    }

    /** What the test wants of this process's shell. */
    private fun asked(core: SuperApp, word: String) {
        val (what, slot) = word.split(' ')
        when (what) {
            "page" -> word("page ${core.serve(1u, "/p/1", null).bytes.decodeToString().contains("first")}")
            "back" -> core.session(slot.toULong())?.back()
            "catalogue" -> word("catalogue ${runCatching { core.catalogue() }.isSuccess}")
        }
    }
}

/** The way to such a process. */
class JvmDoor : Door {
    private var process: Process? = null
    private var to: DataOutputStream? = null
    private var sender = Executors.newSingleThreadExecutor()

    /** What its shell said, of all that ran here. */
    val words = LinkedBlockingQueue<String>()

    /** There is no process to be had. */
    @Volatile
    var none = false

    override fun begin(folder: String, heard: (ByteArray) -> Unit, gone: () -> Unit) {
        if (none) throw MiniHostException.Failed("the phone gave no process for it")
        val java = System.getProperty("java.home") + "/bin/java"
        val begun = ProcessBuilder(java, "-Xmx128m", "-cp", System.getProperty("java.class.path"), SlotMain::class.java.name, folder)
            .redirectError(ProcessBuilder.Redirect.INHERIT).start()
        process = begun
        to = DataOutputStream(begun.outputStream.buffered())
        thread(isDaemon = true) {
            val input = DataInputStream(begun.inputStream.buffered())
            runCatching {
                while (true) {
                    val (kind, bytes) = input.parcel()
                    if (kind == FRAME) heard(bytes) else words += bytes.decodeToString()
                }
            }
            gone()
        }
    }

    private fun send(kind: Int, bytes: ByteArray) {
        val to = to ?: return
        sender.execute { runCatching { to.parcel(kind, bytes) } }
    }

    override fun send(frame: ByteArray) = send(FRAME, frame)

    fun ask(word: String) = send(WORD, word.toByteArray())

    override fun kill() {
        process?.destroyForcibly()?.waitFor()
        process = null
        to = null
    }

    /** It dies as the system lets it die: nobody here is told but by the pipe. */
    fun die() {
        process?.destroyForcibly()
    }

    val alive: Boolean get() = process?.isAlive == true
}
