// Runs the tests of the shell's free part on the JVM, and counts them. It must not test Android.

package dev.banchan.shell

import kotlin.system.exitProcess

/** Named for what it holds. */
class Tests {
    private var passed = 0
    private val failed = ArrayList<String>()

    fun test(name: String, act: () -> Unit) {
        try {
            act()
            passed++
        } catch (error: Throwable) {
            failed += name
            System.err.println("FAILED $name")
            error.printStackTrace()
        }
    }

    fun done() {
        println("$passed passed, ${failed.size} failed")
        if (failed.isNotEmpty() || passed == 0) exitProcess(1)
        exitProcess(0) // threads of the core's runtime may still be letting go
    }
}

fun <T> same(expected: T, got: T, what: String = "") {
    if (expected != got) throw AssertionError("$what expected $expected, got $got")
}

fun main(arguments: Array<String>) {
    val tests = Tests()
    parts(tests)
    val (registry, contract, place) = arguments.take(3).map { java.io.File(it) }
    core(tests, registry)
    apart(tests, registry)
    vectors(tests, contract, place)
    stress(tests, place, arguments.getOrNull(3)?.toInt() ?: 500)
    tests.done()
}
