use std::fs;

use super::*;

/// The first bytes of a JPEG.
const JPEG: &[u8] = &[0xff, 0xd8, 0xff, 0xe0, 0, 16, b'J', b'F', b'I', b'F', 0, 1, 1, 0, 0, 1, 0, 1, 0, 0];

fn names(expanded: &Expanded) -> Vec<String> {
    expanded
        .sources
        .iter()
        .map(|source| match source {
            Source::File(path) => receive::name_of(path),
            Source::Bytes { name, .. } => name.clone(),
        })
        .collect()
}

fn notice_has(expanded: &Expanded, words: &str) -> bool {
    expanded.notices.iter().any(|notice| notice.text.en.contains(words) && !notice.text.zh.is_empty())
}

#[test]
fn a_folder_gives_its_pictures_in_natural_order_and_tells_of_the_rest() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir_all(at("b/.hidden")).expect("folders");
    for name in ["10.jpg", "2.txt", "1.jpg", "b/3.jpg", ".secret.jpg", "b/.hidden/4.jpg"] {
        fs::write(at(name), JPEG).expect("a file");
    }
    fs::write(at("notes.jpg"), "not a picture").expect("a file");
    fs::write(at(".DS_Store"), "not a picture").expect("a file");
    let expanded = expand([folder.path()]);
    assert_eq!(names(&expanded), ["1.jpg", "2.txt", "10.jpg", "3.jpg"]);
    assert!(notice_has(&expanded, "known type: 1."), "{:?}", expanded.notices);
    assert!(notice_has(&expanded, "Hidden pictures left out of the folder: 1."), "{:?}", expanded.notices);
    assert_eq!(expand([folder.path()]), expanded, "the same folder gives the same list");
}

#[test]
fn a_file_named_directly_is_always_taken() {
    let expanded = expand(["/nowhere/notes.txt"]);
    assert_eq!(expanded.sources, [Source::File("/nowhere/notes.txt".into())]);
    assert!(expanded.notices.is_empty());
}

#[test]
fn an_empty_folder_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let expanded = expand([folder.path()]);
    assert!(expanded.sources.is_empty());
    assert!(notice_has(&expanded, "No picture"), "{:?}", expanded.notices);
}

#[test]
fn links_to_the_web_are_told_of_and_never_followed() {
    let expanded = expand(["https://example.org/a.jpg"]);
    assert!(expanded.sources.is_empty());
    assert!(notice_has(&expanded, "never goes online"), "{:?}", expanded.notices);
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends_and_a_file_behind_two_links_is_taken_once() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    fs::create_dir(at("inner")).expect("a folder");
    fs::write(at("inner/a.jpg"), JPEG).expect("a file");
    symlink(folder.path(), at("inner/back")).expect("a link");
    symlink(at("inner/a.jpg"), at("z.jpg")).expect("a link");
    symlink(at("gone.jpg"), at("broken.jpg")).expect("a link");
    let expanded = expand([folder.path()]);
    assert_eq!(names(&expanded), ["a.jpg"]);
    assert!(notice_has(&expanded, "lead back"), "{:?}", expanded.notices);
    assert!(notice_has(&expanded, "hold pictures: 1."), "{:?}", expanded.notices);
}
