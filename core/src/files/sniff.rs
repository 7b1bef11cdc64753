//! What bytes are, by their first ones: pictures, sound, video and fonts. A page is served what a program wrote only as
//! one of these, never as a document, a style or a script. Names are not looked at.

/// The media type of a file that a page may load, by its first bytes (sixty-four are enough).
#[must_use]
pub fn media_type(head: &[u8]) -> Option<&'static str> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    let at = |offset: usize, magic: &[u8]| head.get(offset..offset + magic.len()) == Some(magic);
    Some(match () {
        () if starts(b"\x89PNG\r\n\x1a\n") => "image/png",
        () if starts(b"\xff\xd8\xff") => "image/jpeg",
        () if starts(b"GIF87a") || starts(b"GIF89a") => "image/gif",
        () if starts(b"RIFF") && at(8, b"WEBP") => "image/webp",
        () if starts(b"RIFF") && at(8, b"WAVE") => "audio/wav",
        () if starts(b"BM") && at(6, &[0; 4]) => "image/bmp",
        () if starts(b"\0\0\x01\0") => "image/x-icon",
        () if at(4, b"ftyp") => boxed(head.get(8..12).unwrap_or_default()),
        () if starts(b"\x1a\x45\xdf\xa3") => "video/webm",
        () if starts(b"OggS") => "audio/ogg",
        () if starts(b"fLaC") => "audio/flac",
        () if starts(b"ID3") => "audio/mpeg",
        () if starts(b"#!AMR") => "audio/amr",
        () if starts(b"wOFF") => "font/woff",
        () if starts(b"wOF2") => "font/woff2",
        () if starts(b"OTTO") => "font/otf",
        () if starts(b"\0\x01\0\0\0") || starts(b"true\0") => "font/ttf",
        () => return framed(head),
    })
}

/// Files made of boxes: the brand tells which.
fn boxed(brand: &[u8]) -> &'static str {
    match brand {
        b"avif" | b"avis" => "image/avif",
        b"heic" | b"heix" | b"mif1" => "image/heic",
        b"M4A " | b"M4B " => "audio/mp4",
        b"qt  " => "video/quicktime",
        _ => "video/mp4",
    }
}

/// Sound without a head: its first frame has eleven bits set, and the next two tell AAC from MP3.
fn framed(head: &[u8]) -> Option<&'static str> {
    match head {
        [0xff, second, ..] if second & 0xf6 == 0xf0 => Some("audio/aac"),
        [0xff, second, ..] if second & 0xe6 == 0xe2 => Some("audio/mpeg"),
        _ => None,
    }
}

/// The ending that files of a media type have.
#[must_use]
pub fn ending_of(media: &str) -> &'static str {
    const ENDINGS: &[(&str, &str)] = &[
        ("image/png", "png"),
        ("image/jpeg", "jpg"),
        ("image/gif", "gif"),
        ("image/webp", "webp"),
        ("image/bmp", "bmp"),
        ("image/svg+xml", "svg"),
        ("image/avif", "avif"),
        ("image/heic", "heic"),
        ("audio/mpeg", "mp3"),
        ("audio/mp4", "m4a"),
        ("audio/aac", "aac"),
        ("audio/wav", "wav"),
        ("audio/ogg", "ogg"),
        ("video/mp4", "mp4"),
        ("video/webm", "webm"),
        ("video/quicktime", "mov"),
        ("application/pdf", "pdf"),
        ("application/json", "json"),
        ("application/zip", "zip"),
        ("text/plain", "txt"),
        ("text/html", "html"),
        ("font/woff2", "woff2"),
        ("font/ttf", "ttf"),
    ];
    let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    ENDINGS.iter().find(|(name, _)| *name == media).map_or("", |(_, ending)| ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_are_known_by_their_first_bytes() {
        assert_eq!(media_type(b"\x89PNG\r\n\x1a\n.."), Some("image/png"));
        assert_eq!(media_type(b"\xff\xd8\xff\xe0"), Some("image/jpeg"));
        assert_eq!(media_type(b"\0\0\0\x20ftypisom"), Some("video/mp4"));
        assert_eq!(media_type(b"\0\0\0\x20ftypM4A "), Some("audio/mp4"));
        assert_eq!(media_type(b"\xff\xfb\x90\0"), Some("audio/mpeg"));
        assert_eq!(media_type(b"\xff\xf1\x50\0"), Some("audio/aac"));
        assert_eq!(media_type(b"RIFF....WAVEfmt "), Some("audio/wav"));
    }

    #[test]
    fn documents_styles_and_scripts_are_no_media() {
        for text in ["<!doctype html>", "<svg xmlns=''><script/></svg>", "alert(1)", "body{}", "", "\u{feff}<html>", "BM<script>"] {
            assert_eq!(media_type(text.as_bytes()), None, "{text}");
        }
    }
}
