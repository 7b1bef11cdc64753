// The screens on a JVM: Android's own classes of API 34 as Robolectric runs them, the real core behind, and a WebView that only
// says what it was told. Pictures of the screens are written beside; people look at them.

package dev.banchan.app

import android.app.Activity
import android.content.Intent
import android.graphics.Bitmap
import android.graphics.Canvas
import android.hardware.Sensor
import android.hardware.SensorManager
import android.os.Looper
import android.provider.ContactsContract.CommonDataKinds.Phone
import android.provider.ContactsContract.Intents.Insert
import android.view.View
import android.view.ViewGroup
import android.webkit.WebView
import android.widget.TextView
import dev.banchan.core.*
import dev.banchan.shell.*
import dev.banchan.shell.devices.ContactsDevice
import dev.banchan.shell.devices.SensorsDevice
import dev.banchan.shell.scan.ScanActivity
import dev.banchan.shell.sheets.PlaceAsk
import java.io.File
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.JUnitCore
import org.junit.runner.RunWith
import org.robolectric.Robolectric
import org.robolectric.RobolectricTestRunner
import org.robolectric.RuntimeEnvironment
import org.robolectric.Shadows.shadowOf
import org.robolectric.android.controller.ActivityController
import org.robolectric.annotation.Config
import org.robolectric.annotation.GraphicsMode
import org.robolectric.fakes.RoboCursor
import org.robolectric.shadows.SensorEventBuilder
import org.robolectric.shadows.ShadowSensor

@RunWith(RobolectricTestRunner::class)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
@Config(sdk = [34], qualifiers = "w360dp-h720dp-xhdpi")
class ScreensTest {
    private val app get() = RuntimeEnvironment.getApplication()

    private fun <T : Any> until(what: String, find: () -> T?): T {
        val end = System.nanoTime() + 60_000_000_000
        while (System.nanoTime() < end) {
            shadowOf(Looper.getMainLooper()).idle()
            find()?.let { return it }
            Thread.sleep(20)
        }
        throw AssertionError("$what never came")
    }

    private fun all(view: View): List<View> = listOf(view) + if (view is ViewGroup) (0 until view.childCount).flatMap { all(view.getChildAt(it)) } else emptyList()

    private fun Activity.words(): List<String> = all(window.decorView).filterIsInstance<TextView>().filter { it.isShown }.map { it.text.toString() }

    private fun Activity.with(words: String): View? = all(window.decorView).firstOrNull { it is TextView && it.isShown && words in it.text }

    private fun tap(view: View) {
        var at: View? = view
        while (at != null && !at.hasOnClickListeners()) at = at.parent as? View
        checkNotNull(at) { "nothing to tap" }.performClick()
    }

    private fun picture(activity: Activity, name: String) {
        val root = activity.window.decorView
        val bitmap = Bitmap.createBitmap(root.width, root.height, Bitmap.Config.ARGB_8888)
        root.draw(Canvas(bitmap))
        File(System.getProperty("banchan.pictures"), "$name.png").outputStream().use { bitmap.compress(Bitmap.CompressFormat.PNG, 100, it) }
    }

    private fun home(first: String = "Nosy"): ActivityController<HomeActivity> = Robolectric.buildActivity(HomeActivity::class.java).setup().also { home ->
        until<View>("the catalogue") { home.get().with(first) }
    }

    /** Taps a mini-program in the list, and builds the screen that was asked for. */
    private fun open(home: HomeActivity, name: String): ActivityController<MiniActivity> {
        tap(checkNotNull(home.with(name)))
        val intent = checkNotNull(shadowOf(app).nextStartedActivity ?: shadowOf(home).nextStartedActivity)
        assertEquals(MiniActivity::class.java.name, intent.component?.className)
        return Robolectric.buildActivity(MiniActivity::class.java, intent).setup().also { mini ->
            until<ULong>("the first page") { mini.get().mini?.pages?.top }
        }
    }

    private fun web(screen: MiniActivity): WebView = until("a WebView") { all(screen.root).filterIsInstance<WebView>().lastOrNull() }

    @Test
    fun home_shows_the_catalogue_and_search_narrows_it() {
        home().use { home ->
            picture(home.get(), "home")
            all(home.get().window.decorView).filterIsInstance<android.widget.EditText>().first().setText("bike")
            until("the search") { home.get().takeIf { it.with("Nosy") == null && it.words().any { word -> "ike" in word } } }
            picture(home.get(), "search")
        }
    }

    @Test
    fun a_tap_opens_a_mini_program_and_its_webview_gets_every_byte_from_the_core() {
        home().use { home ->
            open(home.get(), "Nosy").use { mini ->
                val web = web(mini.get())
                val url = shadowOf(web).lastLoadedUrl
                assertTrue(url, Regex("https://[a-z0-9-]+\\.banchan\\.invalid/p/\\d+").matches(url))
                val request = Request(url)
                val reply = checkNotNull(shadowOf(web).webViewClient.shouldInterceptRequest(web, request))
                assertEquals(200, reply.statusCode)
                assertTrue(reply.data.readBytes().decodeToString().contains("wx-page"))
                assertTrue(shadowOf(web).webViewClient.shouldOverrideUrlLoading(web, request))
                val camera = checkNotNull(shadowOf(web).webViewClient.shouldInterceptRequest(web, Request(url.substringBefore("/p/") + "/__banchan/camera/5?1.0")))
                assertEquals("no camera is on", 204, camera.statusCode)
                assertTrue(web.settings.run { javaScriptEnabled && !allowFileAccess && !allowContentAccess && !domStorageEnabled })
                picture(mini.get(), "mini")
            }
        }
    }

    @Test
    fun questions_come_up_and_go_with_an_answer() {
        home().use { home ->
            open(home.get(), "Nosy").use { mini ->
                val slot = checkNotNull(mini.get().mini).slot
                val shell = Shell.here
                val ask = MiniConsentAsk(slot, "nosy.banchan.example", "Nosy", "scope.userLocation", "your location", "To show where you are on the map.")
                var answer: MiniAnswer? = null
                Thread { answer = kotlinx.coroutines.runBlocking { shell.prompts.ask<MiniAnswer>(slot, ask) } }.start()
                val allow = until("the sheet") { mini.get().with("Allow") }
                picture(mini.get(), "consent")
                tap(allow)
                until("the answer") { answer }
                assertEquals(MiniAnswer.ALLOW, answer)
                Thread { kotlinx.coroutines.runBlocking { runCatching { shell.prompts.ask<MiniModalAnswer>(slot, MiniModal("Title", "A question with some words.", true, "", "", "", "", false, "")) } } }.start()
                until("the dialog") { mini.get().with("some words") }
                picture(mini.get(), "modal")
                tap(checkNotNull(mini.get().with("OK")))
                until("nothing to ask") { (shell.prompts.count() == 0).takeIf { it } }
            }
        }
    }

    @Test
    fun a_place_is_looked_for_by_name() {
        home().use { home ->
            open(home.get(), "Nosy").use { mini ->
                val shell = Shell.here
                val ask = PlaceAsk(MiniPoint(37.57, 126.98))
                Thread { kotlinx.coroutines.runBlocking { runCatching { shell.prompts.ask<MiniPlace>(checkNotNull(mini.get().mini).slot, ask) } } }.start()
                until("the sheet") { mini.get().with("Choose a place") }
                // Nobody looked for anything, so nothing is missing.
                assertEquals(null, mini.get().with("Nothing fits"))
                picture(mini.get(), "place")
                tap(checkNotNull(mini.get().with("Cancel")))
                until("nothing to ask") { (shell.prompts.count() == 0).takeIf { it } }
            }
        }
    }

    @Test
    fun the_bar_the_tabs_and_the_notice_are_drawn_as_told() {
        home().use { home ->
            open(home.get(), "Nosy").use { mini ->
                val screen = mini.get()
                val page = checkNotNull(screen.mini?.pages?.top)
                val host = ScreenHost(Shell.here)
                host.navigationBar(page, MiniNavigationBar("A title that is far too long for the bar above a page", "#ffffff", "#0b6e4f", 0u, true, true, true, false))
                host.tabBar(checkNotNull(screen.mini).slot, MiniTabBar(true, false, 0u, "#666666", "#0b6e4f", "#ffffff", "black", "bottom", listOf(MiniTabItem("a", "First", "", "", "3", false), MiniTabItem("b", "Second", "", "", "", true))))
                host.showToast(checkNotNull(screen.mini).slot, MiniToast("Done", MiniToastIcon.SUCCESS, null, 5000.0, false))
                until("the tabs") { screen.with("Second") }
                picture(screen, "bars")
                assertNotNull(screen.with("Done"))
            }
        }
    }

    @Test
    fun a_mini_program_that_nobody_knows_says_so_and_can_be_closed() {
        Robolectric.buildActivity(MiniActivity::class.java, intent("nobody.example")).setup().use { mini ->
            until("the words") { mini.get().with("Nobody knows") }
            picture(mini.get(), "unknown")
            tap(checkNotNull(mini.get().with("Close")))
            assertTrue(mini.get().isFinishing)
        }
    }

    @Test
    fun what_the_system_ended_is_opened_again_where_it_was() {
        val saved = android.os.Bundle()
        val first = Robolectric.buildActivity(MiniActivity::class.java, intent("nosy.banchan.example")).setup()
        until("the first page") { first.get().mini?.pages?.top }
        first.pause().stop().saveInstanceState(saved).destroy()
        Robolectric.buildActivity(MiniActivity::class.java, intent("nobody.example")).create(saved).start().restoreInstanceState(saved).resume().visible().use { again ->
            until("the page again") { again.get().takeIf { it.mini?.appId == "nosy.banchan.example" && it.mini?.pages?.top != null } }
            assertNotNull(web(again.get()))
        }
    }

    @Test
    fun a_mini_program_is_deleted_after_a_question_and_home_lists_anew() {
        home().use { home ->
            open(home.get(), "Nosy").use { mini -> web(mini.get()) }
            home.pause().resume()
            until("what was opened") { home.get().with("Recent") }
            var row = home.get().with("Nosy")
            while (row?.isLongClickable == false) row = row.parent as? View
            checkNotNull(row).performLongClick()
            tap(until("what is known of it") { home.get().with("Delete from this phone") })
            until("the question") { home.get().with("Delete Nosy and its data?") }
            picture(home.get(), "remove")
            tap(until("a no") { home.get().with("Cancel") })
            assertEquals(1, Shell.here.coreNow?.recents()?.size)
            row.performLongClick()
            tap(until("what is known of it, again") { home.get().with("Delete from this phone") })
            tap(until("a yes") { all(home.get().window.decorView).firstOrNull { it is TextView && it.text.toString() == "Delete" } })
            until("a list without it") { home.get().takeIf { it.with("Nosy") != null && it.with("Recent") == null } }
            assertEquals(listOf<MiniRecent>() to false, Shell.here.coreNow?.run { recents() to about("nosy.banchan.example").installed })
        }
    }

    private class Asked<T>(ask: suspend () -> T) {
        @Volatile
        var answer: Result<T>? = null
        private val waits = CoroutineScope(Dispatchers.Default).launch { answer = runCatching { ask() } }

        fun giveUp() = waits.cancel()
    }

    @Test
    fun the_address_book_is_the_phones_own_screen() {
        home().use { home ->
            val device = ContactsDevice(Shell.here)
            val call = MiniCall(1u, 1u, null)
            val entry = MiniNewContact("Mina", listOf("1", "2"), "mina@example.org", "Acme", "", "", "", "")
            for (code in listOf(Activity.RESULT_CANCELED, Activity.RESULT_OK)) {
                val added = Asked { device.addContact(call, entry) }
                val shown = until("the entry") { shadowOf(home.get()).nextStartedActivityForResult }.intent
                assertEquals(Insert.ACTION to "Mina", shown.action to shown.getStringExtra(Insert.NAME))
                assertEquals(2, shown.getParcelableArrayListExtra<android.content.ContentValues>(Insert.DATA)?.size)
                shadowOf(home.get()).receiveResult(shown, code, null)
                val answer = until("an answer") { added.answer }
                assertEquals(code == Activity.RESULT_OK, answer.isSuccess)
                if (answer.isFailure) assertTrue(answer.exceptionOrNull() is MiniHostException.Cancelled)
            }
            val row = android.net.Uri.parse("content://com.android.contacts/data/7")
            shadowOf(app.contentResolver).setCursor(row, RoboCursor().apply {
                setColumnNames(listOf(Phone.DISPLAY_NAME, Phone.NUMBER))
                setResults(arrayOf(arrayOf<Any>("Mina", "+82 2 123")))
            })
            val chosen = Asked { device.chooseContact(call) }
            val shown = until("the book") { shadowOf(home.get()).nextStartedActivityForResult }.intent
            assertEquals(Intent.ACTION_PICK to Phone.CONTENT_URI, shown.action to shown.data)
            shadowOf(home.get()).receiveResult(shown, Activity.RESULT_OK, Intent().setData(row))
            assertEquals(MiniChosenContact("Mina", listOf("+82 2 123")), until("the entry") { chosen.answer }.getOrThrow())
        }
    }

    @Test
    fun a_sensor_is_listened_to_for_as_long_as_somebody_waits_and_one_that_is_not_there_is_told() {
        home().use {
            val manager = app.getSystemService(SensorManager::class.java)
            val device = SensorsDevice(Shell.here)
            val call = MiniCall(1u, 1u, null)
            val none = Asked { device.watchSensor(call, MiniSensorKind.MOTION, 60u) }
            assertTrue(until("an answer") { none.answer }.exceptionOrNull() is MiniHostException.Unsupported)
            val sensor = ShadowSensor.newInstance(Sensor.TYPE_ROTATION_VECTOR)
            shadowOf(manager).addSensor(sensor)
            val watched = Asked { device.watchSensor(call, MiniSensorKind.MOTION, 60u) }
            until("a listener") { shadowOf(manager).listeners.firstOrNull() }
            shadowOf(manager).sendSensorEventToListeners(SensorEventBuilder.newBuilder().setSensor(sensor).setValues(floatArrayOf(0f, 0f, 0.7071f, 0.7071f, 0.1f)).build())
            shadowOf(Looper.getMainLooper()).idle()
            assertEquals(null, watched.answer)
            watched.giveUp()
            until("nobody listening") { true.takeIf { shadowOf(manager).listeners.isEmpty() } }
        }
    }

    @Test
    @Config(qualifiers = "ko-w360dp-h720dp-night-xhdpi")
    fun settings_and_scanner_open_in_korean_and_in_the_dark() {
        Robolectric.buildActivity(SettingsActivity::class.java).setup().use { settings ->
            until("the heading") { settings.get().with("권한") }
            picture(settings.get(), "settings-dark")
        }
        Robolectric.buildActivity(ScanActivity::class.java).setup().use { scan ->
            until("the hint") { scan.get().with("코드") }
            picture(scan.get(), "scanner")
        }
        home("다 물어보기").use { picture(it.get(), "home-dark") }
    }

    private fun intent(appId: String) = Intent(app, MiniActivity::class.java).putStringArrayListExtra(MiniActivity.KEPT, Kept(appId, "", null, "").pack())
}

private class Request(private val address: String) : android.webkit.WebResourceRequest {
    override fun getUrl() = android.net.Uri.parse(address)

    override fun isForMainFrame() = true

    override fun isRedirect() = false

    override fun hasGesture() = false

    override fun getMethod() = "GET"

    override fun getRequestHeaders() = emptyMap<String, String>()
}

fun main() {
    val result = JUnitCore.runClasses(ScreensTest::class.java)
    result.failures.forEach { System.err.println("FAILED ${it.testHeader}\n${it.trace}") }
    println("${result.runCount - result.failureCount} passed, ${result.failureCount} failed")
    exitProcess(if (result.wasSuccessful() && result.runCount > 0) 0 else 1)
}
