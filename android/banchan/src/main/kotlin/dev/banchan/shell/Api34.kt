// What Android has since 14. Only named where the phone was asked for its version.

package dev.banchan.shell

import android.app.Activity

internal class Api34(private val activity: Activity, captured: () -> Unit) {
    private val heard = Activity.ScreenCaptureCallback { captured() }

    /** Pictures of the screen are told while it is seen. */
    fun follow(on: Boolean) {
        if (on) activity.registerScreenCaptureCallback(activity.mainExecutor, heard) else activity.unregisterScreenCaptureCallback(heard)
    }
}
