// The super-app inside of a host: the core, the running mini-programs, and the screens that show them. One in a process. It
// must not decide what a mini-program may do or where it goes: the core does.

package dev.banchan.shell

import android.app.ActivityManager
import android.app.ActivityManager.RunningAppProcessInfo
import android.app.Application
import android.content.ComponentCallbacks2
import android.content.Context
import android.content.Intent
import android.content.res.Configuration
import android.net.Uri
import android.webkit.CookieManager
import android.webkit.WebView
import dev.banchan.core.MiniBridge
import dev.banchan.core.MiniConfig
import dev.banchan.core.MiniHosts
import dev.banchan.core.MiniIdentityHost
import dev.banchan.core.MiniNewPage
import dev.banchan.core.MiniPaymentHost
import dev.banchan.core.MiniRegistry
import dev.banchan.core.MiniTarget
import dev.banchan.core.MiniTiles
import dev.banchan.core.MiniWireHost
import dev.banchan.core.SuperApp
import dev.banchan.shell.devices.CameraDevice
import dev.banchan.shell.devices.ClipboardDevice
import dev.banchan.shell.devices.ContactsDevice
import dev.banchan.shell.devices.FactsDevice
import dev.banchan.shell.devices.LocationDevice
import dev.banchan.shell.devices.MediaDevice
import dev.banchan.shell.devices.PhoneDevice
import dev.banchan.shell.devices.PlacesDevice
import dev.banchan.shell.devices.RecorderDevice
import dev.banchan.shell.devices.ScannerDevice
import dev.banchan.shell.devices.ScreenDevice
import dev.banchan.shell.devices.SensorsDevice
import dev.banchan.shell.devices.SoundDevice
import dev.banchan.shell.devices.VibrationDevice
import java.io.File
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** What a host decides. */
class ShellConfig(
    /** Where mini-programs come from. */
    val registries: List<MiniRegistry>,
    /** Whose data this is: each user has folders of their own. */
    val user: String = "default",
    /** Signs the person in; nobody is signed in without. */
    val identity: ((Shell) -> MiniIdentityHost)? = null,
    /** Pays; nothing is paid without. */
    val payment: ((Shell) -> MiniPaymentHost)? = null,
    /** Pictures under maps. */
    val tiles: MiniTiles? = null,
    /** For developers: pages can be looked into. Never in a release. */
    val debug: Boolean = false,
    /** How many mini-programs run at once, each in a process of its own (at most [SlotService.COUNT]); 0 for all in the app's own. */
    val processes: Int = 0,
)

/** What a mini-program's own process has of the shell: its number, where its WebViews keep things, the way to the main process and its camera. */
class Own(val number: Int, val folder: String, val wire: MiniWireHost, val picture: (page: ULong, node: UInt) -> ByteArray?)

class Shell private constructor(val app: Application, val config: ShellConfig, val own: Own? = null) {
    val scope = CoroutineScope(SupervisorJob() + Main)
    val minis = Minis(this)
    val facts = FactsDevice(this)
    val sounds = SoundDevice(this)
    private val camera = CameraDevice(app)

    /** Questions on the screens of mini-programs. */
    val prompts = Prompts { slot, top -> scope.launch { minis.of(slot)?.screen?.sheets?.show(top) ?: asking.changed(top) } }

    /** What the main process asks over the screen of another one. */
    val asking = Asking(this)

    /** Processes of their own for mini-programs; known in the main process only. */
    val processes = if (own == null && config.processes > 0) processes() else null
    private val started = CompletableDeferred<SuperApp>()

    /** The core, once it is there. */
    suspend fun core(): SuperApp = started.await()

    /** The core for those who can't wait: WebViews ask only when it is there. */
    @Volatile
    var coreNow: SuperApp? = null
        private set

    private fun begin() {
        // A process has one folder for what WebViews keep, and it is this user's.
        WebView.setDataDirectorySuffix(own?.folder ?: ("banchan-" + folderName(config.user)))
        WebView.setWebContentsDebuggingEnabled(config.debug)
        scope.launch {
            CookieManager.getInstance().setAcceptCookie(false)
            app.registerComponentCallbacks(memory)
            facts.watch()
            look.run()
            try {
                started.complete(withContext(Dispatchers.IO) { make() }.also { coreNow = it })
            } catch (error: Exception) {
                started.completeExceptionally(error)
            }
        }
    }

    private fun make(): SuperApp {
        val screen = ScreenHost(this)
        if (own != null) return SuperApp.apart(facts.now(), MiniBridge.Port, MiniHosts(view = screen, ui = screen, sound = sounds, screen = ScreenDevice(this), log = DeveloperLog(config.debug)), own.wire)
        val consent = ConsentHost(this)
        return SuperApp(
            MiniConfig(
                dataFolder = folder(app.filesDir), cacheFolder = folder(app.cacheDir), registries = config.registries,
                facts = facts.now(), tiles = config.tiles, bridge = MiniBridge.Port,
            ),
            MiniHosts(
                view = screen, ui = screen, consent = consent, messages = consent, neighbours = consent,
                location = LocationDevice(app), scanner = ScannerDevice(this), phone = PhoneDevice(this), clipboard = ClipboardDevice(app),
                vibration = VibrationDevice(app), places = PlacesDevice(this), media = MediaDevice(this), sound = sounds, camera = camera,
                screen = ScreenDevice(this), sensors = SensorsDevice(this), contacts = ContactsDevice(this), recorder = RecorderDevice(this),
                identity = config.identity?.invoke(this), payment = config.payment?.invoke(this), log = DeveloperLog(config.debug), processes = processes,
            ),
        )
    }

    private fun processes(): Processes {
        val doors = List(config.processes.coerceAtMost(SlotService.COUNT)) { number ->
            SlotDoor(app, number, config.debug) { page, node -> processes?.at(number)?.let { camera.picture(it, page, node) } }
        }
        return Processes(config.user, doors) { slot -> coreNow?.session(slot)?.end() }
    }

    /** What the camera in an element of a page sees next; null while none is on. Waits for it. */
    fun picture(page: MiniNewPage, node: UInt): ByteArray? =
        if (own != null) own.picture(page.page, node) else camera.picture(page.slot, page.page, node)

    /** Which mini-programs of other processes are seen, the system says: such a process is not to be believed. */
    private val look = object : Runnable {
        private val manager = app.getSystemService(Context.ACTIVITY_SERVICE) as ActivityManager

        override fun run() {
            if (processes == null) return
            val front = minis.front?.takeIf { it.isFront }
            // Under a question all of them have the rank of this process.
            if (front !is AskActivity) processes.look({ front?.isInMultiWindowMode != false && rank(it) <= RunningAppProcessInfo.IMPORTANCE_VISIBLE }) { slot, shown -> coreNow?.setShown(slot, shown) }
            Main.handler.postDelayed(this, LOOK_MS)
        }

        private fun rank(number: Int) =
            manager.runningAppProcesses.orEmpty().firstOrNull { it.processName == "${app.packageName}:slot$number" }?.importance ?: Int.MAX_VALUE
    }

    /** What is freed then, and which mini-program ends, the core says. */
    private val memory = object : ComponentCallbacks2 {
        override fun onTrimMemory(level: Int) {
            pressureOf(level)?.let { coreNow?.memoryPressure(it) }
        }

        @Deprecated("Android 13 and older")
        override fun onLowMemory() = onTrimMemory(ComponentCallbacks2.TRIM_MEMORY_COMPLETE)

        override fun onConfigurationChanged(config: Configuration) = Unit
    }

    private fun folder(base: File): String =
        File(base, "banchan/" + folderName(config.user)).apply { mkdirs() }.path

    /** Brings a mini-program to the front in a card of its own; [visit] when the core opens it by itself. */
    fun show(context: Context, kept: Kept, scene: UInt, visit: Boolean = false) =
        show(context, own?.let { SlotScreen.ALL[it.number] } ?: MiniActivity::class.java, kept, scene, visit)

    /** How many are being opened whose screens come by themselves, with their first pages. */
    var adopting = 0
        private set

    /** Opens something that is no entry of a list; its first page brings its screen. */
    suspend fun adopt(act: suspend SuperApp.() -> Outcome): Outcome {
        adopting++
        try {
            val outcome = core().act()
            if (outcome is Outcome.Running) minis.of(outcome.session.slot())?.session = outcome.session
            return outcome
        } finally {
            adopting--
        }
    }

    /** Whether codes of developers' computers are opened; off at each start. */
    var developer = false
        private set

    /** The person turns that on or off. */
    fun developer(on: Boolean) {
        developer = on
        coreNow?.setDeveloperMode(on)
    }

    /** Opens one from a list. */
    fun open(context: Context, appId: String, name: String, scene: UInt) = show(context, Kept(appId, name, null, ""), scene)

    /** Opens what a code names. */
    fun open(context: Context, target: MiniTarget) = show(context, Kept(target.appId, "", target.path, target.query), Way.CODE)

    /** Ends every mini-program and lets the core go; another user's shell may be started then. Takes a few seconds at most. */
    fun end() {
        scope.cancel()
        Main.handler.removeCallbacks(look)
        facts.unwatch()
        app.unregisterComponentCallbacks(memory)
        coreNow?.run {
            shutdown()
            destroy()
        }
        if (one === this) one = null
    }

    companion object {
        private const val LOOK_MS = 500L
        private var one: Shell? = null

        /** Whether this process has a shell: one of a mini-program's that the system made by itself has none. */
        val isHere: Boolean get() = one != null

        /** Begins the shell of a mini-program's own process. */
        internal fun startOwn(app: Application, debug: Boolean, own: Own): Shell =
            Shell(app, ShellConfig(emptyList(), debug = debug), own).also {
                one = it
                it.begin()
            }

        internal fun show(context: Context, screen: Class<out MiniActivity>, kept: Kept, scene: UInt, visit: Boolean = false) {
            val intent = Intent(context, screen)
                .setData(Uri.fromParts("banchan", kept.appId, null))
                .addFlags(Intent.FLAG_ACTIVITY_NEW_DOCUMENT or Intent.FLAG_ACTIVITY_NEW_TASK)
                .putStringArrayListExtra(MiniActivity.KEPT, kept.pack())
                .putExtra(MiniActivity.SCENE, scene.toInt())
                .putExtra(MiniActivity.VISIT, visit)
            context.startActivity(intent)
        }

        /** Starts the shell; call it in `Application.onCreate`, before any WebView is made. */
        fun start(app: Application, config: ShellConfig): Shell {
            check(one == null) { "the shell was started already" }
            return Shell(app, config).also {
                one = it
                it.begin()
            }
        }

        /** The shell of this process. */
        val here: Shell get() = checkNotNull(one) { "call Shell.start in Application.onCreate" }
    }
}
