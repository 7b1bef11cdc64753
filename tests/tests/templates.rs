//! The templates of three libraries from npm, each compiled by itself: of those that WeChat's own compiler warns of or
//! refuses in part, every finding has its place, and the rest of the template is there.

use banchan::folder::Folder;
use banchan_formats::Severity;
use banchan_tests::templates;
use banchan_tests::tidy::root;

/// Files with something wrong, with how many findings, and the elements that are left out: those inside of one that
/// can't have content.
const TOLD: &[(&str, usize, usize)] = &[
    ("badge/badge.wxml", 2, 0),
    ("chat-record/chat-record.wxml", 2, 2),
    ("chat-thinking/chat-thinking.wxml", 1, 0),
    ("drawer/drawer.wxml", 1, 0),
    ("side-bar-item/side-bar-item.wxml", 1, 0),
    ("table/table.wxml", 1, 1),
    ("tag/tag.wxml", 1, 0),
];

#[test]
fn what_is_odd_in_templates_of_the_libraries_is_told_with_its_place_and_the_rest_is_there() {
    let folder = root().join("target/examples/gallery");
    if !folder.join("tdesign").is_dir() {
        println!("left out: the gallery is not laid out (cargo xtask examples)");
        return;
    }
    let folder = Folder::read(&folder).expect("the gallery is a folder");
    let all: Vec<_> = templates::all(&folder.files).into_iter().filter(|one| one.path.starts_with("miniprogram_npm/")).collect();
    let told: Vec<_> = all.iter().filter(|one| !one.found.is_empty()).collect();
    let errors = told.iter().filter(|one| one.found.iter().any(|found| found.severity == Severity::Error)).count();
    println!("{} templates, {} with something odd, {errors} of them refused in part", all.len(), told.len());
    for one in &told {
        one.found.iter().for_each(|found| println!("  {found}"));
        assert!(one.found.iter().all(|found| found.path == one.path && found.line > 0 && found.column > 0 && !found.text.is_empty()));
    }
    assert!(all.len() > 200, "{} templates", all.len());
    let short = |path: &str| path.rsplitn(3, '/').take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("/");
    let seen: Vec<_> = all
        .iter()
        .filter(|one| !one.found.is_empty() || one.written != one.made)
        .map(|one| (short(&one.path), one.found.len(), one.written - one.made))
        .collect();
    let known: Vec<_> = TOLD.iter().map(|(path, found, lost)| ((*path).to_owned(), *found, *lost)).collect();
    assert_eq!(seen, known);
}

#[test]
fn elements_are_counted_as_a_reader_would() {
    let text = "<!-- <view/> --><wxs module='m'>if (1 <b) {}</wxs><view a='{{ x < y }}'><block><text/></block></view><slot><view/></slot>";
    let one = templates::compiled("p/a.wxml", text);
    assert_eq!((one.written, one.made), (3, 2), "{:?}", one.found);
}
