// Mini-programs in processes of their own: two real JVMs with pipes between, the real core in both. As on a phone, where Binder is the
// pipe.

package dev.banchan.shell

import dev.banchan.core.*
import java.io.File
import java.util.concurrent.TimeUnit

/** A phone whose mini-programs run in other JVMs. */
private class Apart(registry: File, folder: File, count: Int, locate: () -> MiniPosition) {
    val doors = List(count) { JvmDoor() }
    val processes = Processes("tester", doors) { slot -> phone.core.session(slot)?.end() }
    val phone: Phone = Phone(registry, folder, locate, processes)

    fun door(session: MiniSession): JvmDoor = doors[processes.of(session.slot()) ?: throw AssertionError("it has no process")]

    fun program(id: String, script: String): MiniSession =
        phone.program(script, mapOf("banchan.json" to """{"id":"$id","version":1}""", "large.txt" to (1..50_000).joinToString("")))
}

private fun JvmDoor.wait(start: String): String {
    val end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60)
    while (true) {
        val word = words.poll((end - System.nanoTime()).coerceAtLeast(0), TimeUnit.NANOSECONDS) ?: throw AssertionError("`$start` never came")
        if (word.startsWith(start)) return word
    }
}

private fun with(registry: File, count: Int = 2, locate: () -> MiniPosition = { MiniPosition(37.5, 127.0, -1.0, 5.0, 0.0, 0.0, 5.0) }, act: (Apart) -> Unit) {
    val folder = kotlin.io.path.createTempDirectory("banchan").toFile()
    val apart = Apart(registry, folder, count, locate)
    try {
        act(apart)
    } finally {
        apart.phone.core.shutdown()
        apart.phone.core.destroy()
        same(false, apart.doors.any { it.alive }, "a process outlived its super-app")
        folder.deleteRecursively()
    }
}

private const val WHERE = """Page({onLoad(){
  wx.setStorageSync('n', (wx.getStorageSync('n') || 0) + 1)
  console.log('times ' + wx.getStorageSync('n') + ' ' + wx.getFileSystemManager().readFileSync('large.txt', 'utf8').length)
  wx.getLocation({success:r=>console.log('at '+r.latitude),fail:e=>console.log('fail '+e.errMsg)})
}})"""

fun apart(tests: Tests, registry: File) {
    tests.test("a mini-program in another process asks this one, and shows its pages there") {
        with(registry) { apart ->
            val session = apart.program("apart.one", WHERE)
            val door = apart.door(session)
            same(false, door.wait("begun").split(' ')[1] == processName(), "the same process")
            door.wait("create a")
            apart.phone.wait("said times 1 238894")
            val question = apart.phone.question<MiniAnswer>()
            same("apart.one", (question.content as MiniConsentAsk).appId)
            question.answer(MiniAnswer.ALLOW)
            apart.phone.wait("said at 37.5")
            same(true, apart.phone.pages.isEmpty(), "no page is made here")
            door.ask("page 0")
            same("page true", door.wait("page"))
            door.ask("catalogue 0")
            same("catalogue false", door.wait("catalogue"))
            same(true, apart.phone.core.uses().any { it.what == "getLocation" && it.ok })
            door.ask("back ${session.slot()}")
            apart.phone.wait("ended Left")
            same(true, until { !door.alive })
        }
    }
    tests.test("a no is a no in another process") {
        with(registry, locate = { throw AssertionError("asked") }) { apart ->
            apart.program("apart.one", WHERE)
            apart.phone.question<MiniAnswer>().answer(MiniAnswer.DENY)
            same(true, apart.phone.wait("said fail").contains("auth deny"))
        }
    }
    tests.test("a process that dies in the middle of a call takes its question with it, and nothing else") {
        with(registry) { apart ->
            val one = apart.program("apart.one", WHERE)
            apart.phone.question<MiniAnswer>()
            apart.program("apart.two", WHERE)
            val other = apart.phone.question<MiniAnswer>()
            apart.door(one).die()
            apart.phone.wait("ended Failed")
            same(true, until { apart.phone.prompts.count() == 1 })
            other.answer(MiniAnswer.ALLOW)
            apart.phone.wait("said at 37.5")
            apart.program("apart.one", WHERE)
            apart.phone.wait("said times 2")
        }
    }
    tests.test("a process is killed before another mini-program takes it, and what the first one stored stays") {
        with(registry, count = 1) { apart ->
            val door = apart.doors.single()
            val first = apart.program("apart.one", WHERE)
            val begun = door.wait("begun").split(' ')
            apart.program("apart.two", WHERE)
            val next = door.wait("begun").split(' ')
            same(false, begun[1] == next[1], "the same process")
            same(false, begun[2] == next[2], "the same folder")
            same(true, until { apart.phone.core.session(first.slot()) == null })
            apart.program("apart.one", WHERE)
            apart.phone.wait("said times 2")
        }
    }
    tests.test("a process that does not begin keeps no place") {
        with(registry, count = 1) { apart ->
            val door = apart.doors.single()
            door.none = true
            same(true, runCatching { apart.program("apart.one", WHERE) }.isFailure)
            door.none = false
            val session = apart.program("apart.two", WHERE)
            same(0, apart.processes.of(session.slot()))
            apart.phone.wait("said times 1")
        }
    }
}
