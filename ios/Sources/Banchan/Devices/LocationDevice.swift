// Where the phone is: one position for one question. Whether a mini-program may know, the core decided before it asks.
import BanchanBindings
import CoreLocation

@MainActor
final class LocationDevice: NSObject, MiniLocationHost, CLLocationManagerDelegate {
    private let manager = CLLocationManager()
    private var asking: [CheckedContinuation<Bool, Never>] = []

    override init() {
        super.init()
        manager.delegate = self
    }

    func locate(call: MiniCall, ask: MiniLocationAsk) async throws -> MiniPosition {
        // Ends, and the receiver with it, at the first place or when the question is taken back.
        for try await update in CLLocationUpdate.liveUpdates() {
            guard let place = update.location else { continue }
            let here = place.coordinate
            return MiniPosition(
                latitude: here.latitude, longitude: here.longitude, speed: place.speed, accuracy: place.horizontalAccuracy,
                altitude: place.altitude, verticalAccuracy: place.verticalAccuracy, horizontalAccuracy: place.horizontalAccuracy)
        }
        throw MiniHostError.Cancelled
    }

    /// Whether the phone lets this app know; asks the phone's own question when it was not asked yet.
    func allowed() async -> Bool {
        switch manager.authorizationStatus {
        case .authorizedAlways, .authorizedWhenInUse: true
        case .notDetermined:
            await withCheckedContinuation { continuation in
                asking.append(continuation)
                manager.requestWhenInUseAuthorization()
            }
        default: false
        }
    }

    nonisolated func locationManagerDidChangeAuthorization(_ manager: CLLocationManager) {
        let status = manager.authorizationStatus
        Task { @MainActor in self.answered(status) }
    }

    private func answered(_ status: CLAuthorizationStatus) {
        guard status != .notDetermined else { return }
        let allowed = status == .authorizedAlways || status == .authorizedWhenInUse
        let all = asking
        asking = []
        for continuation in all { continuation.resume(returning: allowed) }
    }
}
