// A mini-program's sounds, each on a player of Android's, whose reports are told as they come. Which of them a program hears, the core says.
// It must not play for one that is over.

package dev.banchan.shell.devices

import android.content.Context
import android.media.MediaDataSource
import android.media.MediaPlayer
import android.net.Uri
import dev.banchan.core.*
import dev.banchan.shell.Main
import dev.banchan.shell.Shell
import java.io.IOException

private const val TICK_MS = 250L

class SoundDevice(private val shell: Shell) : MiniSoundHost {
    private val sounds = HashMap<Pair<ULong, UInt>, Sound>()

    override fun orderSound(slot: ULong, sound: UInt, order: MiniSoundOrder) {
        Main.handler.post {
            val key = slot to sound
            if (order is MiniSoundOrder.Close) sounds.remove(key)?.end()
            else sounds.getOrPut(key) { Sound(shell.app, { shell.minis.of(slot)?.session }, sound) }.take(order)
        }
    }

    /** The mini-program is over. */
    fun end(slot: ULong) { sounds.keys.filter { it.first == slot }.forEach { sounds.remove(it)?.end() } }
}

private class Bytes(private val bytes: ByteArray) : MediaDataSource() {
    override fun readAt(position: Long, buffer: ByteArray, offset: Int, size: Int): Int {
        if (position >= bytes.size) return -1
        val count = minOf(size, bytes.size - position.toInt())
        bytes.copyInto(buffer, offset, position.toInt(), position.toInt() + count)
        return count
    }

    override fun getSize() = bytes.size.toLong()

    override fun close() = Unit
}

/** One sound; only on the main thread. */
private class Sound(private val context: Context, private val session: () -> MiniSession?, private val id: UInt) {
    private val player = MediaPlayer()
    private var ready = false
    private var playing = false
    private var setting = MiniSoundSetting(0.0, false, 1.0, 1.0)
    private val ticks = object : Runnable {
        override fun run() {
            if (!playing) return
            tell(MiniSoundMoment.TIME_UPDATE)
            Main.handler.postDelayed(this, TICK_MS)
        }
    }

    init {
        player.setOnPreparedListener {
            ready = true
            apply(setting)
            if (setting.start > 0) seek(setting.start)
            tell(MiniSoundMoment.CANPLAY)
            if (playing) begin()
        }
        player.setOnCompletionListener { halt(MiniSoundMoment.ENDED) }
        player.setOnSeekCompleteListener { tell(MiniSoundMoment.SEEKED) }
        player.setOnErrorListener { _, what, extra ->
            fail("the player gave up ($what, $extra)")
            true
        }
    }

    fun take(order: MiniSoundOrder) {
        try {
            when (order) {
                is MiniSoundOrder.Load -> load(order)
                is MiniSoundOrder.Set -> apply(order.setting)
                is MiniSoundOrder.Play -> {
                    playing = true
                    if (ready) begin()
                }
                is MiniSoundOrder.Pause -> halt(MiniSoundMoment.PAUSE)
                is MiniSoundOrder.Stop -> {
                    halt(MiniSoundMoment.STOP)
                    seek(0.0)
                }
                is MiniSoundOrder.Seek -> {
                    tell(MiniSoundMoment.SEEKING)
                    seek(order.position)
                }
                is MiniSoundOrder.Close -> end()
            }
        } catch (error: Exception) {
            fail(if (error is IOException) "the sound can't be read: ${error.message}" else "the player is not ready: ${error.message}")
        }
    }

    private fun load(order: MiniSoundOrder.Load) {
        player.reset()
        ready = false
        playing = order.play
        setting = order.setting
        when (val at = order.at) {
            is MiniMediaPlace.Web -> player.setDataSource(context, Uri.parse(at.v1))
            is MiniMediaPlace.File -> player.setDataSource(Bytes(session()?.readFile(at.v1)?.bytes ?: return fail("the sound is not in the bundle")))
        }
        player.prepareAsync()
        tell(MiniSoundMoment.WAITING)
    }

    private fun apply(new: MiniSoundSetting) {
        setting = new
        if (!ready) return
        player.isLooping = new.repeat
        player.setVolume(new.volume.toFloat(), new.volume.toFloat())
        if (playing) player.playbackParams = player.playbackParams.setSpeed(new.rate.toFloat().coerceIn(0.5f, 2f))
    }

    private fun seek(position: Double) {
        if (ready) player.seekTo((position * 1000).toInt()) else setting = setting.copy(start = position)
    }

    private fun begin() {
        player.start()
        apply(setting)
        tell(MiniSoundMoment.PLAY)
        Main.handler.removeCallbacks(ticks)
        Main.handler.postDelayed(ticks, TICK_MS)
    }

    private fun halt(moment: MiniSoundMoment) {
        playing = false
        if (ready && player.isPlaying) player.pause()
        tell(moment)
    }

    private fun fail(why: String) {
        playing = false
        ready = false
        tell(MiniSoundMoment.ERROR, why)
    }

    private fun tell(moment: MiniSoundMoment, why: String = "") {
        val now = if (ready) player.currentPosition / 1000.0 else 0.0
        val length = if (ready) player.duration.coerceAtLeast(0) / 1000.0 else 0.0
        session()?.onSound(id, MiniSoundState(moment, now, length, length, !playing, if (why.isEmpty()) 0 else 10001, why))
    }

    fun end() {
        playing = false
        Main.handler.removeCallbacks(ticks)
        player.release()
    }
}
