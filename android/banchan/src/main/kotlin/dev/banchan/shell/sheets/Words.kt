// Names of permissions in the person's language. The core has English ones for what is not here.

package dev.banchan.shell.sheets

import android.content.Context
import dev.banchan.shell.R

private val KNOWN = mapOf(
    "scope.userLocation" to R.string.banchan_scope_location,
    "scope.userFuzzyLocation" to R.string.banchan_scope_fuzzy,
    "scope.camera" to R.string.banchan_scope_camera,
    "scope.record" to R.string.banchan_scope_record,
    "scope.writePhotosAlbum" to R.string.banchan_scope_photos,
)

internal fun Context.scopeName(scope: String, title: String): String = KNOWN[scope]?.let(::getString) ?: title
