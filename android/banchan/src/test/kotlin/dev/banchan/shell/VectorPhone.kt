// A phone that does what a contract vector says, and writes down in lines what it was told: the Kotlin one; see
// tests/contract/README.md. It must not know what any vector is about.

package dev.banchan.shell

import dev.banchan.core.*
import java.io.File
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.awaitCancellation

private const val PATIENCE_S = 20L

private fun fits(wanted: String, line: String): Boolean =
    Regex(wanted.split("*").joinToString(".*") { Regex.escape(it) }, RegexOption.DOT_MATCHES_ALL).matches(line)

private fun lower(value: Enum<*>) = value.name.lowercase()

open class VectorPhone(answers: Map<*, *>, private val registry: File) :
    MiniViewHost, MiniUiHost, MiniConsentHost, MiniLocationHost, MiniScannerHost, MiniPhoneHost, MiniClipboardHost, MiniVibrationHost,
    MiniPlacesHost, MiniMediaHost, MiniSoundHost, MiniScreenHost, MiniSensorsHost, MiniContactsHost, MiniRecorderHost, MiniIdentityHost, MiniPaymentHost, MiniMessagesHost, MiniNeighboursHost, MiniLogHost,
    MiniRegistryHost {
    private val answers = answers.entries.associate { (method, given) -> method as String to ArrayDeque(given as List<*>) }
    private val lines = ArrayList<String>()
    @Suppress("PLATFORM_CLASS_MAPPED_TO_KOTLIN") // has wait and notifyAll
    private val lock = Object()
    val questions = java.util.concurrent.ConcurrentHashMap<String, ULong>()

    @Volatile
    var lastVisit: ULong = 0u

    @Volatile
    var lastSound: UInt = 0u

    protected open fun say(line: String) = synchronized(lock) {
        lines += line
        lock.notifyAll()
    }

    /** Takes the first line that fits. */
    fun wait(wanted: String) = synchronized(lock) {
        val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S)
        while (true) {
            val at = lines.indexOfFirst { fits(wanted, it) }
            if (at >= 0) {
                lines.removeAt(at)
                return@synchronized
            }
            val left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())
            if (left <= 0) throw AssertionError("`$wanted` did not come; what came: $lines")
            lock.wait(left)
        }
    }

    fun came(wanted: String): Boolean = synchronized(lock) { lines.any { fits(wanted, it) } }

    protected open fun scripted(method: String): Any? = synchronized(answers) { answers[method]?.removeFirstOrNull() }

    private fun told(method: String, vararg words: Any?) {
        say((listOf(method) + words).joinToString(" "))
        if (scripted(method) == "throw") throw IllegalStateException("on purpose")
    }

    open suspend fun asked(method: String, call: MiniCall?, vararg words: Any?): Any {
        call?.let { questions[method] = it.id }
        val answer = scripted(method)
        say((listOf(method) + words).joinToString(" "))
        when (answer) {
            null, "unsupported" -> throw MiniHostException.Unsupported()
            "throw" -> throw IllegalStateException("on purpose")
            "cancelled" -> throw MiniHostException.Cancelled()
            "failed" -> throw MiniHostException.Failed("on purpose")
            "hang" -> try {
                awaitCancellation()
            } catch (error: CancellationException) {
                say("cancelled $method")
                throw error
            }
            else -> return answer
        }
    }

    override fun freePage(page: ULong) = Unit

    override fun createPage(page: MiniNewPage) = told("create_page", page.page, page.path)

    override fun showPage(page: ULong, transition: MiniTransition) = told("show_page", page, lower(transition))

    override fun closePage(page: ULong) = told("close_page", page)

    override fun reloadPage(page: ULong) = told("reload_page", page)

    override fun post(page: ULong, text: String) = told("post", page, text)

    override fun ended(slot: ULong, reason: MiniEndReason) = told("ended", reason::class.simpleName?.lowercase())

    override fun showToast(slot: ULong, toast: MiniToast) = told("show_toast", toast.title)

    override fun hideToast(slot: ULong) = told("hide_toast")

    override fun showLoading(slot: ULong, loading: MiniLoading) = told("show_loading", loading.title)

    override fun hideLoading(slot: ULong) = told("hide_loading")

    override suspend fun showModal(call: MiniCall, modal: MiniModal) = MiniModalAnswer(asked("show_modal", call, modal.title) == true, null)

    override suspend fun showActionSheet(call: MiniCall, sheet: MiniActionSheet): ULong =
        (asked("show_action_sheet", call, sheet.itemList.joinToString(",")) as Double).toLong().toULong()

    override suspend fun openSettings(call: MiniCall, page: MiniSettingsPage): List<MiniGrantSetting> {
        asked("open_settings", call, page.appName)
        return page.grants
    }

    override fun navigationBar(page: ULong, bar: MiniNavigationBar) = told("navigation_bar", bar.title)

    override fun tabBar(slot: ULong, bar: MiniTabBar) = told("tab_bar", bar.items.size)

    override fun pullDown(page: ULong, refreshing: Boolean) = told("pull_down", refreshing)

    override fun preview(slot: ULong, preview: MiniPreview) = told("preview", preview.items.size)

    override fun fullScreen(page: ULong, on: Boolean) = told("full_screen", on)

    override fun shareWays(page: ULong, ways: MiniShareWays) = told("share_ways")

    override fun share(slot: ULong, card: MiniShareCard) = told("share", card.title)

    override fun hideKeyboard(page: ULong) = told("hide_keyboard", page)

    override suspend fun askConsent(call: MiniCall, ask: MiniConsentAsk): MiniAnswer = when (asked("ask_consent", call, ask.scope)) {
        "allow" -> MiniAnswer.ALLOW
        "deny" -> MiniAnswer.DENY
        else -> MiniAnswer.DISMISSED
    }

    override suspend fun systemAllows(scope: String): Boolean = try {
        asked("system_allows", null, scope) == true
    } catch (_: MiniHostException.Unsupported) {
        true
    }

    override suspend fun locate(call: MiniCall, ask: MiniLocationAsk): MiniPosition {
        val at = asked("locate", call) as Map<*, *>
        return MiniPosition(at["latitude"] as Double, at["longitude"] as Double, -1.0, 1.0, 0.0, 0.0, 0.0)
    }

    override suspend fun scanCode(call: MiniCall, ask: MiniScanAsk) = MiniScanned(asked("scan_code", call) as String, "QR_CODE")

    override suspend fun dial(call: MiniCall, number: String) {
        asked("dial", call, number)
    }

    override suspend fun readClipboard(call: MiniCall) = asked("read_clipboard", call) as String

    override suspend fun writeClipboard(call: MiniCall, text: String) {
        asked("write_clipboard", call, text)
    }

    override suspend fun vibrate(call: MiniCall, kind: MiniVibrationKind) {
        asked("vibrate", call, lower(kind))
    }

    override suspend fun choosePlace(call: MiniCall, center: MiniPoint?): MiniPlace {
        val at = asked("choose_place", call) as Map<*, *>
        return MiniPlace(at["name"] as String, "", at["latitude"] as Double, at["longitude"] as Double, 15.0)
    }

    override suspend fun openPlace(call: MiniCall, place: MiniPlace) {
        asked("open_place", call, place.name)
    }

    override suspend fun chooseMedia(call: MiniCall, ask: MiniMediaAsk): List<MiniPicked> = (asked("choose_media", call, ask.count) as List<*>).map {
        val one = it as Map<*, *>
        MiniPicked((one["text"] as String).toByteArray(), one["name"] as String, MiniMediaKind.FILE, 0u, 0u, 0.0, 0u, ByteArray(0))
    }

    override suspend fun keepMedia(call: MiniCall, keep: MiniKeep) {
        asked("keep_media", call, keep.name)
    }

    override suspend fun openDocument(call: MiniCall, document: MiniKeep) {
        asked("open_document", call, document.name)
    }

    override fun orderSound(slot: ULong, sound: UInt, order: MiniSoundOrder) {
        lastSound = sound
        told("order_sound", sound)
    }

    override fun screenWish(slot: ULong, wish: MiniScreenWish) = told("screen_wish", if (wish.keepOn) "on" else "off")

    override suspend fun watchSensor(call: MiniCall, kind: MiniSensorKind, intervalMs: UInt) {
        asked("watch_sensor", call, lower(kind), intervalMs)
    }

    override suspend fun addContact(call: MiniCall, contact: MiniNewContact) {
        asked("add_contact", call, contact.name)
    }

    override suspend fun chooseContact(call: MiniCall): MiniChosenContact {
        val chosen = asked("choose_contact", call) as Map<*, *>
        return MiniChosenContact(chosen["name"] as String, (chosen["phones"] as List<*>).map { it as String })
    }

    override fun orderRecorder(slot: ULong, order: MiniRecorderOrder) = told("order_recorder", lower(order))

    override suspend fun recordSound(call: MiniCall, ask: MiniRecordAsk): MiniRecording {
        val made = asked("record_sound", call, ask.format, ask.maxMs) as Map<*, *>
        return MiniRecording((made["text"] as String).toByteArray(), made["seconds"] as Double)
    }

    override suspend fun login(call: MiniCall, app: String) = asked("login", call, app) as String

    override suspend fun signedIn(call: MiniCall, app: String) = true

    override suspend fun profile(call: MiniCall, ask: MiniPersonAsk): MiniProfile = throw MiniHostException.Cancelled()

    override suspend fun phoneCode(call: MiniCall, ask: MiniPersonAsk): String = throw MiniHostException.Cancelled()

    override suspend fun avatar(call: MiniCall, ask: MiniPersonAsk): String = throw MiniHostException.Cancelled()

    override suspend fun address(call: MiniCall, ask: MiniPersonAsk, book: List<MiniAddress>) = MiniAddressAnswer(book, null)

    override suspend fun pay(call: MiniCall, order: MiniPayOrder) {
        asked("pay", call, order.prepayId, order.amount, order.currency)
    }

    override suspend fun subscribe(call: MiniCall, ask: MiniSubscribeAsk): MiniSubscribeAnswer =
        MiniSubscribeAnswer((asked("subscribe", call, ask.templates.joinToString(",")) as List<*>).map { it as String }, false)

    override fun goVisit(visit: MiniVisit) = Unit

    override suspend fun askVisit(call: MiniCall, visit: MiniVisit) {
        lastVisit = visit.id
        asked("ask_visit", call, visit.target)
    }

    override fun note(slot: ULong, note: MiniNote) {
        if (note is MiniNote.Console) told("console", note.text)
        if (note is MiniNote.Error) told("error", note.text)
    }

    override fun complaint(text: String) = told("complaint", text)

    override fun readRegistry(path: String, limit: ULong): ByteArray {
        told("read_registry", path)
        return File(registry, path).readBytes()
    }
}
