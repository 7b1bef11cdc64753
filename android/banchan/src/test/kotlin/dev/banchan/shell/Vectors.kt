// The contract's vectors from Kotlin, against the real library; see tests/contract/README.md. It must not know what any vector is about.

package dev.banchan.shell

import dev.banchan.core.*
import java.io.File
import kotlinx.coroutines.runBlocking

private val HOSTS: Map<String, (MiniHosts) -> Unit> = mapOf(
    "view" to { it.view = null }, "ui" to { it.ui = null }, "consent" to { it.consent = null }, "location" to { it.location = null },
    "scanner" to { it.scanner = null }, "phone" to { it.phone = null }, "clipboard" to { it.clipboard = null },
    "vibration" to { it.vibration = null }, "places" to { it.places = null }, "media" to { it.media = null }, "sound" to { it.sound = null },
    "screen" to { it.screen = null }, "sensors" to { it.sensors = null }, "contacts" to { it.contacts = null }, "recorder" to { it.recorder = null },
    "identity" to { it.identity = null }, "payment" to { it.payment = null }, "messages" to { it.messages = null },
    "neighbours" to { it.neighbours = null }, "log" to { it.log = null },
)

private fun kind(error: MiniException) = error::class.simpleName.orEmpty().replace(Regex("(?<=[a-z])[A-Z]")) { "_" + it.value }.lowercase()

internal fun until(done: () -> Boolean): Boolean {
    val end = System.nanoTime() + 20_000_000_000
    while (!done() && System.nanoTime() < end) Thread.sleep(10)
    return done()
}

/** None or one, as a vector names it. */
private fun registries(kind: Any?, phone: VectorPhone, place: File): List<MiniRegistry> {
    val keys = listOf(File(place, if (kind == "untrusted") "stranger.txt" else "key.txt").readText())
    return when (kind) {
        "none" -> emptyList()
        "host" -> listOf(MiniRegistry(keys = keys, files = phone))
        else -> listOf(MiniRegistry(keys = keys, folder = File(place, "registry").path))
    }
}

private class Run(private val phone: VectorPhone, private val app: SuperApp, private val contract: File, private val place: File) {
    private val sessions = HashMap<String, MiniSession>()

    private fun opened(step: Map<*, *>, act: suspend () -> MiniSession): Any {
        val session = runBlocking { act() }
        sessions[step["as"] as String? ?: "last"] = session
        return mapOf("app" to session.appId(), "resumed" to session.resumed())
    }

    private fun session(step: Map<*, *>, given: Map<*, *>): Any? {
        val session = sessions.getValue(step["as"] as String? ?: "last")
        when (val what = given["what"]) {
            "back" -> session.back()
            "home" -> session.home()
            "background" -> session.background()
            "end" -> session.end()
            "captured" -> session.captured()
            "tab" -> session.tab(given["path"] as String)
            "share" -> session.share(MiniShareKind.MESSAGE)
            "sound_plays" -> session.onSound(phone.lastSound, MiniSoundState(MiniSoundMoment.PLAY, 0.0, 0.0, 0.0, false, 0, ""))
            "read_file" -> return session.readFile(given["path"] as String)?.mime
            "foreground" -> return opened(step) { session.foreground() }
            else -> throw AssertionError("no such thing to do with a session: $what")
        }
        return null
    }

    private fun asset(step: Map<*, *>, asset: MiniAsset?): Any? {
        val has = (step["is"] as? Map<*, *>)?.get("has") as? String ?: ""
        val body = (asset ?: return null).bytes.decodeToString()
        return mapOf("mime" to asset.mime, "has" to if (has in body) has else body)
    }

    fun step(step: Map<*, *>): Any? {
        val given = step["with"] as? Map<*, *> ?: emptyMap<Any, Any>()
        fun text(name: String) = given[name] as String
        fun number(name: String) = (given[name] as Double).toLong()
        when (val what = step["do"]) {
            "open" -> {
                val path = given["path"] as String? ?: "pages/index/index".takeIf { "query" in given }
                val scene = (given["scene"] as Double? ?: 1001.0).toInt().toUInt()
                return opened(step) { app.open(MiniTarget(text("app"), path, given["query"] as String? ?: ""), scene) }
            }
            "open_text" -> return opened(step) { app.openText(text("text")) }
            "open_unsigned" -> return opened(step) { app.openUnsigned(File(place, text("app") + ".zip").readBytes(), "", false) }
            "open_lan" -> return opened(step) { app.openLan(text("text")) }
            "set_developer_mode" -> app.setDeveloperMode(given["on"] as Boolean)
            "add_registry" -> app.addRegistry(registries(given["registry"], phone, place).firstOrNull() ?: MiniRegistry(keys = emptyList(), url = text("url")))
            "visit" -> return opened(step) { app.visit(phone.lastVisit) }
            "leave_visit" -> return runBlocking { app.leaveVisit(sessions.getValue(step["as"] as String).slot()) }.let { mapOf("app" to it.appId(), "resumed" to it.resumed()) }
            "session" -> return session(step, given)
            "wait" -> phone.wait(step["line"] as String)
            "never" -> check(!phone.came(step["line"] as String)) { "${step["line"]} came" }
            "route" -> return app.route(text("text"))::class.simpleName?.replace(Regex("(?<=[a-z])[A-Z]")) { "_" + it.value }?.lowercase()
            "scan_image" -> return app.scanImage(if ("file" in given) File(contract, text("file")).readBytes() else text("text").toByteArray()).map { it.text }
            "scan_luma" -> return app.scanLuma(number("width").toUInt(), number("height").toUInt(), number("stride").toUInt(), ByteArray(number("bytes").toInt()) { -1 }).map { it.text }
            "catalogue" -> return app.catalogue().map { it.appId }
            "search" -> return app.search(text("text")).map { it.appId }
            "about" -> return app.about(text("app")).name
            "icon" -> return app.icon(text("app"))?.mime
            "recents" -> return app.recents().map { it.app.appId }
            "forget_recent" -> app.forgetRecent(text("app"))
            "set_user" -> app.setUser(text("name"))
            "forget_user" -> app.forgetUser(text("name"))
            "grants" -> return app.grants(text("app")).associate { it.scope to it.allowed }
            "set_grant" -> app.setGrant(text("app"), text("scope"), given["allowed"] as Boolean?)
            "clear_data" -> app.clearData(text("app"))
            "remove" -> app.remove(text("app"))
            "set_facts" -> {
                val network = if (given["network"] == "offline") MiniNetworkType.OFFLINE else MiniNetworkType.WIFI
                app.setFacts(measured(facts(text("language")).copy(networkType = network, battery = MiniBattery(50u, false, false), keepsOn = true), Window(750, 1624, 88, 0, 2f).told()))
            }
            "memory_pressure" -> app.memoryPressure(MiniPressure.valueOf(text("pressure").uppercase()))
            "register" -> app.register(Own(phone, MiniApiSpec(text("name"), text("scope"), "pay with Acme")))
            "read_asset" -> return asset(step, app.readAsset(number("page").toULong(), text("path")))
            "serve" -> return app.serve(number("page").toULong(), text("path"), given["range"] as String?).let {
                mapOf("status" to it.status.toInt().toDouble(), "mime" to it.mime, "hello" to it.hello)
            }
            "relay_script" -> return relayScript().isNotEmpty()
            "message" -> app.onViewMessage(number("page").toULong(), text("text"))
            "view_lost" -> app.viewLost(number("page").toULong())
            "cancel" -> return app.cancel(phone.questions[text("question")] ?: 0u)
            "report" -> {
                val reading = (given["x"] as Double?)?.let { MiniReport.Reading(it, 0.0, 0.0, "") }
                app.report(phone.questions[text("question")] ?: 0u, reading ?: MiniReport.Begun)
            }
            "open_calls" -> {
                val wanted = (step["is"] as Double).toLong().toULong()
                until { app.openCalls() == wanted }
                return app.openCalls().toDouble()
            }
            "shutdown" -> app.shutdown()
            else -> throw AssertionError("no such step: $what")
        }
        return null
    }
}

/** A member of the integrator's own that a phone performs. */
private class Own(private val phone: VectorPhone, private val words: MiniApiSpec) : MiniApi {
    override fun spec() = words

    override suspend fun perform(call: MiniCall, caller: MiniCaller, args: String): String {
        val answer = phone.asked("perform", call, caller.appId, args)
        return if (answer is String && answer.startsWith("raw ")) answer.drop(4) else Json.write(answer)
    }
}

/** Makes the vector's super-app and runs its steps; answers how many. */
private fun vector(vector: Map<*, *>, contract: File, place: File): Int {
    val home = kotlin.io.path.createTempDirectory("banchan").toFile()
    val phone = VectorPhone(vector["host"] as? Map<*, *> ?: emptyMap<Any, Any>(), File(place, "registry"))
    val hosts = MiniHosts(phone, phone, phone, phone, phone, phone, phone, phone, phone, phone, phone, null, phone, phone, phone, phone, phone, phone, phone, phone, null, null, phone)
    (vector["absent"] as? List<*>).orEmpty().forEach { HOSTS.getValue(it as String)(hosts) }
    val registries = registries(vector["registry"], phone, place)
    val fails = (vector["new"] as? Map<*, *>)?.get("fails")
    val app = try {
        SuperApp(MiniConfig(dataFolder = "$home/data", cacheFolder = "$home/cache", registries = registries, bridge = MiniBridge.Port), hosts)
    } catch (error: MiniException) {
        same<Any?>(fails, kind(error))
        return 0
    }
    same(null, fails)
    val run = Run(phone, app, contract, place)
    val steps = (vector["steps"] as List<*>).map { it as Map<*, *> }
    try {
        steps.forEachIndexed { at, step ->
            val wanted = step["fails"]
            try {
                val value = run.step(step)
                same(null, wanted, "step ${at + 1} did not fail:")
                if ("is" in step) same(step["is"], value, "step ${at + 1}:")
            } catch (error: MiniException) {
                same(wanted, kind(error), "step ${at + 1}, ${error.message}:")
            }
        }
    } finally {
        app.shutdown()
        app.destroy()
        home.deleteRecursively()
    }
    return steps.size
}

/** Every vector, one test each; [place] is what the Rust run laid out. */
fun vectors(tests: Tests, contract: File, place: File) {
    var steps = 0
    val files = File(contract, "vectors").listFiles().orEmpty().filter { it.extension == "json" }.sorted()
    for (file in files) {
        for (one in Json.read(file.readText()) as List<*>) {
            val vector = one as Map<*, *>
            tests.test("vector ${vector["name"]}") { steps += vector(vector, contract, place) }
        }
    }
    tests.test("nothing is held after the last vector") {
        val gone = until {
            System.gc()
            miniCounts() == MiniCounts(0u, 0u, 0u)
        }
        check(gone) { "something is still held: ${miniCounts()}" }
    }
    println("contract from Kotlin: $steps steps")
}
