//! What lists name of a report: the generator that the file itself declares, and the software that it names.

use catchlight_forensics::report::v1::{CheckResult, Declaration, DetailGroup, Report};
use catchlight_forensics::text::quote;

/// Most characters of a name.
const CHARACTERS: usize = 120;

/// Where checks name the generator that a file declares: check, label of the row.
const GENERATORS: &[(&str, &str)] = &[
    ("aigc_label", "Producer"),
    ("aigc_label", "Service provider"),
    ("aigc_label", "Producer code"),
    ("content_credentials", "Claim made by"),
    ("visible_label", "Meaning"),
];

/// What the check of generators' notes writes before the name of a tool.
const NOTES_OF: &str = "Notes of ";

/// What stands between a producer's name and where it was looked up; a code that is in no table has no name.
const TABLE: &str = " (table of ";

/// Where a check names software.
const SOFTWARE: &[(&str, &str)] = &[
    ("stated_metadata", "Software"),
    ("stated_metadata", "Creator tool"),
    ("stated_metadata", "Processing software"),
    ("stated_metadata", "Program"),
];

/// What the file declares that it, or parts of it, were generated with; `None` when it declares nothing of
/// the kind, or does not name it.
pub(crate) fn generator(report: &Report) -> Option<String> {
    let declaring =
        |result: &&CheckResult| matches!(result.declares, Some(Declaration::Generated | Declaration::PartlyGenerated));
    let declaring: Vec<&CheckResult> = report.results.iter().filter(declaring).collect();
    let tool =
        declaring.iter().filter(|result| result.check.id == "generator_metadata").find_map(|result| tool(result));
    tool.or_else(|| named(&declaring, GENERATORS))
}

/// The software that the file names.
pub(crate) fn software(report: &Report) -> Option<String> {
    let results: Vec<&CheckResult> = report.results.iter().collect();
    named(&results, SOFTWARE)
}

fn tool(result: &CheckResult) -> Option<String> {
    let name = result.details.iter().find_map(|group| group.title.en.strip_prefix(NOTES_OF))?;
    Some(quote(name, CHARACTERS)).filter(|name| !name.is_empty())
}

fn named(results: &[&CheckResult], places: &[(&str, &str)]) -> Option<String> {
    places.iter().find_map(|(check, label)| {
        let result = results.iter().find(|result| result.check.id == *check)?;
        let value = value(&result.details, label)?;
        // The table in which a code was looked up says nothing about the file.
        let value = if *label == "Producer" { value.split_once(TABLE)?.0 } else { value };
        Some(quote(value, CHARACTERS)).filter(|value| !value.is_empty())
    })
}

fn value<'a>(details: &'a [DetailGroup], label: &str) -> Option<&'a str> {
    let row = details.iter().flat_map(|group| &group.rows).find(|row| row.label.en == label)?;
    Some(&row.value.en)
}

#[cfg(test)]
mod tests {
    use catchlight_forensics::examination::{self, Host};
    use catchlight_forensics::model::NoModels;
    use catchlight_forensics::{Cancel, Exhibit, Limits, Specimen};
    use catchlight_rendered::{Exif, jpeg, png, png_with_text, scene, with_exif};

    use super::*;

    /// A report as it is made today: whoever rewords a check sees here that lists read it.
    fn report(bytes: Vec<u8>) -> Report {
        let exhibit = Exhibit::new("file", bytes);
        let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
        examination::examine(&specimen, &Host::default(), &Cancel::default(), &|_| ()).report
    }

    fn declaring(key: &str, value: &str) -> Report {
        report(png_with_text(&png(&scene(64, 48, 1)), key, value.as_bytes()))
    }

    #[test]
    fn the_generator_is_the_one_that_the_file_declares() {
        let settings = "a cat\nNegative prompt: dog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x512, Model hash: abcd, Model: catmix_v1";
        let named = generator(&declaring("parameters", settings)).expect("a generator");
        assert!(named.contains("Stable Diffusion") && !named.starts_with(NOTES_OF), "{named}");
        let label = |code: &str| format!(r#"{{"Label":"1","ContentProducer":"{code}","ProduceID":"e3578014"}}"#);
        let named = |code: &str| generator(&declaring("AIGC", &label(code)));
        assert_eq!(named("001191110102MACQD9K64010000").as_deref(), Some("Doubao (豆包)"));
        assert_eq!(named("001191110000XXXXXXXXXX10000").as_deref(), Some("001191110000XXXXXXXXXX10000"), "in no table");
        assert_eq!(generator(&declaring("Comment", "a cat on a roof")), None);
    }

    #[test]
    fn the_software_is_the_one_that_the_file_names() {
        let plain = jpeg(&scene(64, 48, 1), 90);
        assert_eq!(software(&report(with_exif(&plain, &Exif::of_camera()))).as_deref(), Some("Firmware 1.0"));
        assert_eq!(generator(&report(with_exif(&plain, &Exif::of_camera()))), None);
        assert_eq!(software(&report(plain)), None);
    }

    #[test]
    fn a_visible_label_names_its_maker_in_reports_of_earlier_versions() {
        let json = include_str!("../../../tests/reports/v1/0.1.0-visible-label.json");
        let report: Report = serde_json::from_str(json).expect("a report");
        assert_eq!(generator(&report).as_deref(), Some("Mark of Doubao (ByteDance)"));
    }
}
