//! axe-core over the real page in the real web view, where colours, sizes and the focus are real. It is a package of
//! the page's tests and never part of the app: the driver hands it in.

use std::path::Path;

use serde_json::json;

use super::app::App;
use super::{at_stage, photos};

/// Brings axe-core into the page. The driver runs it; the page's own policy would let nothing in.
async fn bring_axe(app: &App) {
    let axe = crate::root().join("ui/node_modules/axe-core/axe.min.js");
    let axe = std::fs::read_to_string(axe).expect("axe-core, which `npm ci` in ui/ installs");
    let there = app.ask(&format!("{axe};\narguments[0](typeof window.axe);"), vec![]).await;
    assert_eq!(there, json!("object"), "axe-core did not start");
}

/// Fails when axe-core finds something serious or critical on what is shown now.
async fn nothing_serious(app: &App, place: &str) {
    let look = "const done = arguments[0];
        window.axe.run(document, { resultTypes: ['violations'] }).then(
          ({ violations }) => done(violations
            .filter(({ impact }) => impact === 'serious' || impact === 'critical')
            .flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160)))),
          (why) => done(['axe-core: ' + why]));";
    let found = app.ask(look, vec![]).await;
    assert_eq!(found, json!([]), "{place}");
}

/// Presses every element that the selector finds.
async fn press_all(app: &App, selector: &str) {
    let press = "const [selector, done] = arguments;
        for (const element of document.querySelectorAll(selector)) element.click();
        setTimeout(done, 300);";
    app.ask(press, vec![json!(selector)]).await;
}

async fn close_the_window(app: &App) {
    app.ask("document.querySelector('dialog[open]')?.close(); setTimeout(arguments[0], 100)", vec![]).await;
}

#[tokio::test]
async fn nothing_serious_is_found_on_any_screen_in_both_languages_and_schemes() {
    let (_folder, photos) = photos(2, 900, 700);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 2).await;
    app.get("evidence").await;
    bring_axe(&app).await;
    press_all(&app, "[data-testid='result-toggle'], details > summary").await;
    for (language, scheme) in [("language-en", "light"), ("language-zh", "dark")] {
        app.click(language).await;
        press_all(&app, &format!("[data-testid='theme-switch'] [data-value='{scheme}']")).await;
        let place = |screen: &str| format!("{screen}, {language}, {scheme}");
        nothing_serious(&app, &place("report")).await;
        for window in ["cases", "compare", "export", "open-reliability", "keys", "learn"] {
            press_all(&app, &format!("[data-testid='{window}']")).await;
            app.select("dialog[open]").await;
            nothing_serious(&app, &place(window)).await;
            close_the_window(&app).await;
        }
        app.click("view-together").await;
        app.get("together-conclusion").await;
        nothing_serious(&app, &place("together")).await;
        app.click("view-photos").await;
        app.get("report").await;
        press_all(&app, "[data-testid='result-toggle'][aria-expanded='false']").await;
    }
    app.close().await;

    let app = App::open::<&Path>(&[]).await;
    app.get("app-empty").await;
    bring_axe(&app).await;
    nothing_serious(&app, "empty").await;
    app.close().await;
}

/// Letters of twice the size, as the system or the web view may be asked for: nothing is cut off sideways.
#[tokio::test]
async fn letters_of_twice_the_size_cut_nothing_off() {
    let (_folder, photos) = photos(1, 900, 700);
    let app = App::open(&photos).await;
    app.until_count(&at_stage("examined"), 1).await;
    let wide = "document.documentElement.style.fontSize = '200%';
        setTimeout(() => arguments[0]([...document.querySelectorAll('[data-testid=app-empty], [data-testid=report], header')]
          .filter((element) => element.scrollWidth > element.clientWidth + 1 || element.getBoundingClientRect().right > innerWidth + 1)
          .map((element) => element.tagName + ' ' + element.scrollWidth + ' in ' + element.clientWidth)), 500);";
    let cut = app.ask(wide, vec![]).await;
    assert_eq!(cut, json!([]));
    app.close().await;
}
