//! `calibration.md`: what was fitted and what it concludes, for a reader.

use std::fmt::Write as _;

use catchlight_evaluation::interval::wilson;
use catchlight_forensics::calibration::{CalibrationFile, Counted, LEAST_PHOTOS, MOST_CLLR, StratumFit};
use catchlight_forensics::fusion::Fusion;
use catchlight_forensics::reliability::{By, Concluded, ReliabilityFile, Row};

use super::fit::Origin;
use super::strata;

/// The report.
pub(crate) fn report(
    files: &[CalibrationFile],
    fusion: &Fusion,
    reliability: &ReliabilityFile,
    origin: &Origin,
) -> String {
    let mut text = String::from("# Calibration and conclusions: what was measured\n\n");
    let made = &origin.made;
    line(&mut text, &format!("Written by `{}` (Catchlight {}) on {}.", made.command, made.version, made.on));
    line(&mut text, &format!("Population: {}", origin.population.en));
    line(
        &mut text,
        &format!(
            "Newest generators: {}. SHA-256 of the manifest: `{}`.",
            origin.generators_until, made.manifest_sha256
        ),
    );
    line(
        &mut text,
        "Every figure about conclusions was measured on photos of sources that no fit of the weights, of their caps or of their fusion had seen: each source was left out in turn. Whether a kind of file gives weight at all was decided once, with the costs of the first table. Intervals are Wilson's, for independent photos; photos of one source resemble each other, so they are somewhat too narrow.",
    );
    weights(&mut text, files);
    together(&mut text, fusion);
    for (by, title) in [
        (By::Condition, "By what happened to the photos"),
        (By::Compression, "By what compression had left in the file"),
        (By::Faces, "Portraits and others"),
    ] {
        let rows: Vec<&Row> = reliability.rows.iter().filter(|row| row.by == by).collect();
        if !rows.is_empty() {
            conclusions(&mut text, title, &rows);
        }
    }
    text
}

fn line(text: &mut String, line: &str) {
    text.push_str(line);
    text.push_str("\n\n");
}

fn weights(text: &mut String, files: &[CalibrationFile]) {
    line(text, "## Weights");
    line(
        text,
        &format!(
            "A kind of file gives weight from {LEAST_PHOTOS} photos of each label and up to a cost (Cllr) of {MOST_CLLR}. The cost is that of the weights as shipped, conservative and capped, on sources left out; *min* is what the order of the scores leaves unavoidable. Caps are likelihood ratios."
        ),
    );
    text.push_str("| check | kind of file | AI pictures (sources) | camera photos (sources) | Cllr | min | cap for AI | cap for camera | weight |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for file in files {
        for (name, fit) in strata(file) {
            let _ = writeln!(
                text,
                "| {} | {name} | {} | {} | {} | {} | {:.1} | {:.1} | {} |",
                file.check,
                pair(fit.ai),
                pair(fit.camera),
                number(fit.cllr),
                number(fit.cllr_min),
                10f64.powf(fit.cap.ai),
                10f64.powf(fit.cap.camera),
                if StratumFit::gives_weight(fit) { "yes" } else { "no" },
            );
        }
    }
    text.push('\n');
}

fn together(text: &mut String, fusion: &Fusion) {
    line(text, "## Together");
    line(
        text,
        &format!(
            "All weights together claim at most a likelihood ratio of {:.1} for AI and {:.1} for a camera photo; {} AI pictures and {} camera photos were weighed.",
            10f64.powf(fusion.cap.ai),
            10f64.powf(fusion.cap.camera),
            pair(fusion.ai),
            pair(fusion.camera)
        ),
    );
    for family in &fusion.families {
        let checks: Vec<String> =
            family.checks.iter().map(|check| format!("{} times {:.2}", check.check, check.coefficient)).collect();
        line(
            text,
            &format!(
                "Inside the family *{}*: {} (joint results of {} AI pictures and {} camera photos).",
                family.family,
                checks.join(", "),
                pair(family.ai),
                pair(family.camera)
            ),
        );
    }
}

fn conclusions(text: &mut String, title: &str, rows: &[&Row]) {
    line(text, &format!("## {title}"));
    text.push_str("| photos | label | n (sources) | strong signs of AI | some signs or stronger | inconclusive | signs of a camera original | conflicting | not weighed |\n");
    text.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for row in rows {
        for (label, concluded) in [("AI", row.ai), ("camera", row.camera)] {
            let share = |found: u32| share(found, concluded);
            let _ = writeln!(
                text,
                "| {} | {label} | {} of {} ({}) | {} | {} | {} | {} | {} | {} |",
                row.name.en,
                concluded.shots,
                concluded.photos,
                concluded.sources,
                share(concluded.strong_ai),
                share(concluded.strong_ai + concluded.some_ai),
                share(concluded.inconclusive),
                share(concluded.some_camera + concluded.strong_camera),
                share(concluded.conflicting),
                share(concluded.not_weighed),
            );
        }
    }
    text.push_str("\n| photos | Cllr | lost by calibration (Cllr cal) |\n| --- | --- | --- |\n");
    for row in rows {
        let _ = writeln!(text, "| {} | {} | {} |", row.name.en, number(row.cllr), number(row.cllr_cal));
    }
    text.push('\n');
}

/// A share with its interval; of nothing found, the rule of three. Photos count once however often they were sent.
fn share(found: u32, of: Concluded) -> String {
    let times = f64::from(of.shots) / f64::from(of.photos.max(1));
    let photos = (f64::from(found) / times.max(1.0)).round() as usize;
    let Some(interval) = wilson(photos, of.photos as usize) else { return "none".to_owned() };
    let percent = |share: f64| format!("{:.1}", share * 100.0);
    let share = f64::from(found) / f64::from(of.shots.max(1));
    if found == 0 {
        return format!("0 (below {} %)", percent((3.0 / f64::from(of.photos)).min(1.0)));
    }
    format!("{} % ({}–{}), {found}", percent(share), percent(interval.low), percent(interval.high))
}

fn pair(counted: Counted) -> String {
    format!("{} ({})", counted.photos, counted.sources)
}

fn number(value: Option<f64>) -> String {
    value.map_or("not measurable".to_owned(), |value| format!("{value:.3}"))
}
