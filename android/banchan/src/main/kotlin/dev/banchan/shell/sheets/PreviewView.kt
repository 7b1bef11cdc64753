// Pictures and videos over the whole screen, one after another. It must not fetch from anywhere but the web address or the file
// that the core named.

package dev.banchan.shell.sheets

import android.annotation.SuppressLint
import android.graphics.Bitmap
import android.graphics.Color
import android.net.Uri
import android.view.Gravity
import android.widget.FrameLayout
import android.widget.ImageView
import android.widget.VideoView
import dev.banchan.core.MiniMediaKind
import dev.banchan.core.MiniMediaPlace
import dev.banchan.core.MiniPreview
import dev.banchan.shell.*
import java.io.File
import java.net.URL
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

private const val MOST = 20 shl 20

@SuppressLint("ViewConstructor")
class PreviewView(
    private val screen: HostActivity,
    private val preview: MiniPreview,
    private val read: (path: String) -> ByteArray?,
    private val closed: () -> Unit,
) : FrameLayout(screen) {
    private val box = FrameLayout(screen)
    private val count = screen.text("", 14f, R.color.banchan_on_dark)
    private var at = preview.current.toInt().coerceIn(0, (preview.items.size - 1).coerceAtLeast(0))
    private var loading: Job? = null

    init {
        setBackgroundColor(Color.BLACK)
        isClickable = true
        addView(box, frame(MATCH, MATCH))
        addView(screen.line {
            addView(screen.icon(R.drawable.banchan_leave, R.string.banchan_close, R.color.banchan_on_dark).tapped(::close), linear(dp(48), dp(48)))
            addView(count, linear(0, WRAP, 1f))
            addView(screen.icon(R.drawable.banchan_back, R.string.banchan_before, R.color.banchan_on_dark).tapped { go(-1) }, linear(dp(48), dp(48)))
            addView(screen.icon(R.drawable.banchan_next, R.string.banchan_next, R.color.banchan_on_dark).tapped { go(1) }, linear(dp(48), dp(48)))
        }, frame(MATCH, WRAP, Gravity.BOTTOM).apply { bottomMargin = dp(32) })
        go(0)
    }

    private fun go(by: Int) {
        val next = at + by
        val item = preview.items.getOrNull(next) ?: return
        at = next
        count.text = screen.getString(R.string.banchan_of, at + 1, preview.items.size)
        loading?.cancel()
        box.removeAllViews()
        loading = screen.scope.launch {
            if (item.kind == MiniMediaKind.VIDEO) {
                val video = VideoView(screen)
                box.addView(video, frame(MATCH, MATCH, Gravity.CENTER))
                when (val place = item.at) {
                    is MiniMediaPlace.Web -> video.setVideoURI(Uri.parse(place.v1))
                    is MiniMediaPlace.File -> video.setVideoPath(withContext(Dispatchers.IO) { copied(place.v1) }?.path ?: return@launch)
                }
                video.start()
            } else {
                val picture = withContext(Dispatchers.IO) { picture(item.at) } ?: return@launch
                box.addView(ImageView(screen).apply { setImageBitmap(picture) }, frame(MATCH, MATCH))
            }
        }
    }

    private fun copied(path: String): File? = read(path)?.let { bytes -> File.createTempFile("preview", null, screen.cacheDir).apply { writeBytes(bytes) } }

    private fun picture(place: MiniMediaPlace): Bitmap? {
        val bytes = when (place) {
            is MiniMediaPlace.File -> read(place.v1)
            is MiniMediaPlace.Web -> runCatching { URL(place.v1).openStream().use { it.upTo(MOST) } }.getOrNull()
        } ?: return null
        return pictureOf(bytes, 1024)
    }

    fun close() {
        loading?.cancel()
        (parent as? FrameLayout)?.removeView(this)
        closed()
    }
}
