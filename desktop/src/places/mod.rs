//! Places that can be found by name in `chooseLocation`: a list that the person names, else some cities. It must not ask anybody: what
//! somebody looks for stays on this computer. Lists are in WGS-84, as the world's are; whoever hands a place to a program shifts it.

mod list;

pub use list::{PlaceList, PlaceListError};

/// The cities that are built in: country, degrees, and names in English, Chinese, Korean and German.
const CITIES: &str = include_str!("cities.tsv");
/// Languages of the columns.
const LANGUAGES: [&str; 4] = ["en", "zh", "ko", "de"];
