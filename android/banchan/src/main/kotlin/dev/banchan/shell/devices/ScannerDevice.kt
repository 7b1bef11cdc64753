// The scanner for a mini-program: the shell's own scanning screen, opened and waited for. It must not read a code itself.

package dev.banchan.shell.devices

import android.content.Intent
import dev.banchan.core.MiniCall
import dev.banchan.core.MiniHostException
import dev.banchan.core.MiniScanAsk
import dev.banchan.core.MiniScanned
import dev.banchan.core.MiniScannerHost
import dev.banchan.shell.Main
import dev.banchan.shell.Shell
import dev.banchan.shell.scan.ScanActivity
import kotlinx.coroutines.withContext

class ScannerDevice(private val shell: Shell) : MiniScannerHost {
    override suspend fun scanCode(call: MiniCall, ask: MiniScanAsk): MiniScanned = shell.asking.onScreen { front ->
        val intent = Intent(front, ScanActivity::class.java).putExtra(ScanActivity.CAMERA_ONLY, ask.onlyFromCamera)
        val text = front.resultOf(intent)?.getStringExtra(ScanActivity.TEXT) ?: throw MiniHostException.Cancelled()
        MiniScanned(text, "QR_CODE")
    }
}
