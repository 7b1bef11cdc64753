// The camera of the scanner: hands the luma plane of each frame to the core, one frame at a time; what it missed is not caught up.
import AVFoundation
import BanchanBindings
import BanchanCore
import Observation

@MainActor
@Observable
final class ScanCamera {
    private(set) var eye: Eye?
    private(set) var corners: [CGPoint] = []
    var light = false { didSet { eye?.shine(light) } }

    func start(_ app: SuperApp, _ found: @escaping @MainActor ([String]) -> Void) async {
        guard eye == nil, await AVCaptureDevice.requestAccess(for: .video) else { return }
        let frames = Frames(app: app) { [weak self] codes, corners in
            Task { @MainActor in
                guard let self, self.eye != nil else { return }
                self.corners = corners
                found(codes)
            }
        }
        eye = Eye(front: false, frames: frames)
    }

    func stop() {
        light = false
        eye?.stop()
        eye = nil
    }
}

/// Takes frames on the camera's own queue.
private final class Frames: NSObject, AVCaptureVideoDataOutputSampleBufferDelegate, Sendable {
    private let app: SuperApp
    private let found: @Sendable ([String], [CGPoint]) -> Void

    init(app: SuperApp, found: @escaping @Sendable ([String], [CGPoint]) -> Void) {
        self.app = app
        self.found = found
    }

    func captureOutput(_ output: AVCaptureOutput, didOutput buffer: CMSampleBuffer, from connection: AVCaptureConnection) {
        guard let picture = CMSampleBufferGetImageBuffer(buffer) else { return }
        CVPixelBufferLockBaseAddress(picture, .readOnly)
        defer { CVPixelBufferUnlockBaseAddress(picture, .readOnly) }
        guard let luma = CVPixelBufferGetBaseAddressOfPlane(picture, 0) else { return }
        let (width, height) = (CVPixelBufferGetWidthOfPlane(picture, 0), CVPixelBufferGetHeightOfPlane(picture, 0))
        let stride = CVPixelBufferGetBytesPerRowOfPlane(picture, 0)
        let bytes = Data(bytes: luma, count: stride * height)
        guard
            let codes = try? app.scanLuma(width: UInt32(width), height: UInt32(height), stride: UInt32(stride), luma: bytes), !codes.isEmpty
        else { return }
        let corners = codes.flatMap(\.corners).map { CGPoint(x: Double($0.x) / Double(width), y: Double($0.y) / Double(height)) }
        found(codes.map(\.text), corners)
    }
}
