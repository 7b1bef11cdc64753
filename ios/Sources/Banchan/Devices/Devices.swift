// The devices that live as long as the shell.
import Observation

@MainActor
@Observable
final class Devices {
    let user: String
    let location = LocationDevice()
    let sounds = SoundPlayers()
    let screen = ScreenDevice()
    let sensors = SensorDevice()
    let recorder = RecorderDevice()
    let camera = PageCamera()

    init(user: String) { self.user = user }
}
