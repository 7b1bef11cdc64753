// Small pieces without a core: the order of orders, where the capsule is, what the keyboard covers, trouble.
import BanchanBindings
import Foundation
import Testing

@testable import BanchanCore

@Suite struct SmallTests {
    @MainActor
    @Test func orders_are_carried_out_in_the_order_in_which_they_were_given() async {
        let orders = Orders()
        for number in 0..<1000 { orders.put(.post(MiniPageId(number), "")) }
        orders.finish()
        var seen: [MiniPageId] = []
        await orders.run { if case .post(let page, _) = $0 { seen.append(page) } }
        #expect(seen == (0..<1000).map(MiniPageId.init))
    }

    @Test func the_capsule_is_drawn_where_pages_are_told_that_it_is() {
        let none = MiniRect(left: 0, top: 0, right: 0, bottom: 0, width: 0, height: 0)
        let known = MiniFacts(
            brand: "Apple", model: "iPhone", system: "iOS 17.5", platform: "ios", language: "zh-Hans-CN", version: "8.0.50", pixelRatio: 1,
            screenWidth: 0, screenHeight: 0, windowWidth: 0, windowHeight: 0, statusBarHeight: 0, safeArea: none, menuButton: none,
            fontSizeSetting: 16, theme: .dark, networkType: .wifi, bluetoothEnabled: false, locationEnabled: true, wifiEnabled: true,
            deviceOrientation: "")
        let facts = measured(facts: known, window: MiniWindow(width: 393, height: 852, top: 59, bottom: 34, scale: 3))
        #expect((facts.windowHeight, facts.safeArea.bottom, facts.language) == (852 - 59 - sizes().bar, 818, "zh_CN"))
        #expect((facts.menuButton.right, facts.menuButton.top) == (393 - sizes().capsuleRight, 59 + sizes().capsuleTop))
    }

    @Test func a_keyboard_covers_what_of_the_page_lies_below_its_top_and_one_that_floats_covers_nothing() {
        let screen = CGRect(x: 0, y: 0, width: 393, height: 852)
        // A tab bar of 50 points and the home indicator lie below the page: the keyboard covers them first.
        let page = CGRect(x: 0, y: 103, width: 393, height: 665)
        let keyboard = CGRect(x: 0, y: 516, width: 393, height: 336)
        #expect(Reach.covered(of: page, by: keyboard, on: screen) == 768 - 516)
        #expect(Reach.covered(of: page, by: keyboard.offsetBy(dx: 0, dy: 336), on: screen) == 0)
        #expect(Reach.covered(of: page, by: keyboard.offsetBy(dx: 0, dy: -100), on: screen) == 0)
        #expect(Reach.covered(of: page, by: .zero, on: screen) == 0)
    }

    @Test func a_stroke_leads_back_from_the_edge_at_which_lines_begin() {
        #expect(Reach.leadsBack(from: 5, by: 120, width: 393, leftwards: false))
        #expect(!Reach.leadsBack(from: 60, by: 120, width: 393, leftwards: false))
        #expect(!Reach.leadsBack(from: 5, by: 40, width: 393, leftwards: false))
        #expect(!Reach.leadsBack(from: 390, by: -120, width: 393, leftwards: false))
        #expect(Reach.leadsBack(from: 390, by: -120, width: 393, leftwards: true))
        #expect(!Reach.leadsBack(from: 5, by: 120, width: 393, leftwards: true))
    }

    @Test func each_kind_of_trouble_has_a_sentence_of_its_own() {
        #expect(Trouble(MiniError.Refused(reason: "unsigned")) == Trouble(kind: "refused", details: "unsigned"))
        #expect(Trouble(MiniError.Unknown(reason: "no")).kind == "unknown")
        #expect(Trouble(MiniError.TooSlow(reason: "20 s")).kind == "slow")
        #expect(Trouble(CancellationError()).kind == "failed")
    }
}
