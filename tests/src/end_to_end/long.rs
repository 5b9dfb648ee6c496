//! What takes too long for every run of the tests, or measures: run by name, with `--ignored`. CONTRIBUTING has the
//! commands.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::app::App;
use super::cases::invoke;

/// Longer than any of this takes.
const LONG: Duration = Duration::from_secs(3_600);

/// The folder of photos that `CATCHLIGHT_PHOTOS` names; without one, as many rendered pictures.
fn given(count: usize) -> (Option<tempfile::TempDir>, Vec<PathBuf>) {
    let Some(folder) = std::env::var_os("CATCHLIGHT_PHOTOS") else {
        let (folder, photos) = super::photos(count, 1080, 1440);
        return (Some(folder), photos);
    };
    let mut photos: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path()).collect();
    photos.sort();
    photos.truncate(count);
    (None, photos)
}

/// Number and stage of every photo on screen, in order.
async fn stages(app: &App) -> Vec<(u64, String)> {
    let photos = invoke(app, "photos", json!({})).await;
    let of =
        |photo: &Value| (photo["id"].as_u64().unwrap_or(0), photo["stage"]["type"].as_str().unwrap_or("").to_owned());
    photos.as_array().expect("a list").iter().map(of).collect()
}

async fn until_examined(app: &App, wanted: usize) -> Vec<u64> {
    let begin = Instant::now();
    loop {
        let examined: Vec<u64> =
            stages(app).await.into_iter().filter(|(_, stage)| stage == "examined").map(|(id, _)| id).collect();
        if examined.len() >= wanted {
            return examined;
        }
        assert!(begin.elapsed() < LONG, "{} of {wanted} were examined", examined.len());
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
}

#[tokio::test]
#[ignore = "300 photos and 50 starts of the app: a quarter of an hour"]
async fn fifty_power_cuts_in_a_run_of_300_photos_lose_nothing() {
    const PHOTOS: usize = 300;
    const CUTS: usize = 50;
    let (_folder, photos) = given(PHOTOS);
    let mut app = App::open(&photos).await;
    let count = photos.len();
    // Reports as they were when they were first seen.
    let mut seen: BTreeMap<u64, Value> = BTreeMap::new();
    let mut further = 0;
    for cut in 1..=CUTS {
        let examined = until_examined(&app, count * cut / (CUTS + 1)).await;
        for id in examined.iter().filter(|id| !seen.contains_key(id)).copied().collect::<Vec<u64>>() {
            seen.insert(id, invoke(&app, "report", json!({ "id": id })).await);
        }
        // Another moment of the examination each time.
        tokio::time::sleep(Duration::from_millis(cut as u64 * 137 % 900)).await;
        app = App::open_on::<&PathBuf>(app.kill(), &[]).await;
        let after = stages(&app).await;
        assert_eq!(after.len(), count, "cut {cut}: a photo was lost or is there twice");
        let still = after.iter().filter(|(id, stage)| seen.contains_key(id) && stage == "examined").count();
        assert_eq!(still, seen.len(), "cut {cut}: a finished report was lost");
        further += usize::from(after.iter().any(|(id, stage)| stage == "examined" && !seen.contains_key(id)));
    }
    let examined = until_examined(&app, count).await;
    assert_eq!(examined.len(), count);
    for (id, report) in &seen {
        assert_eq!(&invoke(&app, "report", json!({ "id": id })).await, report, "photo {id} was examined twice");
    }
    let casebook = invoke(&app, "casebook", json!({})).await;
    assert_eq!(casebook["cases"][0]["photos"], json!(count));
    println!(
        "{count} photos, {CUTS} cuts: {} reports stayed as they were; after {further} cuts there were more",
        seen.len()
    );
    app.close().await;
}

/// Scrolls whatever scrolls around the first row of the queue, and notes how long each frame took.
const SCROLL: &str = "
    const row = document.querySelector('[data-testid=queue-item]');
    let list = row.parentElement;
    while (list && list.scrollHeight <= list.clientHeight + 10) list = list.parentElement;
    list = list ?? document.scrollingElement;
    window.__frames = [];
    let last = performance.now();
    let step = 12;
    const frame = (now) => {
      window.__frames.push(now - last);
      last = now;
      const before = list.scrollTop;
      list.scrollTop += step;
      if (list.scrollTop === before) step = -step;
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    arguments[0](list.scrollHeight - list.clientHeight);";

#[tokio::test]
#[ignore = "measures: frames of the page while 200 photos are examined"]
async fn how_long_frames_take_while_photos_are_examined() {
    let (_folder, photos) = given(200);
    let begin = Instant::now();
    let app = App::open(&photos).await;
    app.get("queue-item").await;
    let room = app.ask(SCROLL, vec![]).await;
    until_examined(&app, photos.len()).await;
    let took = begin.elapsed().as_secs_f64();
    let frames = app.ask("arguments[0](window.__frames.slice(1))", vec![]).await;
    let mut frames: Vec<f64> = frames.as_array().expect("frames").iter().filter_map(Value::as_f64).collect();
    frames.sort_by(f64::total_cmp);
    let at = |share: f64| frames.get((frames.len() as f64 * share) as usize).copied().unwrap_or(f64::NAN);
    println!(
        "{} photos in {took:.1} s, {:.2} a second, window included; {} px to scroll; {} frames: median {:.1} ms, 99 % {:.1} ms, \
         longest {:.1} ms, {} above 200 ms",
        photos.len(),
        photos.len() as f64 / took,
        room,
        frames.len(),
        at(0.5),
        at(0.99),
        frames.last().copied().unwrap_or(f64::NAN),
        frames.iter().filter(|frame| **frame > 200.0).count(),
    );
    app.close().await;
}
