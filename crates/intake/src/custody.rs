//! The beginning of the chain of custody: what this program received and examined.

use std::collections::BTreeSet;

use catchlight_forensics::Limits;
use catchlight_forensics::check::{About, Need};
use catchlight_forensics::checks;
use catchlight_forensics::report::v1::{Report, State};
use catchlight_record::chain::{NotCanonical, digest};
use catchlight_record::v1::{CustodyEvent, ExaminationSettings, Record, UsedCheck, UsedFile};

use crate::instruments::Instruments;

/// The record of a photo that was just examined: received, then examined. A report that does not say when
/// and how its file was received begins with the examination, at the moment of `now`.
///
/// # Errors
/// When the report cannot be written as JSON.
pub fn begin(report: &Report, instruments: &Instruments, limits: &Limits, now: &str) -> Result<Record, NotCanonical> {
    let exhibit = &report.exhibit;
    let mut record = Record::new(&exhibit.sha256);
    if let Some(received) = &report.received {
        let event = CustodyEvent::Received { via: received.via, sha256: exhibit.sha256.clone(), bytes: exhibit.bytes };
        record.append(&received.received_at, event)?;
    }
    let at = report.received.as_ref().map_or(now, |received| &received.examined_at);
    let event = CustodyEvent::Examined {
        application: format!("{} {}", report.application.name, report.application.version),
        report: digest(report)?,
        checks: report
            .results
            .iter()
            .map(|result| UsedCheck { id: result.check.id.clone(), revision: result.check.revision })
            .collect(),
        models: models(report, instruments),
        settings: ExaminationSettings { most_bytes: limits.file_bytes, most_pixels: limits.pixels },
    };
    record.append(at, event)?;
    Ok(record)
}

/// The models of the checks that could look, by their digests.
fn models(report: &Report, instruments: &Instruments) -> Vec<UsedFile> {
    let looked = |id: &str| {
        let result = report.results.iter().find(|result| result.check.id == id);
        result.is_some_and(|result| !matches!(result.state, State::NotApplicable | State::Failed))
    };
    let own = checks::ALL.iter().map(|check| check.about());
    let added = instruments.models.checks().iter().map(|check| check.about());
    let ids: BTreeSet<&str> = own.chain(added).filter(|about| looked(about.id)).flat_map(asked_for).collect();
    ids.into_iter()
        .filter_map(|id| Some(UsedFile { name: id.to_owned(), sha256: instruments.models.sha256(id)? }))
        .collect()
}

fn asked_for(about: &'static About) -> impl Iterator<Item = &'static str> {
    about.needs.iter().filter_map(|need| match need {
        Need::Model(id) => Some(*id),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use catchlight_forensics::examination::{self, Host};
    use catchlight_forensics::report::v1::{Received, Via};
    use catchlight_forensics::{Cancel, Exhibit};

    #[test]
    fn what_happened_stands_in_the_chain_in_order() {
        let instruments = Instruments::none();
        let exhibit = Exhibit::new("a.txt".to_owned(), b"no picture".to_vec());
        let limits = Limits::default();
        let specimen = instruments.specimen(&exhibit, limits);
        let received = Received {
            received_at: "2026-11-22T10:00:00+08:00".to_owned(),
            examined_at: "2026-11-22T10:00:05+08:00".to_owned(),
            via: Via::Drop,
        };
        let host = Host { received: Some(received), ..Host::default() };
        let report = examination::examine(&specimen, &host, &Cancel::default(), &|_| ()).report;
        let record = begin(&report, &instruments, &limits, "2026-11-22T10:00:09+08:00").expect("a record");
        assert_eq!(record.follow(), Ok(()));
        let moments: Vec<&str> = record.chain.iter().map(|entry| entry.at.get(11..19).unwrap_or_default()).collect();
        assert_eq!(moments, ["10:00:00", "10:00:05"]);
        let CustodyEvent::Examined { checks, models, report: examined, .. } = &record.chain[1].event else {
            panic!("{:?}", record.chain[1]);
        };
        assert_eq!(checks.len(), report.results.len());
        assert!(models.is_empty());
        assert_eq!(*examined, digest(&report).expect("a digest"));
    }
}
