//! What lists name of a report: the generator that the file itself declares, and the software that it names.

use catchlight_forensics::report::v1::{CheckResult, Declaration, DetailGroup, Report};
use catchlight_forensics::text::quote;

/// Most characters of a name.
const CHARACTERS: usize = 120;

/// Where checks name the generator that a file declares: check, label of the row.
const GENERATORS: &[(&str, &str)] = &[
    ("aigc_label", "Producer"),
    ("aigc_label", "Service provider"),
    ("content_credentials", "Claim made by"),
    ("visible_label", "Meaning"),
];

/// What the check of generators' notes writes before the name of a tool.
const NOTES_OF: &str = "Notes of ";

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
        let value = value.split(" (table of ").next().unwrap_or(value);
        Some(quote(value, CHARACTERS)).filter(|value| !value.is_empty())
    })
}

fn value<'a>(details: &'a [DetailGroup], label: &str) -> Option<&'a str> {
    let row = details.iter().flat_map(|group| &group.rows).find(|row| row.label.en == label)?;
    Some(&row.value.en)
}
