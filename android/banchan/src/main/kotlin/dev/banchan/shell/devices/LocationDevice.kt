// One position from Android's own receivers. It must not run but while a question waits.

package dev.banchan.shell.devices

import android.annotation.SuppressLint
import android.content.Context
import android.location.Location
import android.location.LocationListener
import android.location.LocationManager
import android.os.Bundle
import android.os.Looper
import dev.banchan.core.MiniCall
import dev.banchan.core.MiniHostException
import dev.banchan.core.MiniLocationAsk
import dev.banchan.core.MiniLocationHost
import dev.banchan.core.MiniPosition
import kotlin.coroutines.resume
import kotlin.coroutines.resumeWithException
import kotlinx.coroutines.suspendCancellableCoroutine
import kotlinx.coroutines.withTimeoutOrNull

private const val WAIT_MS = 20_000L
private const val RECENT_MS = 60_000L

class LocationDevice(context: Context) : MiniLocationHost {
    private val manager = context.getSystemService(Context.LOCATION_SERVICE) as LocationManager

    override suspend fun locate(call: MiniCall, ask: MiniLocationAsk): MiniPosition {
        val providers = manager.getProviders(true) - LocationManager.PASSIVE_PROVIDER
        if (providers.isEmpty()) throw MiniHostException.Failed("location is switched off in the phone's settings")
        val wait = if (ask.timeoutMs > 0u) ask.timeoutMs.toLong() else WAIT_MS
        // A position of a moment ago is good enough for who does not ask exactly.
        val known = if (ask.precise) null else recent(providers)
        val found = known ?: withTimeoutOrNull(wait) { fresh(providers) } ?: recent(providers)
        return found?.let(::position) ?: throw MiniHostException.Failed("no position came in time")
    }

    @SuppressLint("MissingPermission") // the core asked the phone first, by `systemAllows`; if it changed since, that is told below
    private suspend fun fresh(providers: List<String>): Location = suspendCancellableCoroutine { waiting ->
        val listener = object : LocationListener {
            override fun onLocationChanged(location: Location) {
                manager.removeUpdates(this)
                if (waiting.isActive) waiting.resume(location)
            }

            // Android 9 calls these, and has no bodies for them.
            override fun onProviderEnabled(provider: String) = Unit

            override fun onProviderDisabled(provider: String) = Unit

            @Deprecated("Android 9")
            override fun onStatusChanged(provider: String?, status: Int, extras: Bundle?) = Unit
        }
        waiting.invokeOnCancellation { manager.removeUpdates(listener) }
        try {
            for (provider in providers) manager.requestLocationUpdates(provider, 0L, 0f, listener, Looper.getMainLooper())
        } catch (error: SecurityException) {
            manager.removeUpdates(listener)
            if (waiting.isActive) waiting.resumeWithException(MiniHostException.Failed("the phone does not allow this app to know the position"))
        }
    }

    @SuppressLint("MissingPermission")
    private fun recent(providers: List<String>): Location? = runCatching {
        providers.mapNotNull { manager.getLastKnownLocation(it) }.filter { System.currentTimeMillis() - it.time < RECENT_MS }.maxByOrNull { it.time }
    }.getOrNull()

    private fun position(at: Location) = MiniPosition(
        latitude = at.latitude, longitude = at.longitude,
        speed = if (at.hasSpeed()) at.speed.toDouble() else -1.0,
        accuracy = if (at.hasAccuracy()) at.accuracy.toDouble() else 0.0,
        altitude = if (at.hasAltitude()) at.altitude else 0.0,
        verticalAccuracy = if (at.hasVerticalAccuracy()) at.verticalAccuracyMeters.toDouble() else 0.0,
        horizontalAccuracy = if (at.hasAccuracy()) at.accuracy.toDouble() else 0.0,
    )
}
