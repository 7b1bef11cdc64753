// Which of Android's own permissions stand behind a name of the core's, and asking for them. It must not know what a
// mini-program may do: this is only the phone's side, asked when the core asks.

package dev.banchan.shell

import android.Manifest
import android.content.Context
import android.content.pm.PackageManager
import android.os.Build

/** Any one of these is enough; none: the phone always lets the host do it. */
internal fun permissionsFor(scope: String): List<String> = when (scope) {
    "scope.userLocation", "scope.userFuzzyLocation" ->
        listOf(Manifest.permission.ACCESS_FINE_LOCATION, Manifest.permission.ACCESS_COARSE_LOCATION)
    "scope.camera" -> listOf(Manifest.permission.CAMERA)
    "scope.record" -> listOf(Manifest.permission.RECORD_AUDIO)
    // From Android 10 on, an app may add pictures of its own without being asked.
    "scope.writePhotosAlbum" -> if (Build.VERSION.SDK_INT < 29) listOf(Manifest.permission.WRITE_EXTERNAL_STORAGE) else emptyList()
    // Contacts are chosen and saved on the phone's own screens.
    else -> emptyList()
}

internal fun Context.allows(needed: List<String>): Boolean =
    needed.isEmpty() || needed.any { checkSelfPermission(it) == PackageManager.PERMISSION_GRANTED }
