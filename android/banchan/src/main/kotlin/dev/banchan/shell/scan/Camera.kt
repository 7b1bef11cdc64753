// Camera2, for the scanner and the camera of a page: frames to whoever takes them, never more than one at a time, and to a preview where
// there is one. It must not keep a picture.

package dev.banchan.shell.scan

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.ImageFormat
import android.graphics.Rect
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CaptureRequest
import android.hardware.display.DisplayManager
import android.media.Image
import android.media.ImageReader
import android.os.Handler
import android.os.HandlerThread
import android.util.Size
import android.view.Display
import android.view.Surface

private const val SHOT = 1920

/** [most]: pixels on the longer side of a frame. [frame] and [failed] are called on the camera's thread. */
class Camera(context: Context, private val front: Boolean, private val most: Int, private val frame: (Image) -> Unit, private val failed: () -> Unit) {
    private val manager = context.getSystemService(Context.CAMERA_SERVICE) as CameraManager
    private val display = (context.getSystemService(Context.DISPLAY_SERVICE) as DisplayManager).getDisplay(Display.DEFAULT_DISPLAY)
    private val thread = HandlerThread("banchan-camera").apply { start() }
    private val handler = Handler(thread.looper)
    private var device: CameraDevice? = null
    private var session: CameraCaptureSession? = null
    private var reader: ImageReader? = null
    private var still: ImageReader? = null
    private var preview: Surface? = null
    private var lit = false
    private var crop: Rect? = null
    private var traits: CameraCharacteristics? = null

    @Volatile
    private var over = false

    /** Degrees by which a frame is turned to stand upright. */
    var turned = 90
        private set

    /** Size of what the sensor gives, before it is turned. */
    var size = Size(1280, 720)
        private set
    val hasLight get() = traits?.get(CameraCharacteristics.FLASH_INFO_AVAILABLE) == true

    /** Opens it; with [shots], it can take a picture, too. */
    fun open(texture: SurfaceTexture?, shots: Boolean = false) { careful { begin(texture, shots) } }

    @SuppressLint("MissingPermission") // who opens it has asked; without it this fails as any camera can
    private fun begin(texture: SurfaceTexture?, shots: Boolean) {
        val ids = manager.cameraIdList
        val facing = if (front) CameraCharacteristics.LENS_FACING_FRONT else CameraCharacteristics.LENS_FACING_BACK
        val id = ids.firstOrNull { manager.getCameraCharacteristics(it).get(CameraCharacteristics.LENS_FACING) == facing } ?: ids.firstOrNull() ?: return failed()
        val known = manager.getCameraCharacteristics(id).also { traits = it }
        val sensor = known.get(CameraCharacteristics.SENSOR_ORIENTATION) ?: 90
        turned = (sensor + (if (front) 90 else 270) * (display?.rotation ?: 0)) % 360
        // Enough for small codes, and little enough to read in time.
        size = largest(known, ImageFormat.YUV_420_888, most) ?: size
        texture?.setDefaultBufferSize(size.width, size.height)
        preview = texture?.let(::Surface)
        reader = ImageReader.newInstance(size.width, size.height, ImageFormat.YUV_420_888, 2).apply { setOnImageAvailableListener(::take, handler) }
        if (shots) still = largest(known, ImageFormat.JPEG, SHOT)?.let { ImageReader.newInstance(it.width, it.height, ImageFormat.JPEG, 1) }
        manager.openCamera(id, Opened(), handler)
    }

    private fun largest(from: CameraCharacteristics, format: Int, most: Int): Size? =
        from.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP)?.getOutputSizes(format).orEmpty()
            .filter { it.width <= most && it.height <= most * 3 / 4 }.maxByOrNull { it.width * it.height }

    private inline fun careful(act: () -> Unit) {
        val wrong = runCatching(act).exceptionOrNull() ?: return
        if (wrong !is IllegalStateException) failed() // else it was closed meanwhile
    }

    private inner class Opened : CameraDevice.StateCallback() {
        override fun onOpened(camera: CameraDevice) {
            if (over) return camera.close()
            device = camera
            aim(null)
        }

        override fun onDisconnected(camera: CameraDevice) = onError(camera, 0)

        override fun onError(camera: CameraDevice, error: Int) {
            camera.close()
            if (!over) failed()
        }
    }

    /** Sends what it sees to one place more, or no more. */
    fun aim(more: Surface?) {
        handler.post {
            careful {
                val targets = listOfNotNull(preview, reader?.surface, more)
                device?.createCaptureSession(targets + listOfNotNull(still?.surface), Configured(targets), handler)
            }
        }
    }

    private inner class Configured(private val targets: List<Surface>) : CameraCaptureSession.StateCallback() {
        override fun onConfigured(configured: CameraCaptureSession) {
            session = configured
            again = { careful { request(CameraDevice.TEMPLATE_PREVIEW, targets)?.let { configured.setRepeatingRequest(it.build(), null, handler) } } }
            again()
        }

        override fun onConfigureFailed(configured: CameraCaptureSession) = failed()
    }

    private var again = {}

    private fun request(kind: Int, targets: List<Surface>) = device?.createCaptureRequest(kind)?.apply {
        targets.forEach(::addTarget)
        set(CaptureRequest.CONTROL_AF_MODE, CaptureRequest.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
        set(CaptureRequest.FLASH_MODE, if (lit) CaptureRequest.FLASH_MODE_TORCH else CaptureRequest.FLASH_MODE_OFF)
        crop?.let { set(CaptureRequest.SCALER_CROP_REGION, it) }
    }

    fun light(on: Boolean) {
        handler.post {
            lit = on
            again()
        }
    }

    /** Goes nearer; answers how near. */
    fun zoom(wanted: Double): Double {
        val all = traits?.get(CameraCharacteristics.SENSOR_INFO_ACTIVE_ARRAY_SIZE) ?: return 1.0
        val zoom = wanted.coerceIn(1.0, maxOf(1.0, traits?.get(CameraCharacteristics.SCALER_AVAILABLE_MAX_DIGITAL_ZOOM)?.toDouble() ?: 1.0))
        val (x, y) = (all.width() * (1 - 1 / zoom) / 2).toInt() to (all.height() * (1 - 1 / zoom) / 2).toInt()
        handler.post { crop = Rect(x, y, all.width() - x, all.height() - y); again() }
        return zoom
    }

    /** Takes a picture as JPEG, as the sensor has it; [exposure] is one of `CONTROL_AE_MODE`. */
    fun shoot(exposure: Int, took: (ByteArray) -> Unit) {
        handler.post {
            val from = still ?: return@post failed()
            from.setOnImageAvailableListener({ it.acquireLatestImage()?.use { image -> took(bytes(image)) } }, handler)
            careful {
                val shot = request(CameraDevice.TEMPLATE_STILL_CAPTURE, listOf(from.surface)) ?: return@careful failed()
                if (!lit) shot.set(CaptureRequest.CONTROL_AE_MODE, exposure)
                session?.capture(shot.build(), null, handler)
            }
        }
    }

    private fun take(from: ImageReader) {
        // On this thread: the next frame waits until this one was read.
        from.acquireLatestImage()?.use { if (!over) frame(it) }
    }

    fun close() {
        over = true
        handler.post {
            listOf(session, device, reader, still).forEach { it?.close() }
            thread.quitSafely()
        }
    }
}

/** What the first plane of a picture holds. */
internal fun bytes(image: Image): ByteArray = image.planes[0].buffer.let { from -> ByteArray(from.remaining()).also { from.get(it) } }
