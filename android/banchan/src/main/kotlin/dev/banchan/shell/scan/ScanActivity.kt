// The scanner: what the camera sees, the corners of what it found, light, and pictures from the gallery. The text goes to who
// opened it. It must not know what a code means.

package dev.banchan.shell.scan

import android.content.Intent
import android.graphics.Color
import android.graphics.Matrix
import android.graphics.SurfaceTexture
import android.media.Image
import android.os.Bundle
import android.view.Gravity
import android.view.TextureView
import android.view.View
import android.widget.FrameLayout
import dev.banchan.core.MiniException
import dev.banchan.core.MiniFound
import dev.banchan.shell.*
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

class ScanActivity : HostActivity() {
    private lateinit var preview: TextureView
    private lateinit var marks: MarksView
    private lateinit var hint: android.widget.TextView
    private lateinit var lightButton: View
    private var camera: Camera? = null
    private var lit = false
    private var done = false

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        preview = TextureView(this)
        marks = MarksView(this, ::chosen)
        hint = text(getString(R.string.banchan_scan_hint), 15f, R.color.banchan_on_dark).apply { gravity = Gravity.CENTER }
        lightButton = icon(R.drawable.banchan_light, R.string.banchan_light, R.color.banchan_on_dark).tapped { toggleLight() }
        val gallery = icon(R.drawable.banchan_picture, R.string.banchan_from_gallery, R.color.banchan_on_dark).tapped { pick() }
        if (intent.getBooleanExtra(CAMERA_ONLY, false)) gallery.visibility = View.INVISIBLE
        val close = icon(R.drawable.banchan_leave, R.string.banchan_close, R.color.banchan_on_dark).tapped { finish() }
        val below = line {
            gravity = Gravity.CENTER
            addView(lightButton, linear(dp(56), dp(56)).apply { marginEnd = dp(48) })
            addView(gallery, linear(dp(56), dp(56)))
        }
        val root = FrameLayout(this).apply {
            setBackgroundColor(Color.BLACK)
            addView(preview, frame(MATCH, MATCH))
            addView(marks, frame(MATCH, MATCH))
            addView(close, frame(dp(48), dp(48)))
            addView(column {
                addView(hint, linear(MATCH, WRAP).apply { bottomMargin = dp(16) })
                addView(below, linear(MATCH, WRAP))
            }, frame(MATCH, WRAP, Gravity.BOTTOM))
        }
        setContentView(root)
        edgeToEdge(root) { top, bottom ->
            (close.layoutParams as FrameLayout.LayoutParams).topMargin = top + dp(4)
            (root.getChildAt(3).layoutParams as FrameLayout.LayoutParams).bottomMargin = bottom + dp(32)
            root.requestLayout()
        }
        darkSigns(false)
    }

    override fun onStart() {
        super.onStart()
        scope.launch {
            val needed = permissionsFor("scope.camera")
            val allowed = allows(needed) || askPermissions(needed)
            if (!allowed) hint.setText(R.string.banchan_camera_off) else if (preview.isAvailable) start(preview.surfaceTexture) else preview.surfaceTextureListener = Ready()
        }
    }

    private inner class Ready : TextureView.SurfaceTextureListener {
        override fun onSurfaceTextureAvailable(surface: SurfaceTexture, width: Int, height: Int) = start(surface)

        override fun onSurfaceTextureSizeChanged(surface: SurfaceTexture, width: Int, height: Int) = fit()

        override fun onSurfaceTextureDestroyed(surface: SurfaceTexture) = true

        override fun onSurfaceTextureUpdated(surface: SurfaceTexture) = Unit
    }

    private fun start(surface: SurfaceTexture?) {
        if (surface == null || camera != null || isDestroyed) return
        camera = Camera(this, false, 1280, ::frame, { Main.handler.post { hint.setText(R.string.banchan_camera_off) } }).apply { open(surface) }
        lightButton.visibility = if (camera?.hasLight == true) View.VISIBLE else View.INVISIBLE
        fit()
    }

    /** The preview fills the screen without being stretched. */
    private fun fit() {
        val from = camera ?: return
        val upright = from.turned % 180 != 0
        val (width, height) = if (upright) from.size.height to from.size.width else from.size.width to from.size.height
        val scale = maxOf(preview.width / width.toFloat(), preview.height / height.toFloat())
        val matrix = Matrix()
        matrix.setScale(width * scale / preview.width, height * scale / preview.height, preview.width / 2f, preview.height / 2f)
        preview.setTransform(matrix)
        marks.picture = Triple(from.size.width, from.size.height, from.turned)
    }

    /** On the camera's thread. */
    private fun frame(image: Image) {
        if (done) return
        val core = shell.coreNow ?: return
        val found = try {
            core.scanLuma(image.width.toUInt(), image.height.toUInt(), image.planes[0].rowStride.toUInt(), bytes(image))
        } catch (_: MiniException) {
            return // no code in this frame
        }
        Main.handler.post { took(found) }
    }

    private fun took(found: List<MiniFound>) {
        if (done || found.isEmpty()) return
        marks.show(found)
        // Several codes: the person taps the one that is meant.
        if (found.size == 1) chosen(found[0].text) else hint.setText(R.string.banchan_scan_several)
    }

    private fun chosen(text: String) {
        if (done) return
        done = true
        setResult(RESULT_OK, Intent().putExtra(TEXT, text))
        Main.handler.postDelayed(::finish, SHOW_MS)
    }

    private fun toggleLight() {
        lit = !lit
        camera?.light(lit)
        lightButton.isSelected = lit
    }

    private fun pick() {
        scope.launch {
            val uri = resultOf(Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE).setType("image/*"))?.data ?: return@launch
            val core = shell.core()
            val found = withContext(Dispatchers.IO) { runCatching { contentResolver.openInputStream(uri)?.use { core.scanImage(it.readBytes()) } }.getOrNull() }
            if (found.isNullOrEmpty()) hint.setText(R.string.banchan_no_code) else chosen(found[0].text)
        }
    }

    override fun onStop() {
        camera?.close()
        camera = null
        lit = false
        super.onStop()
    }

    companion object {
        const val TEXT = "dev.banchan.text"
        const val CAMERA_ONLY = "dev.banchan.camera"
        private const val SHOW_MS = 300L
    }
}
