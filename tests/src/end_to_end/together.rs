//! The photos of a case together, in the window.

use serde_json::{Value, json};

use super::app::App;
use super::{at_stage, is_chinese, photos};

#[tokio::test]
async fn the_photos_of_a_case_are_looked_at_together() {
    let (_folder, photos) = photos(5, 900, 700);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 5).await;
    app.click("view-together").await;
    app.get("together-conclusion").await;
    app.screenshot("together-en-light").await;

    let together = app
        .ask(
            "window.__TAURI_INTERNALS__.invoke('dossier', { chosen: 'all', compareFaces: true }).then(arguments[0])",
            vec![],
        )
        .await;
    let dossier = &together["dossier"];
    assert_eq!(dossier["format"], "catchlight.dossier/1");
    assert_eq!(together["photos"], json!([1, 2, 3, 4, 5]));
    // Each file is another, and all show the same.
    assert_eq!(dossier["groups"].as_array().map(Vec::len), Some(1), "{}", dossier["groups"]);
    let pictures = dossier["results"].as_array().expect("results").iter().flat_map(|across| {
        let artifacts = across["result"]["artifacts"].as_array().cloned().unwrap_or_default();
        artifacts.into_iter().filter_map(|artifact| artifact["content"]["image"].as_str().map(str::to_owned))
    });
    let keys: Vec<String> = pictures.collect();
    assert!(!keys.is_empty(), "{dossier}");
    for key in &keys {
        let width = app
            .ask(
                "const image = new Image(); image.onload = () => arguments[1](image.naturalWidth); \
                 image.onerror = () => arguments[1](0); \
                 image.src = window.__TAURI_INTERNALS__.convertFileSrc('dossier/' + arguments[0], 'catchlight');",
                vec![json!(key)],
            )
            .await;
        assert!(width.as_u64().is_some_and(|width| width > 0), "{key}: {width}");
    }

    app.ask("document.querySelectorAll('[data-testid=together-parts] button, [data-testid=together-parts] input')[1].click(); arguments[0](null)", vec![]).await;
    app.until_count("[data-testid='sheet-cell']", 5).await;
    app.screenshot("together-sheet-en-light").await;
    app.click("language-zh").await;
    let sheet = app.text("together").await;
    assert!(is_chinese(&sheet), "{sheet}");
    assert_ne!(together, Value::Null);
    app.close().await;
}
