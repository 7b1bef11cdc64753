//! Every component of the libraries in the gallery, here and in glass-easel: the same elements, attributes, texts and
//! handlers at first, after each thing that its page offers, and after each handler was called. What differs is listed
//! with its reason; a listed difference that is gone fails the test.

use banchan_tests::oracle::gallery::Gallery;
use banchan_tests::oracle::{Oracle, difference, exercise};

/// Pages that differ, and why. One line each.
const EXPLAINED: &[(&str, &str)] = &[
    (
        "tdesign/chat-thinking/chat-thinking",
        "a property named `style` that changes alone: glass-easel keeps the value and does not show it",
    ),
    (
        "tdesign/table/table",
        "a property named `data`: in glass-easel it hides the component's own `this.data` and `this.properties`, here it does not",
    ),
    ("tdesign/form/form", "the same: the item finds nothing in `this.$parent.properties` there"),
    ("tdesign/calendar/calendar", "a Date in a data- attribute stays one here; glass-easel's copy of it is an empty object"),
    ("tdesign/color-picker/color-picker", "a tap told without a place on its element: NaN in glass-easel, a number here"),
];
/// Handlers that a published template names and its component does not have.
const NOT_THERE: &[&str] = &[
    // `catchtouchmove="true"`: nothing is called, the event only ends there.
    "has no method \"true\"",
];

/// Home and the pages of built-in elements are the gallery's own.
fn is_of_libraries(page: &str) -> bool {
    !["pages/", "elements/"].iter().any(|folder| page.starts_with(folder))
}

#[test]
fn every_component_of_the_libraries_opens_as_in_glass_easel() {
    let work = || {
        let Some(gallery) = Gallery::open().expect("a gallery") else { return };
        let Some(mut oracle) = Oracle::start() else { return };
        let only = std::env::var("BANCHAN_ONLY").unwrap_or_default();
        let (mut equal, mut steps, mut handlers) = (0, 0, 0);
        let mut problems = Vec::new();
        for page in gallery.pages().iter().filter(|page| is_of_libraries(page) && page.contains(&only)) {
            let ours = exercise(gallery.case(page)).expect("the page opens here");
            let theirs = match oracle.run(&ours.case) {
                Ok(theirs) => theirs,
                Err(why) => {
                    problems.push(format!("{page}: the oracle: {why}"));
                    continue;
                }
            };
            steps += ours.seen.seen.len();
            handlers += ours.handlers.len();
            let explained = EXPLAINED.iter().any(|(name, _)| name == page);
            match difference(&ours.seen, &theirs) {
                None if explained => problems.push(format!("{page} is equal now: take it off the list")),
                None => equal += 1,
                Some(_) if explained => {}
                Some(told) => problems.push(format!("{page}: {told}")),
            }
            problems.extend(
                ours.missing.iter().filter(|text| !NOT_THERE.iter().any(|one| text.contains(one))).map(|text| format!("{page}: {text}")),
            );
            if std::env::var_os("BANCHAN_VERBOSE").is_some() {
                println!("{page}\n  ours: {:?}\n  theirs: {:?}", ours.seen.errors, theirs.errors);
            }
        }
        println!(
            "{} components, {steps} screens, {handlers} handlers called; {equal} equal, {} explained",
            equal + EXPLAINED.len(),
            EXPLAINED.len()
        );
        assert!(problems.is_empty(), "{} problems\n{}", problems.len(), problems.join("\n"));
    };
    let thread = std::thread::Builder::new().stack_size(16 << 20).spawn(work).expect("a thread");
    thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
}
