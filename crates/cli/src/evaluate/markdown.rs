//! `evaluation.md`: the numbers in words and tables.

use std::fmt::Write as _;

use catchlight_evaluation::sample::Unit;
use catchlight_evaluation::summary::LEAST_PHOTOS;
use catchlight_evaluation::{Interval, Label, Measure, Summary};

use super::plots;
use super::tables::{Coverage, Evaluation, OfCheck, OfCondition, Share, Slice, rate};

/// The whole report.
pub(crate) fn report(evaluation: &Evaluation) -> String {
    let mut text = String::from("# Evaluation\n\n");
    let (ai, camera) = (evaluation.photos.ai, evaluation.photos.camera);
    line(
        &mut text,
        &format!(
            "Catchlight {} scored {} AI photos from {} and {} camera photos from {}. Manifest: SHA-256 `{}`{}{}.{}",
            evaluation.version,
            count(ai.photos),
            sources(ai.sources),
            count(camera.photos),
            sources(camera.sources),
            evaluation.manifest_sha256,
            evaluation.split.as_ref().map(|split| format!(", split `{}`", cell(split))).unwrap_or_default(),
            evaluation.most_of_a_source.map(|most| format!(", at most {most} of each source")).unwrap_or_default(),
            match evaluation.left_out_twice {
                0 => String::new(),
                twice => format!(" {twice} lines were left out because an earlier line names the same bytes."),
            }
        ),
    );
    text.push_str(&format!(
        "The positive answer is AI. Numbers in brackets are 95 % intervals from {} draws of whole sources within each \
         label; † marks those where a label has only one source, so that photos were drawn and the interval covers \
         that source only. With fewer than about ten sources of a label, intervals are too narrow. TPR at 1 % FPR is \
         the share of AI photos at or above the lowest threshold that at most 1 % of the camera photos reach. Cllr is \
         the cost of likelihood ratios from a calibration that never saw the photo's source (0 perfect, 1 worthless, \
         more misleads); Cllr min is what the best monotone calibration would cost, and Cllr cal the difference. \
         Nothing is measured with fewer than {LEAST_PHOTOS} photos of a label.\n\n",
        count(evaluation.resamples),
    ));
    for check in &evaluation.checks {
        of_check(&mut text, check);
    }
    text.truncate(text.trim_end().len());
    text.push('\n');
    text
}

fn of_check(text: &mut String, check: &OfCheck) {
    line(text, &format!("## {} (`{}`, revision {})", check.title, check.check, check.revision));
    text.push_str("### By condition\n\n");
    head(
        text,
        &[
            "condition",
            "AI photos (sources)",
            "camera photos (sources)",
            "AUC",
            "TPR at 1 % FPR",
            "TPR at 0.1 % FPR",
            "Cllr",
            "Cllr min",
            "Cllr cal",
        ],
    );
    for table in &check.conditions {
        let mut cells = vec![table.condition.title().to_owned()];
        cells.extend(counts(&table.all));
        cells.extend(ranks(&table.all));
        cells.extend(costs(&table.all));
        row(text, &cells);
    }
    text.push('\n');
    if !check.one_label_alone.is_empty() {
        text.push_str(
            "### If one label alone was changed\n\nA check that looks at the photo, and not at how its file was saved, \
             hardly moves.\n\n",
        );
        head(text, &["changed", "condition", "AUC", "moved by"]);
        for one in &check.one_label_alone {
            let changed = label(one.changed).to_owned();
            let moved = one.moved.map_or("–".to_owned(), |moved| format!("{moved:+.3}"));
            row(text, &[changed, one.condition.title().to_owned(), number(&one.auc, ""), moved]);
        }
        text.push('\n');
    }
    covered(text, check);
    for table in &check.conditions {
        of_condition(text, check, table);
    }
}

/// How many photos have a score, and why the others have none.
fn covered(text: &mut String, check: &OfCheck) {
    text.push_str("### Photos with and without a score\n\n");
    head(
        text,
        &[
            "condition",
            "label",
            "photos",
            "scored",
            "looked, no score",
            "inconclusive",
            "not applicable",
            "failed",
            "unreadable",
        ],
    );
    for table in &check.conditions {
        for (name, coverage) in [("AI", table.coverage.ai), ("camera", table.coverage.camera)] {
            let Coverage { photos, scored, no_score, inconclusive, not_applicable, failed, unreadable } = coverage;
            let counts = [photos, scored, no_score, inconclusive, not_applicable, failed, unreadable].map(count);
            let mut cells = vec![table.condition.title().to_owned(), name.to_owned()];
            cells.extend(counts);
            row(text, &cells);
        }
    }
    text.push('\n');
}

fn of_condition(text: &mut String, check: &OfCheck, table: &OfCondition) {
    line(text, &format!("### {}: {}", check.title, table.condition.title()));
    for reason in &table.reasons {
        let why = cell(&reason.why);
        let (ai, camera) = (count(reason.photos.ai), count(reason.photos.camera));
        let _ = writeln!(
            text,
            "- {}: {ai} AI and {camera} camera photos, for example “{why}”",
            super::state_words(reason.state)
        );
    }
    if !table.reasons.is_empty() {
        text.push('\n');
    }
    if table.curve.is_some() {
        let file = plots::roc_file(check.check, table.condition);
        line(text, &format!("![ROC curve, {}]({file})", table.condition.title()));
    }
    if let Some(calibrated) = &table.all.calibrated {
        let file = plots::reliability_file(check.check, table.condition);
        line(text, &format!("![Reliability, {}]({file})", table.condition.title()));
        line(
            text,
            &format!(
                "Expected calibration error {:.3}. Misleading evidence: {} of the camera photos had a likelihood ratio of 10 \
                 or more, {} of the AI photos one of 1/10 or less.",
                calibrated.expected_error,
                percent(calibrated.misleading_camera),
                percent(calibrated.misleading_ai),
            ),
        );
    }
    slices(text, "By generator (each against all camera photos)", "generator", &table.by_generator, false);
    slices(text, "By quality stratum", "stratum", &table.by_stratum, true);
    slices(text, "Portraits and others", "photos", &table.by_faces, false);
    if table.false_alarms.is_none() {
        let photos = table.all.camera.photos;
        let why = match table.all.tpr.first().and_then(|rate| rate.tpr.value()) {
            None => format!("{} camera photos of at least 100", count(photos)),
            Some(_) => "more than 1 % of the camera photos shared the highest score".to_owned(),
        };
        line(text, &format!("False alarms by category and by source were not measurable: {why}."));
    }
    shares(text, "False alarms by category", "category", &table.by_category, table);
    shares(text, "By source, at 1 % FPR overall", "source", &table.by_source, table);
}

fn slices(text: &mut String, title: &str, first: &str, slices: &[Slice], with_costs: bool) {
    if slices.is_empty() {
        return;
    }
    line(text, &format!("#### {title}"));
    let mut heading =
        vec![first, "AI photos (sources)", "camera photos (sources)", "AUC", "TPR at 1 % FPR", "TPR at 0.1 % FPR"];
    if with_costs {
        heading.extend(["Cllr", "Cllr min", "Cllr cal"]);
    }
    head(text, &heading);
    for slice in slices {
        let mut cells = vec![cell(&slice.name)];
        cells.extend(counts(&slice.summary));
        cells.extend(ranks(&slice.summary));
        if with_costs {
            cells.extend(costs(&slice.summary));
        }
        row(text, &cells);
    }
    text.push('\n');
}

fn shares(text: &mut String, title: &str, first: &str, shares: &[Share], table: &OfCondition) {
    let Some(overall) = table.false_alarms.as_ref().filter(|_| !shares.is_empty()) else { return };
    line(text, &format!("#### {title}"));
    line(
        text,
        &format!(
            "Above the threshold lay {} of {} camera photos ({}). Intervals take photos as independent (Wilson).",
            count(overall.above),
            count(overall.photos),
            percent(overall.share)
        ),
    );
    head(text, &[first, "label", "photos", "above the threshold", "times overall"]);
    for share in shares {
        let interval = share.interval.map(|interval| format!(" {}", percents(interval))).unwrap_or_default();
        row(
            text,
            &[
                cell(&share.name),
                label(share.label).to_owned(),
                count(share.photos),
                format!("{} = {}{interval}", count(share.above), percent(share.share)),
                share.times_overall.map_or("–".to_owned(), |times| format!("{times:.1}")),
            ],
        );
    }
    text.push('\n');
}

fn counts(summary: &Summary) -> [String; 2] {
    [summary.ai, summary.camera].map(|of| format!("{} ({})", count(of.photos), of.sources))
}

fn ranks(summary: &Summary) -> [String; 3] {
    let mark = match (summary.ai.drawn, summary.camera.drawn) {
        (Unit::Sources, Unit::Sources) => "",
        _ => "†",
    };
    // What is too small for an area is too small for the rates: said once.
    let rates_of = |place| rate(summary, place).filter(|_| summary.auc.value().is_some());
    let at = |place| rates_of(place).map_or("–".to_owned(), |rate| rates(&rate.tpr, mark));
    [number(&summary.auc, mark), at(0), at(1)]
}

fn costs(summary: &Summary) -> [String; 3] {
    match &summary.calibrated {
        Some(calibrated) => {
            [number(&calibrated.cllr, ""), format!("{:.3}", calibrated.cllr_min), format!("{:.3}", calibrated.cllr_cal)]
        }
        None if summary.auc.value().is_some() => {
            ["not measurable: fewer than two sources of a label".to_owned(), "–".to_owned(), "–".to_owned()]
        }
        None => ["–", "–", "–"].map(str::to_owned),
    }
}

fn number(measure: &Measure, mark: &str) -> String {
    shown(measure, mark, |value| format!("{value:.3}"), |i| format!("({:.3}–{:.3})", i.low, i.high))
}

fn rates(measure: &Measure, mark: &str) -> String {
    shown(measure, mark, percent, percents)
}

fn shown(
    measure: &Measure,
    mark: &str,
    value_words: impl Fn(f64) -> String,
    interval_words: impl Fn(Interval) -> String,
) -> String {
    match measure {
        Measure::Value { value, interval } => {
            let interval = interval.map(|interval| format!(" {}{mark}", interval_words(interval))).unwrap_or_default();
            format!("{}{interval}", value_words(*value))
        }
        Measure::NotMeasurable { not_measurable } => format!("not measurable: {not_measurable}"),
    }
}

fn percent(share: f64) -> String {
    format!("{:.1} %", 100.0 * share)
}

fn percents(interval: Interval) -> String {
    format!("({:.1}–{:.1})", 100.0 * interval.low, 100.0 * interval.high)
}

fn label(label: Label) -> &'static str {
    match label {
        Label::Ai => "AI",
        Label::Camera => "camera",
    }
}

fn sources(count_of: usize) -> String {
    if count_of == 1 { "1 source".to_owned() } else { format!("{} sources", count(count_of)) }
}

/// A count with commas between thousands.
pub(super) fn count(number: usize) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> = digits.as_bytes().rchunks(3).rev().filter_map(|g| std::str::from_utf8(g).ok()).collect();
    groups.join(",")
}

/// Words of a manifest or file inside a table: nothing in them is markup.
fn cell(words: &str) -> String {
    let quoted = catchlight_forensics::text::quote(words, 200);
    let mut escaped = String::with_capacity(quoted.len());
    for character in quoted.chars() {
        if r"\`*_[]<>|#!".contains(character) {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}

fn line(text: &mut String, words: &str) {
    text.push_str(words);
    text.push_str("\n\n");
}

fn head(text: &mut String, names: &[&str]) {
    row(text, &names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>());
    row(text, &vec!["---".to_owned(); names.len()]);
}

fn row(text: &mut String, cells: &[String]) {
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_worded_for_a_reader() {
        assert_eq!([count(0), count(999), count(1000), count(1_234_567)], ["0", "999", "1,000", "1,234,567"]);
        let interval = Some(Interval { low: 0.5, high: 0.9 });
        assert_eq!(number(&Measure::Value { value: 0.7512, interval }, "†"), "0.751 (0.500–0.900)†");
        assert_eq!(rates(&Measure::Value { value: 0.25, interval }, ""), "25.0 % (50.0–90.0)");
        assert_eq!(
            rates(&Measure::not("3 AI photos of at least 10"), "†"),
            "not measurable: 3 AI photos of at least 10"
        );
    }

    #[test]
    fn a_name_from_a_manifest_cannot_break_a_table() {
        assert_eq!(cell("a|b`<i>_c_"), r"a\|b\`\<i\>\_c\_");
    }
}
