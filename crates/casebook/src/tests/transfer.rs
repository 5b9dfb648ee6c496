//! Cases as files.

use std::io::{Cursor, Read as _, Write as _};

use catchlight_forensics::text::Text;
use catchlight_record::v1::Remarks;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::samples::{AT, Sample, bytes, file, finish};
use crate::{CaseId, Casebook, CasebookError, NotACase, Query, Stage};

/// A case with a photo at every stage.
fn case_of(casebook: &Casebook) -> CaseId {
    let case = casebook.create_case("Ōe", AT).expect("a case");
    let new = vec![file("1.jpg"), file("2.jpg"), bytes("3.png", "pasted"), file("4.jpg"), bytes("5.png", "odd")];
    let ids: Vec<_> = casebook.add(case, new).expect("added").into_iter().map(|arrival| arrival.photo()).collect();
    for (id, content) in [(ids[0], "one"), (ids[1], "two")] {
        casebook.begin(id).expect("begun");
        finish(casebook, id, &Sample::with(content, |report| report.results.truncate(3)));
    }
    casebook.add(case, vec![bytes("again.jpg", "one")]).expect("a duplicate");
    casebook.remark(ids[0], Remarks { by: "me".to_owned(), ..Remarks::none() }).expect("remarked");
    casebook.unreadable(ids[4], &Text { en: "odd".to_owned(), zh: "怪".to_owned() }).expect("noted");
    case
}

fn exported() -> (Casebook, CaseId, Vec<u8>) {
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let case = case_of(&casebook);
    let mut file = Cursor::new(Vec::new());
    let exported = casebook.write_case(case, &mut file, true, AT).expect("exported");
    assert_eq!((exported.photos, exported.left_out), (4, 1));
    (casebook, case, file.into_inner())
}

fn import(bytes: &[u8]) -> Result<crate::Imported, CasebookError> {
    Casebook::keep_nothing().expect("a casebook").read_case(Cursor::new(bytes))
}

#[test]
fn a_case_survives_the_way_through_a_file() {
    let folder = tempfile::tempdir().expect("a folder");
    let casebook = Casebook::open(&folder.path().join("here")).expect("a casebook");
    let case = case_of(&casebook);
    let path = folder.path().join("case.zip");
    casebook.export_case(case, &path, true, AT).expect("exported");
    let there = Casebook::open(&folder.path().join("there")).expect("a casebook");
    there.create_case("another", AT).expect("a case");
    let imported = there.import_case(&path).expect("imported");
    assert_eq!((imported.photos, imported.already.len()), (4, 0));
    let rows = |casebook: &Casebook, case| {
        casebook.photos(&Query { case: Some(case), ..Query::default() }).expect("read").rows
    };
    let before: Vec<_> = rows(&casebook, case).into_iter().filter(|row| row.name != "4.jpg").collect();
    let after = rows(&there, imported.case);
    assert_eq!(before.len(), after.len());
    for (before, after) in before.iter().zip(&after) {
        let same_numbers = crate::Row { id: before.id, case: before.case, ..after.clone() };
        assert_eq!(same_numbers, *before);
        assert_eq!(there.original(after.id).expect("the file"), casebook.original(before.id).expect("the file"));
        if matches!(before.stage, Stage::Examined { .. }) {
            assert_eq!(there.report_json(after.id).expect("it"), casebook.report_json(before.id).expect("it"));
            assert_eq!(there.record(after.id).expect("it"), casebook.record(before.id).expect("it"));
            assert_eq!(there.pictures(after.id).expect("it"), casebook.pictures(before.id).expect("it"));
            assert_eq!(there.thumbnail(after.id).expect("it"), casebook.thumbnail(before.id).expect("it"));
            assert_eq!(there.traits(after.id).expect("it"), casebook.traits(before.id).expect("it"));
        }
    }
    // What waited goes on here.
    assert_eq!(there.begin_next(None).expect("the next").map(|waiting| waiting.name).as_deref(), Some("3.png"));
    let again = there.import_case(&path).expect("imported");
    assert_eq!(again.already.len(), 4, "what is there already is said");
    assert_ne!(again.case, imported.case);
    there.delete_case(imported.case, AT).expect("deleted");
    let left = rows(&there, again.case);
    assert!(left.iter().all(|row| there.original(row.id).is_ok()), "a shared original stays");
    there.check().expect("whole");
}

#[test]
fn an_export_tells_no_folder_and_is_written_in_one_way() {
    let (casebook, case, bytes) = exported();
    assert!(!bytes.windows(8).any(|run| run == b"/photos/"), "the path of a file");
    let mut again = Cursor::new(Vec::new());
    casebook.write_case(case, &mut again, true, AT).expect("exported");
    assert!(again.into_inner() == bytes);
    let mut without = Cursor::new(Vec::new());
    let exported = casebook.write_case(case, &mut without, false, AT).expect("exported");
    assert_eq!((exported.photos, exported.left_out), (2, 3));
    let imported = Casebook::keep_nothing().expect("a casebook").read_case(without).expect("imported");
    assert_eq!(imported.photos, 2);
}

#[test]
fn a_file_that_was_changed_or_cut_off_leaves_nothing() {
    let (_, _, whole) = exported();
    let casebook = Casebook::keep_nothing().expect("a casebook");
    let step = whole.len() / 150;
    let mut taken_in = 0;
    for at in (0..whole.len()).step_by(step) {
        assert!(casebook.read_case(Cursor::new(&whole[..at])).is_err(), "cut off at {at}");
        let mut changed = whole.clone();
        changed[at] ^= 0x11;
        // Fields of the container that mean nothing may differ; the content is the same then.
        if let Ok(imported) = casebook.read_case(Cursor::new(&changed)) {
            taken_in += 1;
            assert_eq!(imported.photos, 4);
            casebook.delete_case(imported.case, AT).expect("deleted");
        }
        assert!(casebook.cases().expect("read").is_empty());
    }
    assert!(taken_in < 8, "{taken_in}");
}

/// The file with its entries changed, and packed anew.
fn repacked(change: impl FnOnce(&mut Vec<(String, Vec<u8>)>)) -> Vec<u8> {
    let (_, _, whole) = exported();
    let mut zip = ZipArchive::new(Cursor::new(whole)).expect("a file");
    let mut entries = Vec::new();
    for at in 0..zip.len() {
        let mut entry = zip.by_index(at).expect("an entry");
        let mut content = Vec::new();
        entry.read_to_end(&mut content).expect("read");
        entries.push((entry.name().to_owned(), content));
    }
    change(&mut entries);
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer
            .start_file(name, SimpleFileOptions::default().compression_method(CompressionMethod::Stored))
            .expect("begun");
        writer.write_all(&content).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// Changes the list.
fn listed(entries: &mut [(String, Vec<u8>)], change: impl FnOnce(&mut serde_json::Value)) {
    let (_, list) = entries.iter_mut().find(|(name, _)| name == "case.json").expect("the list");
    let mut value = serde_json::from_slice(list).expect("JSON");
    change(&mut value);
    *list = serde_json::to_vec(&value).expect("JSON");
}

#[test]
fn hostile_files_are_refused_with_the_reason() {
    type Entries = Vec<(String, Vec<u8>)>;
    import(&repacked(|_| ())).expect("packed anew and not changed");
    let refused = |change: &dyn Fn(&mut Entries)| match import(&repacked(|entries| change(entries))) {
        Err(CasebookError::NotACase(reason)) => {
            assert!(reason.text().zh.ends_with('。'));
            reason
        }
        other => panic!("{other:?}"),
    };
    let in_list = |change: &dyn Fn(&mut serde_json::Value)| refused(&|entries| listed(entries, change));
    assert!(matches!(import(b"PK no"), Err(CasebookError::NotACase(NotACase::Container(_)))));
    assert!(matches!(refused(&|entries| entries.retain(|(name, _)| name != "case.json")), NotACase::List(_)));
    assert!(matches!(refused(&|entries| drop(entries.remove(0))), NotACase::List(_)));
    let evil = |entries: &mut Entries| entries.push(("../../evil".to_owned(), b"x".to_vec()));
    assert!(matches!(refused(&evil), NotACase::Entry(name) if name == "../../evil"));
    assert!(matches!(refused(&|entries| entries[0].1.push(b' ')), NotACase::TooLarge(_) | NotACase::Changed(_)));
    assert!(matches!(in_list(&|list| list["format"] = "catchlight.case/2".into()), NotACase::Format(_)));
    assert!(matches!(in_list(&|list| list["more"] = 1.into()), NotACase::List(_)));
    assert!(matches!(in_list(&|list| list["created_at"] = "once".into()), NotACase::List(_)));
    let renamed = |list: &mut serde_json::Value| list["files"][0]["name"] = "/etc/passwd".into();
    assert!(matches!(in_list(&renamed), NotACase::List(_)));
    assert!(matches!(in_list(&|list| list["files"][0]["bytes"] = (1_u64 << 40).into()), NotACase::TooLarge(_)));
    assert!(matches!(in_list(&|list| list["photos"][0]["stage"] = "waiting".into()), NotACase::List(_)));
    let digest = |list: &mut serde_json::Value| list["photos"][0]["sha256"] = "../..".into();
    assert!(matches!(in_list(&digest), NotACase::Photo(1, _)));
    // A report that was changed with all digests of the list.
    let forged = refused(&|entries| {
        let (_, report) = entries.iter_mut().find(|(name, _)| name.ends_with("report.json")).expect("a report");
        let text = String::from_utf8(report.clone()).expect("text").replacen("\"weighed\":0", "\"weighed\":1", 1);
        assert_ne!(text.as_bytes(), report);
        *report = text.into_bytes();
        let sha256 = catchlight_record::bundle::sha256(report);
        listed(entries, |list| list["files"][0]["sha256"] = sha256.into());
    });
    assert!(matches!(forged, NotACase::Photo(1, _)), "{forged:?}");
    let twice = refused(&|entries| {
        listed(entries, |list| {
            let (photos, first) = (&list["photos"], list["photos"][0]["sha256"].clone());
            assert_eq!(photos.as_array().map(Vec::len), Some(4));
            list["photos"][1]["sha256"] = first;
        });
    });
    assert!(matches!(twice, NotACase::Photo(2, _)), "{twice:?}");
    // Entries that say that they are compressed.
    let mut packed = repacked(|_| ());
    let headers: Vec<usize> = (0..packed.len() - 4).filter(|at| packed[*at..].starts_with(b"PK\x01\x02")).collect();
    headers.iter().for_each(|at| packed[at + 10] = 8);
    let packed = import(&packed);
    assert!(matches!(packed, Err(CasebookError::NotACase(_))), "{packed:?}");
}
