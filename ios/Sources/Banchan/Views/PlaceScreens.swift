// The shell's own screens with a map: choose a place, look at one.
import BanchanBindings
import BanchanCore
import MapKit
import SwiftUI

struct ChoosePlaceScreen: View {
    let prompt: Prompt
    let asked: Asked<MiniPoint?, MiniPlace>
    @Environment(Phone.self) private var phone
    @State private var position: MapCameraPosition = .userLocation(fallback: .automatic)
    @State private var center = CLLocationCoordinate2D()
    @State private var name = ""
    @State private var query = ""
    @State private var found: [MKMapItem] = []

    var body: some View {
        NavigationStack {
            ZStack {
                Map(position: $position)
                    .onMapCameraChange { center = $0.region.center }
                Image(systemName: "mappin").font(.largeTitle).foregroundStyle(Ink.danger).accessibilityHidden(true)
                if !found.isEmpty {
                    List {
                        ForEach(found, id: \.self) { item in
                            Button([item.name, item.placemark.title].compactMap(\.self).joined(separator: "\n")) {
                                let point = item.placemark.coordinate
                                (name, query, position) = (item.name ?? "", "", .region(.around(point.latitude, point.longitude)))
                            }
                        }
                    }
                }
            }
            .searchable(text: $query, placement: .navigationBarDrawer(displayMode: .always), prompt: words("map.search"))
            .task(id: query) { await find() }
            .safeAreaInset(edge: .bottom) {
                VStack(spacing: 12) {
                    TextField(words("map.name"), text: $name).textFieldStyle(.roundedBorder)
                    Button(words("map.use")) { Task { await use() } }.buttonStyle(WideButton(main: true))
                }
                .padding(20)
                .background(Ink.surface)
            }
            .navigationTitle(words("map.choose"))
            .navigationBarTitleDisplayMode(.inline)
            .toolbar { Button(words("modal.cancel")) { phone.prompts.cancel(prompt.id) } }
        }
        .onAppear {
            guard let start = asked.ask else { return }
            position = .region(.around(start.latitude, start.longitude))
        }
    }

    /// What is called so, near what the map shows. Apple is asked, when the person stops typing.
    private func find() async {
        try? await Task.sleep(for: .milliseconds(400))
        guard !Task.isCancelled, !query.isEmpty else { return found = [] }
        let request = MKLocalSearch.Request()
        request.naturalLanguageQuery = query
        request.region = .around(center.latitude, center.longitude)
        found = (try? await MKLocalSearch(request: request).start())?.mapItems ?? []
    }

    /// The place below the pin, with the address that it has.
    private func use() async {
        let point = CLLocation(latitude: center.latitude, longitude: center.longitude)
        let there = try? await CLGeocoder().reverseGeocodeLocation(point).first.map { MKPlacemark(placemark: $0) }
        let place = MiniPlace(
            name: name.isEmpty ? there?.name ?? "" : name, address: there?.title ?? "", latitude: center.latitude,
            longitude: center.longitude, scale: 18)
        phone.prompts.answer(prompt, asked, place)
    }
}

struct PlaceScreen: View {
    let prompt: Prompt
    let asked: Asked<MiniPlace, Void>
    @Environment(Phone.self) private var phone

    var body: some View {
        let place = asked.ask
        let point = CLLocationCoordinate2D(latitude: place.latitude, longitude: place.longitude)
        NavigationStack {
            Map(initialPosition: .region(.around(place.latitude, place.longitude))) {
                Marker(place.name.isEmpty ? words("map.place") : place.name, coordinate: point)
            }
            .safeAreaInset(edge: .bottom) {
                VStack(alignment: .leading, spacing: 12) {
                    if !place.address.isEmpty { Text(place.address) }
                    Button(words("map.maps")) { MKMapItem(placemark: MKPlacemark(coordinate: point)).openInMaps() }
                        .buttonStyle(WideButton(main: true))
                }
                .padding(20)
                .frame(maxWidth: .infinity, alignment: .leading)
                .background(Ink.surface)
            }
            .navigationTitle(place.name)
            .navigationBarTitleDisplayMode(.inline)
            .toolbar { Button(words("set.save")) { phone.prompts.answer(prompt, asked) } }
        }
    }
}

extension MKCoordinateRegion {
    fileprivate static func around(_ latitude: Double, _ longitude: Double) -> MKCoordinateRegion {
        MKCoordinateRegion(
            center: CLLocationCoordinate2D(latitude: latitude, longitude: longitude), latitudinalMeters: 1000, longitudinalMeters: 1000)
    }
}
