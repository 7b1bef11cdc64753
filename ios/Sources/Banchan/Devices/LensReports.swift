// What a page's camera reports on queues of its own: frames, a picture, the end of a video. It keeps what nobody asked for yet, and
// answers each question once.
import AVFoundation
import BanchanBindings
import BanchanCore
import CoreImage
import UIKit

/// Makes a picture of a frame when a page waits for one.
final class LensFrames: NSObject, AVCaptureVideoDataOutputSampleBufferDelegate, Sendable {
    let pictures = MiniPictures()
    private let maker = CIContext()

    func captureOutput(_ output: AVCaptureOutput, didOutput buffer: CMSampleBuffer, from connection: AVCaptureConnection) {
        guard pictures.wanted(), let frame = CMSampleBufferGetImageBuffer(buffer) else { return }
        let picture = CIImage(cvPixelBuffer: frame).transformed(by: CGAffineTransform(scaleX: 0.5, y: 0.5))
        guard let space = CGColorSpace(name: CGColorSpace.sRGB), let bytes = maker.jpegRepresentation(of: picture, colorSpace: space)
        else { return }
        pictures.give(jpeg: bytes)
    }
}

/// Waits for what was taken.
@MainActor
final class LensTaker: NSObject, AVCapturePhotoCaptureDelegate, AVCaptureFileOutputRecordingDelegate {
    private nonisolated static let off = MiniHostError.Failed(reason: "the camera is off")
    private var picture = Awaited<Data>()
    private var film = Awaited<URL>()

    /// A picture that `begin` takes.
    func shoot(_ begin: () -> Void) async throws -> Data {
        picture.come(.failure(Self.off))
        picture = Awaited()
        begin()
        return try await picture.value()
    }

    /// A video begins.
    func filming() { film = Awaited() }

    /// The video, which may have ended by itself at its longest.
    func filmed() async throws -> URL { try await film.value() }

    /// The camera is off: who still waits gets nothing.
    func finish() {
        picture.come(.failure(Self.off))
        film.come(.failure(Self.off))
    }

    nonisolated func photoOutput(_ output: AVCapturePhotoOutput, didFinishProcessingPhoto photo: AVCapturePhoto, error: (any Error)?) {
        let bytes = photo.fileDataRepresentation()
        Task { @MainActor in self.picture.come(bytes.map { .success($0) } ?? .failure(error ?? Self.off)) }
    }

    nonisolated func fileOutput(
        _ output: AVCaptureFileOutput, didFinishRecordingTo url: URL, from connections: [AVCaptureConnection], error: (any Error)?
    ) {
        // One that reached its longest is told as an error, and is there.
        let there = FileManager.default.fileExists(atPath: url.path(percentEncoded: false))
        Task { @MainActor in self.film.come(there ? .success(url) : .failure(error ?? Self.off)) }
    }
}
