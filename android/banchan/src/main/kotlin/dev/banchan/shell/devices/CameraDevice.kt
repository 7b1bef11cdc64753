// The camera that a page shows inside itself. Its pictures go to the page through the core's `MiniPictures`, one for each that the page asks for; for how
// long it is shown, and what becomes of what it takes, the core decides.

package dev.banchan.shell.devices

import android.content.Context
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.ImageFormat
import android.graphics.Matrix
import android.graphics.Rect
import android.graphics.YuvImage
import android.hardware.camera2.CaptureRequest
import android.media.Image
import android.media.MediaRecorder
import dev.banchan.core.MiniCall
import dev.banchan.core.MiniCameraAsk
import dev.banchan.core.MiniCameraHost
import dev.banchan.core.MiniHostException
import dev.banchan.core.MiniPictures
import dev.banchan.core.MiniShot
import dev.banchan.core.MiniShotAsk
import dev.banchan.shell.Main
import dev.banchan.shell.Plane
import dev.banchan.shell.nv21
import dev.banchan.shell.scan.Camera
import dev.banchan.shell.upright
import java.io.ByteArrayOutputStream
import java.io.File
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withContext
import kotlinx.coroutines.withTimeoutOrNull

private const val WAIT_MS = 5_000L

class CameraDevice(private val context: Context) : MiniCameraHost {
    @Volatile
    private var on: Lens? = null

    /** The next picture for an element of a page; null while no camera is on for it, or it stands still. Waits for it. */
    fun picture(slot: ULong, page: ULong, node: UInt): ByteArray? {
        val lens = on?.takeIf { it.slot == slot && it.page == page && it.ask.node == node } ?: return null
        return runBlocking { withTimeoutOrNull(WAIT_MS) { lens.pictures.next() } }
    }

    override suspend fun showCamera(call: MiniCall, page: ULong, ask: MiniCameraAsk) = withContext(Main) {
        // What a code says has no way to the page from here.
        if (ask.scan) throw MiniHostException.Unsupported()
        on?.end()
        val lens = Lens(context, call.slot, page, ask)
        on = lens
        try {
            lens.begin()
        } finally {
            lens.end()
            if (on === lens) on = null
        }
    }

    private fun of(call: MiniCall): Lens = on?.takeIf { it.slot == call.slot } ?: throw MiniHostException.Failed("no camera is on the page")

    override suspend fun takePicture(call: MiniCall, ask: MiniShotAsk): MiniShot {
        val lens = of(call)
        val taken = lens.shoot()
        return withContext(Dispatchers.Default) {
            val seen = BitmapFactory.decodeByteArray(taken, 0, taken.size) ?: throw MiniHostException.Failed("the camera gave no picture")
            val turn = Matrix().apply {
                postRotate(lens.camera.turned.toFloat())
                if (ask.mirror && lens.ask.front) postScale(-1f, 1f)
            }
            val picture = Bitmap.createBitmap(seen, 0, 0, seen.width, seen.height, turn, true)
            val quality = mapOf("original" to 100, "high" to 92, "low" to 50)[ask.quality] ?: 75
            MiniShot(picture.jpeg(quality), ByteArray(0), picture.width.toUInt(), picture.height.toUInt())
        }
    }

    override suspend fun beginVideo(call: MiniCall, maxSeconds: UInt) = withContext(Main) { of(call).film(maxSeconds.toInt()) }

    override suspend fun endVideo(call: MiniCall): MiniShot {
        val file = withContext(Main) { of(call).filmed() }
        return withContext(Dispatchers.IO) {
            try {
                film({ it.setDataSource(file.path) }) { first, _ -> MiniShot(file.readBytes(), first.jpeg(80), first.width.toUInt(), first.height.toUInt()) }
            } finally {
                file.delete()
            }
        }
    }

    override suspend fun zoomCamera(call: MiniCall, zoom: Double): Double = of(call).camera.zoom(zoom)
}

internal fun Bitmap.jpeg(quality: Int): ByteArray = ByteArrayOutputStream().also { compress(Bitmap.CompressFormat.JPEG, quality, it) }.toByteArray()

/** A camera that is on, for one element. */
private class Lens(private val context: Context, val slot: ULong, val page: ULong, val ask: MiniCameraAsk) {
    val pictures = MiniPictures()
    val camera = Camera(context, ask.front, if (ask.resolution == "low") 640 else 1280, ::frame, ::lost)
    private val over = CompletableDeferred<Unit>()
    private var film: Pair<MediaRecorder, File>? = null

    /** Until it ends by itself: another app took it, or there is none. */
    suspend fun begin() {
        camera.open(null, shots = true)
        if (ask.flash == "torch") camera.light(true)
        over.await()
    }

    private fun frame(image: Image) {
        if (!pictures.wanted()) return
        val (luma, blue, red) = image.planes.map { Plane(it.buffer, it.rowStride, it.pixelStride) }
        val out = ByteArrayOutputStream()
        YuvImage(nv21(image.width, image.height, luma, blue, red), ImageFormat.NV21, image.width, image.height, null)
            .compressToJpeg(Rect(0, 0, image.width, image.height), 70, out)
        pictures.give(upright(out.toByteArray(), camera.turned))
    }

    private fun lost() = over.completeExceptionally(off()).let {}

    private fun off() = MiniHostException.Failed("the phone does not give its camera")

    suspend fun shoot(): ByteArray {
        val flash = if (ask.flash == "on") CaptureRequest.CONTROL_AE_MODE_ON_ALWAYS_FLASH else CaptureRequest.CONTROL_AE_MODE_ON_AUTO_FLASH
        val mine = CompletableDeferred<ByteArray>()
        over.invokeOnCompletion { mine.completeExceptionally(off()) }
        camera.shoot(if (ask.flash == "off" || !camera.hasLight) CaptureRequest.CONTROL_AE_MODE_ON else flash) { mine.complete(it) }
        return mine.await()
    }

    /** Without sound: who shows a camera asked the person for that alone. */
    @Suppress("DEPRECATION") // the constructor with a context is newer than the oldest Android
    fun film(seconds: Int) {
        if (film != null) throw MiniHostException.Failed("a video is being taken already")
        val file = File.createTempFile("film", ".mp4", context.cacheDir)
        val recorder = MediaRecorder().apply {
            setVideoSource(MediaRecorder.VideoSource.SURFACE)
            setOutputFormat(MediaRecorder.OutputFormat.MPEG_4)
            setVideoEncoder(MediaRecorder.VideoEncoder.H264)
            setVideoSize(camera.size.width, camera.size.height)
            setVideoFrameRate(30)
            setVideoEncodingBitRate(4_000_000)
            setOrientationHint(camera.turned)
            setMaxDuration(seconds * 1000)
            setOutputFile(file.path)
            prepare()
            start()
        }
        film = recorder to file
        camera.aim(recorder.surface)
    }

    fun filmed(): File {
        val (recorder, file) = film ?: throw MiniHostException.Failed("no video is being taken")
        film = null
        // One that came to its longest has ended by itself, and one without a frame says so here: the file tells which.
        runCatching { recorder.stop() }
        recorder.release()
        camera.aim(null)
        return file
    }

    fun end() {
        if (film != null) filmed().delete()
        pictures.finish()
        lost()
        camera.close()
    }
}
