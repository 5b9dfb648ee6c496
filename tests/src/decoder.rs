//! Both programs decode AVIF and HEIC in a process of their own, which is themselves started again.

use std::path::Path;

use catchlight_forensics::container::{self, Kind};
use catchlight_forensics::model::NoModels;
use catchlight_forensics::pixels::{Coded, Format, HeifDecoder as _, InThisProcess};
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, examine};
use catchlight_worker::InOwnProcess;

use super::{program, root};

const PICTURES: [&str; 4] = ["still.avif", "deep.avif", "grid.heic", "alpha.heic"];

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(root().join("tests/exhibits/pixels").join(name)).expect("a committed picture")
}

/// Asserts that a program, started as a decoder, gives the samples that decoding in this process gives.
fn decodes(program: &Path) {
    let (limits, never) = (Limits::default(), Cancel::default());
    for name in PICTURES {
        let bytes = fixture(name);
        let structure = container::read(&bytes, &limits);
        let format = if structure.kind == Kind::Avif { Format::Avif } else { Format::Heic };
        let coded = Coded { format, bytes: &bytes, orientation: 1, limits: &limits };
        let here = InThisProcess.decode(&coded, &never).expect(name);
        let there = InOwnProcess::of(program).decode(&coded, &never);
        let there = there.unwrap_or_else(|why| panic!("{} and {name}: {}", program.display(), why.reason.en));
        assert_eq!(there.coded, here.coded, "{name}");
    }
}

#[test]
fn the_command_line_is_a_decoder_when_it_is_started_as_one() {
    decodes(&program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli"));
}

/// It has no display here, and needs none: nothing of the window has begun.
#[cfg(target_os = "linux")]
#[test]
fn the_app_is_a_decoder_when_it_is_started_as_one() {
    decodes(&program("CATCHLIGHT_APP", "catchlight-desktop", "catchlight-desktop"));
}

#[test]
fn a_program_that_is_no_decoder_costs_the_picture_and_no_more() {
    // The program of this test does not know the decoder's argument, says so and ends.
    let itself = InOwnProcess::of(std::env::current_exe().expect("a path"));
    let exhibit = Exhibit::new("photo.avif", fixture("still.avif"));
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default()).with_heif_decoder(&itself);
    let report = examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report;
    assert_eq!(report.exhibit.undecodable, Some(catchlight_worker::refusal::ENDED.into()));
    assert!(report.results.iter().any(|result| result.why.is_none()), "a check that needs no pixels has looked");
}
