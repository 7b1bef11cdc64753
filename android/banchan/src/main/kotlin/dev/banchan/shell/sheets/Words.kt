// Names of permissions in the person's language. The core has English ones for what is not here.

package dev.banchan.shell.sheets

import android.content.Context
import dev.banchan.shell.R

object Words {
    fun scope(context: Context, scope: String, title: String): String {
        val words = when (scope) {
            "scope.userLocation" -> R.string.banchan_scope_location
            "scope.userFuzzyLocation" -> R.string.banchan_scope_fuzzy
            "scope.camera" -> R.string.banchan_scope_camera
            "scope.record" -> R.string.banchan_scope_record
            "scope.writePhotosAlbum" -> R.string.banchan_scope_photos
            else -> return title
        }
        return context.getString(words)
    }
}
