// The corners of the codes that were found, over what the camera sees; a tap chooses one. It must not keep a code.

package dev.banchan.shell.scan

import android.annotation.SuppressLint
import android.content.Context
import android.graphics.Canvas
import android.graphics.Matrix
import android.graphics.Paint
import android.graphics.Path
import android.graphics.RectF
import android.graphics.Region
import android.view.MotionEvent
import android.view.View
import dev.banchan.core.MiniFound
import dev.banchan.shell.R
import dev.banchan.shell.dp

@SuppressLint("ViewConstructor")
class MarksView(context: Context, private val chosen: (text: String) -> Unit) : View(context) {
    private val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = context.getColor(R.color.banchan_accent)
        style = Paint.Style.STROKE
        strokeWidth = dp(4).toFloat()
        strokeJoin = Paint.Join.ROUND
    }
    private var found = emptyList<Pair<MiniFound, Path>>()

    /** How the frames lie: their size, and how far they are turned. */
    var picture = Triple(1280, 720, 90)

    fun show(codes: List<MiniFound>) {
        val place = place()
        found = codes.map { code ->
            val path = Path()
            code.corners.forEachIndexed { at, corner -> if (at == 0) path.moveTo(corner.x, corner.y) else path.lineTo(corner.x, corner.y) }
            path.close()
            path.transform(place)
            code to path
        }
        invalidate()
    }

    /** From a frame's pixels to this view's: turned, then filling the view as the preview does. */
    private fun place(): Matrix {
        val (wide, high, turned) = picture
        val upright = turned % 180 != 0
        val (w, h) = if (upright) high to wide else wide to high
        val scale = maxOf(width / w.toFloat(), height / h.toFloat())
        return Matrix().apply {
            postTranslate(-wide / 2f, -high / 2f)
            postRotate(turned.toFloat())
            postScale(scale, scale)
            postTranslate(width / 2f, height / 2f)
        }
    }

    override fun onDraw(canvas: Canvas) { found.forEach { canvas.drawPath(it.second, paint) } }

    @SuppressLint("ClickableViewAccessibility") // a code is chosen by where it is seen
    override fun onTouchEvent(event: MotionEvent): Boolean {
        if (event.action != MotionEvent.ACTION_UP) return found.size > 1
        val whole = Region(0, 0, width, height)
        found.firstOrNull { (_, path) ->
            val bounds = RectF()
            path.computeBounds(bounds, true)
            Region().apply { setPath(path, whole) }.contains(event.x.toInt(), event.y.toInt())
        }?.let { chosen(it.first.text) }
        return true
    }
}
