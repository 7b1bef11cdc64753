// Pictures, videos and files through Android's own pickers, which need no permission; keeping and showing them. It must not
// look at anything that the person did not choose.

package dev.banchan.shell.devices

import android.content.ClipData
import android.content.ContentValues
import android.content.Intent
import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.media.MediaMetadataRetriever
import android.net.Uri
import android.os.Build
import android.os.Environment
import android.provider.MediaStore
import android.provider.OpenableColumns
import dev.banchan.core.*
import dev.banchan.shell.R
import dev.banchan.shell.Shell
import dev.banchan.shell.upTo
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

private const val MOST = 100 shl 20

class MediaDevice(private val shell: Shell) : MiniMediaHost {
    private val context = shell.app
    private val resolver = context.contentResolver

    override suspend fun chooseMedia(call: MiniCall, ask: MiniMediaAsk): List<MiniPicked> {
        val intent = if (ask.album || MiniMediaKind.FILE in ask.kinds) picker(ask) else camera(ask)
        val answer = shell.asking.onScreen { it.resultOf(intent) } ?: throw MiniHostException.Cancelled()
        val chosen = answer.clipData?.let(::all) ?: listOfNotNull(answer.data)
        return withContext(Dispatchers.IO) { chosen.take(ask.count.toInt().coerceAtLeast(1)).map(::read) }
    }

    private fun picker(ask: MiniMediaAsk): Intent {
        val types = ask.kinds.map { if (it == MiniMediaKind.IMAGE) "image/*" else if (it == MiniMediaKind.VIDEO) "video/*" else "*/*" }
        return Intent(Intent.ACTION_GET_CONTENT).addCategory(Intent.CATEGORY_OPENABLE)
            .setType(types.singleOrNull() ?: "*/*")
            .putExtra(Intent.EXTRA_MIME_TYPES, types.toTypedArray())
            .putExtra(Intent.EXTRA_ALLOW_MULTIPLE, ask.count > 1u)
    }

    /** The phone's own camera app; it answers a picture's address only when it is told where to put it. */
    private fun camera(ask: MiniMediaAsk): Intent =
        if (ask.kinds == listOf(MiniMediaKind.VIDEO)) Intent(MediaStore.ACTION_VIDEO_CAPTURE).putExtra(MediaStore.EXTRA_DURATION_LIMIT, ask.maxSeconds.toInt())
        else throw MiniHostException.Unsupported()

    private fun all(clip: ClipData): List<Uri> = (0 until clip.itemCount).mapNotNull { clip.getItemAt(it).uri }

    private fun read(uri: Uri): MiniPicked {
        val stream = resolver.openInputStream(uri) ?: throw MiniHostException.Failed("the file can't be read")
        val bytes = stream.use { it.upTo(MOST) } ?: throw MiniHostException.Failed("the file is larger than ${MOST shr 20} MB")
        val type = resolver.getType(uri).orEmpty()
        val name = resolver.query(uri, arrayOf(OpenableColumns.DISPLAY_NAME), null, null, null)?.use { if (it.moveToFirst()) it.getString(0) else null }
        val picked = MiniPicked(bytes, name ?: "file", MiniMediaKind.FILE, 0u, 0u, 0.0, System.currentTimeMillis().toULong(), ByteArray(0))
        return when {
            type.startsWith("image/") -> {
                val size = BitmapFactory.Options().apply { inJustDecodeBounds = true }
                BitmapFactory.decodeByteArray(bytes, 0, bytes.size, size)
                picked.copy(kind = MiniMediaKind.IMAGE, width = size.outWidth.coerceAtLeast(0).toUInt(), height = size.outHeight.coerceAtLeast(0).toUInt())
            }
            type.startsWith("video/") -> video(uri, picked)
            else -> picked
        }
    }

    private fun video(uri: Uri, picked: MiniPicked): MiniPicked = film({ it.setDataSource(context, uri) }) { first, seconds ->
        picked.copy(kind = MiniMediaKind.VIDEO, width = first.width.toUInt(), height = first.height.toUInt(), seconds = seconds, thumb = first.jpeg(80))
    }

    override suspend fun keepMedia(call: MiniCall, keep: MiniKeep) = withContext(Dispatchers.IO) {
        val video = keep.kind == MiniMediaKind.VIDEO
        val values = ContentValues().apply {
            put(MediaStore.MediaColumns.DISPLAY_NAME, keep.name)
            put(MediaStore.MediaColumns.MIME_TYPE, keep.mime)
            if (Build.VERSION.SDK_INT >= 29) put("relative_path", (if (video) Environment.DIRECTORY_MOVIES else Environment.DIRECTORY_PICTURES) + "/" + context.getString(R.string.banchan_album))
        }
        val place = if (video) MediaStore.Video.Media.EXTERNAL_CONTENT_URI else MediaStore.Images.Media.EXTERNAL_CONTENT_URI
        val uri = resolver.insert(place, values) ?: throw MiniHostException.Failed("the phone's album takes nothing")
        resolver.openOutputStream(uri)?.use { it.write(keep.bytes) } ?: throw MiniHostException.Failed("the phone's album can't be written")
    }

    /** The person says where the document goes, and may open it from there: no other app reads this one's files. */
    override suspend fun openDocument(call: MiniCall, document: MiniKeep) {
        val intent = Intent(Intent.ACTION_CREATE_DOCUMENT).addCategory(Intent.CATEGORY_OPENABLE).setType(document.mime).putExtra(Intent.EXTRA_TITLE, document.name)
        val uri = shell.asking.onScreen { it.resultOf(intent) }?.data ?: throw MiniHostException.Cancelled()
        withContext(Dispatchers.IO) { resolver.openOutputStream(uri)?.use { it.write(document.bytes) } }
        val view = Intent(Intent.ACTION_VIEW).setDataAndType(uri, document.mime).addFlags(Intent.FLAG_GRANT_READ_URI_PERMISSION)
        runCatching { open(shell, view) } // kept it is in any case
    }
}

/** Looks into a video: its first picture, upright, and its length in seconds. */
internal fun <T> film(open: (MediaMetadataRetriever) -> Unit, use: (first: Bitmap, seconds: Double) -> T): T = recorded(open) { reader, seconds ->
    use(reader.frameAtTime ?: throw MiniHostException.Failed("the video has no picture"), seconds)
}

/** Looks into a sound or video. */
internal fun <T> recorded(open: (MediaMetadataRetriever) -> Unit, use: (reader: MediaMetadataRetriever, seconds: Double) -> T): T {
    val reader = MediaMetadataRetriever()
    try {
        open(reader)
        val length = reader.extractMetadata(MediaMetadataRetriever.METADATA_KEY_DURATION)?.toDoubleOrNull() ?: 0.0
        return use(reader, length / 1000)
    } catch (error: RuntimeException) {
        throw MiniHostException.Failed("it can't be read: ${error.message}")
    } finally {
        reader.release()
    }
}
