// What the phone feels -> the core, in its units, for as long as the core wants it: the system makes all of it out of one reading. It must
// not keep a reading.
import BanchanBindings
import CoreMotion

@MainActor
final class SensorDevice: MiniSensorsHost {
    /// Tells the core something about a question of its.
    var report: (@MainActor (UInt64, MiniReport) -> Void)?
    private let motion = CMMotionManager()
    private var watchers = 0

    func watchSensor(call: MiniCall, kind: MiniSensorKind, intervalMs: UInt32) async throws {
        // Only what is turned to the north knows where it is.
        let frame: CMAttitudeReferenceFrame = kind == .compass ? .xMagneticNorthZVertical : .xArbitraryZVertical
        guard CMMotionManager.availableAttitudeReferenceFrames().contains(frame) else { throw MiniHostError.Unsupported }
        watchers += 1
        defer {
            watchers -= 1
            if watchers == 0 { motion.stopDeviceMotionUpdates() }
        }
        motion.deviceMotionUpdateInterval = 0.02
        if kind == .compass || !motion.isDeviceMotionActive { motion.startDeviceMotionUpdates(using: frame) }
        while !Task.isCancelled {
            if let felt = motion.deviceMotion { report?(call.id, reading(kind, felt)) }
            try await Task.sleep(for: .milliseconds(Int(intervalMs)))
        }
    }

    private func reading(_ kind: MiniSensorKind, _ felt: CMDeviceMotion) -> MiniReport {
        let (weight, push, turn, held, degrees) = (felt.gravity, felt.userAcceleration, felt.rotationRate, felt.attitude, 180 / Double.pi)
        switch kind {
        case .accelerometer: return .reading(x: weight.x + push.x, y: weight.y + push.y, z: weight.z + push.z, accuracy: "")
        case .gyroscope: return .reading(x: turn.x, y: turn.y, z: turn.z, accuracy: "")
        case .motion: return .reading(x: held.yaw * degrees, y: held.pitch * degrees, z: held.roll * degrees, accuracy: "")
        case .compass: return .reading(x: felt.heading, y: 0, z: 0, accuracy: felt.heading < 0 ? "unreliable" : "medium")
        }
    }
}
