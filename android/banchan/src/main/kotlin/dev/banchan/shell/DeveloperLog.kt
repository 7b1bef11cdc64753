// Complaints of the core about this host, for whoever develops it: Android's log, in debug only. It must not keep what a mini-program
// did: the core has the log of use.

package dev.banchan.shell

import android.util.Log
import dev.banchan.core.MiniLogHost
import dev.banchan.core.MiniNote

class DeveloperLog(private val on: Boolean) : MiniLogHost {
    override fun note(slot: ULong, note: MiniNote) {
        if (on && note is MiniNote.Console) Log.d("banchan", note.text)
        if (on && note is MiniNote.Error) Log.w("banchan", "${note.path}:${note.line} ${note.text}")
    }

    override fun complaint(text: String) { if (on) Log.w("banchan", text) }
}
