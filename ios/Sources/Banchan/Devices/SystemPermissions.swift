// What the phone itself lets this app use, with its own question where it was not asked yet. What a mini-program may use, the core
// decides; this answers for the app as a whole.
import AVFoundation
import BanchanBindings
import Contacts
import Photos

enum SystemPermissions {
    static func allow(_ scope: MiniScope, _ location: LocationDevice) async -> Bool {
        switch scope {
        case "scope.userLocation", "scope.userFuzzyLocation", "scope.userLocationBackground": await location.allowed()
        case "scope.camera": await AVCaptureDevice.requestAccess(for: .video)
        case "scope.record": await AVCaptureDevice.requestAccess(for: .audio)
        case "scope.addPhoneContact": (try? await CNContactStore().requestAccess(for: .contacts)) == true
        case "scope.writePhotosAlbum": await photos()
        // The phone has no question of its own for the others.
        default: true
        }
    }

    private static func photos() async -> Bool {
        let status = await PHPhotoLibrary.requestAuthorization(for: .addOnly)
        return status == .authorized || status == .limited
    }
}

/// Puts pictures and videos among the person's own.
enum PhotoKeeper {
    @Sendable
    static func keep(_ keep: MiniKeep) async throws {
        let file = URL.temporaryDirectory.appending(path: UUID().uuidString + "-" + keep.name)
        try keep.bytes.write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let video = keep.kind == .video
        do {
            try await PHPhotoLibrary.shared().performChanges {
                let request = PHAssetCreationRequest.forAsset()
                request.addResource(with: video ? .video : .photo, fileURL: file, options: nil)
            }
        } catch { throw MiniHostError.Failed(reason: error.localizedDescription) }
    }
}
