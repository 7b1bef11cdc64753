// The pictures of a camera that a page shows: one for each question, none kept. A page asks for the next one when it has painted the last,
// so a slow page gets fewer. It must not make a picture that nobody waits for.

package dev.banchan.shell

import java.nio.ByteBuffer
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import java.util.concurrent.TimeoutException
import java.util.concurrent.atomic.AtomicReference

/** Between the camera's own thread and whoever answers a page. */
class Pictures {
    private val asking = AtomicReference<CompletableFuture<ByteArray?>?>()

    @Volatile
    private var over = false

    /** Whether the next frame is worth a picture. */
    val wanted: Boolean get() = asking.get() != null

    /** Gives a picture to whoever waits for one; null for the end of their waiting. */
    fun give(picture: ByteArray?) {
        asking.getAndSet(null)?.complete(picture)
    }

    /** Waits for the next one; null when the camera ended or stands still, or when a later question took the place of this one. */
    fun next(waitMs: Long = WAIT_MS): ByteArray? {
        val mine = CompletableFuture<ByteArray?>()
        asking.getAndSet(mine)?.complete(null)
        if (over) give(null)
        return try {
            mine.get(waitMs, TimeUnit.MILLISECONDS)
        } catch (_: TimeoutException) {
            null.also { asking.compareAndSet(mine, null) }
        }
    }

    /** No more of them. */
    fun finish() {
        over = true
        give(null)
    }

    companion object {
        private const val PLACE = "/__banchan/camera/"
        private const val WAIT_MS = 5_000L

        /** The element whose camera a page's request is for; null for any other path. */
        fun element(path: String?): UInt? = path?.takeIf { it.startsWith(PLACE) }?.substring(PLACE.length)?.toUIntOrNull()
    }
}

/** One plane of a frame: rows begin [row] bytes after one another, values [step]. */
class Plane(val bytes: ByteBuffer, val row: Int, val step: Int)

/** A frame of brightness and two planes of color at half its size, as Android's maker of JPEG files takes it. */
fun nv21(width: Int, height: Int, luma: Plane, blue: Plane, red: Plane): ByteArray {
    val out = ByteArray(width * height * 3 / 2)
    fun put(from: Plane, width: Int, height: Int, start: Int, step: Int) {
        val row = ByteArray(from.row)
        for (y in 0 until height) {
            from.bytes.position(y * from.row)
            // The last row may end with its last value.
            from.bytes.get(row, 0, minOf(row.size, from.bytes.remaining()))
            for (x in 0 until width) out[start + (y * width + x) * step] = row[x * from.step]
        }
    }
    put(luma, width, height, 0, 1)
    put(red, width / 2, height / 2, width * height, 2)
    put(blue, width / 2, height / 2, width * height + 1, 2)
    return out
}

/** A JPEG file that says by how many degrees it is turned to stand upright; browsers show it so. */
fun upright(jpeg: ByteArray, degrees: Int): ByteArray {
    val how = mapOf(90 to 6, 180 to 3, 270 to 8)[degrees] ?: return jpeg
    // An Exif segment with one entry: big-endian, entry 0x0112, one short.
    val said = intArrayOf(0xff, 0xe1, 0, 34) + "Exif\u0000\u0000MM\u0000*".map { it.code } + intArrayOf(0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, how, 0, 0, 0, 0, 0, 0)
    return jpeg.copyOfRange(0, 2) + said.map { it.toByte() }.toByteArray() + jpeg.copyOfRange(2, jpeg.size)
}
