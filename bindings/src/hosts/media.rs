//! The user's pictures, videos and files, the loudspeaker, the microphone, the camera inside of pages.

use async_trait::async_trait;
use banchan_core::host::*;
use banchan_core::permission::Slot;

use super::Of;
use crate::calls::MiniCall;
use crate::errors::MiniHostError;

host! { "The user's pictures, videos and files."
MiniMediaHost for Media {
    pass choose(ask: MediaAsk) -> Vec<Picked> = choose_media, "Lets the user choose. `Cancelled` when nothing is chosen.";
    pass keep(keep: Keep) -> () = keep_media, "Puts something among the user's pictures.";
    pass open(document: Keep) -> () = open_document, "Shows a document; where there is no viewer, the user gets the file to keep.";
} }
host! { "The loudspeaker."
MiniSoundHost for Sound {
    order order(slot: Slot, sound: u32, order: SoundOrder) = order_sound,
        "An order for one of a mini-program's sounds. What becomes of it is told to `MiniSession::on_sound`.";
} }
host! { "The camera that a page shows inside itself. One is shown at a time in a mini-program."
MiniCameraHost for Camera {
    pass show(page: PageId, ask: CameraAsk) -> () = show_camera,
        "Shows what it sees in an element until it is cancelled. Answers when the camera ended by itself.";
    pass take(ask: ShotAsk) -> Shot = take_picture, "Takes a picture with the camera that is shown.";
    pass begin(max_seconds: u32) -> () = begin_video, "Begins to take a video.";
    pass end() -> Shot = end_video, "Ends the video and gives it.";
    pass zoom(zoom: f64) -> f64 = zoom_camera, "Goes nearer; answers how near it came.";
} }
host! { "The microphone. A mini-program has one recording at a time."
MiniRecorderHost for Recorder {
    order order(slot: Slot, order: RecorderOrder) = order_recorder, "An order for its recording; one that comes too late does nothing.";
    tells record(ask: RecordAsk) -> Recording = record_sound,
        "Records until it is told to stop or the time is up; says that it has begun. Cancelled, it throws away what there is.";
} }
