// The address book through the system's own screens. It must not read an entry that the person did not choose.
import BanchanBindings
import ContactsUI

@MainActor
final class ContactsDevice: NSObject, MiniContactsHost, CNContactPickerDelegate, CNContactViewControllerDelegate {
    private var waits: CheckedContinuation<CNContact?, Never>?

    func addContact(call: MiniCall, contact: MiniNewContact) async throws {
        guard let card = try CNContactVCardSerialization.contacts(with: Data(contact.card.utf8)).first else { throw MiniHostError.Unsupported }
        let view = CNContactViewController(forNewContact: card)
        view.delegate = self
        if try await shown(UINavigationController(rootViewController: view)) == nil { throw MiniHostError.Cancelled }
    }

    func chooseContact(call: MiniCall) async throws -> MiniChosenContact {
        let picker = CNContactPickerViewController()
        picker.delegate = self
        guard let chosen = try await shown(picker) else { throw MiniHostError.Cancelled }
        let name = CNContactFormatter.string(from: chosen, style: .fullName) ?? ""
        return MiniChosenContact(name: name, phones: chosen.phoneNumbers.map(\.value.stringValue))
    }

    /// Over whatever is seen, until the person is done or the core gives up.
    private func shown(_ screen: UIViewController) async throws -> CNContact? {
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        guard waits == nil, var top = scenes.first?.keyWindow?.rootViewController else { throw MiniHostError.Unsupported }
        while let next = top.presentedViewController { top = next }
        top.present(screen, animated: true)
        defer { screen.dismiss(animated: true) }
        return await withTaskCancellationHandler { await withCheckedContinuation { waits = $0 } } onCancel: { Task { @MainActor in end(nil) } }
    }

    private func end(_ contact: CNContact?) {
        waits?.resume(returning: contact)
        waits = nil
    }

    func contactPicker(_ picker: CNContactPickerViewController, didSelect contact: CNContact) { end(contact) }
    func contactPickerDidCancel(_ picker: CNContactPickerViewController) { end(nil) }
    func contactViewController(_ viewController: CNContactViewController, didCompleteWith contact: CNContact?) { end(contact) }
}
