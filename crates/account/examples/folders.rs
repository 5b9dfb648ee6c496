//! Looks at each folder of photos as one account, without models, and prints what the checks across photos saw:
//! `cargo run -p catchlight-account --example folders -- FOLDER…`

#![allow(clippy::print_stdout, reason = "a program for the command line")]

use std::fs;

use anyhow::Context as _;
use catchlight_account::v1::Chosen;
use catchlight_account::{Options, Photo, Traits, traits};
use catchlight_forensics::examination::{Host, examine};
use catchlight_forensics::model::NoModels;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen};

fn main() -> anyhow::Result<()> {
    for folder in std::env::args().skip(1) {
        let mut paths: Vec<_> = fs::read_dir(&folder)?.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.sort();
        let mut kept: Vec<(Report, Traits)> = Vec::new();
        let mut longest = 0;
        for path in paths {
            let name = path.file_name().context("no name")?.to_string_lossy().into_owned();
            let exhibit = Exhibit::new(name, fs::read(&path)?);
            let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
            let cancel = Cancel::default();
            let report = examine(&specimen, &Host::default(), &cancel, &|_| {}).report;
            let traits = traits(&specimen, &Context::new(&cancel), &report)?;
            longest = longest.max(traits.write()?.len());
            kept.push((report, traits));
        }
        let photos: Vec<Photo<'_>> =
            kept.iter().map(|(report, traits)| Photo { report, traits: Some(traits), looks: None }).collect();
        let options = Options { chosen: Chosen::NotSaid };
        let (dossier, _) = catchlight_account::examine(&photos, &options, &Cancel::default(), &|_| {});
        println!("{folder}: {} photos, at most {longest} bytes kept of one", photos.len());
        for result in dossier.results {
            let said = result.result.summary.or(result.result.why);
            println!(
                "  {} {:?}: {}",
                result.result.check.id,
                result.result.state,
                said.map_or(String::new(), |text| text.en)
            );
        }
    }
    Ok(())
}
