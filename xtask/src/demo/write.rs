//! What was seen, as a document for people. It must not judge.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::Page;
use super::compare::{Beside, Comparison, kinds};
use super::known::Need;

/// What a page counts as.
#[derive(Default)]
struct Count {
    pages: usize,
    open: usize,
}

impl Count {
    fn of<'a>(pages: impl Iterator<Item = &'a Page>) -> Self {
        pages.fold(Self::default(), |count, page| Self { pages: count.pages + 1, open: count.open + usize::from(page.is_open()) })
    }

    fn text(&self) -> String {
        format!("{} of {} ({:.1} %)", self.open, self.pages, 100.0 * self.open as f64 / self.pages.max(1) as f64)
    }
}

fn ours(pages: &[Page]) -> Count {
    Count::of(pages.iter().filter(|page| page.need().is_none()))
}

/// The counts on two lines.
pub(super) fn counts(pages: &[Page], comparison: &Comparison) -> String {
    let all = Count::of(pages.iter());
    format!(
        "{} pages open; of those that need no WeChat cloud, no XR and no missing files: {}\nof the latter, as in glass-easel: {}; templates with something odd: {} of {}",
        all.text(),
        ours(pages).text(),
        equal(pages).text(),
        comparison.odd.len(),
        comparison.templates
    )
}

/// Counted pages, and those that are the same in glass-easel.
fn equal(pages: &[Page]) -> Count {
    let counted = pages.iter().filter(|page| page.need().is_none());
    counted.fold(Count::default(), |count, page| Count { pages: count.pages + 1, open: count.open + usize::from(page.is_equal()) })
}

/// The whole document.
pub(super) fn document(commit: &str, pages: &[Page], comparison: &Comparison, report: &Value) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# WeChat's own demo\n\nWritten by `cargo xtask demo DIR --write COMMIT`; do not edit.\n");
    let _ = writeln!(
        out,
        "`wechat-miniprogram/miniprogram-demo` at commit `{commit}`, unmodified, with its npm packages and `weui-miniprogram` (which WeChat brings along for\n\
         `useExtendedLib`) in `node_modules`. To repeat it:\n\n\
         ```sh\ngit clone https://github.com/wechat-miniprogram/miniprogram-demo && cd miniprogram-demo && git checkout {commit}\n\
         cd miniprogram && npm install && npm install --no-save weui-miniprogram@1.5.6\n\
         cd PROJECT && cargo xtask demo PATH/miniprogram-demo\n```\n"
    );
    out.push_str(HOW);
    let _ = writeln!(out, "\n## Counts\n\n| | open |\n|---|---|\n| all pages of `app.json` | {} |", Count::of(pages.iter()).text());
    let _ = writeln!(out, "| **pages that need no WeChat cloud, no XR and no missing files** | **{}** |", ours(pages).text());
    let with_files = Count::of(pages.iter().filter(|page| page.need().is_none_or(|need| need == Need::Files)));
    let _ = writeln!(out, "| the same, files that are not in the repository counted against us | {} |", with_files.text());
    let _ = writeln!(out, "| **counted pages that are the same in npm glass-easel, after each step** | **{}** |", equal(pages).text());
    let seeing = Count::of(pages.iter().filter(|page| page.need().is_none() && page.sees));
    let _ = writeln!(
        out,
        "| of them, pages of augmented reality (VisionKit), which is not there: they set up WebGL, start, and hear that the device does not support it | {} |",
        seeing.text()
    );
    let handlers: u64 = pages.iter().filter(|page| page.need().is_none()).map(|page| page.handlers).sum();
    let fired: u64 = pages.iter().filter(|page| page.need().is_none()).map(|page| page.fired).sum();
    let _ =
        writeln!(out, "| handlers of those pages that were fired | {fired} of {handlers} |\n\n| section | pages | open |\n|---|---|---|");
    let mut sections: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages {
        sections.entry(page.path.split('/').next().unwrap_or_default()).or_default().push(page);
    }
    for (name, pages) in sections {
        let count = Count::of(pages.into_iter());
        let _ = writeln!(out, "| `{name}` | {} | {} |", count.pages, count.open);
    }
    out.push_str("\n## Pages that do not open\n\n");
    list(&mut out, pages);
    out.push_str("\n## Pages that are not counted\n\n");
    outside(&mut out, pages);
    beside(&mut out, pages);
    templates(&mut out, comparison);
    missing(&mut out, report);
    out
}

const HOW: &str = "\
## How it is counted

Each page is opened in a session of its own: `app.js`, the page with `onLoad`, `onShow` and `onReady`, in the real logic layer and the real tree; the view is
answered for, every dialog confirmed, every permission given, nothing fetched. When the program rests, every handler that its screen listens with is fired
once, with the detail that WeChat documents for the element. A page counts as open when

- words, or elements that show something, are on it, and no error stands in its place;
- none of its templates, styles, configurations and components is missing or wrong;
- no script of it threw, neither while it opened nor in a handler nor in a callback or promise.

Beside that, each page is opened in the logic layer and the tree alone and in npm `glass-easel` in V8, with the same stand-in for `wx`: every handler that
an element on its screen has is called once, then the page's others that its templates name; after each step both must show the same elements, attributes,
texts and bound handlers.

An API that is not there yet fails as documented, and that is no error by itself: a page that copes with it is open. So a page of which only the frame
works (a camera that is refused, augmented reality that starts and fails) is among the open ones; which APIs these are stands at the end. What WebGL draws is not looked
at here, where no view is, but in `tests/browser/webgl.test.mjs`. `worklet` functions run as plain
functions and animate nothing, and pages with `\"renderer\": \"skyline\"` are drawn by the same view as all others: Skyline is not offered, and `this.renderer`
says `webview`, as on phones that do not have it.
";

/// What came of holding the pages beside glass-easel.
fn beside(out: &mut String, pages: &[Page]) {
    let sum = |count: fn(&super::Compared) -> u64| pages.iter().filter_map(|page| page.compared.as_ref()).map(count).sum::<u64>();
    let _ = writeln!(
        out,
        "\n## Beside glass-easel\n\nAll pages, those that are not counted too, held beside npm `glass-easel` 0.12.1 with WeChat's adapter in V8: {} screens of {} pages, {} \
         handlers called. Elements, attributes, texts and bound handlers were the same on {} pages.\n\n| page | where it parts, or why it was not compared |\n|---|---|",
        sum(|compared| compared.screens),
        pages.iter().filter(|page| page.compared.is_some()).count(),
        sum(|compared| compared.fired),
        pages.iter().filter(|page| page.is_equal()).count(),
    );
    let mut groups: BTreeMap<&str, Vec<&Page>> = BTreeMap::new();
    for page in pages.iter().filter(|page| !page.is_equal()) {
        let folder = page.known.map_or(page.path.as_str(), |known| known.path.as_str());
        groups.entry(folder).or_default().push(page);
    }
    for (name, pages) in groups {
        let _ = writeln!(out, "| `{name}` | {} |", why(&pages));
    }
    let absent: BTreeMap<&str, Vec<&str>> = pages
        .iter()
        .filter(|page| page.need().is_none())
        .filter_map(|page| Some((page.path.as_str(), page.compared.as_ref()?.absent.iter().map(|text| handler(text)).collect::<Vec<_>>())))
        .filter(|(_, absent)| !absent.is_empty())
        .collect();
    if !absent.is_empty() {
        out.push_str("\nHandlers that templates of counted pages name and that no script of theirs has (mistakes of the demo; WeChat, too, calls nothing then):\n\n");
        for (page, mut names) in absent {
            names.dedup();
            let _ = writeln!(out, "- `{page}`: {}", names.join(", "));
        }
    }
}

/// Why pages that share a reason are not the same there.
fn why(pages: &[&Page]) -> String {
    let Some(first) = pages.first() else { return String::new() };
    let differ = pages.iter().filter(|page| page.difference().is_some()).count();
    match (first.known, first.compared.as_ref().map(|compared| &compared.beside)) {
        (Some(known), _) => format!("{differ} differ, {} do not open. {}", pages.len() - differ, known.reason),
        (None, Some(Beside::Differs(told) | Beside::Closed(told))) => told.replace('|', "\\|"),
        (None, _) => "Was not compared.".into(),
    }
}

/// The name in `... has no method "name"`.
fn handler(text: &str) -> &str {
    text.split('"').nth(1).unwrap_or(text)
}

/// What is told of the templates.
fn templates(out: &mut String, comparison: &Comparison) {
    let lost: u64 = comparison.odd.iter().map(|one| one.lost).sum();
    let _ = writeln!(
        out,
        "\n## Templates\n\nOf {} templates of the demo itself, {} are told of with file, line and column (`--json` lists them); {lost} of their elements are left out.\n\n\
         | what | how often |\n|---|---|",
        comparison.templates,
        comparison.odd.len(),
    );
    for (kind, count) in kinds(&comparison.odd) {
        let _ = writeln!(out, "| {} | {count} |", kind.replace('|', "\\|"));
    }
}

fn list(out: &mut String, pages: &[Page]) {
    let failed: Vec<&Page> = pages.iter().filter(|page| !page.is_open() && page.need().is_none()).collect();
    if failed.is_empty() {
        out.push_str("None.\n");
        return;
    }
    out.push_str("| page | what is seen | why |\n|---|---|---|\n");
    for page in failed {
        let reason = page.known.map_or("not known yet", |known| known.reason);
        let _ = writeln!(out, "| `{}` | {} | {reason} |", page.path, page.outcome.replace('_', " "));
    }
}

fn outside(out: &mut String, pages: &[Page]) {
    let mut groups: BTreeMap<(&str, &str), Vec<&Page>> = BTreeMap::new();
    for page in pages {
        let Some(known) = page.known.filter(|known| known.need != Need::Nothing) else { continue };
        groups.entry((&known.path, known.reason)).or_default().push(page);
    }
    out.push_str("| pages | how many | open all the same | why |\n|---|---|---|---|\n");
    for ((path, reason), pages) in groups {
        let count = Count::of(pages.into_iter());
        let _ = writeln!(out, "| `{path}` | {} | {} | {reason} |", count.pages, count.open);
    }
}

fn missing(out: &mut String, report: &Value) {
    let names: Vec<String> = report["missing"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| Some(format!("`{}` {}", one["name"].as_str()?, one["pages"])))
        .collect();
    let _ =
        writeln!(out, "\n## APIs that pages asked for and that are not there yet\n\nWith how many pages used each: {}.", names.join(", "));
}
