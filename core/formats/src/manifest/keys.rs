//! Every key of the configuration that real programs write, and what it does here: the table behind `docs/configuration.md`. It reads nothing.

use std::fmt::Write as _;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// It has the effect that WeChat documents; a note where there is something to add.
    Works,
    /// A part of its effect; the note says which.
    Part,
    /// It is accepted and changes nothing, for the reason in the note.
    None,
}

/// A key of a configuration file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// Where it stands: `app`, `app.tabBar`, `page`, `component`, `window` (app.json's `window` and every page).
    pub section: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it does.
    pub effect: Effect,
    /// What there is to add; the reason where it has no effect.
    pub note: &'static str,
}

const fn key(section: &'static str, name: &'static str, effect: Effect, note: &'static str) -> Key {
    Key { section, name, effect, note }
}

use Effect::{None as No, Part, Works};

/// The keys, by section.
pub const KEYS: &[Key] = &[
    key("app", "pages", Works, ""),
    key("app", "entryPagePath", Works, "a page that is not listed is told, and the first one opens"),
    key("app", "window", Works, "see below"),
    key("app", "tabBar", Works, "see below"),
    key(
        "app",
        "subPackages",
        Works,
        "`subpackages` as well; a bundle arrives whole, so parts only group pages; `independent` ones run beside `app.js`",
    ),
    key("app", "subpackages", Works, "as `subPackages`"),
    key(
        "app",
        "preloadRule",
        Works,
        "a bundle arrives whole, so what it names is compiled ahead, after the page is shown and while nothing else is to be done",
    ),
    key("app", "usingComponents", Works, ""),
    key("app", "permission", Works, "the reason stands in the question to the user"),
    key("app", "requiredPrivateInfos", Works, "an interface that is not named is refused where WeChat refuses it"),
    key("app", "requiredBackgroundModes", No, "nothing goes on while a program is in the background"),
    key("app", "networkTimeout", Part, "`request`; the others wait for the interfaces that they limit"),
    key("app", "darkmode", Works, ""),
    key("app", "themeLocation", Works, "variables in the window and the tab bar follow the theme while the program runs"),
    key("app", "style", Works, "`v2`: the newer look of built-in elements"),
    key("app", "lazyCodeLoading", Works, "always on: a script runs when it is first required, a component's when it is first used"),
    key("app", "resolveAlias", Works, ""),
    key("app", "useExtendedLib", Part, "`weui`: taken from `node_modules/weui-miniprogram` of a source folder; `kbone` not"),
    key("app", "debug", No, "`banchan dev` shows the console, errors and requests of every program"),
    key("app", "workers", Works, "a folder, or `{ path }`; `isSubpackage` has nothing to do, since a bundle arrives whole"),
    key("app", "resizable", No, "the size is the shell's; a page hears of it by `onResize`"),
    key(
        "app",
        "plugins",
        No,
        "plugins lie on WeChat's servers; `banchan check` names each, and `requirePlugin` and `plugin://` fail in place with a word why",
    ),
    key("app", "sitemapLocation", No, "it is for WeChat's own search; what is found here stands in `banchan.json`"),
    key("app", "renderer", No, "there is one renderer; a page for Skyline is shown by it"),
    key("app", "rendererOptions", No, "as `renderer`"),
    key("app", "componentFramework", No, "there is one framework, with what both of WeChat's document"),
    key("app", "__usePrivacyCheck__", No, "every use of private data is asked for, with or without it"),
    key("app.tabBar", "list", Works, ""),
    key("app.tabBar", "color", Works, ""),
    key("app.tabBar", "selectedColor", Works, ""),
    key("app.tabBar", "backgroundColor", Works, ""),
    key("app.tabBar", "borderStyle", Works, ""),
    key("app.tabBar", "position", Works, ""),
    key("app.tabBar", "custom", Works, "`custom-tab-bar/index` stands on each page of the bar; `getTabBar` finds it"),
    key("app.tabBar", "box-shadow", No, "no such key is documented; the bar is drawn by the shell"),
    key("window", "navigationBarTitleText", Works, ""),
    key("window", "navigationBarBackgroundColor", Works, ""),
    key("window", "navigationBarTextStyle", Works, ""),
    key("window", "navigationStyle", Works, ""),
    key("window", "homeButton", Works, "shown wherever the first page is not the program's entry"),
    key("window", "backgroundColor", Works, "behind the page, where `backgroundColorContent` does not say otherwise"),
    key("window", "backgroundColorContent", Works, ""),
    key("window", "backgroundTextStyle", Works, "the dots of refreshing"),
    key("window", "backgroundColorTop", No, "it shows only where a page bounces beyond its ends, as on iOS"),
    key("window", "backgroundColorBottom", No, "as `backgroundColorTop`"),
    key("window", "enablePullDownRefresh", Works, ""),
    key("window", "onReachBottomDistance", Works, ""),
    key(
        "window",
        "pageOrientation",
        Works,
        "the shell turns the page; on iPad and computers `resizable` has no say, since the window is the shell's",
    ),
    key(
        "window",
        "restartStrategy",
        Works,
        "with `onSaveExitState` and `exitState`; for ways in that name no page, within a day or until `expireTimeStamp`",
    ),
    key("window", "navigationBarHideCloseButton", No, "not WeChat's: the way out of a program is always shown"),
    key("window", "navigationBarHideMoreButton", No, "not WeChat's: its menu is always shown"),
    key("page", "disableScroll", Works, ""),
    key("page", "usingComponents", Works, "they go before those of `app.json`"),
    key("page", "styleIsolation", Works, ""),
    key("page", "componentPlaceholder", Works, ""),
    key("page", "tabBar", No, "the bar is the program's: it stands in `app.json`"),
    key("component", "component", Works, ""),
    key("component", "usingComponents", Works, ""),
    key("component", "componentGenerics", Works, ""),
    key("component", "componentPlaceholder", Works, ""),
    key("component", "styleIsolation", Works, ""),
];

/// `docs/configuration.md`, made from the table.
#[must_use]
pub fn configuration() -> String {
    let mut text = String::from(
        "# Which keys of the configuration work\n\nMade from the table in `core/formats/src/manifest/keys.rs`; a test holds that both agree, and that no key is left out \
         that 25 real programs write. To make it again: `BANCHAN_BLESS=1 cargo test -p banchan-formats --test configuration`.\n\n\
         Files may have comments, commas at the end and a byte order mark. A key that is not named here is accepted and changes nothing. One bad file or page stops no \
         other: `banchan check` tells what is wrong with it, with line and column.\n",
    );
    let mut section = "";
    for key in KEYS {
        if key.section != section {
            section = key.section;
            let title = match section {
                "app" => "app.json",
                "window" => "window in app.json, and every page's file",
                "page" => "a page's file",
                "component" => "a component's file",
                other => other.strip_prefix("app.").unwrap_or(other),
            };
            let _ = write!(text, "\n## {title}\n\n| key | | |\n|---|---|---|\n");
        }
        let effect = match key.effect {
            Works => "works",
            Part => "in part",
            No => "no effect",
        };
        let _ = writeln!(text, "| `{}` | {effect} | {} |", key.name, key.note);
    }
    text
}
