//! The document that a page's WebView loads: first screen, styles and the view's script in one answer, so that the first
//! paint waits for nothing else. It must not look into the page: the tree made its HTML.

use std::fmt::Write;
use std::rc::Rc;

use crate::files::{OWN_SCHEME, SERVED_AT};

/// Content security policy of every page. Scripts are ours only; nothing can be sent anywhere but through the bridge.
pub const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' https: data: blob:; \
font-src 'self' https: data:; media-src 'self' https: blob:; connect-src 'none'; frame-src https: http://127.0.0.1:* http://localhost:*; base-uri 'none'; form-action 'none'; object-src 'none'";

/// Paths that begin so are ours and come from the core, never from a bundle.
pub const OWN_PREFIX: &str = "__banchan/";

/// What a document is made of.
#[derive(Debug, Default)]
pub struct Parts<'a> {
    /// BCP 47 tag for `lang`.
    pub lang: &'a str,
    /// `light` or `dark`.
    pub theme: &'a str,
    /// Whether built-in elements have the newer look.
    pub style_v2: bool,
    /// Who may hand this page its port: `Bridge::mark`.
    pub shell: &'a str,
    /// Page title, for screen readers and the developer's tools.
    pub title: &'a str,
    /// Style sheets in order: app, page, components.
    pub styles: &'a [Rc<str>],
    /// What `tree::Html` holds.
    pub html: &'a str,
    /// Background of the page, as a CSS colour; empty for the default.
    pub background: &'a str,
    /// Pixels from the end at which `reachBottom` is due.
    pub reach_bottom: u32,
    /// Whether pulling down refreshes.
    pub pull: bool,
    /// Whether the dots of refreshing are light (`backgroundTextStyle`).
    pub pull_light: bool,
    /// Whether the program wants to hear of scrolling.
    pub scroll: bool,
    /// Whether the page must not scroll.
    pub fixed: bool,
    /// Where maps have their tiles from, as JSON; empty for none.
    pub tiles: &'a str,
    /// Origins whose pages may stand in a frame: those of the `web-view`.
    pub frames: &'a [String],
    /// State that the view of this page left behind, as JSON; empty for none.
    pub state: &'a str,
}

/// A style sheet of the program as a page has it: it may show the program's own files, as styles of elements do.
pub fn sheet(css: Rc<str>) -> Rc<str> {
    if css.contains(OWN_SCHEME) { css.replace(OWN_SCHEME, SERVED_AT).into() } else { css }
}

/// The whole document.
pub fn build(parts: &Parts) -> String {
    let styles: usize = parts.styles.iter().map(|s| s.len()).sum();
    let mut out = String::with_capacity(parts.html.len() + styles + 1024);
    out.push_str("<!doctype html><html lang=\"");
    escape(&mut out, parts.lang);
    out.push_str("\" data-theme=\"");
    escape(&mut out, parts.theme);
    if parts.style_v2 {
        out.push_str("\" data-style=\"v2");
    }
    out.push_str(
        "\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1,minimum-scale=1,maximum-scale=1,user-scalable=no,viewport-fit=cover\">",
    );
    // Which pages a frame may come to, also by links and redirects, is the browser's to hold.
    out.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"frame-src");
    if parts.frames.is_empty() {
        out.push_str(" 'none'");
    }
    for origin in parts.frames {
        out.push(' ');
        escape(&mut out, origin);
    }
    out.push_str("\">");
    out.push_str("<meta name=\"referrer\" content=\"no-referrer\"><title>");
    escape(&mut out, parts.title);
    let _ = write!(out, "</title><link rel=\"stylesheet\" href=\"/{OWN_PREFIX}base.css\">");
    for style in parts.styles {
        out.push_str("<style>");
        // A style sheet cannot end its element: `formats::style` leaves no `</`, and this is the second lock.
        out.push_str(&style.replace("</", "<\\/"));
        out.push_str("</style>");
    }
    out.push_str("<meta name=\"banchan-shell\" content=\"");
    escape(&mut out, parts.shell);
    if !parts.tiles.is_empty() {
        out.push_str("\"><meta name=\"banchan-tiles\" content=\"");
        escape(&mut out, parts.tiles);
    }
    let _ = write!(out, "\"><script defer src=\"/{OWN_PREFIX}view.js\"></script></head><body><wx-page");
    if !parts.background.is_empty() {
        out.push_str(" style=\"background-color:");
        escape(&mut out, &parts.background.replace([';', '{', '}'], ""));
        out.push('"');
    }
    let _ = write!(out, " data-reach-bottom=\"{}\"", parts.reach_bottom);
    if parts.pull {
        out.push_str(if parts.pull_light { " data-pull=\"light\"" } else { " data-pull" });
    }
    if parts.scroll {
        out.push_str(" data-scroll");
    }
    if parts.fixed {
        out.push_str(" data-fixed");
    }
    if !parts.state.is_empty() {
        out.push_str(" data-state=\"");
        escape(&mut out, parts.state);
        out.push('"');
    }
    out.push('>');
    out.push_str(parts.html);
    out.push_str("</wx-page></body></html>");
    out
}

/// What stands in place of a page whose script could not run: said plainly, in the user's language.
pub fn broken_page(language: &str) -> String {
    let (what, then) = match language.get(..2) {
        Some("zh") => ("此页面无法显示", "小程序的代码有错误。请返回，或稍后再试。"),
        Some("ko") => ("이 페이지를 표시할 수 없습니다", "미니 프로그램의 코드에 오류가 있습니다. 뒤로 가거나 나중에 다시 시도하세요."),
        Some("de") => (
            "Diese Seite lässt sich nicht anzeigen",
            "Das Miniprogramm enthält einen Fehler. Gehen Sie zurück, oder versuchen Sie es später noch einmal.",
        ),
        _ => ("This page can't be shown", "The mini-program has a mistake in its code. Go back, or try again later."),
    };
    format!("<wx-view class=\"banchan-broken\"><wx-text>{what}</wx-text><wx-text>{then}</wx-text></wx-view>")
}

fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn style_sheets_show_the_programs_own_files() {
        assert_eq!(&*sheet(".a{background:url(wxfile://usr/a.png)}".into()), ".a{background:url(/__banchan/file/usr/a.png)}");
    }

    #[test]
    fn only_the_listed_origins_may_stand_in_frames() {
        let none = build(&Parts::default());
        assert!(none.contains("content=\"frame-src 'none'\">"), "{none}");
        let some = build(&Parts { frames: &["https://a.example".into(), "https://b.example:8443".into()], ..Parts::default() });
        assert!(some.contains("content=\"frame-src https://a.example https://b.example:8443\">"), "{some}");
    }

    #[test]
    fn nothing_given_by_a_mini_program_leaves_its_place() {
        let styles = ["a{}</style><script>x</script>".into()];
        let parts = Parts { title: "</title><script>", background: "red;}</style>\"><script>", styles: &styles, ..Parts::default() };
        let html = build(&parts);
        assert_eq!(html.matches("<script").count(), 2, "ours, and one that is text inside a style: {html}");
        assert_eq!(html.matches("</style>").count(), 1, "{html}");
    }
}
