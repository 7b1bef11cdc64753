//! `banchan` and `banchan dev`: the phone in the browser, for everybody and for a developer. It must not serve anything
//! itself: `server` does.

use std::net::IpAddr;
use std::path::PathBuf;

use banchan_core::host::{Regions, TileSource};
use clap::Args;

use super::ShellArguments;
use super::out::{Failure, Verdict};
use crate::places::PlaceList;
use crate::server::{self, Options};

/// `banchan dev`.
#[derive(Args, Debug)]
pub(super) struct DevArguments {
    /// The source folder, which holds app.json
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Let a phone in developer mode run it, too: shows a code that lets one phone of this network in
    #[arg(long)]
    lan: bool,
    /// The address of this computer in that network, when it has several
    #[arg(long, value_name = "IP", requires = "lan")]
    lan_address: Option<IpAddr>,
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

/// A source of map tiles.
pub(super) fn tiles(text: &str) -> Result<TileSource, String> {
    TileSource::new(text).map_err(|error| error.to_string())
}

/// A file with a list of regions.
pub(super) fn regions(path: &str) -> Result<Regions, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path} can't be read: {error}"))?;
    Regions::new(&text).map_err(|error| error.to_string())
}

/// A file with places that can be found by name.
pub(super) fn places(path: &str) -> Result<PlaceList, String> {
    let text = std::fs::read_to_string(path).map_err(|error| format!("{path} can't be read: {error}"))?;
    PlaceList::new(&text).map_err(|error| error.to_string())
}

/// The phone of a developer.
pub(super) fn dev(arguments: &DevArguments) -> Result<Verdict, Failure> {
    if !arguments.folder.is_dir() {
        return Err(Failure::new(format_args!("{} is not a folder. Name the folder that holds app.json", arguments.folder.display())));
    }
    run(&arguments.shell, Some(arguments.folder.clone()), arguments.lan.then_some(arguments.lan_address))
}

/// The phone.
pub(super) fn run(shell: &ShellArguments, dev: Option<PathBuf>, lan: Option<Option<IpAddr>>) -> Result<Verdict, Failure> {
    let home = shell.place.home();
    std::fs::create_dir_all(&home).map_err(|error| Failure::new(format_args!("{} can't be made: {error}", home.display())))?;
    let options = Options {
        port: shell.port.unwrap_or(0),
        open_browser: !shell.no_browser,
        home,
        registries: shell.place.registries()?,
        location: shell.location,
        tiles: shell.tiles.clone().map(|tiles| tiles.with(&shell.tiles_by, 19, false)),
        regions: shell.regions.clone().unwrap_or_default(),
        places: shell.places.clone().unwrap_or_default(),
        dev,
        lan,
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
