//! The wire format: the committed schema describes what is written, and old reports stay readable.

use std::fs;

use catchlight_forensics::report::v1::Report;
use catchlight_forensics::{Cancel, Exhibit, Host, Limits, Specimen, examine};
use catchlight_rendered as rendered;
use serde_json::{Value, json};

fn schema() -> jsonschema::Validator {
    let text = fs::read_to_string(crate::root().join("schema/report-1.schema.json")).expect("the committed schema");
    jsonschema::validator_for(&serde_json::from_str(&text).expect("JSON")).expect("a schema")
}

fn report() -> Report {
    let photo = rendered::with_exif(&rendered::jpeg(&rendered::scene(640, 480, 5), 88), &rendered::Exif::of_camera());
    let exhibit = Exhibit::new("rendered.jpg", photo);
    let specimen = Specimen::new(&exhibit, &catchlight_forensics::model::NoModels, Limits::default());
    examine(&specimen, &Host::default(), &Cancel::default(), &|_| {}).report
}

fn errors(schema: &jsonschema::Validator, document: &Value) -> Vec<String> {
    schema.iter_errors(document).map(|error| error.to_string()).collect()
}

#[test]
fn a_report_fits_the_schema_and_a_spoilt_one_does_not() {
    let schema = schema();
    let mut document = serde_json::to_value(report()).expect("JSON");
    assert_eq!(errors(&schema, &document), Vec::<String>::new());
    document["results"][0]["state"] = json!("guessed");
    assert!(!errors(&schema, &document).is_empty());
}

#[test]
fn the_same_bytes_give_the_same_report() {
    assert_eq!(serde_json::to_string(&report()).expect("JSON"), serde_json::to_string(&report()).expect("JSON"),);
}

/// Reports that were written once must be read for ever: every file of `tests/reports/v1`.
#[test]
fn reports_of_earlier_versions_are_still_read() {
    let schema = schema();
    let folder = crate::root().join("tests/reports/v1");
    let mut read = 0;
    for entry in fs::read_dir(folder).expect("the folder of old reports") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|ending| ending != "json") {
            continue;
        }
        let text = fs::read_to_string(path).expect("a report");
        let report: Report = serde_json::from_str(&text).expect("an old report");
        assert_eq!(report.format, catchlight_forensics::report::v1::FORMAT);
        let document: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(errors(&schema, &document), Vec::<String>::new());
        read += 1;
    }
    assert!(read > 0, "there is at least one old report");
}
