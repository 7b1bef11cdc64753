// A camera of the phone with its session: what the scanner and the camera of a page share. It must not know what is done with frames.
import AVFoundation
import BanchanBindings

@MainActor
final class Eye {
    typealias Taker = AVCaptureVideoDataOutputSampleBufferDelegate & Sendable

    let session = AVCaptureSession()
    let device: AVCaptureDevice
    private let taker: any Taker
    private static let queue = DispatchQueue(label: "banchan.eye")

    /// Nil when there is no such camera. `more`: what else takes from it, as far as it goes together.
    init?(front: Bool, preset: AVCaptureSession.Preset = .hd1280x720, frames taker: any Taker, more: [AVCaptureOutput] = []) {
        guard let device = AVCaptureDevice.default(.builtInWideAngleCamera, for: .video, position: front ? .front : .back),
            let input = try? AVCaptureDeviceInput(device: device), session.canAddInput(input)
        else { return nil }
        (self.device, self.taker) = (device, taker)
        let seen = AVCaptureVideoDataOutput()
        seen.videoSettings = [kCVPixelBufferPixelFormatTypeKey as String: kCVPixelFormatType_420YpCbCr8BiPlanarFullRange]
        seen.alwaysDiscardsLateVideoFrames = true
        seen.setSampleBufferDelegate(taker, queue: Self.queue)
        session.beginConfiguration()
        session.sessionPreset = preset
        session.addInput(input)
        // Sound only where the person let this app hear before: a camera is no reason to ask for it.
        if !more.isEmpty, AVCaptureDevice.authorizationStatus(for: .audio) == .authorized,
            let ear = AVCaptureDevice.default(for: .audio).flatMap({ try? AVCaptureDeviceInput(device: $0) }), session.canAddInput(ear)
        { session.addInput(ear) }
        for output in [seen] + more where session.canAddOutput(output) {
            session.addOutput(output)
            // Upright, so that places in a frame are those of what is seen.
            output.connection(with: .video)?.videoRotationAngle = 90
        }
        session.commitConfiguration()
        Self.queue.async { [session] in session.startRunning() }
    }

    func stop() {
        shine(false)
        Self.queue.async { [session] in session.stopRunning() }
    }

    func shine(_ on: Bool) {
        guard device.hasTorch else { return }
        try? adjust { $0.torchMode = on ? .on : .off }
    }

    func adjust(_ what: (AVCaptureDevice) -> Void) throws {
        try device.lockForConfiguration()
        what(device)
        device.unlockForConfiguration()
    }
}
