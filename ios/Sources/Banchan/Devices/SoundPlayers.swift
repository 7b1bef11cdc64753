// Sounds that mini-programs play without showing anything: one AVPlayer each. What is played, and when all is silent, the core
// decides; this tells what became of it.
import AVFoundation
import BanchanBindings
import BanchanCore

@MainActor
final class SoundPlayers {
    var tell: @MainActor (MiniSlot, UInt32, MiniSoundState) -> Void = { _, _, _ in }
    var file: @MainActor (MiniSlot, String) async -> MiniAsset? = { _, _ in nil }
    private var players: [SoundKey: SoundPlayer] = [:]

    func carryOut(_ slot: MiniSlot, _ sound: UInt32, _ order: MiniSoundOrder) {
        let key = SoundKey(slot: slot, sound: sound)
        if case .close = order {
            players.removeValue(forKey: key)?.end()
            return
        }
        let player = players[key] ?? SoundPlayer { [weak self] in self?.tell(slot, sound, $0) }
        players[key] = player
        switch order {
        case .load(let place, let setting, let play):
            Task {
                guard let url = await self.url(slot, place) else { return player.failed("the sound can't be read") }
                player.load(url, setting, play)
            }
        case .set(let setting): player.set(setting)
        case .play: player.play()
        case .pause: player.pause()
        case .stop: player.stop()
        case .seek(let position): player.seek(position)
        case .close: break
        }
    }

    /// Where a player reads: the web, or a file that the core gives.
    private func url(_ slot: MiniSlot, _ place: MiniMediaPlace) async -> URL? {
        switch place {
        case .web(let address): return URL(string: address)
        case .file(let path):
            guard let asset = await file(slot, path) else { return nil }
            let name = UUID().uuidString + "." + (path.split(separator: ".").last.map(String.init) ?? "mp3")
            let place = URL.temporaryDirectory.appending(path: name)
            return (try? asset.bytes.write(to: place)) == nil ? nil : place
        }
    }
}

private struct SoundKey: Hashable {
    let slot: MiniSlot
    let sound: UInt32
}
