// The super-app: the shell with the examples' registry, a person made up for trying, and a payment that moves no money. It must
// not do anything that a host could not do.

package dev.banchan.app

import android.app.Application
import android.content.pm.ApplicationInfo
import dev.banchan.core.MiniHostException
import dev.banchan.core.MiniRegistry
import dev.banchan.core.MiniRegistryHost
import dev.banchan.shell.Shell
import dev.banchan.shell.ShellConfig
import java.io.FileNotFoundException

class App : Application() {
    private var shell: Shell? = null

    override fun onCreate() {
        super.onCreate()
        // WebViews have processes of their own in some phones; the shell lives in the app's.
        if (getProcessName() != packageName) return
        val key = assets.open("registry/key.pub").use { it.readBytes().decodeToString().trim() }
        shell = Shell.start(
            this,
            ShellConfig(
                registries = listOf(MiniRegistry(keys = listOf(key), files = Packed(this))),
                identity = { TestPerson(it) }, payment = { TestPayment(it) }, debug = applicationInfo.flags and ApplicationInfo.FLAG_DEBUGGABLE != 0,
            ),
        )
    }

    // Phones never call it; emulated ones do.
    override fun onTerminate() {
        shell?.end()
        super.onTerminate()
    }
}

/** The registry that is packed into the app. The core verifies what it reads. */
private class Packed(private val app: App) : MiniRegistryHost {
    override fun readRegistry(path: String, limit: ULong): ByteArray = try {
        app.assets.open("registry/$path").use { it.readBytes() }
    } catch (_: FileNotFoundException) {
        throw MiniHostException.Failed("the app has no $path")
    }
}
