//! The whole examination, and what every report promises.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use catchlight_forensics::credentials::CredentialReader;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::pixels::{Cause, Coded, HeifDecoder, InThisProcess, Pixels, Undecodable};
use catchlight_forensics::report::v1::{Report, State};
use catchlight_forensics::report::words;
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, checks};

use crate::files;

/// What files are examined with here. A header of a few bytes may claim the largest picture that a person may
/// open; looking at that takes minutes and memory, finds nothing new, and is tested elsewhere.
pub const LIMITS: Limits = Limits {
    file_bytes: 64 << 20,
    pixels: 1 << 20,
    decoded_bytes: 16 << 20,
    metadata_bytes: 4 << 20,
    parts: 4096,
    fields: 4096,
};

/// Examines any file, without models.
pub fn examine(bytes: &[u8]) {
    // A photo of 256 pixels' side is looked at by most checks; a larger one only takes longer.
    // In this process, where the fuzzer sees which of the decoder's ways a file takes.
    reported("photo.jpg", bytes.to_vec(), Limits { pixels: 300 * 300, ..LIMITS }, None, &InThisProcess);
}

/// The report on a file, held to what every report promises.
pub fn reported(
    name: &str,
    bytes: Vec<u8>,
    limits: Limits,
    credentials: Option<&dyn CredentialReader>,
    heif: &dyn HeifDecoder,
) -> Report {
    let exhibit = Exhibit::new(name, bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, limits).with_heif_decoder(heif);
    let specimen = match credentials {
        Some(reader) => specimen.with_credentials(reader),
        None => specimen,
    };
    let report = catchlight_forensics::examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report;
    keeps_its_promises(&report);
    report
}

/// Asserts that every check answered, with a reason where it could not look, and that the report survives its own
/// format.
pub fn keeps_its_promises(report: &Report) {
    let json = serde_json::to_string(report).expect("a report can be written");
    let read: Report = serde_json::from_str(&json).expect("a report that was written can be read");
    assert_eq!(read, *report, "the report does not survive its own format");
    let ids: Vec<&str> = report.results.iter().map(|result| result.check.id.as_str()).collect();
    let registered: Vec<&str> = checks::ALL.iter().map(|check| check.about().id).collect();
    assert_eq!(ids, registered);
    for result in &report.results {
        let could_look = matches!(result.state, State::Found | State::NotFound);
        let id = &result.check.id;
        assert_eq!(could_look, result.why.is_none(), "{id} is {:?}", result.state);
        assert!(!could_look || result.summary.is_some(), "{id} saw nothing to say");
        let broke_down = result.why.as_ref().is_some_and(|why| why.en == words::PANICKED.en);
        assert!(!broke_down, "{id} broke down");
    }
}

/// A decoder of AVIF and HEIC that counts how often it came to no answer, by the reason for a reader.
pub struct Counted<D> {
    decoder: D,
    without_answer: Mutex<BTreeMap<String, u32>>,
}

impl<D: HeifDecoder> Counted<D> {
    /// Counts the answers of this decoder.
    pub fn new(decoder: D) -> Self {
        Self { decoder, without_answer: Mutex::default() }
    }

    /// What was counted.
    pub fn without_answer(&self) -> BTreeMap<String, u32> {
        self.without_answer.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl<D: HeifDecoder + Send> HeifDecoder for Counted<D> {
    fn decode(&self, coded: &Coded<'_>, cancel: &Cancel) -> Result<Pixels, Undecodable> {
        let decoded = self.decoder.decode(coded, cancel);
        if let Err(Undecodable { cause: Cause::Decoder, reason }) = &decoded {
            let mut counts = self.without_answer.lock().unwrap_or_else(PoisonError::into_inner);
            *counts.entry(reason.en.clone()).or_default() += 1;
        }
        decoded
    }
}

/// How often checks ended in each state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reports.
    pub reports: u32,
    /// Reports on files whose picture could not be decoded.
    pub undecodable: u32,
    /// Checks by their state.
    pub states: BTreeMap<String, u32>,
}

impl Counts {
    /// Adds a report.
    pub fn add(&mut self, report: &Report) {
        self.reports += 1;
        self.undecodable += u32::from(report.exhibit.undecodable.is_some());
        for result in &report.results {
            *self.states.entry(format!("{:?}", result.state)).or_default() += 1;
        }
    }
}

/// Every file, and two that most checks look at.
pub fn seeds() -> Vec<Vec<u8>> {
    let scene = catchlight_rendered::detailed_scene(264, 256, 3);
    let mut seeds: Vec<Vec<u8>> = files::all().into_iter().map(|(_, bytes)| bytes).collect();
    seeds.push(catchlight_rendered::jpeg(&scene, 70));
    seeds.push(catchlight_rendered::webp_lossless(&catchlight_rendered::portrait(256, 256, 5)));
    seeds
}
