// The same parts with the real core behind them, through JNA: the way from a code to a page, questions, ends, restoring.

package dev.banchan.shell

import dev.banchan.core.*
import java.io.ByteArrayOutputStream
import java.io.File
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import java.util.zip.ZipEntry
import java.util.zip.ZipOutputStream
import kotlinx.coroutines.runBlocking

/** What the core told, in order; waits for what a test wants to see. */
class Phone(private val registry: File, private val folder: File, private val locate: () -> MiniPosition = { error("no receiver") }, processes: MiniProcessHost? = null) :
    MiniViewHost, MiniConsentHost, MiniLocationHost, MiniLogHost, MiniUiHost by Silent() {
    val events = LinkedBlockingQueue<String>()
    val asked = LinkedBlockingQueue<Prompt<*>>()
    val pages = LinkedBlockingQueue<MiniNewPage>()
    val prompts = Prompts { _, top -> top?.let { asked += it } }

    /** Those on which a console was heard. */
    val threads: MutableSet<Thread> = java.util.Collections.synchronizedSet(HashSet())
    val core = SuperApp(
        MiniConfig(
            dataFolder = File(folder, "data").apply { mkdirs() }.path,
            cacheFolder = File(folder, "cache").apply { mkdirs() }.path,
            registries = listOf(MiniRegistry(keys = listOf(File(registry, "key.pub").readText().trim()), folder = registry.path)),
            bridge = MiniBridge.Port,
        ),
        MiniHosts(view = this, consent = this, location = this, log = this, ui = this, processes = processes),
    )

    fun wait(start: String): String {
        val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
        while (true) {
            val left = end - System.nanoTime()
            val event = events.poll(left.coerceAtLeast(0), TimeUnit.NANOSECONDS) ?: throw AssertionError("`$start` never came")
            if (event.startsWith(start)) return event
        }
    }

    @Suppress("UNCHECKED_CAST") // each test knows what it asked for
    fun <T> question(): Prompt<T> = (asked.poll(60, TimeUnit.SECONDS) ?: throw AssertionError("nobody asked")) as Prompt<T>

    fun go(way: Way): Outcome = runBlocking { core.go(way) }

    fun running(way: Way): MiniSession = (go(way) as? Outcome.Running)?.session ?: throw AssertionError("it did not open")

    /** A program of one page whose script is this. */
    fun program(script: String, more: Map<String, String> = emptyMap()): MiniSession {
        val manifest = """{"pages":["a","b"],"permission":{"scope.userLocation":{"desc":"to test"}},"requiredPrivateInfos":["getLocation"]}"""
        val files = mapOf("app.json" to manifest, "app.js" to "App({})", "a.wxml" to "<view>first</view>", "a.js" to script, "b.wxml" to "<view>second</view>", "b.js" to "Page({})") + more
        val out = ByteArrayOutputStream()
        ZipOutputStream(out).use { zip ->
            for ((name, text) in files) {
                zip.putNextEntry(ZipEntry(name))
                zip.write(text.toByteArray())
                zip.closeEntry()
            }
        }
        return runBlocking { core.openUnsigned(out.toByteArray(), "", false) }
    }

    override fun createPage(page: MiniNewPage) {
        pages += page
        events += "create ${page.page} ${page.path}"
    }

    override fun showPage(page: ULong, transition: MiniTransition) {
        events += "show $page $transition"
    }

    override fun closePage(page: ULong) {
        events += "close $page"
    }

    override fun freePage(page: ULong) = Unit

    override fun reloadPage(page: ULong) {
        events += "reload $page"
    }

    override fun post(page: ULong, text: String) = Unit

    override fun ended(slot: ULong, reason: MiniEndReason) {
        prompts.endAll(slot)
        events += "ended ${reason::class.simpleName}"
    }

    override suspend fun showModal(call: MiniCall, modal: MiniModal): MiniModalAnswer = prompts.ask(call.slot, modal)

    override suspend fun showActionSheet(call: MiniCall, sheet: MiniActionSheet): ULong = throw IllegalStateException("the host broke")

    override suspend fun askConsent(call: MiniCall, ask: MiniConsentAsk): MiniAnswer = prompts.ask(call.slot, ask)

    override suspend fun systemAllows(scope: String): Boolean = true

    override suspend fun locate(call: MiniCall, ask: MiniLocationAsk): MiniPosition = locate()

    override fun note(slot: ULong, note: MiniNote) {
        if (note is MiniNote.Console) {
            threads += Thread.currentThread()
            events += "said ${note.text}"
        }
        if (note is MiniNote.Error) events += "error ${note.text}"
    }

    override fun complaint(text: String) {
        events += "complaint $text"
    }
}

private fun with(registry: File, locate: () -> MiniPosition = { error("no receiver") }, act: (Phone) -> Unit) {
    val folder = kotlin.io.path.createTempDirectory("banchan").toFile()
    val phone = Phone(registry, folder, locate)
    try {
        act(phone)
    } finally {
        phone.core.shutdown()
        phone.core.destroy()
        folder.deleteRecursively()
    }
}

private const val BIKE = "https://banchan.link/m/bike.banchan.example/pages/bike/bike?id=B1024"

fun core(tests: Tests, registry: File) {
    opening(tests, registry)
    asking(tests, registry)
    living(tests, registry)
}

private fun opening(tests: Tests, registry: File) {
    tests.test("a code opens its mini-program, and every byte of its page comes from the core") {
        with(registry) { phone ->
            val session = phone.running(Way.Text(BIKE))
            same("bike.banchan.example", session.appId())
            val page = phone.pages.take()
            same("pages/bike/bike", page.path)
            val path = java.net.URI(page.address).rawPath
            val document = phone.core.serve(page.page, path, null)
            same<Any>(200, document.status.toInt())
            same(true, document.bytes.decodeToString().contains("wx-page"))
            same(true, document.headers.any { it.name.equals("Content-Security-Policy", ignoreCase = true) })
            same<Any>(404, phone.core.serve(page.page, "/no/such/file", null).status.toInt())
            same(true, phone.core.serve(page.page, "/__banchan/hello", null).hello)
        }
    }
    tests.test("what can't be opened is told as what it is") {
        with(registry) { phone ->
            fun kind(way: Way) = (phone.go(way) as Outcome.Problem).kind
            same(Outcome.Kind.CODE, kind(Way.Text("")))
            same(Outcome.Kind.UNKNOWN, kind(Way.Target(MiniTarget("nobody.example", null, ""), Way.LIST)))
            same(true, (phone.go(Way.Text("https://example.org/")) as Outcome.Offer).code is MiniCode.WebPage)
            same(true, phone.core.meaning(BIKE).first is MiniCode.MiniProgram)
        }
    }
    tests.test("the catalogue, search and recents show what can be opened and what was") {
        with(registry) { phone ->
            same(true, phone.core.catalogue().any { it.appId == "bike.banchan.example" })
            same("bike.banchan.example", phone.core.search("bike").first().appId)
            same(0, phone.core.recents().size)
            phone.running(Way.Text(BIKE))
            same(listOf("bike.banchan.example"), phone.core.recents().map { it.app.appId })
        }
    }
    tests.test("after the process died, the kept place opens again") {
        val folder = kotlin.io.path.createTempDirectory("banchan").toFile()
        val packed = Kept("bike.banchan.example", "Bike", "pages/bike/bike", "id=B1024").pack()
        repeat(2) {
            val phone = Phone(registry, folder)
            phone.running(checkNotNull(Kept.unpack(packed)).way())
            same("pages/bike/bike", phone.pages.take().path)
            phone.core.shutdown()
            phone.core.destroy()
        }
        folder.deleteRecursively()
    }
    tests.test("a thread of the core's that called once is the same one here from then on") {
        with(registry) { phone ->
            phone.program("Page({onLoad(){for(let i=0;i<40;i++)console.log('n'+i)}})")
            phone.wait("said n39")
            same(1, phone.threads.size)
        }
    }
    tests.test("a frame without a code is told so, whatever its rows") {
        with(registry) { phone ->
            val found = runCatching { phone.core.scanLuma(64u, 48u, 80u, ByteArray(80 * 48)) }
            same(true, found.exceptionOrNull() is MiniException.BadCode || found.getOrNull()?.isEmpty() == true)
        }
    }
}

private fun asking(tests: Tests, registry: File) {
    val modal = "Page({onLoad(){wx.showModal({title:'t',content:'c',success:r=>console.log('modal '+r.confirm),fail:e=>console.log('fail '+e.errMsg)})}})"
    tests.test("a dialog waits for the person, and the program hears the answer") {
        with(registry) { phone ->
            phone.program(modal)
            val question = phone.question<MiniModalAnswer>()
            same("t", (question.content as MiniModal).title)
            question.answer(MiniModalAnswer(true, null))
            phone.wait("said modal true")
        }
    }
    tests.test("a mini-program that is ended takes its question with it") {
        with(registry) { phone ->
            val session = phone.program(modal)
            phone.question<MiniModalAnswer>()
            session.end()
            phone.wait("ended")
            // Its coroutine is cancelled on a thread of its own.
            same(true, until { phone.prompts.count() == 0 })
        }
    }
    val where = "Page({onLoad(){wx.getLocation({success:r=>console.log('at '+r.latitude),fail:e=>console.log('fail '+e.errMsg)})}})"
    tests.test("a position needs the person's yes") {
        with(registry, { MiniPosition(37.5, 127.0, -1.0, 5.0, 0.0, 0.0, 5.0) }) { phone ->
            phone.program(where)
            val question = phone.question<MiniAnswer>()
            same("scope.userLocation", (question.content as MiniConsentAsk).scope)
            question.answer(MiniAnswer.ALLOW)
            phone.wait("said at 37.5")
        }
    }
    tests.test("a no is a no, and the receiver is never asked") {
        with(registry, { throw AssertionError("asked") }) { phone ->
            phone.program(where)
            phone.question<MiniAnswer>().answer(MiniAnswer.DENY)
            same(true, phone.wait("said fail").contains("auth deny"))
        }
    }
    tests.test("a host that throws ends that call only") {
        with(registry, { throw IllegalStateException("broken receiver") }) { phone ->
            phone.program("Page({onLoad(){wx.showActionSheet({itemList:['x'],fail:e=>{console.log('sheet '+e.errMsg);wx.getLocation({fail:e=>console.log('place '+e.errMsg)})}})}})")
            phone.wait("said sheet")
            phone.question<MiniAnswer>().answer(MiniAnswer.ALLOW)
            phone.wait("said place")
        }
    }
}

private fun living(tests: Tests, registry: File) {
    tests.test("pages come and go in the core's order, and the way back at the first one leads out") {
        with(registry) { phone ->
            val session = phone.program("Page({onLoad(){wx.navigateTo({url:'b'})}})")
            phone.wait("create")
            phone.wait("create")
            same(true, phone.wait("show").endsWith("PUSH"))
            session.back()
            same(true, phone.wait("show").endsWith("POP"))
            phone.wait("close")
            session.back()
            phone.wait("ended Left")
        }
    }
    tests.test("a page whose renderer was lost is made again") {
        with(registry) { phone ->
            phone.program("Page({})")
            val page = phone.pages.take()
            phone.core.serve(page.page, java.net.URI(page.address).rawPath, null)
            phone.core.viewLost(page.page)
            same("reload ${page.page}", phone.wait("reload"))
        }
    }
    tests.test("nothing is left when the super-app was shut down") {
        with(registry) { phone ->
            phone.program("Page({})")
            phone.program("Page({onLoad(){wx.showModal({title:'t'})}})")
        }
        val gone = until {
            System.gc()
            miniCounts() == MiniCounts(0u, 0u, 0u)
        }
        check(gone) { "something is still held: ${miniCounts()}" }
    }
}
