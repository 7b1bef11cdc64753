// The microphone -> a file of sound, as long as the core lets it. It must not keep what was recorded.
import AVFoundation
import BanchanBindings

@MainActor
final class RecorderDevice: MiniRecorderHost {
    /// Tells the core something about a question of its.
    var report: (@MainActor (UInt64, MiniReport) -> Void)?
    private var running: [MiniSlot: AVAudioRecorder] = [:]

    func recordSound(call: MiniCall, ask: MiniRecordAsk) async throws -> MiniRecording {
        guard running[call.slot] == nil else { throw MiniHostError.Failed(reason: "is recording or paused") }
        let file = URL.temporaryDirectory.appending(path: UUID().uuidString + ".m4a")
        defer { try? FileManager.default.removeItem(at: file) }
        try AVAudioSession.sharedInstance().setCategory(.playAndRecord, options: .defaultToSpeaker)
        var settings: [String: Any] = [AVFormatIDKey: kAudioFormatMPEG4AAC, AVSampleRateKey: ask.sampleRate]
        settings.merge([AVNumberOfChannelsKey: ask.channels, AVEncoderBitRateKey: ask.bitRate]) { $1 }
        let recorder = try AVAudioRecorder(url: file, settings: settings)
        guard recorder.record() else { throw MiniHostError.Failed(reason: "the microphone can't be used") }
        running[call.slot] = recorder
        defer { running[call.slot] = nil }
        report?(call.id, .begun)
        // Its own time stands still while it does.
        var seconds = 0.0
        while running[call.slot] != nil, seconds * 1000 < Double(ask.maxMs), !Task.isCancelled {
            try? await Task.sleep(for: .milliseconds(50))
            seconds = max(seconds, recorder.currentTime)
        }
        recorder.stop()
        return MiniRecording(bytes: try Data(contentsOf: file), seconds: seconds)
    }

    nonisolated func orderRecorder(slot: MiniSlot, order: MiniRecorderOrder) { Task { @MainActor in carryOut(slot, order) } }

    private func carryOut(_ slot: MiniSlot, _ order: MiniRecorderOrder) {
        switch order {
        case .pause: running[slot]?.pause()
        case .resume: running[slot]?.record()
        case .stop: running[slot] = nil
        }
    }
}
