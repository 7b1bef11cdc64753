// Clipboard, vibration, dialler, maps: each a few calls of Android. They must not act before the core asked.

package dev.banchan.shell.devices

import android.content.ClipboardManager
import android.content.Context
import android.content.Intent
import android.location.Geocoder
import android.net.Uri
import android.os.VibrationEffect
import android.os.Vibrator
import dev.banchan.core.*
import dev.banchan.shell.Main
import dev.banchan.shell.R
import dev.banchan.shell.Shell
import dev.banchan.shell.copy
import dev.banchan.shell.sheets.Asked
import dev.banchan.shell.sheets.PlaceAsk
import dev.banchan.shell.startOther
import java.util.Locale
import kotlinx.coroutines.withContext

class ClipboardDevice(private val context: Context) : MiniClipboardHost {
    private val manager = context.getSystemService(Context.CLIPBOARD_SERVICE) as ClipboardManager

    override suspend fun readClipboard(call: MiniCall): String = withContext(Main) {
        manager.primaryClip?.takeIf { it.itemCount > 0 }?.getItemAt(0)?.coerceToText(context)?.toString().orEmpty()
    }

    override suspend fun writeClipboard(call: MiniCall, text: String) = withContext(Main) { context.copy(text) }
}

class VibrationDevice(context: Context) : MiniVibrationHost {
    private val motor = context.getSystemService(Context.VIBRATOR_SERVICE) as Vibrator

    override suspend fun vibrate(call: MiniCall, kind: MiniVibrationKind) {
        if (!motor.hasVibrator()) throw MiniHostException.Unsupported()
        val (milliseconds, strength) = when (kind) {
            MiniVibrationKind.LIGHT -> 15L to 60
            MiniVibrationKind.MEDIUM -> 15L to 140
            MiniVibrationKind.HEAVY -> 15L to 255
            MiniVibrationKind.LONG -> 400L to VibrationEffect.DEFAULT_AMPLITUDE
        }
        motor.vibrate(VibrationEffect.createOneShot(milliseconds, strength))
    }
}

class PhoneDevice(private val shell: Shell) : MiniPhoneHost {
    /** The person sees the number here, and again in the dialler, which calls. */
    override suspend fun dial(call: MiniCall, number: String) {
        val context = shell.app
        shell.prompts.ask<String>(call.slot, Asked(number, "", context.getString(R.string.banchan_call)))
        open(shell, Intent(Intent.ACTION_DIAL, Uri.fromParts("tel", number, null)))
    }
}

class PlacesDevice(private val shell: Shell) : MiniPlacesHost {
    /** Looked for by name: the shell has no map of its own. */
    override suspend fun choosePlace(call: MiniCall, center: MiniPoint?): MiniPlace =
        if (Geocoder.isPresent()) shell.prompts.ask(call.slot, PlaceAsk(center)) else throw MiniHostException.Unsupported()

    override suspend fun openPlace(call: MiniCall, place: MiniPlace) {
        val point = String.format(Locale.ROOT, "%.6f,%.6f", place.latitude, place.longitude)
        val query = Uri.encode("$point(${place.name.ifEmpty { point }})")
        open(shell, Intent(Intent.ACTION_VIEW, Uri.parse("geo:$point?q=$query")))
    }
}

/** Opens another app from the screen that the person looks at. */
internal suspend fun open(shell: Shell, intent: Intent) = shell.asking.onScreen { front ->
    if (!front.startOther(intent)) throw MiniHostException.Unsupported()
}
