// Reads and writes JSON for the contract's vectors: maps, lists, texts, numbers, booleans, null. For tests only: a shell parses none.

package dev.banchan.shell

class Json private constructor(private val text: String) {
    private var at = 0

    private fun blank() {
        while (at < text.length && text[at].isWhitespace()) at++
    }

    private fun value(): Any? {
        blank()
        return when (val first = text[at]) {
            '{' -> entries('}') { val key = string(); blank(); expect(':'); key to value() }.toMap()
            '[' -> entries(']') { value() }
            '"' -> string()
            else -> if (first == '-' || first.isDigit()) number() else word()
        }
    }

    private fun <T> entries(end: Char, one: () -> T): List<T> {
        val found = ArrayList<T>()
        at++
        blank()
        while (text[at] != end) {
            found += one()
            blank()
            if (text[at] == ',') at++
            blank()
        }
        at++
        return found
    }

    private fun expect(sign: Char) {
        check(text[at] == sign) { "`$sign` is missing at $at" }
        at++
    }

    private fun string(): String {
        expect('"')
        val out = StringBuilder()
        while (text[at] != '"') {
            val sign = text[at++]
            if (sign != '\\') {
                out.append(sign)
                continue
            }
            when (val escaped = text[at++]) {
                'n' -> out.append('\n')
                't' -> out.append('\t')
                'r' -> out.append('\r')
                'b' -> out.append('\b')
                'f' -> out.append('\u000c')
                'u' -> {
                    out.append(text.substring(at, at + 4).toInt(16).toChar())
                    at += 4
                }
                else -> out.append(escaped)
            }
        }
        at++
        return out.toString()
    }

    private fun number(): Double {
        val begin = at
        while (at < text.length && text[at] in "+-0123456789.eE") at++
        return text.substring(begin, at).toDouble()
    }

    private fun word(): Boolean? {
        for ((word, value) in listOf("true" to true, "false" to false, "null" to null)) {
            if (text.startsWith(word, at)) {
                at += word.length
                return value
            }
        }
        error("nothing known at $at")
    }

    companion object {
        fun read(text: String): Any? = Json(text).value()

        fun write(value: Any?): String = when (value) {
            is Map<*, *> -> value.entries.joinToString(",", "{", "}") { write(it.key) + ":" + write(it.value) }
            is List<*> -> value.joinToString(",", "[", "]") { write(it) }
            is String -> value.map { if (it == '"' || it == '\\' || it < ' ') "\\u%04x".format(it.code) else it.toString() }.joinToString("", "\"", "\"")
            is Double -> if (value % 1.0 == 0.0) value.toLong().toString() else value.toString()
            else -> value.toString()
        }
    }
}
