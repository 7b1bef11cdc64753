// The way in for an app: `let banchan = try await Banchan.start(...)`, then `BanchanView(banchan)`. It joins the devices with the core.
@_exported import BanchanBindings
@_exported import BanchanCore
import Foundation
import UIKit

@MainActor
public final class Banchan {
    public let phone: Phone
    let devices: Devices

    private init(phone: Phone, devices: Devices) {
        self.phone = phone
        self.devices = devices
    }

    /// Opens the store and verifies the registries.
    /// - Parameters:
    ///   - registries: where mini-programs come from, with the keys that may sign them; the first that knows one serves it.
    ///   - user: who uses the app, as a name that stays; the stores of the WebViews are apart for each.
    ///   - identity: who the person is to mini-programs. Without it they are told that this host has no such thing.
    ///   - payment: pays for mini-programs; the same without it.
    public static func start(
        registries: [MiniRegistry], user: String = "", identity: (any MiniIdentityHost)? = nil, payment: (any MiniPaymentHost)? = nil
    ) async throws -> Banchan {
        let folders = FileManager.default
        var data = try folders.url(for: .applicationSupportDirectory, in: .userDomainMask, appropriateFor: nil, create: true)
        data.append(path: "banchan")
        let cache = try folders.url(for: .cachesDirectory, in: .userDomainMask, appropriateFor: nil, create: true).appending(path: "banchan")
        try folders.createDirectory(at: data, withIntermediateDirectories: true)
        // What mini-programs store belongs to this phone: it goes into no backup.
        var values = URLResourceValues()
        values.isExcludedFromBackup = true
        try? data.setResourceValues(values)
        let devices = Devices(user: user)
        let hosts = MiniHosts(
            location: devices.location, clipboard: ClipboardDevice(), vibration: HapticsDevice(), camera: devices.camera, sensors: devices.sensors,
            contacts: ContactsDevice(), recorder: devices.recorder, identity: identity,
            payment: payment)
        let config = MiniConfig(
            dataFolder: data.path(percentEncoded: false), cacheFolder: cache.path(percentEncoded: false), registries: registries,
            bridge: .relay)
        let location = devices.location
        let phone = try await Phone.start(
            config, PhoneParts(hosts: hosts, systemAllows: { await SystemPermissions.allow($0, location) }, keep: PhotoKeeper.keep))
        devices.sounds.tell = { [weak phone] in phone?.tell($0, $1, $2) }
        devices.sounds.file = { [weak phone] in await phone?.file($0, $1) }
        devices.sensors.report = { [weak phone] in phone?.app.report(call: $0, report: $1) }
        devices.recorder.report = devices.sensors.report
        phone.onScreen = { devices.screen.carryOut($0, $1) }
        phone.onSound = { devices.sounds.carryOut($0, $1, $2) }
        phone.onComplaint = { NSLog("banchan: %@", $0) }
        phone.onHideKeyboard = {
            for case let scene as UIWindowScene in UIApplication.shared.connectedScenes {
                for window in scene.windows { window.endEditing(true) }
            }
        }
        return Banchan(phone: phone, devices: devices)
    }
}
