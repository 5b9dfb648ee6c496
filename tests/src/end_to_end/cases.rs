//! What is kept from one start of the app to the next.

use std::path::Path;

use serde_json::{Value, json};

use super::app::App;
use super::{at_stage, photos};

pub(super) async fn invoke(app: &App, command: &str, given: Value) -> Value {
    let script = "const [command, given, done] = arguments;
        window.__TAURI_INTERNALS__.invoke(command, given).then(done, (why) => done({ refused: why }));";
    app.ask(script, vec![json!(command), given]).await
}

#[tokio::test]
async fn after_a_power_cut_nothing_is_lost_and_nothing_is_examined_twice() {
    // So many that some still wait when the first is done, however slow this test is: a case in which nothing waits is
    // not opened by itself.
    const PHOTOS: usize = 12;
    let (_folder, photos) = photos(PHOTOS, 900, 700);
    let app = App::open(&photos).await;
    app.select(&at_stage("examined")).await;
    // Any of those that are examined at the same time may end first.
    let listed = invoke(&app, "photos", json!({})).await;
    let mut photos_there = listed.as_array().expect("a list").iter();
    let first =
        photos_there.find(|photo| photo["stage"]["type"] == "examined").expect("an examined photo")["id"].clone();
    let before = invoke(&app, "report", json!({ "id": first })).await;
    let desktop = app.kill();

    let app = App::open_on::<&Path>(desktop, &[]).await;
    app.until_count(&at_stage("examined"), PHOTOS).await;
    assert_eq!(invoke(&app, "report", json!({ "id": first })).await, before, "a finished report is as it was");
    let listed = invoke(&app, "photos", json!({})).await;
    let names: Vec<&str> =
        listed.as_array().expect("a list").iter().filter_map(|photo| photo["name"].as_str()).collect();
    let given: Vec<String> = (1..=PHOTOS).map(|number| format!("photo-{number}.jpg")).collect();
    assert_eq!(names, given);
    let casebook = invoke(&app, "casebook", json!({})).await;
    assert_eq!(casebook["cases"].as_array().expect("cases").len(), 1);
    assert_eq!(casebook["cases"][0]["photos"], PHOTOS);
    app.close().await;
}

#[tokio::test]
async fn a_case_is_found_again_and_deleted_wholly() {
    let (_folder, photos) = photos(2, 900, 700);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 2).await;
    let open = invoke(&app, "casebook", json!({})).await["open"].clone();
    assert_eq!(invoke(&app, "rename_case", json!({ "id": open, "name": "小红书 @someone" })).await, Value::Null);
    assert_eq!(invoke(&app, "begin_case", json!({ "name": "another" })).await, Value::Null);
    app.until_count("[data-testid='queue-item']", 0).await;

    let hits = invoke(&app, "search", json!({ "search": { "text": "someone photo-2" } })).await;
    assert_eq!((&hits["all"], &hits["hits"][0]["name"]), (&json!(1), &json!("photo-2.jpg")), "{hits}");
    let compared = invoke(&app, "compare", json!({ "one": 1, "other": 2 })).await;
    assert_eq!(compared["same_file"], json!(false), "{compared}");

    let folder = app.desktop.data("catchlight/casebook");
    let holds = |words: &str| files(&folder).iter().any(|bytes| contains(bytes, words.as_bytes()));
    assert!(holds("@someone") && holds("photo-2.jpg"));
    assert_eq!(invoke(&app, "delete_case", json!({ "id": open })).await, json!(2));
    assert!(!holds("@someone") && !holds("photo-2.jpg"), "something of a deleted case is still on the disk");
    app.close().await;
}

#[tokio::test]
async fn nothing_is_kept_when_that_was_chosen() {
    let (_folder, photos) = photos(1, 900, 700);
    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    assert_eq!(invoke(&app, "keep", json!({ "nothing": true })).await, Value::Null);
    let desktop = app.kill();
    let app = App::open_on(desktop, &photos).await;
    app.until_count(&at_stage("examined"), 1).await;
    let casebook = invoke(&app, "casebook", json!({})).await;
    assert_eq!(casebook["folder"], Value::Null, "{casebook}");
    let folder = app.desktop.data("catchlight/casebook");
    assert!(!files(&folder).iter().any(|bytes| contains(bytes, b"photo-1.jpg")));
    app.close().await;
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => found.extend(files(&path)),
            path => found.extend(std::fs::read(path)),
        }
    }
    found
}

fn contains(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}
