//! A person's way through the real app: the built program, a real window, real files.

mod accessibility;
mod app;
mod cases;
mod exports;
mod long;
mod taking_in;
mod together;

use std::path::{Path, PathBuf};

use app::App;
use catchlight_rendered as rendered;
use serde_json::{Value, json};
use tempfile::TempDir;

/// A folder with `count` photos of this size, none the same file as another.
fn photos(count: usize, width: u32, height: u32) -> (TempDir, Vec<PathBuf>) {
    let folder = tempfile::tempdir().expect("a folder");
    let exif = rendered::Exif::of_camera();
    let bytes = rendered::with_exif(&rendered::jpeg(&rendered::scene(width, height, 11), 90), &exif);
    let paths = (1..=count)
        .map(|number| {
            let path = folder.path().join(format!("photo-{number}.jpg"));
            let bytes = rendered::with_comment(&bytes, format!("photo {number}").as_bytes());
            std::fs::write(&path, bytes).expect("a file");
            path
        })
        .collect();
    (folder, paths)
}

/// A selector of photos in the queue at this stage.
fn at_stage(stage: &str) -> String {
    format!("[data-testid='queue-item'][data-stage='{stage}']")
}

/// Whether text holds Chinese characters.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|character| ('\u{4e00}'..='\u{9fff}').contains(&character))
}

#[tokio::test]
async fn photos_on_the_command_line_get_reports_whose_findings_open() {
    let (_folder, photos) = photos(2, 1200, 900);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 2).await;
    assert!(!app.text("conclusion-title").await.is_empty());
    for group in ["group-ai", "group-camera", "group-could-not-look", "group-context"] {
        app.get(group).await;
    }
    assert!(app.text("report").await.contains("photo-1.jpg"));
    app.screenshot("report-en-light").await;

    let report = app
        .ask("window.__TAURI_INTERNALS__.invoke('report', { id: 1 }).then((report) => arguments[0](JSON.stringify(report)))", vec![])
        .await;
    if crate::root().join(".setup/onnxruntime").is_dir() {
        assert!(!report.to_string().contains("needs a learned model"), "the app did not find its models: {report}");
    } else {
        println!("skipped: ONNX Runtime is not set up, so learned models cannot run");
    }

    assert_eq!(app.count("[data-testid='result-body']").await, 0, "findings begin closed");
    app.click("result-toggle").await;
    let body = app.text("result-body").await;
    assert!(body.len() > 100, "an opened finding explains itself: {body}");
    app.screenshot("finding-en-light").await;
    app.close().await;
}

#[tokio::test]
async fn the_reader_learns_how_reliable_a_conclusion_is() {
    let (_folder, photos) = photos(1, 1200, 900);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 1).await;
    app.click("open-reliability").await;
    app.until_count("[data-testid='reliability'] table", 4).await;
    let page = app.text("reliability").await;
    assert!(page.contains("Learned look of the picture") && page.contains("Not tested"), "{page}");
    app.screenshot("reliability-en-light").await;
    app.close().await;
}

#[tokio::test]
async fn the_photo_is_shown_through_the_protocol_and_nothing_else_is_served() {
    let (_folder, photos) = photos(1, 900, 600);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 1).await;
    app.get("viewer-photo").await;
    let size = app
        .ask(
            "const done = arguments[0];
             const photo = document.querySelector('[data-testid=viewer-photo]');
             const image = photo.matches('img') ? photo : photo.querySelector('img');
             const tell = () => done([image.naturalWidth, image.naturalHeight]);
             if (image.complete) tell(); else { image.onload = tell; image.onerror = tell; }",
            vec![],
        )
        .await;
    assert_eq!(size, json!([900, 600]));

    let load = "const [address, done] = arguments;
        const image = new Image();
        image.onload = () => done('loaded');
        image.onerror = () => done('refused');
        image.src = address;";
    let loaded = async |address: &str| app.ask(load, vec![json!(address)]).await;
    assert_eq!(loaded("catchlight://localhost/photo%2F1%2Fthumbnail").await, json!("loaded"));
    for address in [
        "catchlight://localhost/photo%2F2%2Fview",
        "catchlight://localhost/photo%2F1%2Fartifact%2Fno%2Fsuch",
        "catchlight://localhost/photo/1/artifact/..%2F..%2Fetc%2Fpasswd",
        "catchlight://localhost/",
    ] {
        assert_eq!(loaded(address).await, json!("refused"), "{address}");
    }
    app.close().await;
}

#[tokio::test]
async fn the_page_may_load_nothing_from_elsewhere() {
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    let blocked = app
        .ask(
            "const done = arguments[0];
             addEventListener('securitypolicyviolation', (event) => done(event.effectiveDirective));
             setTimeout(() => done('nothing was blocked'), 10000);
             new Image().src = 'http://127.0.0.1:9/a.png';",
            vec![],
        )
        .await;
    assert_eq!(blocked, json!("img-src"));
    let globals = app.ask("arguments[0](typeof window.__TAURI__)", vec![]).await;
    assert_eq!(globals, json!("undefined"), "the shell's interface is not a global of the page");
    app.close().await;
}

#[tokio::test]
async fn the_page_may_ask_only_what_it_needs() {
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    let invoke = "const [command, given, done] = arguments;
        window.__TAURI_INTERNALS__.invoke(command, given).then(() => done('allowed'), (why) => done('refused: ' + JSON.stringify(why)));";
    for command in [
        "plugin:window|create",
        "plugin:webview|create_webview_window",
        "plugin:app|version",
        "plugin:path|resolve_directory",
    ] {
        let answer = app.ask(invoke, vec![json!(command), json!({})]).await;
        assert!(answer.as_str().is_some_and(|answer| answer.starts_with("refused")), "{command}: {answer}");
    }
    let answer = app.ask(invoke, vec![json!("report"), json!({ "id": 7 })]).await;
    assert!(
        answer.as_str().is_some_and(|answer| answer.contains("no_report") && answer.contains("zh-Hans")),
        "{answer}"
    );
    app.close().await;
}

#[tokio::test]
async fn both_languages_and_both_colour_schemes() {
    let (_folder, photos) = photos(1, 1200, 900);
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    app.screenshot("empty-en-light").await;
    app.click("language-zh").await;
    assert!(is_chinese(&app.text("app-empty").await));
    app.screenshot("empty-zh-light").await;
    app.close().await;

    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 1).await;
    let english = app.text("conclusion-title").await;
    assert!(!is_chinese(&english), "{english}");
    app.click("result-toggle").await;
    app.click("language-zh").await;
    let chinese = app.text("conclusion-title").await;
    assert!(is_chinese(&chinese), "{chinese}");
    assert!(is_chinese(&app.text("result-body").await));
    let language = app.ask("arguments[0](document.documentElement.lang)", vec![]).await;
    assert!(language.as_str().is_some_and(|language| language.starts_with("zh")), "{language}");
    app.screenshot("report-zh-light").await;

    let background = "arguments[0](getComputedStyle(document.body).backgroundColor)";
    let light = app.ask(background, vec![]).await;
    app.select("[data-testid='theme-switch'] button:last-of-type, button[data-testid='theme-switch']")
        .await
        .click()
        .await
        .expect("a click");
    let dark = app.ask(background, vec![]).await;
    assert_ne!(light, dark, "the colour scheme changed nothing");
    app.screenshot("report-zh-dark").await;
    app.click("language-en").await;
    assert_eq!(app.text("conclusion-title").await, english);
    app.screenshot("report-en-dark").await;
    app.close().await;
}

#[tokio::test]
async fn a_queue_of_many_photos_is_cancelled() {
    let (folder, _) = photos(60, 2400, 1800);
    let app = App::open(&[folder.path()]).await;
    app.select(&at_stage("waiting")).await;
    // The last photo in sight is cancelled alone.
    let last = "[...document.querySelectorAll('[data-testid=queue-item][data-stage=waiting]')].at(-1)";
    let alone = app.ask(&format!("const item = {last}; item.querySelector('[data-testid=cancel-item]').click(); arguments[0](item.dataset.photoId)"), vec![]).await;
    let alone = alone.as_str().expect("an id").to_owned();
    app.select(&format!("[data-photo-id='{alone}'][data-stage='cancelled']")).await;
    assert!(app.count(&at_stage("waiting")).await > 0, "the others still wait");
    app.screenshot("queue-en-light").await;

    app.click("cancel-all").await;
    app.until_count(&at_stage("waiting"), 0).await;
    app.until_count(&at_stage("examining"), 0).await;
    let stages = app
        .ask(
            "window.__TAURI_INTERNALS__.invoke('photos').then((photos) => arguments[0](photos.map((photo) => photo.stage.type)))",
            vec![],
        )
        .await;
    let stages: Vec<&str> = stages.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
    assert_eq!(stages.len(), 60);
    assert!(stages.iter().all(|stage| ["examined", "cancelled"].contains(stage)), "{stages:?}");
    assert!(stages.iter().filter(|stage| **stage == "cancelled").count() > 1, "{stages:?}");
    assert_eq!(app.count("[data-testid='cancel-all']").await, 0, "nothing is left to cancel");
    app.close().await;
}

#[tokio::test]
async fn removing_the_last_photo_leads_back_to_the_beginning() {
    let (_folder, photos) = photos(2, 400, 300);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 2).await;
    app.click("remove-item").await;
    app.until_count("[data-testid='queue-item']", 1).await;
    assert!(app.text("report").await.contains("photo-2.jpg"));
    app.click("remove-item").await;
    app.get("app-empty").await;
    app.close().await;
}
