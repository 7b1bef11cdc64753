// What Android has since 13. Only named where the phone was asked for its version.

package dev.banchan.shell

import android.app.Activity
import android.window.OnBackInvokedDispatcher

internal object Api33 {
    /** The gesture of the way back, which no longer comes as a key. */
    fun onBack(activity: Activity, act: () -> Unit) {
        activity.onBackInvokedDispatcher.registerOnBackInvokedCallback(OnBackInvokedDispatcher.PRIORITY_DEFAULT) { act() }
    }
}
