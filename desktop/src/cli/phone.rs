//! `banchan` and `banchan dev`: the phone in the browser, for everybody and for a developer. It must not serve anything
//! itself: `server` does.

use std::path::PathBuf;

use clap::Args;

use super::ShellArguments;
use super::out::{Failure, Verdict};
use crate::server::{self, Options};

/// `banchan dev`.
#[derive(Args, Debug)]
pub(super) struct DevArguments {
    /// The source folder, which holds app.json
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    #[command(flatten)]
    shell: ShellArguments,
}

/// Degrees north and east, as in `31.2304,121.4737`.
pub(super) fn place(text: &str) -> Result<(f64, f64), String> {
    let numbers = text.split_once(',').and_then(|(north, east)| Some((north.trim().parse().ok()?, east.trim().parse().ok()?)));
    numbers
        .filter(|(north, east): &(f64, f64)| north.abs() <= 90.0 && east.abs() <= 180.0)
        .ok_or_else(|| "write degrees north and east, as in 31.2304,121.4737".into())
}

/// The phone of a developer.
pub(super) fn dev(arguments: &DevArguments) -> Result<Verdict, Failure> {
    if !arguments.folder.is_dir() {
        return Err(Failure::new(format_args!("{} is not a folder. Name the folder that holds app.json", arguments.folder.display())));
    }
    run(&arguments.shell, Some(arguments.folder.clone()))
}

/// The phone.
pub(super) fn run(shell: &ShellArguments, dev: Option<PathBuf>) -> Result<Verdict, Failure> {
    let home = shell.place.home();
    std::fs::create_dir_all(&home).map_err(|error| Failure::new(format_args!("{} can't be made: {error}", home.display())))?;
    let options = Options {
        port: shell.port.unwrap_or(0),
        open_browser: !shell.no_browser,
        home,
        registries: shell.place.registries()?,
        location: shell.location,
        dev,
        open: None,
    };
    server::run(options).map_err(Failure::new)?;
    Ok(Verdict::Yes)
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_place_is_two_numbers_on_earth() {
        assert_eq!(place("31.2304,121.4737"), Ok((31.2304, 121.4737)));
        assert_eq!(place("-33.9, 18.4"), Ok((-33.9, 18.4)));
        for wrong in ["", "1", "1,2,3", "91,0", "0,181", "NaN,0", "a,b"] {
            assert!(place(wrong).is_err(), "{wrong}");
        }
    }
}
