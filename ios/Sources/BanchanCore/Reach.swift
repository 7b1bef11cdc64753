// What follows from where things are on the screen: how much of a page the keyboard covers, and which stroke leads back. Lengths are points.
import Foundation

public enum Reach {
    /// How much of a page's lower part a keyboard covers. One that floats (on an iPad) covers nothing for good: the page stays as it is.
    public static func covered(of page: CGRect, by keyboard: CGRect, on screen: CGRect) -> Double {
        guard keyboard.height > 0, keyboard.maxY >= screen.maxY - 1 else { return 0 }
        return max(0, min(page.maxY, keyboard.maxY) - max(page.minY, keyboard.minY))
    }

    /// Whether a stroke came far enough from the edge at which a line begins: the left one, or the right one where people read leftwards.
    public static func leadsBack(from start: Double, by way: Double, width: Double, leftwards: Bool) -> Bool {
        leftwards ? start > width - 20 && way < -80 : start < 20 && way > 80
    }
}
