//! Pictures, videos, sounds and files, as `banchan_core::host` has them.

use banchan_core::host;

use super::MiniCount;

choice! { MiniMediaKind = host::MediaKind { Image, Video, File } }
record! { MiniMediaAsk = host::MediaAsk {
    count: MiniCount, kinds: Vec<MiniMediaKind>, album: bool, camera: bool, original: bool, compressed: bool, max_seconds: u32,
    front: bool, extensions: Vec<String>,
} }
record! { MiniPicked = host::Picked {
    bytes: Vec<u8>, name: String, kind: MiniMediaKind, width: u32, height: u32, seconds: f64, modified: u64, thumb: Vec<u8>,
} }
record! { MiniKeep = host::Keep { bytes: Vec<u8>, kind: MiniMediaKind, mime: String, name: String } }
choice! { MiniMediaPlace = host::MediaPlace { Web(String), File(String) } }
record! { MiniPreviewItem = host::PreviewItem { kind: MiniMediaKind, at: MiniMediaPlace, poster: Option<MiniMediaPlace> } }
record! { MiniPreview = host::Preview { items: Vec<MiniPreviewItem>, current: MiniCount, menu: bool } }
record! { MiniSoundSetting = host::SoundSetting { start: f64, repeat: bool, volume: f64, rate: f64 } }
choice! { MiniSoundOrder = host::SoundOrder {
    Load { at: MiniMediaPlace, setting: MiniSoundSetting, play: bool }, Set { setting: MiniSoundSetting }, Play, Pause, Stop,
    Seek { position: f64 }, Close,
} }
choice! { MiniSoundMoment = host::SoundMoment { Canplay, Play, Pause, Stop, Ended, TimeUpdate, Waiting, Seeking, Seeked, Error } }
record! { MiniSoundState = host::SoundState {
    moment: MiniSoundMoment, current_time: f64, duration: f64, buffered: f64, paused: bool, err_code: i32, err_msg: String,
} }
record! { MiniCameraAsk = host::CameraAsk { node: u32, scan: bool, front: bool, flash: String, resolution: String } }
record! { MiniShotAsk = host::ShotAsk { quality: String, mirror: bool } }
record! { MiniShot = host::Shot { bytes: Vec<u8>, thumb: Vec<u8>, width: u32, height: u32 } }
record! { MiniRecordAsk = host::RecordAsk { max_ms: u32, sample_rate: u32, channels: u32, bit_rate: u32, format: String } }
choice! { MiniRecorderOrder = host::RecorderOrder { Pause, Resume, Stop } }
record! { MiniRecording = host::Recording { bytes: Vec<u8>, seconds: f64 } }
