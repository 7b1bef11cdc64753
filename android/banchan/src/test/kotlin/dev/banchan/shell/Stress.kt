// Opens and ends mini-programs over and over from Kotlin, with a host that throws and gives up at random, as tests/contract/python/stress.py
// does: no question is lost, and nothing is held at the end on either side. The same seed gives the same choices.

package dev.banchan.shell

import dev.banchan.core.*
import java.io.File
import java.util.concurrent.atomic.AtomicInteger
import java.util.concurrent.ConcurrentHashMap
import kotlin.random.Random
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout

private const val SEED = 20260
private const val WATCHDOG_MS = 120_000L
private val JOBS = listOf("nothing", "location", "modal", "sheet", "scan", "call", "login", "pay", "copy", "second", "exit", "toast", "visit")
private val BAD = listOf("throw", "hang", "cancelled", "unsupported", "failed")
private val QUIET = listOf("console", "error", "complaint")
private val GOOD = mapOf(
    "ask_consent" to "allow", "show_action_sheet" to 0.0, "scan_code" to "text", "login" to "code",
    "locate" to mapOf("latitude" to 1.0, "longitude" to 2.0),
)

/** Chooses what it does each time by the seed, and counts questions and their ends. */
private class Restless(private val chance: Random, registry: File) : VectorPhone(emptyMap<Any, Any>(), registry) {
    val asks = AtomicInteger()
    val ends = AtomicInteger()

    override fun say(line: String) = Unit

    // Orders throw now and then, but for those that tell of such a throw; a question ends in each of the ways.
    override fun scripted(method: String): Any? = synchronized(chance) {
        if (method in QUIET) null else if (chance.nextDouble() < 0.6) GOOD[method] ?: true else BAD[chance.nextInt(BAD.size)]
    }

    override suspend fun asked(method: String, call: MiniCall?, vararg words: Any?): Any {
        asks.incrementAndGet()
        try {
            return super.asked(method, call, *words)
        } finally {
            ends.incrementAndGet()
        }
    }
}

/** How many hosts, and answers under way, this side holds for the library. */
private fun held(): Int {
    val names = listOf(
        "View", "Ui", "Consent", "Location", "Scanner", "Phone", "Clipboard", "Vibration", "Places", "Media", "Sound", "Camera", "Identity",
        "Payment", "Messages", "Neighbours", "Log", "Registry",
    )
    return uniffiForeignFutureHandleCount() + names.sumOf { name ->
        val converter = Class.forName("dev.banchan.core.FfiConverterTypeMini${name}Host")
        val field = converter.getDeclaredField("handleMap").apply { isAccessible = true }
        val map = field.get(converter.getField("INSTANCE").get(null))
        val size = map.javaClass.getDeclaredMethod("getSize").apply { isAccessible = true }
        size.invoke(map) as Int
    }
}

private suspend fun once(app: SuperApp, phone: VectorPhone, chance: Random): String = kotlinx.coroutines.coroutineScope {
    val id = if (chance.nextBoolean()) "contract.one" else "contract.two"
    val target = MiniTarget(id, "pages/index/index", "do=" + JOBS[chance.nextInt(JOBS.size)])
    val opening = async(Dispatchers.Default, CoroutineStart.UNDISPATCHED) { runCatching { app.open(target, 1001u) } }
    if (chance.nextDouble() < 0.1) {
        // Nobody waits for it any more: what it started has to end by itself.
        delay(chance.nextLong(10))
        opening.cancel()
    }
    opening.join()
    val session = if (opening.isCancelled) return@coroutineScope "cancelled" else opening.await().getOrNull() ?: return@coroutineScope "refused"
    if (chance.nextDouble() < 0.3) delay(chance.nextLong(5))
    repeat(chance.nextInt(3)) { listOf(session::back, session::home, session::background, session::end)[chance.nextInt(4)]() }
    if (chance.nextDouble() < 0.2) phone.questions.values.toList().takeLast(2).forEach { app.cancel(it) }
    session.end()
    session.destroy()
    "opened"
}

/** [times] openings; [place] is what the Rust run of the vectors laid out. */
fun stress(tests: Tests, place: File, times: Int) = tests.test("$times openings by a restless host leave nothing behind") {
    val chance = Random(SEED)
    val home = kotlin.io.path.createTempDirectory("banchan").toFile()
    val seen = ConcurrentHashMap<String, Int>()
    val phone = Restless(Random(SEED + 1), File(place, "registry"))
    val hosts = MiniHosts(
        view = phone, ui = phone, consent = phone, location = phone, scanner = phone, phone = phone, clipboard = phone, vibration = phone,
        identity = phone, payment = phone, neighbours = phone, log = phone,
    )
    val registry = MiniRegistry(keys = listOf(File(place, "key.txt").readText()), folder = File(place, "registry").path)
    val app = SuperApp(MiniConfig(dataFolder = "$home/data", cacheFolder = "$home/cache", registries = listOf(registry), bridge = MiniBridge.Port), hosts)
    repeat(times) {
        runBlocking { withTimeout(WATCHDOG_MS) { seen.merge(once(app, phone, chance), 1, Int::plus) } }
    }
    val before = held()
    app.shutdown()
    check(until { phone.asks.get() == phone.ends.get() }) { "${phone.asks.get() - phone.ends.get()} questions without an end" }
    same(0uL, app.openCalls())
    app.destroy()
    val gone = until {
        System.gc()
        held() == 0 && miniCounts() == MiniCounts(0u, 0u, 0u)
    }
    check(gone) { "still held: ${held()} here, ${miniCounts()} there" }
    home.deleteRecursively()
    println("stress from Kotlin, seed $SEED: $times openings $seen, ${phone.asks.get()} questions, all ended; held $before, let go all")
}
