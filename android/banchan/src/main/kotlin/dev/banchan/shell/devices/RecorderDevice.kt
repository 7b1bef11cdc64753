// The microphone -> a file of sound, as long as the core lets it. It must not keep what was recorded.

package dev.banchan.shell.devices

import android.media.MediaRecorder
import dev.banchan.core.MiniCall
import dev.banchan.core.MiniHostException
import dev.banchan.core.MiniRecordAsk
import dev.banchan.core.MiniRecorderHost
import dev.banchan.core.MiniRecorderOrder
import dev.banchan.core.MiniRecording
import dev.banchan.core.MiniReport
import dev.banchan.shell.Main
import dev.banchan.shell.Shell
import java.io.File
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

class RecorderDevice(private val shell: Shell) : MiniRecorderHost {
    /** What runs, and what ends it. Only on the main thread. */
    private val running = HashMap<ULong, Pair<MediaRecorder, CompletableDeferred<Unit>>>()

    @Suppress("DEPRECATION") // the constructor with a context is newer than the oldest Android
    override suspend fun recordSound(call: MiniCall, ask: MiniRecordAsk): MiniRecording = withContext(Main) {
        if (call.slot in running) throw MiniHostException.Failed("is recording or paused")
        val file = File.createTempFile("sound", ".m4a", shell.app.cacheDir)
        val (recorder, over) = MediaRecorder() to CompletableDeferred<Unit>()
        running[call.slot] = recorder to over
        try {
            careful { recorder.begin(ask, file, over) }
            shell.coreNow?.report(call.id, MiniReport.Begun)
            over.await()
            careful { recorder.stop() }
            withContext(Dispatchers.IO) { recorded({ it.setDataSource(file.path) }) { _, seconds -> MiniRecording(file.readBytes(), seconds) } }
        } finally {
            running -= call.slot
            recorder.release()
            file.delete()
        }
    }

    private fun MediaRecorder.begin(ask: MiniRecordAsk, file: File, over: CompletableDeferred<Unit>) {
        setAudioSource(MediaRecorder.AudioSource.MIC)
        setOutputFormat(MediaRecorder.OutputFormat.MPEG_4)
        setAudioEncoder(MediaRecorder.AudioEncoder.AAC)
        setAudioSamplingRate(ask.sampleRate.toInt())
        setAudioChannels(ask.channels.toInt())
        setAudioEncodingBitRate(ask.bitRate.toInt())
        setMaxDuration(ask.maxMs.toInt())
        setOutputFile(file.path)
        setOnInfoListener { _, what, _ -> if (what == MediaRecorder.MEDIA_RECORDER_INFO_MAX_DURATION_REACHED) over.complete(Unit) }
        setOnErrorListener { _, _, _ -> over.completeExceptionally(MiniHostException.Failed("the phone took its microphone back")) }
        prepare()
        start()
    }

    private fun careful(act: () -> Unit) {
        val wrong = runCatching(act).exceptionOrNull() ?: return
        throw MiniHostException.Failed("the microphone can't be used: ${wrong.message}")
    }

    override fun orderRecorder(slot: ULong, order: MiniRecorderOrder) {
        Main.handler.post {
            val (recorder, over) = running[slot] ?: return@post
            when (order) {
                // One that stands still already, or goes on, is told so by an exception.
                MiniRecorderOrder.PAUSE -> runCatching(recorder::pause)
                MiniRecorderOrder.RESUME -> runCatching(recorder::resume)
                MiniRecorderOrder.STOP -> over.complete(Unit)
            }
        }
    }
}
