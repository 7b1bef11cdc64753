// The parts that need no core: questions, pages, restoring, sizes, processes.

package dev.banchan.shell

import dev.banchan.core.*
import java.nio.ByteBuffer
import java.util.concurrent.CompletableFuture
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import kotlinx.coroutines.withTimeoutOrNull

fun parts(tests: Tests) {
    questions(tests)
    pages(tests)
    kept(tests)
    measures(tests)
    processes(tests)
    pictures(tests)
}

private fun questions(tests: Tests) {
    tests.test("one question is on screen at a time, in the order in which they came") {
        val seen = ArrayList<Any?>()
        val prompts = Prompts { _, top -> seen += top?.content }
        soon {
            val first = async(start = CoroutineStart.UNDISPATCHED) { prompts.ask<Int>(1u, "a") }
            val second = async(start = CoroutineStart.UNDISPATCHED) { prompts.ask<Int>(1u, "b") }
            same(2, prompts.count())
            answer(prompts, 1u, 7)
            same(7, first.await())
            answer(prompts, 1u, 8)
            same(8, second.await())
        }
        same(listOf<Any?>("a", "b", null), seen)
    }
    tests.test("a question that nobody waits for is taken away, and the next one comes") {
        val seen = ArrayList<Any?>()
        val prompts = Prompts { _, top -> seen += top?.content }
        soon {
            val first = launch(start = CoroutineStart.UNDISPATCHED) { prompts.ask<Int>(1u, "a") }
            val second = async(start = CoroutineStart.UNDISPATCHED) { prompts.ask<Int>(1u, "b") }
            first.cancelAndJoin()
            same<Any?>("b", prompts.top(1u)?.content)
            answer(prompts, 1u, 3)
            same(3, second.await())
        }
        same(0, prompts.count())
    }
    tests.test("the questions of a mini-program end with it, those of another one stay") {
        val prompts = Prompts { _, _ -> }
        soon {
            val mine = async(start = CoroutineStart.UNDISPATCHED) { runCatching { prompts.ask<Int>(1u, "a") } }
            val queued = async(start = CoroutineStart.UNDISPATCHED) { runCatching { prompts.ask<Int>(1u, "b") } }
            val other = async(start = CoroutineStart.UNDISPATCHED) { prompts.ask<Int>(2u, "c") }
            prompts.endAll(1u)
            same(true, mine.await().exceptionOrNull() is MiniHostException.Cancelled)
            same(true, queued.await().exceptionOrNull() is MiniHostException.Cancelled)
            same(1, prompts.count())
            answer(prompts, 2u, 1)
            same(1, other.await())
        }
    }
}

/** Runs to its end, half a minute at most. */
private fun soon(act: suspend CoroutineScope.() -> Unit) = runBlocking(Dispatchers.Unconfined) { withTimeout(30_000) { act() } }

@Suppress("UNCHECKED_CAST") // the test asked with this type
fun <T> answer(prompts: Prompts, slot: ULong, value: T) = (prompts.top(slot) as Prompt<T>).answer(value)

private fun pages(tests: Tests) {
    tests.test("the first page comes at once, later ones as they were told") {
        val pages = Pages()
        pages.created(1u)
        same(MiniTransition.NONE, pages.shown(1u, MiniTransition.PUSH)?.transition)
        pages.created(2u)
        val turn = pages.shown(2u, MiniTransition.PUSH)
        same(MiniTransition.PUSH to 1uL, turn?.transition to turn?.hide)
    }
    tests.test("a page that is gone is not shown") {
        val pages = Pages()
        pages.created(1u)
        pages.closed(1u)
        same(null, pages.shown(1u, MiniTransition.NONE))
    }
}

private fun kept(tests: Tests) {
    tests.test("what a screen keeps comes back as it was") {
        for (kept in listOf(Kept("bike.example", "Bike", "pages/a/a", "id=1&x=%E6"), Kept("b.example", "", null, ""), Kept("c.example", "", "", "q"))) {
            same<Kept?>(kept, Kept.unpack(kept.pack()))
        }
    }
    tests.test("what is not ours is not restored") {
        val good = Kept("bike.example", "Bike", null, "").pack()
        same<Kept?>(null, Kept.unpack(null))
        same<Kept?>(null, Kept.unpack(good.drop(1)))
        same<Kept?>(null, Kept.unpack(good.toMutableList().apply { set(0, "2") }))
        same<Kept?>(null, Kept.unpack(good.toMutableList().apply { set(4, "x".repeat(5000)) }))
    }
}

private fun measures(tests: Tests) {
    tests.test("the core is told of the window in CSS pixels") {
        same(MiniWindow(360.0, 800.0, 40.0, 20.0, 3.0), Window(1080, 2400, 120, 60, 3f).told())
    }
    tests.test("pages are told of the capsule where it is drawn") {
        val facts = measured(facts("zh-Hans-CN"), Window(1080, 2400, 120, 60, 3f).told())
        same(360.0 - sizes().capsuleRight to 40.0 + sizes().capsuleTop, facts.menuButton.right to facts.menuButton.top)
        same("zh_CN" to 800.0 - 40.0 - sizes().bar, facts.language to facts.windowHeight)
    }
    tests.test("what asks for no memory is not told") {
        same(listOf(null, MiniPressure.MODERATE, MiniPressure.CRITICAL), listOf(20, 40, 80).map(::pressureOf))
    }
}

/** A phone of which nothing is known but its language. */
fun facts(language: String): MiniFacts {
    val none = MiniRect(0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    return MiniFacts(
        "Banchan", "phone", "Linux", "android", language, "8.0.50", 2.0, 0.0, 0.0, 0.0, 0.0, 0.0, none, none, 16.0,
        MiniTheme.LIGHT, MiniNetworkType.WIFI, false, true, true, "",
    )
}

private fun processes(tests: Tests) {
    tests.test("a mini-program keeps its process, and the one begun longest ago is ended for a new one") {
        val ended = ArrayList<ULong>()
        val nothing = MiniInboxes()
        lateinit var processes: Processes
        processes = Processes("u", List(2) { nothing.door() }) { slot ->
            ended += slot
            processes.endProcess(slot)
        }
        processes.beginProcess(1u, "a.example", nothing.inbox())
        processes.beginProcess(2u, "b.example", nothing.inbox())
        same<List<Int?>>(listOf(0, 1), listOf(1uL, 2uL).map(processes::of))
        processes.endProcess(1u)
        processes.beginProcess(3u, "a.example", nothing.inbox())
        same<Int?>(0, processes.of(3u))
        same(emptyList(), ended)
        processes.beginProcess(4u, "c.example", nothing.inbox())
        same<Pair<List<ULong>, Int?>>(listOf(2uL) to 1, ended to processes.of(4u))
        processes.beginProcess(5u, "d.example", nothing.inbox())
        same<Pair<List<ULong>, Int?>>(listOf(2uL, 3uL) to 0, ended to processes.of(5u))
        same<ULong?>(5u, processes.at(0))
    }
    tests.test("a process that ended is free again") {
        val ended = ArrayList<ULong>()
        val nothing = MiniInboxes()
        val processes = Processes("u", listOf(nothing.door())) { ended += it }
        processes.beginProcess(1u, "a.example", nothing.inbox())
        processes.endProcess(1u)
        processes.beginProcess(2u, "b.example", nothing.inbox())
        same<Pair<List<ULong>, Int?>>(emptyList<ULong>() to 0, ended to processes.of(2u))
    }
    tests.test("who is on screen is told when it changes, and one that opens has a moment") {
        val nothing = MiniInboxes()
        val processes = Processes("u", List(2) { nothing.door() }) {}
        processes.beginProcess(7u, "a.example", nothing.inbox())
        processes.beginProcess(8u, "b.example", nothing.inbox())
        val told = ArrayList<Pair<ULong, Boolean>>()
        fun look(vararg seen: Int) = processes.look({ it in seen }) { slot, shown -> told += slot to shown }
        look()
        look(0)
        look(0)
        look(1)
        look(1)
        same(listOf(7uL to true, 7uL to false, 8uL to true).toSet(), told.toSet())
        same(3, told.size)
        same(7uL to "b.example", processes.at(0) to processes.appOf(8u))
        processes.endProcess(7u)
        same<ULong?>(null, processes.at(0))
    }
    tests.test("no two users and no two mini-programs share a folder") {
        val folders = listOf("a" to "bc", "ab" to "c", "a" to "b-c", "a-b" to "c", "A" to "bc", "a" to "b.c", "a" to "b_2e_c").map { (user, app) -> folderFor(user, app) }
        same(folders.size, folders.toSet().size)
        same(true, folders.all { folder -> folder.all { it.isLetterOrDigit() || it in "-_" } })
    }
}

/** Doors behind which there is nothing. */
private class MiniInboxes {
    fun inbox() = MiniInbox(NoHandle)

    fun door() = object : Door {
        override fun begin(folder: String, heard: (ByteArray) -> Unit, gone: () -> Unit) = Unit

        override fun send(frame: ByteArray) = Unit

        override fun kill() = Unit
    }
}

private fun pictures(tests: Tests) {
    tests.test("a picture goes to whoever waits, and to the one who asked last") {
        val pictures = MiniPictures()
        same(false, pictures.wanted())
        pictures.give(byteArrayOf(1))
        val first = thenNext(pictures)
        same(true, until { pictures.wanted() })
        val second = thenNext(pictures)
        same<ByteArray?>(null, first.get(20, TimeUnit.SECONDS))
        pictures.give(byteArrayOf(2))
        same(2.toByte(), second.get(20, TimeUnit.SECONDS)?.single())
        same(false, pictures.wanted())
    }
    tests.test("nobody waits for a camera that ended, or that stands still") {
        val pictures = MiniPictures()
        same<ByteArray?>(null, runBlocking { withTimeoutOrNull(1) { pictures.next() } })
        same(true, until { !pictures.wanted() })
        val waiting = thenNext(pictures)
        same(true, until { pictures.wanted() })
        pictures.finish()
        same<ByteArray?>(null, waiting.get(20, TimeUnit.SECONDS))
        same<ByteArray?>(null, runBlocking { pictures.next() })
    }
    tests.test("a camera's address names its element, and no other address does") {
        val places = listOf("/__banchan/camera/12", "/__banchan/camera/", "/__banchan/camera/-1", "/__banchan/camera/1/2", "/p/1", "")
        same(listOf<UInt?>(12u, null, null, null, null, null), places.map(::cameraElement))
        same(listOf<UShort>(204u, 200u), listOf(null, byteArrayOf(7)).map { cameraReply(it).status })
    }
    tests.test("a frame is read by rows and steps, as each phone lays it out") {
        val luma = Plane(ByteBuffer.wrap(byteArrayOf(1, 2, 0, 3, 4)), 3, 1)
        val (blue, red) = Plane(ByteBuffer.wrap(byteArrayOf(5, 9)), 2, 2) to Plane(ByteBuffer.wrap(byteArrayOf(6)), 2, 2)
        same(listOf<Byte>(1, 2, 3, 4, 6, 5), nv21(2, 2, luma, blue, red).toList())
    }
    tests.test("a turned picture says so, and one that stands upright is left alone") {
        val picture = byteArrayOf(0xff.toByte(), 0xd8.toByte(), 7)
        same(listOf(3, 39, 39, 39), listOf(0, 90, 180, 270).map { upright(picture, it).size })
        val told = upright(picture, 90)
        // A segment, its length, and the one entry's value.
        same(listOf(0xe1, 34, 6, 7), listOf(told[3], told[5], told[31], told[38]).map { it.toInt() and 0xff })
    }
}

private fun thenNext(pictures: MiniPictures): CompletableFuture<ByteArray?> = CompletableFuture.supplyAsync { runBlocking { pictures.next() } }
