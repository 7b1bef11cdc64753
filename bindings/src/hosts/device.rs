//! Position, scanner, dialler, clipboard, vibration, maps, the screen, sensors, contacts.

use async_trait::async_trait;
use banchan_core::host::*;
use banchan_core::permission::Slot;

use super::Of;
use crate::calls::MiniCall;
use crate::errors::MiniHostError;

host! { "Where the phone is."
MiniLocationHost for Location {
    pass get(ask: LocationAsk) -> Position = locate, "One position in WGS-84 degrees. Cancelling stops the receiver.";
} }
host! { "The scanner, with its own screen."
MiniScannerHost for Scanner {
    pass scan(ask: ScanAsk) -> Scanned = scan_code,
        "Shows the scanner until a code was read (`SuperApp::scan_luma`), or the user closes it.";
} }
host! { "The dialler."
MiniPhoneHost for Phone {
    pass call(number: String) -> () = dial, "Shows the number and offers to call it: a mini-program never dials by itself.";
} }
host! { "The clipboard."
MiniClipboardHost for Clipboard {
    pass get() -> String = read_clipboard, "Its text; empty when there is none.";
    pass set(text: String) -> () = write_clipboard, "Puts text into it.";
} }
host! { "The vibration motor."
MiniVibrationHost for Vibration {
    pass vibrate(kind: VibrationKind) -> () = vibrate, "Vibrates once. `Unsupported` when there is no motor: it must not pretend.";
} }

host! { "The shell's own screens with a map. Places are GCJ-02."
MiniPlacesHost for Places {
    pass choose(center: Option<Point>) -> Place = choose_place,
        "Shows a map until a place was chosen; begins at `center`, or where the phone is.";
    pass open(place: Place) -> () = open_place, "Shows a place on a map; answered as soon as it is seen.";
} }
host! { "The screen itself, as far as `MiniFacts` says that the shell can do it."
MiniScreenHost for Screen {
    order wish(slot: Slot, wish: ScreenWish) = screen_wish,
        "What a mini-program on screen wishes, whole, in place of what it wished before: stay on, be brighter, stay out of pictures of it.";
} }
host! { "What the phone feels."
MiniSensorsHost for Sensors {
    tells watch(kind: SensorKind, interval_ms: u32) -> () = watch_sensor,
        "Tells the readings of a sensor until it is cancelled, about every `interval_ms`: acceleration with gravity in units of it, degrees from
         north, radians a second, `alpha`, `beta` and `gamma` in degrees. `Unsupported` when there is no such sensor.";
} }
host! { "The address book. A mini-program never reads it."
MiniContactsHost for Contacts {
    pass add(contact: NewContact) -> () = add_contact, "Shows the entry, to be saved by the person.";
    pass choose() -> ChosenContact = choose_contact, "Lets the person choose one entry.";
} }
