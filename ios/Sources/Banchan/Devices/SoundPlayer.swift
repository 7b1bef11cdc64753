// One sound of a mini-program: an AVPlayer whose reports are told as they come. Which of them a program hears, the core says.
import AVFoundation
import BanchanBindings

@MainActor
final class SoundPlayer {
    private let player = AVPlayer()
    private let tell: @MainActor (MiniSoundState) -> Void
    private var repeats = false
    private var watches: [NSKeyValueObservation] = []
    private var ticks: Any?
    private var endWatch: (any NSObjectProtocol)?

    init(_ tell: @escaping @MainActor (MiniSoundState) -> Void) {
        self.tell = tell
        ticks = player.addPeriodicTimeObserver(forInterval: CMTime(value: 1, timescale: 4), queue: .main) { [weak self] _ in
            MainActor.assumeIsolated { self?.hear(.timeUpdate) }
        }
        watches = [
            player.observe(\.timeControlStatus) { [weak self] player, _ in
                let status = player.timeControlStatus
                Task { @MainActor in
                    switch status {
                    case .playing: self?.hear(.play)
                    case .waitingToPlayAtSpecifiedRate: self?.hear(.waiting)
                    default: self?.hear(.pause)
                    }
                }
            }
        ]
        endWatch = NotificationCenter.default.addObserver(forName: AVPlayerItem.didPlayToEndTimeNotification, object: nil, queue: .main) {
            [weak self] note in
            let item = (note.object as? AVPlayerItem).map(ObjectIdentifier.init)
            MainActor.assumeIsolated {
                guard let self, let item, item == self.player.currentItem.map(ObjectIdentifier.init) else { return }
                self.hear(.ended)
                if self.repeats { self.rewind() }
            }
        }
    }

    func load(_ url: URL, _ setting: MiniSoundSetting, _ play: Bool) {
        // Sounds of a mini-program obey the switch at the side of the phone.
        try? AVAudioSession.sharedInstance().setCategory(.ambient)
        let item = AVPlayerItem(url: url)
        watches.append(
            item.observe(\.status) { [weak self] item, _ in
                let (status, reason) = (item.status, item.error?.localizedDescription ?? "the sound can't be played")
                Task { @MainActor in
                    if status == .readyToPlay { self?.hear(.canplay) }
                    if status == .failed { self?.failed(reason) }
                }
            })
        player.replaceCurrentItem(with: item)
        set(setting)
        if setting.start > 0 { seek(setting.start) }
        if play { self.play() }
    }

    func set(_ setting: MiniSoundSetting) {
        repeats = setting.repeat
        player.volume = Float(setting.volume)
        player.defaultRate = Float(setting.rate)
        if player.rate != 0 { player.rate = Float(setting.rate) }
    }

    func play() { player.play() }

    func pause() { player.pause() }

    func stop() {
        hear(.stop)
        player.pause()
        player.seek(to: .zero)
    }

    func seek(_ position: Double) {
        hear(.seeking)
        player.seek(to: CMTime(seconds: position, preferredTimescale: 600)) { [weak self] done in
            Task { @MainActor in if done { self?.hear(.seeked) } }
        }
    }

    func failed(_ reason: String) { tell(state(.error, 10003, reason)) }

    func end() {
        player.pause()
        watches = []
        if let ticks { player.removeTimeObserver(ticks) }
        if let endWatch { NotificationCenter.default.removeObserver(endWatch) }
        player.replaceCurrentItem(with: nil)
    }

    private func rewind() {
        player.seek(to: .zero)
        player.play()
    }

    private func hear(_ moment: MiniSoundMoment) { tell(state(moment, 0, "")) }

    private func state(_ moment: MiniSoundMoment, _ code: Int32, _ reason: String) -> MiniSoundState {
        let length = player.currentItem?.duration.seconds ?? 0
        let held = player.currentItem?.loadedTimeRanges.last?.timeRangeValue.end.seconds ?? 0
        return MiniSoundState(
            moment: moment, currentTime: player.currentTime().seconds, duration: length.isFinite ? length : 0,
            buffered: held.isFinite ? held : 0, paused: player.rate == 0, errCode: code, errMsg: reason)
    }
}
