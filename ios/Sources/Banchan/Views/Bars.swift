// The bars of a page: the one above, the tabs, the capsule. Their colours and words are the mini-program's, sent by the core.
import BanchanBindings
import BanchanCore
import SwiftUI

/// How bars and capsule are drawn; the core tells pages the same.
let drawn = sizes()

struct NavigationBar: View {
    let page: Page
    @Environment(Phone.self) private var phone
    @Environment(\.layoutDirection) private var direction

    var body: some View {
        let bar = page.bar
        let ink = Color(hex: bar.frontColor) ?? .black
        HStack(spacing: 4) {
            if bar.backButton {
                Button(words("app.back"), systemImage: "chevron.backward") { phone.back() }.accessibilityShowsLargeContentViewer()
            } else if bar.homeButton {
                Button(words("app.home"), systemImage: "house") { phone.first() }.accessibilityShowsLargeContentViewer()
            }
            Text(bar.title).font(.headline).lineLimit(1).accessibilityAddTraits(.isHeader)
                .padding(.leading, bar.backButton || bar.homeButton ? 0 : 12)
            if bar.loading { ProgressView().tint(ink) }
            Spacer(minLength: 0)
        }
        .labelStyle(.iconOnly)
        .foregroundStyle(ink)
        // The bar keeps its height, which programs count with: the largest letters would not fit.
        .dynamicTypeSize(...DynamicTypeSize.xxLarge)
        .frame(height: CGFloat(drawn.bar))
        // Clear of the capsule, which is at the right in every language.
        .padding(direction == .rightToLeft ? .leading : .trailing, CGFloat(drawn.capsuleWidth + drawn.capsuleRight))
        .padding(.horizontal, 8)
        .background((Color(hex: bar.backgroundColor) ?? .white).ignoresSafeArea(edges: .top))
        .animation(.linear(duration: Double(min(bar.animationMs, 3000)) / 1000), value: bar.backgroundColor)
    }
}

/// Menu and close, at the same place in every mini-program.
struct CapsuleKeys: View {
    let menu: (@MainActor () -> Void)?
    let close: @MainActor () -> Void
    var light = false

    var body: some View {
        HStack(spacing: 0) {
            Button(words("app.menu"), systemImage: "ellipsis") { menu?() }
                .disabled(menu == nil)
                .frame(maxWidth: .infinity, maxHeight: .infinity)
            Divider().frame(height: 18)
            Button(words("app.close"), systemImage: "smallcircle.filled.circle", action: close)
                .frame(maxWidth: .infinity, maxHeight: .infinity)
        }
        .labelStyle(.iconOnly)
        .accessibilityShowsLargeContentViewer()
        .foregroundStyle(light ? .white : .black)
        .frame(width: CGFloat(drawn.capsuleWidth), height: CGFloat(drawn.capsuleHeight))
        .background(light ? Color.black.opacity(0.2) : Color.white.opacity(0.72), in: .capsule)
        .overlay { RoundedRectangle(cornerRadius: 16).stroke(light ? Color.white.opacity(0.28) : Color.black.opacity(0.12)) }
        .padding(.top, CGFloat(drawn.capsuleTop))
        .padding(.trailing, CGFloat(drawn.capsuleRight))
        .frame(maxWidth: .infinity, alignment: .trailing)
        // Programs lay out around it by its place, which is the same in every language.
        .environment(\.layoutDirection, .leftToRight)
    }
}

struct TabStrip: View {
    let deck: Deck
    let chosen: Int
    @Environment(Phone.self) private var phone

    var body: some View {
        if let tabs = deck.tabs {
            HStack(spacing: 0) {
                ForEach(Array(tabs.items.enumerated()), id: \.offset) { index, item in
                    let on = index == chosen
                    Button { phone.tab(item.pagePath) } label: {
                        VStack(spacing: 2) {
                            let icon = on ? item.selectedIconPath : item.iconPath
                            if !icon.isEmpty { BundlePicture(slot: deck.id, path: icon).frame(width: 26, height: 26) }
                            Text(item.text).font(icon.isEmpty ? .body : .caption2).lineLimit(1)
                        }
                        .foregroundStyle(Color(hex: on ? tabs.selectedColor : tabs.color) ?? Ink.second)
                        .frame(maxWidth: .infinity, minHeight: 52)
                        .overlay(alignment: .top) { mark(item) }
                    }
                    .accessibilityShowsLargeContentViewer()
                    .accessibilityAddTraits(on ? [.isSelected] : [])
                    .accessibilityValue(item.badge.isEmpty && !item.redDot ? "" : words("tabs.new \(item.badge)"))
                }
            }
            .dynamicTypeSize(...DynamicTypeSize.xxLarge)
            .background((Color(hex: tabs.backgroundColor) ?? .white).ignoresSafeArea(edges: .bottom))
            .overlay(alignment: tabs.position == "top" ? .bottom : .top) {
                (tabs.borderStyle == "white" ? Color.white : Color.black).opacity(0.1).frame(height: 1)
            }
        }
    }

    @ViewBuilder private func mark(_ item: MiniTabItem) -> some View {
        if !item.badge.isEmpty {
            Text(item.badge).font(.system(size: 10, weight: .semibold)).foregroundStyle(.white)
                .padding(.horizontal, 4).frame(minWidth: 16, minHeight: 16)
                .background(.red, in: .capsule).offset(x: 16, y: 4)
        } else if item.redDot { Circle().fill(.red).frame(width: 8, height: 8).offset(x: 14, y: 4) }
    }
}

/// A picture of the mini-program's bundle, read through the core.
struct BundlePicture: View {
    let slot: MiniSlot
    let path: String
    @Environment(Phone.self) private var phone
    @State private var picture: UIImage?

    var body: some View {
        ZStack { if let picture { Image(uiImage: picture).resizable().scaledToFit() } }
        .task(id: path) {
            guard let file = await phone.file(slot, path) else { return picture = nil }
            picture = UIImage(data: file.bytes)
        }
        .accessibilityHidden(true)
    }
}
