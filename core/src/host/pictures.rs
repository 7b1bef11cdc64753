//! The pictures of a camera that a phone's page shows: one for each question, none kept. A page asks for the next one when it has painted
//! the last, so a slow page gets fewer. Nothing here makes a picture, nor keeps one that nobody waits for.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot::{Sender, channel};

/// Where a page asks for them, before the number of its element.
const PLACE: &str = "/__banchan/camera/";

/// The element whose camera a page's request is for; `None` for any other path.
#[must_use]
pub fn camera_element(url_path: &str) -> Option<u32> {
    url_path.strip_prefix(PLACE).filter(|node| node.bytes().all(|byte| byte.is_ascii_digit()))?.parse().ok()
}

/// Between a camera and whoever answers a page's requests.
#[derive(Debug, Default)]
pub struct Pictures(Mutex<Asking>);

#[derive(Debug, Default)]
struct Asking {
    waits: Option<Sender<Vec<u8>>>,
    over: bool,
}

impl Pictures {
    fn state(&self) -> MutexGuard<'_, Asking> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the next frame is worth a picture.
    pub fn wanted(&self) -> bool {
        self.state().waits.as_ref().is_some_and(|waits| !waits.is_closed())
    }

    /// Gives a picture to whoever waits for one.
    pub fn give(&self, picture: Vec<u8>) {
        let waits = self.state().waits.take();
        // Who went away meanwhile needs none.
        let _ = waits.map(|waits| waits.send(picture));
    }

    /// The next one; `None` when the camera ended, or when a later question took the place of this one.
    pub async fn next(&self) -> Option<Vec<u8>> {
        let (waits, mine) = channel();
        {
            let mut state = self.state();
            if state.over {
                return None;
            }
            state.waits = Some(waits);
        }
        mine.await.ok()
    }

    /// No more of them.
    pub fn finish(&self) {
        *self.state() = Asking { waits: None, over: true };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_picture_goes_to_whoever_waits_and_to_the_one_who_asked_last() {
        let pictures = Pictures::default();
        assert!(!pictures.wanted());
        pictures.give(vec![1]);
        let later = async {
            assert!(pictures.wanted());
            let asked = async {
                pictures.give(vec![2]);
                pictures.wanted()
            };
            tokio::join!(pictures.next(), asked)
        };
        let (first, (second, wanted)) = tokio::join!(pictures.next(), later);
        assert_eq!((first, second, wanted), (None, Some(vec![2]), false));
    }

    #[tokio::test]
    async fn nobody_waits_for_a_camera_that_ended_and_nothing_is_made_for_who_gave_up() {
        let pictures = Pictures::default();
        assert!(futures_util::FutureExt::now_or_never(pictures.next()).is_none());
        assert!(!pictures.wanted());
        let (seen, ()) = tokio::join!(pictures.next(), async { pictures.finish() });
        assert_eq!((seen, pictures.next().await, pictures.wanted()), (None, None, false));
    }

    #[test]
    fn only_the_path_of_a_camera_names_an_element() {
        assert_eq!(camera_element("/__banchan/camera/12"), Some(12));
        for path in [
            "/__banchan/camera/",
            "/__banchan/camera/-1",
            "/__banchan/camera/+1",
            "/__banchan/camera/1/2",
            "/__banchan/hello",
            "/camera/12",
            "",
        ] {
            assert_eq!(camera_element(path), None, "{path}");
        }
    }
}
