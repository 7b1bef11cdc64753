// A camera's frames as pictures: planes as each phone lays them out, and how a picture is turned. It must not ask for a frame.

package dev.banchan.shell

import java.nio.ByteBuffer

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
