// Names and pictures of mini-programs, for lists and cards. SVG pictures are not drawn by Android: those get a letter on a
// colour of their own. It must not fetch anything: the core has them.

package dev.banchan.shell

import android.graphics.Bitmap
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import dev.banchan.core.MiniApp
import dev.banchan.core.MiniException
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

private const val SIDE = 144

/** What is known of a mini-program, and its picture; null for one that nobody knows. */
suspend fun cardOf(shell: Shell, appId: String): Pair<MiniApp, Bitmap>? = try {
    val core = shell.core()
    withContext(Dispatchers.IO) { core.about(appId).let { it to pictureOf(shell, it) } }
} catch (_: MiniException) {
    null
}

/** The picture of one from a list. Takes a moment. */
fun pictureOf(shell: Shell, app: MiniApp): Bitmap {
    val picture = shell.coreNow?.takeIf { app.icon }?.icon(app.appId)
    val decoded = picture?.takeIf { it.mime != "image/svg+xml" && it.bytes.size < 1 shl 20 }?.let { pictureOf(it.bytes, SIDE) }
    return decoded ?: letter(app)
}

private fun letter(app: MiniApp): Bitmap {
    val bitmap = Bitmap.createBitmap(SIDE, SIDE, Bitmap.Config.ARGB_8888)
    val canvas = Canvas(bitmap)
    val paint = Paint(Paint.ANTI_ALIAS_FLAG)
    paint.color = Color.HSVToColor(floatArrayOf((app.appId.hashCode() and 0xffff) % 360f, 0.55f, 0.72f))
    canvas.drawRoundRect(0f, 0f, SIDE.toFloat(), SIDE.toFloat(), SIDE / 5f, SIDE / 5f, paint)
    paint.color = Color.WHITE
    paint.textSize = SIDE * 0.5f
    paint.textAlign = Paint.Align.CENTER
    val name = app.name.ifEmpty { "?" }
    val first = name.substring(0, name.offsetByCodePoints(0, 1))
    canvas.drawText(first, SIDE / 2f, SIDE / 2f - (paint.ascent() + paint.descent()) / 2, paint)
    return bitmap
}
