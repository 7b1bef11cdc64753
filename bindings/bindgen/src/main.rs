//! `banchan-bindgen LIBRARY CRATE OUT`: Kotlin, Swift and Python for a built library, below OUT. `cargo xtask bindgen` is the
//! way to run it. A crate of its own, without UniFFI's command line, because that takes longer to build than all the rest.

mod mend;

use std::process::ExitCode;

use camino::Utf8PathBuf;
use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate_with_bindgen_paths};
use uniffi_bindgen::{BindgenPaths, BindgenPathsLayer};

/// Where `uniffi.toml` stands; there is only one crate.
struct Root(Utf8PathBuf);

impl BindgenPathsLayer for Root {
    fn get_crate_root(&self, _crate_name: &str) -> Option<Utf8PathBuf> {
        Some(self.0.clone())
    }
}

fn main() -> ExitCode {
    let arguments: Vec<Utf8PathBuf> = std::env::args().skip(1).map(Utf8PathBuf::from).collect();
    let [library, root, out] = arguments.as_slice() else {
        eprintln!("usage: banchan-bindgen LIBRARY CRATE OUT (or cargo xtask bindgen)");
        return ExitCode::FAILURE;
    };
    let languages = [("kotlin", TargetLanguage::Kotlin), ("swift", TargetLanguage::Swift), ("python", TargetLanguage::Python)];
    for (folder, language) in languages {
        let mut paths = BindgenPaths::default();
        paths.add_layer(Root(root.clone()));
        let options =
            GenerateOptions { languages: vec![language], source: library.clone(), out_dir: out.join(folder), ..GenerateOptions::default() };
        if let Err(error) = generate_with_bindgen_paths(options, paths) {
            eprintln!("{folder} could not be written from {library}: {error:#}");
            return ExitCode::FAILURE;
        }
    }
    if let Err(error) = mend::all(out) {
        eprintln!("{error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}
