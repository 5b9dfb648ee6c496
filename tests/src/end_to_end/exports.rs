//! What leaves the app: a bundle with a person's own evidence, and a page that others open.

use std::path::{Path, PathBuf};
use std::process::Command;

use catchlight_rendered as rendered;
use serde_json::json;

use super::app::App;
use super::{at_stage, photos};

/// What a person enters goes, marked as theirs, into a signed bundle, and the command line verifies it.
#[tokio::test]
async fn evidence_of_a_persons_own_is_exported_in_a_bundle_that_holds() {
    if !crate::fonts_are_there() {
        return;
    }
    let (folder, photos) = photos(1, 800, 600);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 1).await;
    app.get("evidence").await;
    app.get("evidence-by").await.send_keys("A reader").await.expect("a name");
    app.select("[data-testid='evidence-obtained'] option[value='messenger']").await.click().await.expect("a way");
    app.click("evidence-note-add").await;
    app.get("evidence-note-text").await.send_keys("The shadow falls the other way.").await.expect("a note");

    app.click("export").await;
    app.click("export-form-bundle").await;
    app.screenshot("export-en-light").await;
    app.click("export-write").await;
    let bundle = folder.path().join("photo.zip");
    app.desktop.choose_in_the_dialog(&bundle);
    let notice = app.text("notice").await;
    assert!(notice.contains("photo.zip"), "{notice}");
    let record = app
        .ask("window.__TAURI_INTERNALS__.invoke('record', { id: 1 }).then((record) => arguments[0](record))", vec![])
        .await;
    let events: Vec<&str> = record["chain"]
        .as_array()
        .expect("a chain")
        .iter()
        .filter_map(|entry| entry["event"]["type"].as_str())
        .collect();
    assert_eq!(events, ["received", "examined", "remarked", "exported"]);
    app.close().await;

    let cli = crate::program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli");
    let told = Command::new(cli).args(["verify", "--json"]).arg(&bundle).output().expect("a start");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stdout));
    // Nothing in a bundle is compressed, so that what was entered can be looked for.
    let bytes = std::fs::read(&bundle).expect("the bundle");
    let holds = |words: &[u8]| bytes.windows(words.len()).any(|window| window == words);
    assert!(holds(b"The shadow falls the other way.") && holds(b"\"how\": \"messenger\""));
}

/// What a script of the examined file would do if it ran.
const RUN: &str = "document.documentElement.dataset.ran=1";

/// The page that somebody is sent, about a file whose name and metadata are made to run.
fn page_about_a_hostile_file(folder: &Path) -> PathBuf {
    let scripts = [
        format!("<script>{RUN}</script>"),
        format!("<img src=x onerror=\"{RUN}\">"),
        format!("</title></style><svg onload={RUN}>"),
        "<iframe src=https://example.org></iframe><meta http-equiv=refresh content=\"0;url=https://example.org\">"
            .into(),
        "@import 'https://example.org/x.css'; } * { background: url(https://example.org/x.png) }".into(),
    ];
    let mut bytes = rendered::png(&rendered::scene(320, 240, 3));
    for (key, script) in ["parameters", "Software", "prompt", "Comment", "Title"].iter().zip(scripts) {
        bytes =
            rendered::png_with_text(&bytes, key, format!("{script}\nSteps: 20, Sampler: {script}, Seed: 1").as_bytes());
    }
    let photo = folder.join(format!("<img src=x onerror={RUN}>.png"));
    std::fs::write(&photo, bytes).expect("a file");
    let page = folder.join("page.html");
    let cli = crate::program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli");
    let export = ["export", "--language", "both", "--out"];
    let told = Command::new(cli).args(export).arg(&page).arg(&photo).output().expect("the program starts");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    page
}

/// The page in the browser that most people have: what stands in it once everything has loaded that wants to.
#[test]
fn chromium_finds_nothing_to_run_in_an_exported_page() {
    let folder = tempfile::tempdir().expect("a folder");
    let loaded = |page: &Path| {
        let mut chromium = Command::new("chromium");
        chromium.args(["--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000", "--dump-dom"]);
        chromium.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
        let told = chromium.arg(format!("file://{}", page.display())).env("HOME", folder.path()).output().ok()?;
        assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
        Some(String::from_utf8(told.stdout).expect("UTF-8"))
    };
    let control = folder.path().join("control.html");
    std::fs::write(&control, format!("<!doctype html><title>.</title><script>{RUN}</script>")).expect("a file");
    let Some(control) = loaded(&control) else {
        return println!("skipped: Chromium is not installed (package chromium)");
    };
    assert!(control.contains("data-ran"), "a script that may run is seen to run: {control}");
    let page = loaded(&page_about_a_hostile_file(folder.path())).expect("Chromium");
    assert!(!page.contains("data-ran"), "a script of the examined file ran");
    let escaped = format!("&lt;script&gt;{RUN}&lt;/script&gt;");
    assert!(page.contains(&escaped), "the characters of the file are shown as they are");
    for element in ["<script", "<iframe", "<object", "<embed", "<link", "<form", "onerror=\"", "onload=\""] {
        assert!(!page.replace(&format!("onerror=\"{RUN}\""), "").contains(element), "{element}");
    }
}

/// The page in the web view of the system.
#[tokio::test]
async fn an_exported_page_runs_and_loads_nothing_whatever_the_file_holds() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = page_about_a_hostile_file(folder.path());
    let Some(browser) = App::browse(&page).await else {
        return println!("skipped: there is no browser without the app here");
    };
    let seen = browser
        .ask(
            "const [script, done] = arguments;
             setTimeout(() => done({
               ran: document.documentElement.dataset.ran ?? null,
               address: location.protocol,
               scripts: document.querySelectorAll('script, iframe, object, embed, link, form').length,
               handlers: [...document.querySelectorAll('*')].filter((element) =>
                 [...element.attributes].some(({ name }) => name.startsWith('on'))).length,
               loaded: performance.getEntriesByType('resource').map(({ name }) => name.slice(0, 5))
                 .filter((name) => name !== 'data:'),
               broken: [...document.images].filter((image) => image.naturalWidth === 0).length,
               pictures: document.images.length,
               shown: document.body.innerText.includes(script),
             }), 1000)",
            vec![json!(format!("<script>{RUN}</script>"))],
        )
        .await;
    let pictures = seen["pictures"].as_u64().expect("a number");
    assert!(pictures > 0, "the page shows its pictures");
    let expected = json!({
        "ran": null, "address": "file:", "scripts": 0, "handlers": 0, "loaded": [], "broken": 0,
        "pictures": pictures, "shown": true,
    });
    assert_eq!(seen, expected);
    browser.close().await;
}
