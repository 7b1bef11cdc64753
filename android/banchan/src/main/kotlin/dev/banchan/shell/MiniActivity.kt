// The screen of one mini-program: a card of its own in the overview. It draws what the core ordered and tells what the person
// did. It must not keep a stack of pages, read messages, or decide about permissions.

package dev.banchan.shell

import android.app.ActivityManager
import android.content.Context
import android.content.Intent
import android.content.res.Configuration
import android.os.Build
import android.os.Bundle
import android.view.Gravity
import android.view.View
import android.view.inputmethod.InputMethodManager
import android.widget.FrameLayout
import android.widget.LinearLayout
import dev.banchan.core.*
import dev.banchan.shell.devices.dress
import dev.banchan.shell.sheets.MoreSheet
import dev.banchan.shell.sheets.PreviewView
import dev.banchan.shell.sheets.ShareSheet
import dev.banchan.shell.sheets.Sheets
import kotlinx.coroutines.launch

open class MiniActivity : HostActivity() {
    private lateinit var kept: Kept
    private lateinit var pagesBox: FrameLayout
    private lateinit var launch: LaunchView
    private lateinit var capsule: Capsule
    private lateinit var tabs: TabBarView
    lateinit var root: FrameLayout
        private set
    lateinit var sheets: Sheets
        private set
    lateinit var toasts: Toasts
        private set
    var mini: Mini? = null
        private set
    private val views = HashMap<ULong, PageView>()
    private var preview: PreviewView? = null
    private var top = 0
    private var opening = false
    private val captures by lazy { if (Build.VERSION.SDK_INT >= 34) Api34(this) { mini?.session?.captured() } else null }

    override fun onCreate(saved: Bundle?) {
        super.onCreate(saved)
        if (!Shell.isHere) return elsewhere(saved)
        kept = Kept.unpack(saved?.getStringArrayList(KEPT)) ?: Kept.unpack(intent.getStringArrayListExtra(KEPT)) ?: return finish()
        build()
        describe()
        shell.minis.enter(this, kept.appId)
        if (mini == null) open(if (saved == null) intent.getIntExtra(SCENE, 0).toUInt() else Way.RECENT)
    }

    /** The system made a process for the card, and nothing runs in it: the main process opens the mini-program again. */
    private fun elsewhere(saved: Bundle?) {
        val kept = Kept.unpack(saved?.getStringArrayList(KEPT)) ?: Kept.unpack(intent.getStringArrayListExtra(KEPT))
        if (kept != null) Shell.show(this, MiniActivity::class.java, kept, Way.RECENT)
        finishAndRemoveTask()
    }

    private fun build() {
        pagesBox = FrameLayout(this)
        tabs = TabBarView(this) { path -> mini?.session?.tab(path) }
        capsule = Capsule(this, { sheets.open(MoreSheet(this, kept.appId, mini)) }, ::leave)
        launch = LaunchView(this)
        root = FrameLayout(this).apply {
            setBackgroundColor(getColor(R.color.banchan_ground))
            addView(column {
                addView(pagesBox, linear(MATCH, 0, 1f))
                addView(tabs, linear(MATCH, WRAP))
            }, frame(MATCH, MATCH))
            addView(launch, frame(MATCH, MATCH))
            addView(capsule, frame(dp(drawn.capsuleWidth), dp(drawn.capsuleHeight), Gravity.TOP or Gravity.RIGHT))
        }
        toasts = Toasts(this)
        sheets = Sheets(root, ::hideKeyboard)
        setContentView(root)
        edgeToEdge(root, ::room)
        darkSigns(!isDark)
    }

    /** The bars of the system: the pages begin below the clock, and end above the keyboard. */
    private fun room(top: Int, bottom: Int) {
        this.top = top
        capsule.layoutParams = (capsule.layoutParams as FrameLayout.LayoutParams).apply {
            topMargin = top + dp(drawn.capsuleTop)
            rightMargin = dp(drawn.capsuleRight)
        }
        views.values.forEach { it.showTop(top) }
        (root.getChildAt(0) as LinearLayout).setPadding(0, 0, 0, bottom)
        sheets.room(bottom)
        shell.facts.window(Window(root.width.takeIf { it > 0 } ?: resources.displayMetrics.widthPixels,
            root.height.takeIf { it > 0 } ?: resources.displayMetrics.heightPixels, top, bottom, resources.displayMetrics.density))
    }

    private fun open(scene: UInt) {
        if (intent.getBooleanExtra(VISIT, false) && shell.minis.running(kept.appId) != null) return
        if (shell.own != null) return finishAndRemoveTask() // only the main process opens
        launch.visibility = View.VISIBLE
        opening = true
        scope.launch {
            launch.show(kept)
            val outcome = shell.core().go(kept.way(scene))
            opening = false
            took(outcome)
        }
    }

    private fun took(outcome: Outcome) {
        when (outcome) {
            // Its pages are seen on the screen of its own process.
            is Outcome.Running -> if (shell.processes != null) finishAndRemoveTask() else {
                shell.minis.of(outcome.session.slot())?.let { it.session = outcome.session; attach(it) }
                describe()
            }
            is Outcome.Problem -> launch.problem(outcome, { open(Way.RECENT) }, ::finishAndRemoveTask)
            is Outcome.Offer -> finishAndRemoveTask() // home has shown it already
        }
    }

    /** Shows a mini-program that runs; its pages get WebViews here. */
    fun attach(running: Mini) {
        if (mini === running) return
        mini = running
        running.screen = this
        views.values.forEach { it.end() }
        views.clear()
        pagesBox.removeAllViews()
        running.states.keys.forEach(::addPage)
        running.pages.top?.let { turn(Turn(it, null, MiniTransition.NONE)) }
        running.tabs?.let { showTabs(it) }
        running.wish?.let(::dress)
        sheets.show(shell.prompts.top(running.slot))
        // The core started it again by itself: a developer's folder that changed.
        if (shell.own == null && running.session == null && !opening && shell.adopting == 0) scope.launch { took(shell.core().go(kept.way())) }
    }

    fun page(page: ULong): PageView? = views[page]

    fun addPage(page: ULong) {
        val state = mini?.states?.get(page) ?: return
        val view = PageView(this, state, { mini?.session?.back() }, { mini?.session?.home() })
        view.showTop(top)
        views[page] = view
        pagesBox.addView(view, frame(MATCH, MATCH))
        view.visibility = View.INVISIBLE
        if (state.live) view.load()
    }

    fun turn(turn: Turn) {
        val view = views[turn.show] ?: return
        // It went with the screen before: the core makes it again.
        if (!view.state.live) shell.coreNow?.viewLost(turn.show)
        view.show(turn.transition, turn.hide?.let { views[it] })
        barChanged(view.state.bar)
        launch.visibility = View.GONE
        hideKeyboard()
    }

    fun removePage(page: ULong) { views.remove(page)?.end() }

    fun reloadPage(page: ULong) { views[page]?.load() }

    fun barChanged(bar: MiniNavigationBar) {
        val dark = bar.frontColor.lowercase() != "#ffffff"
        darkSigns(dark)
        capsule.tone(dark)
    }

    fun showTabs(bar: MiniTabBar) = tabs.show(bar) { path -> mini?.session?.readFile(path)?.bytes }

    fun showPreview(items: MiniPreview) {
        preview = PreviewView(this, items, { path -> mini?.session?.readFile(path)?.bytes }) { preview = null }.also { root.addView(it, frame(MATCH, MATCH)) }
    }

    fun shareCard(card: MiniShareCard) = sheets.open(ShareSheet(this, card, mini?.session))

    fun hideKeyboard() {
        val keyboard = getSystemService(Context.INPUT_METHOD_SERVICE) as InputMethodManager
        keyboard.hideSoftInputFromWindow(root.windowToken, 0)
    }

    /** The mini-program is over. One that ended while nobody looked is opened again when somebody does. */
    fun ended(over: Mini, reason: MiniEndReason) {
        if (mini !== over) return
        mini = null
        views.values.forEach { it.end() }
        views.clear()
        toasts.hide()
        // What follows, the main process knows.
        if (shell.own != null) return finishAndRemoveTask()
        when (reason) {
            is MiniEndReason.Left -> finishAndRemoveTask()
            is MiniEndReason.Failed -> {
                launch.visibility = View.VISIBLE
                launch.problem(Outcome.Problem(Outcome.Kind.FAILED, reason.text, true), { open(Way.RECENT) }, ::finishAndRemoveTask)
            }
            // Its newer version is installed, and it asked to be started again with it.
            is MiniEndReason.Updated -> open(Way.LIST)
            is MiniEndReason.Closed -> if (isFront && !opening) finishAndRemoveTask()
        }
    }

    private fun leave() { moveTaskToBack(true) }

    override fun back() {
        val open = preview
        when {
            open != null -> open.close()
            sheets.back() -> Unit
            mini == null -> finishAndRemoveTask()
            else -> mini?.session?.back()
        }
    }

    override fun onStart() {
        super.onStart()
        captures?.follow(true)
        val running = mini
        if (running == null) {
            if (!opening && launch.visibility != View.VISIBLE && !isFinishing) open(Way.RECENT)
        } else if (running.resting) {
            running.resting = false
            if (shell.own != null) running.session?.resume() else scope.launch { running.session?.let { session -> took(told { session.foreground() }) } }
        }
    }

    override fun onStop() {
        captures?.follow(false)
        mini?.let {
            it.resting = true
            it.session?.background()
        }
        super.onStop()
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        val next = Kept.unpack(intent.getStringArrayListExtra(KEPT)) ?: return
        setIntent(intent)
        if (intent.getBooleanExtra(VISIT, false)) return
        kept = if (next.name.isEmpty()) next.copy(name = kept.name) else next
        mini?.resting = false
        scope.launch { took(shell.core().go(kept.way(intent.getIntExtra(SCENE, 0).toUInt()))) }
    }

    override fun onSaveInstanceState(out: Bundle) {
        super.onSaveInstanceState(out)
        out.putStringArrayList(KEPT, kept.pack())
    }

    override fun onConfigurationChanged(config: Configuration) {
        super.onConfigurationChanged(config)
        root.setBackgroundColor(getColor(R.color.banchan_ground))
        shell.facts.changed()
        root.requestApplyInsets()
    }

    override fun onDestroy() {
        if (this::kept.isInitialized) {
            views.values.forEach { it.end() }
            shell.minis.leave(this, kept.appId)
            if (isFinishing) mini?.session?.end()
        }
        super.onDestroy()
    }

    /** Name and icon on the card of the overview. */
    private fun describe() {
        setTaskDescription(ActivityManager.TaskDescription(kept.name.ifEmpty { kept.appId }))
        scope.launch {
            val (app, icon) = cardOf(shell, kept.appId) ?: return@launch
            kept = kept.copy(name = app.name)
            launch.show(kept, icon)
            setTaskDescription(ActivityManager.TaskDescription(app.name, icon))
        }
    }

    companion object {
        const val KEPT = "dev.banchan.kept"
        const val SCENE = "dev.banchan.scene"
        const val VISIT = "dev.banchan.visit"
    }
}
