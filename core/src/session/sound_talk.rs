//! Which moments of a sound are told, of what its player reports. Players say more than is wanted, each system's its own way: a stop is
//! no pause, what plays already does not begin, and who goes back to the start after a stop was sent nowhere.

use crate::host::{SoundMoment, SoundOrder};

/// What one sound said so far.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct SoundTalk {
    playing: bool,
    stopped: bool,
    repeats: bool,
    seeking: bool,
}

impl SoundTalk {
    /// An order went to the player.
    pub(super) fn order(&mut self, order: &SoundOrder) {
        match order {
            SoundOrder::Load { setting, .. } => *self = Self { repeats: setting.repeat, ..Self::default() },
            SoundOrder::Set { setting } => self.repeats = setting.repeat,
            SoundOrder::Play => self.stopped = false,
            SoundOrder::Seek { .. } | SoundOrder::Pause | SoundOrder::Stop | SoundOrder::Close => {}
        }
    }

    /// Whether the program hears of what the player reports.
    pub(super) fn hear(&mut self, moment: SoundMoment) -> bool {
        let before = self.playing;
        match moment {
            SoundMoment::Play => {
                self.playing = true;
                !before
            }
            SoundMoment::Pause => {
                self.playing = false;
                before && !self.stopped
            }
            SoundMoment::Stop => {
                (self.playing, self.stopped) = (false, true);
                true
            }
            SoundMoment::Ended if self.repeats => false,
            SoundMoment::Ended | SoundMoment::Error => {
                self.playing = false;
                true
            }
            SoundMoment::TimeUpdate => before,
            SoundMoment::Seeking => {
                self.seeking = !self.stopped;
                self.seeking
            }
            // Players also go to where a sound begins, which nobody asked for.
            SoundMoment::Seeked => std::mem::take(&mut self.seeking) && !self.stopped,
            SoundMoment::Waiting => !self.stopped,
            SoundMoment::Canplay => true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::{MediaPlace, SoundSetting};
    use SoundMoment::{Canplay, Ended, Pause, Play, Seeked, Seeking, Stop, TimeUpdate, Waiting};

    /// What is told of these.
    fn told(talk: &mut SoundTalk, moments: &[SoundMoment]) -> Vec<SoundMoment> {
        moments.iter().copied().filter(|moment| talk.hear(*moment)).collect()
    }

    #[test]
    fn a_stop_is_told_as_a_stop_and_not_as_a_pause_nor_as_going_to_the_start() {
        let mut talk = SoundTalk::default();
        assert_eq!(told(&mut talk, &[Canplay, TimeUpdate, Play, Play, TimeUpdate]), [Canplay, Play, TimeUpdate]);
        assert_eq!(told(&mut talk, &[Stop, Pause, Seeking, Seeked, TimeUpdate]), [Stop]);
        talk.order(&SoundOrder::Play);
        assert_eq!(told(&mut talk, &[Waiting, Play, Seeking, Seeked, Pause, Pause]), [Waiting, Play, Seeking, Seeked, Pause]);
    }

    #[test]
    fn who_was_sent_nowhere_does_not_arrive() {
        let mut talk = SoundTalk::default();
        assert_eq!(told(&mut talk, &[Seeked, Canplay, Play, Seeked]), [Canplay, Play]);
        assert_eq!(told(&mut talk, &[Seeking, Seeked, Seeked]), [Seeking, Seeked]);
    }

    #[test]
    fn a_sound_that_repeats_does_not_end() {
        let setting = |repeat| SoundSetting { start: 0.0, repeat, volume: 1.0, rate: 1.0 };
        let mut talk = SoundTalk::default();
        talk.order(&SoundOrder::Load { at: MediaPlace::File("a.mp3".into()), setting: setting(true), play: true });
        assert_eq!(told(&mut talk, &[Play, Ended, TimeUpdate]), [Play, TimeUpdate]);
        talk.order(&SoundOrder::Set { setting: setting(false) });
        assert_eq!(told(&mut talk, &[Ended, Pause, TimeUpdate]), [Ended], "a player pauses at its end by itself");
    }
}
