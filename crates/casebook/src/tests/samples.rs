//! Photos with their reports, for tests. The reports are those of a real examination of an earlier version,
//! told of other bytes.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{Report, Via};
use catchlight_record::bundle::sha256;
use catchlight_record::chain::digest;
use catchlight_record::v1::{CustodyEvent, ExaminationSettings, Record};

use catchlight_casebook::{Casebook, Finished, Kept, New, Origin, PhotoId};

pub(crate) const AT: &str = "2026-11-22T10:00:00+08:00";
/// The beginning of a PNG, and something to look for.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\nthe-picture-of-a-test";

pub(crate) struct Sample {
    pub(crate) report: Report,
    pub(crate) record: Record,
    pub(crate) original: Vec<u8>,
    pub(crate) pictures: BTreeMap<String, Vec<u8>>,
}

impl Sample {
    pub(crate) fn of(original: &str) -> Self {
        Self::with(original, |_| ())
    }

    /// A report that was changed before its record was begun.
    pub(crate) fn with(original: &str, change: impl FnOnce(&mut Report)) -> Self {
        let json = include_str!("../../../../tests/reports/v1/0.1.0-visible-label.json");
        let mut report: Report = serde_json::from_str(json).expect("a report");
        let original = original.as_bytes().to_vec();
        report.exhibit.sha256 = sha256(&original);
        report.exhibit.bytes = original.len() as u64;
        change(&mut report);
        let mut record = Record::new(&report.exhibit.sha256);
        let received = CustodyEvent::Received {
            via: Via::Drop,
            sha256: report.exhibit.sha256.clone(),
            bytes: report.exhibit.bytes,
        };
        record.append(AT, received).expect("an entry");
        let examined = CustodyEvent::Examined {
            application: "Catchlight 0.1.0".to_owned(),
            report: digest(&report).expect("a digest"),
            checks: Vec::new(),
            models: Vec::new(),
            settings: ExaminationSettings { most_bytes: 1, most_pixels: 1 },
        };
        record.append(AT, examined).expect("an entry");
        Self { report, record, original, pictures: BTreeMap::from([("faces/boxes".to_owned(), PNG.to_vec())]) }
    }

    pub(crate) fn finished(&self) -> Finished<'_> {
        Finished {
            report: &self.report,
            record: &self.record,
            traits: Some("{\"a\":1}"),
            pictures: &self.pictures,
            thumbnail: Some(PNG),
            original: Some(&self.original),
        }
    }
}

/// A photo that comes from a file of this name.
pub(crate) fn file(name: &str) -> New {
    New {
        name: name.to_owned(),
        origin: Origin::File(format!("/photos/{name}").into()),
        via: Via::Drop,
        received_at: AT.to_owned(),
    }
}

/// A photo whose bytes are at hand.
pub(crate) fn bytes(name: &str, bytes: &str) -> New {
    New { origin: Origin::Bytes(bytes.as_bytes().to_vec()), ..file(name) }
}

/// Ends the examination of a photo that has begun.
pub(crate) fn finish(casebook: &Casebook, photo: PhotoId, sample: &Sample) -> Kept {
    casebook.finish(photo, &sample.finished()).expect("finished")
}
