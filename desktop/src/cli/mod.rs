//! The command line. Answers go to standard output, everything about the way there to standard error; the JSON forms are
//! described in `docs/cli.md` and stay stable. It must not know how anything is done: each command has its module.

mod check;
mod core;
mod exercise;
mod open;
mod out;
mod pack;
mod phone;
mod progress;
mod render;
mod route;
mod scan;

use std::ffi::OsString;
use std::process::ExitCode;

use banchan_core::host::{Regions, TileSource};
use clap::{Args, Parser, Subcommand};

use crate::places::PlaceList;
pub use core::PlaceArguments;
use out::{Failure, Verdict};

/// Runs mini-programs in WeChat's format on this machine: scan a code, and one opens.
#[derive(Debug, Parser)]
#[command(
    name = "banchan",
    version,
    after_help = "Without a command, a phone opens in the browser.\n\nExit codes: 0 done; 1 done, and the answer is no (no code in a picture, a text that is refused, errors in a folder); 2 wrong usage; 3 could not be done."
)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    shell: ShellArguments,
}

/// How the phone in the browser is started.
#[derive(Args, Clone, Debug, Default)]
pub struct ShellArguments {
    /// Port on this machine; any free one when left out
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Print the address and do not open a browser
    #[arg(long)]
    pub no_browser: bool,
    /// Where this phone is, in degrees north and east, instead of what the browser says
    #[arg(long, value_name = "LAT,LON", value_parser = phone::place, allow_hyphen_values = true)]
    pub location: Option<(f64, f64)>,
    /// Where maps have their tiles from, with {z}, {x} and {y}; maps are plain when left out
    #[arg(long, value_name = "URL", value_parser = phone::tiles)]
    pub tiles: Option<TileSource>,
    /// A file with the regions that `picker mode=region` offers: JSON of {code, name, postcode, children}; when left out, the provinces of China
    #[arg(long, value_name = "FILE", value_parser = phone::regions)]
    pub regions: Option<Regions>,
    /// A file with places to be found by name in `chooseLocation`: JSON of {name, names, address, latitude, longitude}; when left out, some cities
    #[arg(long, value_name = "FILE", value_parser = phone::places)]
    pub places: Option<PlaceList>,
    /// Whose map the tiles are, shown in its corner
    #[arg(long, value_name = "TEXT", requires = "tiles", default_value = "")]
    pub tiles_by: String,
    /// Where things are kept and come from.
    #[command(flatten)]
    pub place: PlaceArguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Read the codes in pictures
    Scan(scan::ScanArguments),
    /// Say what the text of a code, or a link, means
    Route(route::RouteArguments),
    /// Look at every page of a source folder, without a browser: errors, warnings, missing APIs
    Check(check::CheckArguments),
    /// Open every page of a source folder and let every handler act once, without a browser
    Exercise(exercise::ExerciseArguments),
    /// Print the markup of a page's first screen
    Render(render::RenderArguments),
    /// Open what a code, a link or a folder names, without a window, and print its first screen
    Open(open::OpenArguments),
    /// Run a source folder in the phone, load it again when it changes, and show its console, errors and requests
    Dev(phone::DevArguments),
    /// Sign source folders into a registry folder
    Pack(pack::PackArguments),
}

/// Runs the program with these arguments, the first being its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = match Arguments::try_parse_from(arguments) {
        Ok(arguments) => arguments,
        Err(told) => {
            let _ = told.print();
            // Help and version come here too, and are no mistake.
            return if told.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let done: Result<Verdict, Failure> = match arguments.command {
        Some(Command::Scan(arguments)) => scan::run(&arguments),
        Some(Command::Route(arguments)) => route::run(&arguments),
        Some(Command::Check(arguments)) => check::run(&arguments),
        Some(Command::Exercise(arguments)) => exercise::run(&arguments),
        Some(Command::Render(arguments)) => render::run(&arguments),
        Some(Command::Open(arguments)) => open::run(&arguments),
        Some(Command::Pack(arguments)) => pack::run(&arguments),
        Some(Command::Dev(arguments)) => phone::dev(&arguments),
        None => phone::run(&arguments.shell, None, None),
    };
    match done {
        Ok(Verdict::Yes) => ExitCode::SUCCESS,
        Ok(Verdict::No) => ExitCode::from(1),
        Err(failure) => {
            eprintln!("banchan: {failure}");
            ExitCode::from(3)
        }
    }
}
