//! Ways in which photos come into the app: drag, the system's dialog, the clipboard.

use std::path::Path;
use std::process::Stdio;

use serde_json::json;

use super::app::App;
use super::{at_stage, photos};
use crate::desktop::{Desktop, Running, wait_for};

/// Starts the program that offers files to others.
fn offer(desktop: &Desktop, how: &str, what: &[String]) -> Running {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/end_to_end/offer.py");
    let mut command = desktop.command("/usr/bin/python3");
    command.arg(script).arg(how).args(what).stdout(Stdio::null()).stderr(Stdio::null());
    let offering = Running::start(command);
    wait_for("the window that offers", || desktop.xdotool(["search", "--onlyvisible", "--name", "^offer$"]));
    offering
}

/// Drags from the offering window onto the app with the mouse.
fn drag_onto_the_app(desktop: &Desktop) {
    let window = |name: &str| wait_for(name, || desktop.xdotool(["search", "--onlyvisible", "--name", name]));
    let (source, target) = (window("^offer$"), window("Catchlight$"));
    let act = |arguments: &str| {
        assert!(desktop.xdotool(arguments.split_whitespace()).is_some(), "xdotool {arguments}");
        std::thread::sleep(std::time::Duration::from_millis(150));
    };
    act(&format!("windowmove --sync {target} 0 20"));
    act(&format!("windowmove --sync {source} 1300 300"));
    act(&format!("windowraise {source}"));
    act(&format!("mousemove --window {source} 40 100"));
    act("mousedown 1");
    // A drag begins and is noticed only while the pointer moves.
    for _ in 0..8 {
        act("mousemove_relative -- -60 5");
    }
    act("mousemove --window 0 600 400");
    act("mousemove_relative -- 3 3");
    act("mouseup 1");
}

#[tokio::test]
async fn a_file_dragged_onto_the_window_is_examined() {
    let (_folder, photos) = photos(1, 400, 300);
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    let _offering = offer(&app.desktop, "drag", &[format!("file://{}", photos[0].display())]);
    drag_onto_the_app(&app.desktop);
    app.until_count(&at_stage("examined"), 1).await;
    assert!(app.text("report").await.contains("photo-1.jpg"));
    app.close().await;
}

#[tokio::test]
async fn a_link_dragged_from_a_browser_is_told_of_and_not_followed() {
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    let _offering = offer(&app.desktop, "drag", &["https://example.org/photo.jpg".to_owned()]);
    drag_onto_the_app(&app.desktop);
    let notice = app.text("notice").await;
    assert!(notice.contains("never goes online"), "{notice}");
    assert_eq!(app.count("[data-testid='queue-item']").await, 0);
    app.close().await;
}

#[tokio::test]
async fn a_photo_is_chosen_in_the_systems_dialog() {
    let (_folder, photos) = photos(2, 400, 300);
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    // On a busy machine the dialog misses keys, and may close without a file.
    for _ in 0..3 {
        app.click("choose-files").await;
        app.desktop.choose_in_the_dialog(&photos[1]);
        if app.comes("[data-testid='queue-item']").await {
            break;
        }
    }
    app.until_count(&at_stage("examined"), 1).await;
    assert!(app.text("report").await.contains("photo-2.jpg"));
    app.close().await;
}

#[tokio::test]
async fn files_and_pixels_are_pasted() {
    let (_folder, photos) = photos(1, 400, 300);
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    app.click("paste").await;
    assert!(app.text("notice").await.contains("clipboard"), "an empty clipboard is told of");

    let offering = offer(&app.desktop, "copy", &[format!("file://{}", photos[0].display())]);
    app.click("paste").await;
    app.until_count(&at_stage("examined"), 1).await;
    assert!(app.text("report").await.contains("photo-1.jpg"));
    drop(offering);

    let _offering = offer(&app.desktop, "pixels", &["320".to_owned(), "200".to_owned()]);
    app.click("paste").await;
    app.until_count(&at_stage("examined"), 2).await;
    let report = app
        .ask("window.__TAURI_INTERNALS__.invoke('report', { id: 2 }).then((report) => arguments[0]([report.received.via, report.exhibit.picture.width, report.exhibit.picture.height]))", vec![])
        .await;
    assert_eq!(report, json!(["pasted_pixels", 320, 200]));
    app.close().await;
}
