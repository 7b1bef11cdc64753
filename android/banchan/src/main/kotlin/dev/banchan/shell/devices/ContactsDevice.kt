// The address book through the phone's own screens, which need no permission: an entry that the person saves, one that the person
// chooses. It must not read any other.

package dev.banchan.shell.devices

import android.content.ContentValues
import android.content.Intent
import android.provider.ContactsContract.CommonDataKinds.Phone
import android.provider.ContactsContract.Data
import android.provider.ContactsContract.Intents.Insert
import android.provider.ContactsContract.RawContacts
import dev.banchan.core.MiniCall
import dev.banchan.core.MiniChosenContact
import dev.banchan.core.MiniContactsHost
import dev.banchan.core.MiniHostException
import dev.banchan.core.MiniNewContact
import dev.banchan.shell.Shell
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.withContext

class ContactsDevice(private val shell: Shell) : MiniContactsHost {
    override suspend fun addContact(call: MiniCall, contact: MiniNewContact) {
        val entry = contactEntry(contact.name, contact.phones, contact.mail, contact.organization)
            .putExtra(Insert.JOB_TITLE, contact.title).putExtra(Insert.POSTAL, contact.address).putExtra(Insert.NOTES, contact.note)
            .putExtra("finishActivityOnSaveCompleted", true) // else it goes on to show what was saved, and never answers
        shell.asking.onScreen { it.resultOf(entry) } ?: throw MiniHostException.Cancelled()
    }

    /** The person chooses a number; the phone then lets this app read its row, and no other. */
    override suspend fun chooseContact(call: MiniCall): MiniChosenContact {
        val chosen = shell.asking.onScreen { it.resultOf(Intent(Intent.ACTION_PICK, Phone.CONTENT_URI)) }?.data ?: throw MiniHostException.Cancelled()
        return withContext(Dispatchers.IO) {
            shell.app.contentResolver.query(chosen, arrayOf(Phone.DISPLAY_NAME, Phone.NUMBER), null, null, null)?.use { row ->
                if (row.moveToFirst()) MiniChosenContact(row.getString(0).orEmpty(), listOf(row.getString(1).orEmpty())) else null
            } ?: throw MiniHostException.Failed("the entry can't be read")
        }
    }
}

/** The phone's screen for a new entry, filled in. */
fun contactEntry(name: String, phones: List<String>, mail: String?, organization: String): Intent {
    val numbers = phones.map { number ->
        ContentValues().apply {
            put(Data.MIMETYPE, Phone.CONTENT_ITEM_TYPE)
            put(Phone.NUMBER, number)
        }
    }
    return Intent(Insert.ACTION).setType(RawContacts.CONTENT_TYPE).putParcelableArrayListExtra(Insert.DATA, ArrayList(numbers))
        .putExtra(Insert.NAME, name).putExtra(Insert.EMAIL, mail).putExtra(Insert.COMPANY, organization)
}
