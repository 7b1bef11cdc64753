// A person and a purse for trying mini-programs: says so wherever it is seen, signs nobody in anywhere, moves no money. A host
// puts its own in their place.

package dev.banchan.app

import dev.banchan.core.*
import dev.banchan.shell.R
import dev.banchan.shell.Shell
import dev.banchan.shell.sheets.Asked
import java.security.SecureRandom

class TestPerson(private val shell: Shell) : MiniIdentityHost {
    private fun code() = "test-" + ByteArray(16).also { SecureRandom().nextBytes(it) }.joinToString("") { "%02x".format(it) }

    private fun words(id: Int, vararg values: Any) = shell.app.getString(id, *values)

    override suspend fun login(call: MiniCall, app: String): String = code()

    override suspend fun signedIn(call: MiniCall, app: String): Boolean = true

    override suspend fun profile(call: MiniCall, ask: MiniPersonAsk): MiniProfile {
        val name = shell.prompts.ask<String>(call.slot, Asked(words(R.string.banchan_ask_name, ask.appName), ask.reason, words(R.string.banchan_allow), "Banchan"))
        return MiniProfile(name, "")
    }

    override suspend fun phoneCode(call: MiniCall, ask: MiniPersonAsk): String {
        shell.prompts.ask<String>(call.slot, Asked(words(R.string.banchan_ask_phone, ask.appName), ask.reason, words(R.string.banchan_allow), "+82 10 0000 0000", number = true))
        return code()
    }

    override suspend fun avatar(call: MiniCall, ask: MiniPersonAsk): String = throw MiniHostException.Unsupported()

    override suspend fun address(call: MiniCall, ask: MiniPersonAsk, book: List<MiniAddress>): MiniAddressAnswer = throw MiniHostException.Unsupported()
}

class TestPayment(private val shell: Shell) : MiniPaymentHost {
    override suspend fun pay(call: MiniCall, order: MiniPayOrder) {
        val amount = order.amount?.let { "%s %d.%02d".format(order.currency, (it / 100u).toLong(), (it % 100u).toLong()) }.orEmpty()
        val words = listOf(order.goods, amount, shell.app.getString(R.string.banchan_test_pay)).filter { it.isNotEmpty() }.joinToString("\n")
        shell.prompts.ask<String>(call.slot, Asked(order.appName, words, shell.app.getString(R.string.banchan_pay)))
    }
}
