//! Real files with known declarations, compared cell by cell where they are at hand. The files are not
//! part of the project; the fixtures made by code beside each check stand on their own.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::testing::{places, specimen_of, values};
use crate::Cancel;
use crate::check::{Check, Context};
use crate::checks::aigc_label::AigcLabel;
use crate::checks::digital_source_type::DigitalSourceType;
use crate::checks::generator_metadata::GeneratorMetadata;
use crate::finding::{Declaration, Finding, Outcome};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/fixtures/provenance");

type Row = BTreeMap<String, String>;

/// Cells that were compared and that agreed, by column.
#[derive(Default)]
struct Tally(BTreeMap<&'static str, (usize, usize)>, Vec<String>);

impl Tally {
    fn cell(&mut self, column: &'static str, row: &Row, agrees: bool, got: &dyn std::fmt::Debug) {
        let (right, all) = self.0.entry(column).or_default();
        *all += 1;
        *right += usize::from(agrees);
        if !agrees {
            self.1.push(format!("{} {column}: expected {:?}, got {got:?}", row["file"], row[column]));
        }
    }
}

#[test]
fn real_files_declare_what_is_known_of_them() {
    let Ok(mut table) = csv::Reader::from_path(Path::new(FOLDER).join("expected.csv")) else {
        println!("skipped: the folder of real files is not there");
        return;
    };
    let mut tally = Tally::default();
    let rows: Vec<Row> = table.deserialize().map(Result::unwrap).collect();
    for row in &rows {
        let bytes = fs::read(Path::new(FOLDER).join(&row["file"])).unwrap();
        let found = specimen_of(&row["file"], bytes, |specimen| {
            let examine = |check: &dyn Check| check.examine(specimen, &Context::new(&Cancel::default())).unwrap();
            [examine(&DigitalSourceType), examine(&AigcLabel), examine(&GeneratorMetadata)]
        });
        compare(&mut tally, row, &found);
        for outcome in &found {
            if let Outcome::Inconclusive { why, .. } = outcome {
                println!("inconclusive: {}: {}", row["file"], why.en);
            }
        }
    }
    for (column, (right, all)) in &tally.0 {
        println!("{column}: {right} of {all}");
    }
    for miss in &tally.1 {
        println!("miss: {miss}");
    }
    assert!(rows.len() >= 80, "{} rows", rows.len());
    assert!(tally.1.is_empty(), "{} cells differ", tally.1.len());
}

fn finding(outcome: &Outcome) -> &Finding {
    match outcome {
        Outcome::Found(finding) | Outcome::NotFound(finding) | Outcome::Inconclusive { finding, .. } => finding,
    }
}

fn compare(tally: &mut Tally, row: &Row, outcomes: &[Outcome; 3]) {
    let [source, label, generator] = outcomes.each_ref().map(finding);
    let first = |finding, name: &str| values(finding, name).first().map_or(String::new(), |value| (*value).to_owned());

    for (column, finding, name) in [
        ("iptc_digital_source_type", source, "Digital source type"),
        ("credit_line", source, "Credit line"),
        ("aigc_content_producer", label, "Producer code"),
        ("aigc_produce_id", label, "Produce id"),
        ("aigc_content_propagator", label, "Propagator code"),
    ] {
        let got = first(finding, name);
        tally.cell(column, row, got == row[column], &got);
    }
    let got = first(label, "Label");
    let wanted = &row["aigc_label"];
    tally.cell("aigc_label", row, wanted.is_empty() == got.is_empty() && got.starts_with(wanted.as_str()), &got);
    let got = places(label, "Label").first().map_or("", |place| *place).to_owned();
    tally.cell("aigc_where", row, is_place(&row["aigc_where"], &got), &got);

    // A trace that is no generator's stands under another label.
    let tools: Vec<&str> = values(source, "Generator").into_iter().chain(values(generator, "Generator")).collect();
    let declares_tool = generator.declares == Some(Declaration::Generated) || source.declares.is_some();
    let tool = tool_name(&row["generator_tool"]);
    let agrees = match row["generator_tool"].as_str() {
        "" => !(generator.declares == Some(Declaration::Generated)),
        _ => declares_tool && tools.iter().any(|name| name.contains(tool)),
    };
    tally.cell("generator_tool", row, agrees, &tools);
    let wanted = &row["generator_where"];
    let got: Vec<&str> = generator
        .details
        .iter()
        .flat_map(|group| &group.rows)
        .chain(source.details.iter().flat_map(|group| &group.rows))
        .filter_map(|row| row.place.as_deref())
        .collect();
    let agrees = match wanted.as_str() {
        "" => generator.declares != Some(Declaration::Generated),
        "credit line" => !values(source, "Credit line").is_empty(),
        _ => got.iter().any(|place| is_place(wanted, place)),
    };
    tally.cell("generator_where", row, agrees, &got);
    let (wanted, got) = (&row["generator_model"], values(generator, "Model"));
    let agrees = wanted.is_empty() || got.contains(&wanted.as_str());
    tally.cell("generator_model", row, agrees, &got);
    let (wanted, got) = (&row["prompt_excerpt"], values(generator, "Prompt"));
    tally.cell(
        "prompt_excerpt",
        row,
        wanted.is_empty() || got.iter().any(|prompt| prompt.starts_with(wanted.trim())),
        &got,
    );

    let edits: Vec<&str> = values(source, "Local edit").into_iter().chain(values(generator, "Local edit")).collect();
    let wanted = row["ai_edit_mark"].trim_start_matches("samsung ");
    tally.cell("ai_edit_mark", row, wanted == edits.join(" "), &edits);
    let app: Vec<String> = ["source_type", "product", "exportType", "aigc_label_type"]
        .iter()
        .flat_map(|name| values(generator, name).into_iter().map(move |value| format!("{name}={value}")))
        .collect();
    tally.cell("app_json", row, row["app_json"] == app.join(" "), &app);

    compare_declaration(tally, row, [source, label, generator]);
}

/// What the file declares without its signed manifest.
fn compare_declaration(tally: &mut Tally, row: &Row, findings: [&Finding; 3]) {
    let declares = |wanted| findings.iter().any(|finding| finding.declares == Some(wanted));
    let got = match (declares(Declaration::Generated), declares(Declaration::PartlyGenerated)) {
        (true, _) => "generated",
        (false, true) => "edited",
        (false, false) => "",
    };
    let is_unsigned = ["iptc_digital_source_type", "aigc_label", "generator_tool", "ai_edit_mark"];
    let has_unsigned = is_unsigned.iter().any(|column| !row[*column].is_empty());
    let wanted = match (row["c2pa_present"].as_str(), has_unsigned) {
        // The declaration stands in the manifest alone, which another check reads.
        ("yes", false) => "",
        _ => row["declares_ai"].as_str(),
    };
    tally.cell("declares_ai", row, got == wanted, &got);
}

/// The tool's name as the report writes it.
fn tool_name(id: &str) -> &str {
    match id {
        "google-ai" => "Google AI",
        "a1111" => "AUTOMATIC1111",
        "comfyui" => "ComfyUI",
        "swarmui" => "SwarmUI",
        "fooocus" => "Fooocus",
        "novelai" => "NovelAI",
        "invokeai" => "InvokeAI",
        "midjourney" => "Midjourney",
        "grok" => "Grok",
        "dreamina" => "Dreamina",
        "uso" => "USO",
        other => other,
    }
}

/// Whether a place of the report is the one that the table names.
fn is_place(wanted: &str, place: &str) -> bool {
    let is_exif = place.contains("Exif") || place.contains("eXIf") || place.contains("EXIF");
    let names = |name: &str| place.ends_with(&format!(": {name}"));
    match wanted.split_once(' ') {
        None => wanted.is_empty() && place.is_empty(),
        Some(("png-text", names_of)) => {
            let is_text = ["tEXt", "iTXt", "zTXt"].iter().any(|chunk| place.starts_with(chunk));
            is_text && names_of.split(['+', '/']).any(names)
        }
        Some(("exif", names_of)) => is_exif && names_of.split(['+', '/']).any(names),
        Some(("xmp", names_of)) => names_of
            .split(" + ")
            .any(|name| place.rsplit(':').next() == name.rsplit(':').next() && place.to_lowercase().contains("xmp")),
        Some(_) => false,
    }
}
