// What the phone is, told to the core whenever it changes: size, theme, language, network, battery. It must not tell more than `MiniFacts` has.

package dev.banchan.shell.devices

import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.IntentFilter
import android.location.LocationManager
import android.net.ConnectivityManager
import android.net.Network
import android.net.NetworkCapabilities
import android.os.BatteryManager
import android.os.Build
import android.os.PowerManager
import android.provider.Settings
import dev.banchan.core.MiniBattery
import dev.banchan.core.MiniFacts
import dev.banchan.core.MiniNetworkType
import dev.banchan.core.MiniRect
import dev.banchan.core.MiniTheme
import dev.banchan.core.measured
import dev.banchan.shell.Main
import dev.banchan.shell.Shell
import dev.banchan.shell.Window
import dev.banchan.shell.isDark

class FactsDevice(private val shell: Shell) {
    private val context = shell.app
    private var network = MiniNetworkType.UNKNOWN
    private var window = context.resources.displayMetrics.let { Window(it.widthPixels, it.heightPixels, 0, 0, it.density) }
    private var told: MiniFacts? = null

    fun now(): MiniFacts = measured(device(), window.told())

    /** The screen has another size. */
    fun window(new: Window) {
        window = new
        changed()
    }

    /** Something may be different: the core hears of it if it is. */
    fun changed() {
        val new = now()
        if (new == told) return
        told = new
        shell.coreNow?.setFacts(new)
    }

    private val manager = context.getSystemService(Context.CONNECTIVITY_SERVICE) as ConnectivityManager
    private val follower = object : ConnectivityManager.NetworkCallback() {
        override fun onCapabilitiesChanged(changed: Network, capabilities: NetworkCapabilities) = took(kind(capabilities))

        override fun onLost(lost: Network) = took(MiniNetworkType.OFFLINE)
    }

    /** Follows the network. */
    fun watch() {
        network = kind(manager.getNetworkCapabilities(manager.activeNetwork))
        manager.registerDefaultNetworkCallback(follower)
        context.registerReceiver(power, IntentFilter(Intent.ACTION_BATTERY_CHANGED).apply { addAction(PowerManager.ACTION_POWER_SAVE_MODE_CHANGED) })
    }

    fun unwatch() {
        manager.unregisterNetworkCallback(follower)
        context.unregisterReceiver(power)
    }

    private val power = object : BroadcastReceiver() {
        override fun onReceive(context: Context, intent: Intent) = changed()
    }

    private fun battery(): MiniBattery? {
        val of = context.getSystemService(Context.BATTERY_SERVICE) as BatteryManager
        val level = of.getIntProperty(BatteryManager.BATTERY_PROPERTY_CAPACITY)
        val saving = (context.getSystemService(Context.POWER_SERVICE) as PowerManager).isPowerSaveMode
        return if (level in 0..100) MiniBattery(level.toUInt(), of.isCharging, saving) else null
    }

    private fun took(kind: MiniNetworkType) {
        Main.handler.post { network = kind; changed() }
    }

    private fun kind(capabilities: NetworkCapabilities?): MiniNetworkType = when {
        capabilities == null -> MiniNetworkType.OFFLINE
        capabilities.hasTransport(NetworkCapabilities.TRANSPORT_WIFI) -> MiniNetworkType.WIFI
        // Which generation it is needs a permission that nothing else here needs.
        capabilities.hasTransport(NetworkCapabilities.TRANSPORT_CELLULAR) -> MiniNetworkType.MOBILE4G
        else -> MiniNetworkType.UNKNOWN
    }

    /** Lengths are the core's to say. */
    private fun device(): MiniFacts {
        val config = context.resources.configuration
        val places = context.getSystemService(Context.LOCATION_SERVICE) as LocationManager
        val none = MiniRect(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
        return MiniFacts(
            brand = Build.BRAND, model = Build.MODEL, system = "Android ${Build.VERSION.RELEASE}", platform = "android",
            language = config.locales[0].toLanguageTag(),
            version = context.packageManager.getPackageInfo(context.packageName, 0).versionName.orEmpty(),
            pixelRatio = 1.0, screenWidth = 0.0, screenHeight = 0.0, windowWidth = 0.0, windowHeight = 0.0, statusBarHeight = 0.0,
            safeArea = none, menuButton = none,
            fontSizeSetting = 16.0 * config.fontScale,
            theme = if (context.isDark) MiniTheme.DARK else MiniTheme.LIGHT,
            networkType = network,
            bluetoothEnabled = false, locationEnabled = places.isLocationEnabled, wifiEnabled = network == MiniNetworkType.WIFI, deviceOrientation = "",
            battery = battery(), brightness = Settings.System.getInt(context.contentResolver, Settings.System.SCREEN_BRIGHTNESS, 128) / 255.0,
            keepsOn = true, hidesCaptures = true,
        )
    }
}
