//! Finding and comparing.

use catchlight_forensics::report::v1::{ConclusionKind, Declaration, Report, State};
use catchlight_record::bundle::Outcome;
use catchlight_record::v1::{Note, Remarks};

use super::samples::{AT, Sample, file, finish};
use crate::{CaseId, Casebook, CasebookError, New, PhotoId, Query, Sort, StageName, Two};

fn examined(casebook: &Casebook, case: CaseId, new: New, change: impl FnOnce(&mut Report)) -> PhotoId {
    let sample = Sample::with(&new.name, change);
    let photo = casebook.add(case, vec![new]).expect("added")[0].photo();
    casebook.begin(photo).expect("begun");
    finish(casebook, photo, &sample);
    photo
}

/// Makes a report say that its file declares this tool.
fn declared(report: &mut Report, tool: &str) {
    let result = report.results.iter_mut().find(|result| result.check.id == "visible_label").expect("the check");
    result.declares = Some(Declaration::Generated);
    for row in result.details.iter_mut().flat_map(|group| &mut group.rows) {
        if row.label.en == "Meaning" {
            tool.clone_into(&mut row.value.en);
        }
    }
}

fn found(casebook: &Casebook, query: &Query) -> Vec<PhotoId> {
    let page = casebook.photos(query).expect("found");
    assert_eq!(page.total as usize, page.rows.len());
    page.rows.into_iter().map(|row| row.id).collect()
}

#[test]
fn photos_are_found_by_what_is_known_of_them() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let [one, two] = ["Ōe the model", "小红书账号"].map(|name| casebook.create_case(name, AT).expect("a case"));
    let moment = |at: &str, name: &str| New { received_at: at.to_owned(), ..file(name) };
    let early = moment("2026-01-01T00:30:00+08:00", "IMG_1.jpg");
    let a = examined(&casebook, one, early, |report| declared(report, "Tool A"));
    let b = examined(&casebook, two, moment("2026-06-01T00:00:00+00:00", "照片.png"), |report| {
        report.conclusion.kind = ConclusionKind::StrongSignsOfCamera;
        report.conclusion.log10_lr = Some(-2.0);
        report.results.retain(|result| result.check.id != "visible_label");
    });
    let c = examined(&casebook, two, moment("2026-07-01T00:00:00+00:00", "100%_eyes.png"), |report| {
        declared(report, "Tool B");
        report.conclusion.log10_lr = Some(3.0);
    });
    let d = casebook.add(two, vec![file("waits.png")]).expect("added")[0].photo();
    let note = Note { text: "The EARRING differs; 阴影不对".to_owned(), region: None };
    casebook.remark(b, Remarks { notes: vec![note], ..Remarks::none() }).expect("remarked");

    let text = |text: &str| found(&casebook, &Query { text: text.to_owned(), ..Query::default() });
    assert_eq!(text(""), [a, b, c, d]);
    assert_eq!(text("img_1"), [a]);
    assert_eq!(text("ōE"), [a], "of the case's name, in any case of letters");
    assert_eq!(text("O\u{304}e"), [a], "with the accent apart");
    assert_eq!(text("ｉｍｇ"), [a], "wide letters");
    assert_eq!(text("earring 阴影"), [b]);
    assert_eq!(text("earring tool"), []);
    assert_eq!(text("tool b"), [c]);
    assert_eq!(text("账号"), [b, c, d]);
    assert_eq!(text("0%_e"), [c], "no character means another");
    assert_eq!(text("'; DROP TABLE photos"), []);

    let by = |query: Query| found(&casebook, &query);
    assert_eq!(by(Query { case: Some(one), ..Query::default() }), [a]);
    assert_eq!(by(Query { conclusions: vec![ConclusionKind::StrongSignsOfCamera], ..Query::default() }), [b]);
    assert_eq!(by(Query { stages: vec![StageName::Waiting, StageName::Cancelled], ..Query::default() }), [d]);
    assert_eq!(by(Query { generator: Some("Tool A".to_owned()), ..Query::default() }), [a]);
    let from = |at: &str| Some(at.to_owned());
    assert_eq!(by(Query { before: from("2025-12-31T18:00:00+00:00"), ..Query::default() }), [a], "zones count");
    assert_eq!(by(Query { before: from("2025-12-31T16:30:00Z"), ..Query::default() }), []);
    let summer = Query { from: from("2026-06-01T00:00:00Z"), before: from("2026-07-01T00:00:00Z"), ..Query::default() };
    assert_eq!(by(summer), [b]);
    let wrong = Query { from: from("summer"), ..Query::default() };
    assert!(matches!(casebook.photos(&wrong), Err(CasebookError::Moment(_))));

    let sorted = |sort, descending| by(Query { sort, descending, case: Some(two), ..Query::default() });
    assert_eq!(sorted(Sort::LikelihoodRatio, false), [b, c, d]);
    assert_eq!(sorted(Sort::LikelihoodRatio, true), [c, b, d], "what has none comes last both ways");
    assert_eq!(sorted(Sort::Received, true), [d, c, b]);
    assert_eq!(sorted(Sort::Name, false), [c, d, b]);
    assert_eq!(sorted(Sort::Arrival, true), [d, c, b]);
    let generators = casebook.generators(None).expect("read");
    assert_eq!(generators, [("Tool A".to_owned(), 1), ("Tool B".to_owned(), 1)]);
    assert_eq!(casebook.generators(Some(two)).expect("read").len(), 1);
    casebook.rename_case(one, " Renamed ").expect("renamed");
    assert_eq!(text("renamed"), [a]);
    assert_eq!(text("ōe"), []);
    assert!(matches!(casebook.rename_case(one, " "), Err(CasebookError::NoName)));
}

#[test]
fn lists_come_in_pages() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let new = (0..2_500).map(|number| file(&number.to_string())).collect();
    let ids: Vec<_> = casebook.add(case, new).expect("added").into_iter().map(|arrival| arrival.photo()).collect();
    let page = |offset, limit| casebook.photos(&Query { offset, limit, ..Query::default() }).expect("found");
    let all = page(0, 0);
    assert_eq!((all.total, all.rows.len()), (2_500, 1_000));
    assert_eq!(page(0, 5_000).rows.len(), 1_000);
    let last = page(2_495, 10);
    assert_eq!(last.total, 2_500);
    assert_eq!(last.rows.iter().map(|row| row.id).collect::<Vec<_>>(), ids[2_495..]);
    assert_eq!(casebook.cancel_waiting(case).expect("cancelled"), 2_500);
}

#[test]
fn two_photos_are_compared_check_by_check() {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = casebook.create_case("a", AT).expect("a case");
    let a = examined(&casebook, case, file("a"), |_| ());
    let b = examined(&casebook, case, file("b"), |report| {
        report.results[0].state = State::Failed;
        report.results[1].check.revision += 1;
        report.results.remove(2);
        report.conclusion.kind = ConclusionKind::Conflicting;
    });
    let two = casebook.two(a, b).expect("compared");
    assert!(!two.same_file && !two.same_conclusion && two.repeated.is_empty());
    let report = casebook.report(a).expect("a report");
    assert_eq!(two.checks.len(), report.results.len());
    assert!(!two.checks[0].same && !two.checks[0].other_method);
    assert!(!two.checks[1].same && two.checks[1].other_method);
    assert!(two.checks[2].second.is_none() && two.checks[2].first.is_some());
    assert!(two.checks[3..].iter().all(|pair| pair.same));
    let back = casebook.two(b, a).expect("compared");
    assert!(back.checks.last().is_some_and(|pair| pair.first.is_none()));

    let mut again = report.clone();
    again.results[0].state = State::Failed;
    let two = Two::of(&report, &again);
    assert!(two.same_file && two.same_conclusion);
    assert_eq!(two.repeated.iter().filter(|finding| finding.outcome == Outcome::Broken).count(), 1);
}
