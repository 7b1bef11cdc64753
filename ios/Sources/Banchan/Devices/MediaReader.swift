// What was chosen or taken, as the core takes it: bytes, size, length and a small picture of a video.
import AVFoundation
import BanchanBindings
import PhotosUI
import SwiftUI
import UniformTypeIdentifiers

@MainActor
enum MediaReader {
    struct Unreadable: LocalizedError {
        var errorDescription: String? { words("media.failed") }
    }

    /// A file of the person's own, from the document picker.
    static func file(_ url: URL) throws -> MiniPicked {
        let guarded = url.startAccessingSecurityScopedResource()
        defer { if guarded { url.stopAccessingSecurityScopedResource() } }
        let modified = try? url.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
        return picked(
            try Data(contentsOf: url), url.lastPathComponent, .file, modified: UInt64((modified?.timeIntervalSince1970 ?? 0) * 1000))
    }

    /// What was chosen among pictures and videos.
    static func item(_ item: PhotosPickerItem, compressed: Bool) async throws -> MiniPicked {
        if item.supportedContentTypes.contains(where: { $0.conforms(to: .movie) }) {
            guard let film = try await item.loadTransferable(type: Film.self) else { throw Unreadable() }
            defer { try? FileManager.default.removeItem(at: film.url) }
            return try await video(film.url)
        }
        guard let bytes = try await item.loadTransferable(type: Data.self) else { throw Unreadable() }
        return try image(bytes, compressed: compressed)
    }

    /// What was taken now.
    static func shot(_ url: URL?, _ picture: UIImage?, compressed: Bool) async throws -> MiniPicked {
        if let url { return try await video(url) }
        guard let bytes = picture?.jpegData(compressionQuality: compressed ? 0.8 : 0.95) else { throw Unreadable() }
        return try image(bytes, compressed: false)
    }

    private static func image(_ bytes: Data, compressed: Bool) throws -> MiniPicked {
        guard let picture = UIImage(data: bytes) else { throw Unreadable() }
        // Programs expect JPEG or PNG: what the camera stores as HEIC is written anew, as are pictures that should be small.
        let known = bytes.starts(with: [0xFF, 0xD8]) || bytes.starts(with: [0x89, 0x50])
        let out = known && !compressed ? bytes : picture.jpegData(compressionQuality: 0.8) ?? bytes
        let name = out.starts(with: [0x89, 0x50]) ? "picture.png" : "picture.jpg"
        let size = CGSize(width: picture.size.width * picture.scale, height: picture.size.height * picture.scale)
        return picked(out, name, .image, width: UInt32(size.width), height: UInt32(size.height))
    }

    private static func video(_ url: URL) async throws -> MiniPicked {
        let film = AVURLAsset(url: url)
        let seconds = try await film.load(.duration).seconds
        let maker = AVAssetImageGenerator(asset: film)
        maker.appliesPreferredTrackTransform = true
        let first = try? await maker.image(at: .zero).image
        let thumb = first.flatMap { UIImage(cgImage: $0).jpegData(compressionQuality: 0.7) } ?? Data()
        return picked(
            try Data(contentsOf: url), "video." + url.pathExtension.lowercased(), .video, width: UInt32(first?.width ?? 0),
            height: UInt32(first?.height ?? 0), seconds: seconds.isFinite ? seconds : 0, thumb: thumb)
    }

    private static func picked(
        _ bytes: Data, _ name: String, _ kind: MiniMediaKind, width: UInt32 = 0, height: UInt32 = 0, seconds: Double = 0,
        modified: UInt64 = 0, thumb: Data = Data()
    ) -> MiniPicked {
        MiniPicked(bytes: bytes, name: name, kind: kind, width: width, height: height, seconds: seconds, modified: modified, thumb: thumb)
    }
}

/// A video, moved to where it can be read.
private struct Film: Transferable {
    let url: URL

    static var transferRepresentation: some TransferRepresentation {
        FileRepresentation(importedContentType: .movie) { given in
            let place = URL.temporaryDirectory.appending(path: UUID().uuidString + "." + given.file.pathExtension)
            try FileManager.default.copyItem(at: given.file, to: place)
            return Film(url: place)
        }
    }
}
