// The scanner: camera, a picture, or a typed link. Frames go to the core as they are; it reads no code itself.
import AVFoundation
import BanchanCore
import PhotosUI
import SwiftUI

struct ScannerView: View {
    var cameraOnly = false
    let done: (String) -> Void
    @Environment(Phone.self) private var phone
    @Environment(\.dismiss) private var dismiss
    @State private var camera = ScanCamera()
    @State private var item: PhotosPickerItem?
    @State private var text = ""
    @State private var note: String?
    @State private var several: [String] = []

    var body: some View {
        NavigationStack {
            ZStack(alignment: .bottom) {
                Color.black.ignoresSafeArea()
                CameraPicture(session: camera.eye?.session).ignoresSafeArea().accessibilityHidden(true)
                Corners(corners: camera.corners)
                VStack(spacing: 12) {
                    Text(note ?? words(camera.eye != nil ? "scan.aim" : "scan.nocamera"))
                        .font(.subheadline).multilineTextAlignment(.center).foregroundStyle(.white)
                    HStack(spacing: 24) {
                        if camera.eye?.device.hasTorch == true {
                            Toggle(words("scan.light"), systemImage: "flashlight.on.fill", isOn: $camera.light).toggleStyle(.button)
                        }
                        if !cameraOnly {
                            PhotosPicker(selection: $item, matching: .images) { Label(words("scan.picture"), systemImage: "photo") }
                        }
                    }
                    .tint(.white)
                    if !cameraOnly {
                        TextField(words("scan.link"), text: $text)
                            .textFieldStyle(.roundedBorder).autocorrectionDisabled().textInputAutocapitalization(.never)
                            .submitLabel(.go)
                            .onSubmit { if !text.isEmpty { done(text) } }
                    }
                }
                .padding(20)
                .background(.black.opacity(0.5))
            }
            .navigationTitle(words("scan.title"))
            .navigationBarTitleDisplayMode(.inline)
            .toolbarColorScheme(.dark, for: .navigationBar)
            .toolbar { Button(words("scan.back"), systemImage: "xmark") { dismiss() } }
            .confirmationDialog(words("scan.two"), isPresented: Binding { @MainActor in !several.isEmpty } set: { @MainActor in if !$0 { several = [] } }) {
                ForEach(several, id: \.self) { one in Button(one) { done(one) } }
            }
        }
        .task { await camera.start(phone.app) { take($0) } }
        .onDisappear { camera.stop() }
        .task(id: item) { await read() }
    }

    /// One code ends the screen, several ask which.
    private func take(_ codes: [String]) {
        guard several.isEmpty, let first = codes.first else { return }
        if codes.count == 1 { done(first) } else { several = codes }
    }

    private func read() async {
        guard let item else { return }
        do {
            guard let picture = try await item.loadTransferable(type: Data.self) else { return note = words("why.picture") }
            take(try await phone.codes(in: picture))
        } catch { note = words("why.nocode") }
    }
}

/// What the camera sees.
private struct CameraPicture: UIViewRepresentable {
    let session: AVCaptureSession?

    func makeUIView(context: Context) -> Preview {
        let view = Preview()
        view.picture.videoGravity = .resizeAspectFill
        return view
    }

    func updateUIView(_ view: Preview, context: Context) { view.picture.session = session }

    final class Preview: UIView {
        override class var layerClass: AnyClass { AVCaptureVideoPreviewLayer.self }
        var picture: AVCaptureVideoPreviewLayer { layer as! AVCaptureVideoPreviewLayer }
    }
}

/// The corners of the code that was read, as parts of the picture.
private struct Corners: View {
    let corners: [CGPoint]

    var body: some View {
        GeometryReader { space in
            ForEach(Array(corners.enumerated()), id: \.offset) { _, corner in
                Circle().fill(Ink.accent).frame(width: 14, height: 14)
                    .position(x: corner.x * space.size.width, y: corner.y * space.size.height)
            }
        }
        .accessibilityHidden(true)
    }
}
