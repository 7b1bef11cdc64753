// The camera that a page shows inside itself. Its pictures go to the page through the core's `MiniPictures`, one for each that the page asks for; for how
// long it is shown, and what becomes of what it takes, the core decides.
import AVFoundation
import BanchanBindings
import BanchanCore
import UIKit

@MainActor
final class PageCamera: MiniCameraHost {
    private var lens: Lens?

    /// The pictures for an element of a page, while the camera is shown there.
    func pictures(_ page: MiniPageId, _ node: UInt32) -> MiniPictures? {
        lens.flatMap { $0.page == page && $0.node == node ? $0.frames.pictures : nil }
    }

    func showCamera(call: MiniCall, page: MiniPageId, ask: MiniCameraAsk) async throws {
        // What a code says has no way to the page from here.
        guard !ask.scan, let lens = Lens(page, ask) else { throw MiniHostError.Unsupported }
        self.lens?.end()
        self.lens = lens
        defer {
            lens.end()
            if self.lens === lens { self.lens = nil }
        }
        while true { try await Task.sleep(for: .seconds(3600)) }
    }

    func takePicture(call: MiniCall, ask: MiniShotAsk) async throws -> MiniShot {
        let bytes = try await on().take(mirror: ask.mirror)
        guard let picture = UIImage(data: bytes) else { throw MiniHostError.Failed(reason: "the camera gave no picture") }
        let quality = ["high": 0.92, "low": 0.5][ask.quality] ?? 0.75
        let size = CGSize(width: picture.size.width * picture.scale, height: picture.size.height * picture.scale)
        return MiniShot(
            bytes: ask.quality == "original" ? bytes : picture.jpegData(compressionQuality: quality) ?? bytes, thumb: Data(),
            width: UInt32(size.width), height: UInt32(size.height))
    }

    func beginVideo(call: MiniCall, maxSeconds: UInt32) async throws { try on().film(maxSeconds) }

    func endVideo(call: MiniCall) async throws -> MiniShot {
        let url = try await on().filmed()
        defer { try? FileManager.default.removeItem(at: url) }
        let film = try await MediaReader.shot(url, nil, compressed: false)
        return MiniShot(bytes: film.bytes, thumb: film.thumb, width: film.width, height: film.height)
    }

    func zoomCamera(call: MiniCall, zoom: Double) async throws -> Double { try on().zoom(zoom) }

    private func on() throws -> Lens {
        guard let lens else { throw MiniHostError.Failed(reason: "no camera is on the page") }
        return lens
    }
}

/// A camera that is on, for one element.
@MainActor
private final class Lens {
    let page: MiniPageId
    let node: UInt32
    let frames = LensFrames()
    private let eye: Eye
    private let still = AVCapturePhotoOutput()
    private let movie = AVCaptureMovieFileOutput()
    private let flash: AVCaptureDevice.FlashMode
    private let taker = LensTaker()

    init?(_ page: MiniPageId, _ ask: MiniCameraAsk) {
        let preset: AVCaptureSession.Preset = ask.resolution == "low" ? .vga640x480 : .hd1280x720
        guard let eye = Eye(front: ask.front, preset: preset, frames: frames, more: [still, movie]) else { return nil }
        (self.page, self.node, self.eye) = (page, ask.node, eye)
        flash = ask.flash == "on" ? .on : ask.flash == "auto" ? .auto : .off
        if ask.flash == "torch" { eye.shine(true) }
    }

    func end() {
        frames.pictures.finish()
        taker.finish()
        eye.stop()
    }

    func take(mirror: Bool) async throws -> Data {
        let setting = AVCapturePhotoSettings(format: [AVVideoCodecKey: AVVideoCodecType.jpeg])
        if eye.device.hasFlash { setting.flashMode = flash }
        if let wire = still.connection(with: .video), eye.device.position == .front { wire.isVideoMirrored = mirror }
        return try await taker.shoot { still.capturePhoto(with: setting, delegate: taker) }
    }

    func film(_ seconds: UInt32) throws {
        guard !movie.isRecording, eye.session.outputs.contains(movie) else { throw MiniHostError.Failed(reason: "no video can be taken now") }
        taker.filming()
        movie.maxRecordedDuration = CMTime(value: Int64(seconds), timescale: 1)
        movie.startRecording(to: URL.temporaryDirectory.appending(path: UUID().uuidString + ".mov"), recordingDelegate: taker)
    }

    func filmed() async throws -> URL {
        movie.stopRecording()
        return try await taker.filmed()
    }

    func zoom(_ zoom: Double) throws -> Double {
        try eye.adjust { $0.videoZoomFactor = min(CGFloat(max(1, zoom)), $0.activeFormat.videoMaxZoomFactor) }
        return Double(eye.device.videoZoomFactor)
    }
}
