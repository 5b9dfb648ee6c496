//! The real app in a real window, driven through tauri-driver and WebKitWebDriver.

use std::net::{Ipv4Addr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use fantoccini::elements::Element;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use crate::desktop::{Desktop, PATIENCE, Running};
use crate::{program, root};

/// A started app; everything it needs ends with it.
pub(super) struct App {
    pub(super) page: Client,
    _driver: Running,
    pub(super) desktop: Desktop,
}

impl App {
    /// Starts the app with these photos on its command line and waits for the page.
    pub(super) async fn open<P: AsRef<Path>>(photos: &[P]) -> Self {
        Self::open_on(Desktop::start(), photos).await
    }

    /// The same on a desktop on which the app may have run before.
    pub(super) async fn open_on<P: AsRef<Path>>(desktop: Desktop, photos: &[P]) -> Self {
        let app = program("CATCHLIGHT_APP", "catchlight-desktop", "catchlight-desktop");
        let port = free_port();
        let mut command = desktop.command(driver());
        command.args(["--port", &port.to_string(), "--native-port", &free_port().to_string()]);
        let arguments: Vec<String> = photos.iter().map(|photo| photo.as_ref().display().to_string()).collect();
        let options = json!({ "application": app, "args": arguments });
        let (page, driver) = session(command, port, "tauri:options", options).await;
        Self { page, _driver: driver, desktop }
    }

    /// Opens a file in the system's WebKit without the app, as somebody who was sent it would; `None` where
    /// the system brings no such browser.
    pub(super) async fn browse(file: &Path) -> Option<Self> {
        let mut folders = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
        let browser = folders
            .find_map(|folder| Some(folder.join("webkit2gtk-4.1/MiniBrowser")).filter(|browser| browser.is_file()))?;
        let desktop = Desktop::start();
        let port = free_port();
        let mut command = desktop.command("WebKitWebDriver");
        command.arg(format!("--port={port}"));
        let options = json!({ "binary": browser, "args": ["--automation"] });
        let (page, driver) = session(command, port, "webkitgtk:browserOptions", options).await;
        page.goto(&format!("file://{}", file.display())).await.expect("the page opens");
        Some(Self { page, _driver: driver, desktop })
    }

    /// Ends the app as a power cut would, and gives back its desktop.
    pub(super) fn kill(self) -> Desktop {
        let display = self.desktop.display();
        let of_this_desktop = |process: &Path| {
            let name = std::fs::read_to_string(process.join("comm")).unwrap_or_default();
            let environment = std::fs::read(process.join("environ")).unwrap_or_default();
            name.starts_with("catchlight-desk")
                && environment.split(|byte| *byte == 0).any(|variable| variable == display.as_bytes())
        };
        let processes = std::fs::read_dir("/proc").expect("the processes").flatten().map(|entry| entry.path());
        let app = processes.into_iter().find(|process| of_this_desktop(process)).expect("the app runs");
        let killed = Command::new("kill").arg("-9").arg(app.file_name().expect("a number")).status();
        assert!(killed.is_ok_and(|status| status.success()), "the app was not killed");
        self.desktop
    }

    /// The first element with this test id, once there is one.
    pub(super) async fn get(&self, testid: &str) -> Element {
        self.select(&format!("[data-testid='{testid}']")).await
    }

    /// The first element that the selector finds, once there is one.
    pub(super) async fn select(&self, selector: &str) -> Element {
        let begin = Instant::now();
        loop {
            if let Ok(element) = self.page.find(Locator::Css(selector)).await {
                return element;
            }
            assert!(begin.elapsed() < PATIENCE, "waited in vain for {selector}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// How many elements the selector finds now.
    pub(super) async fn count(&self, selector: &str) -> usize {
        self.page.find_all(Locator::Css(selector)).await.expect("the page answers").len()
    }

    /// Waits until the selector finds this many elements.
    pub(super) async fn until_count(&self, selector: &str, wanted: usize) {
        let begin = Instant::now();
        loop {
            let count = self.count(selector).await;
            if count == wanted {
                return;
            }
            assert!(begin.elapsed() < PATIENCE, "{selector}: {count} instead of {wanted}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }

    /// Whether the selector finds something within ten seconds.
    pub(super) async fn comes(&self, selector: &str) -> bool {
        for _ in 0..100 {
            if self.count(selector).await > 0 {
                return true;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        false
    }

    /// Clicks the element with this test id.
    pub(super) async fn click(&self, testid: &str) {
        self.get(testid).await.click().await.unwrap_or_else(|error| panic!("{testid}: {error}"));
    }

    /// The text of the element with this test id.
    pub(super) async fn text(&self, testid: &str) -> String {
        self.get(testid).await.text().await.expect("text")
    }

    /// Runs a script that calls its last argument with an answer.
    pub(super) async fn ask(&self, script: &str, arguments: Vec<serde_json::Value>) -> serde_json::Value {
        self.page.execute_async(script, arguments).await.expect("the script answers")
    }

    /// Writes a picture of the page to the folder that `CATCHLIGHT_SCREENSHOTS` names, if it does.
    pub(super) async fn screenshot(&self, name: &str) {
        let Some(folder) = std::env::var_os("CATCHLIGHT_SCREENSHOTS").map(PathBuf::from) else { return };
        std::fs::create_dir_all(&folder).expect("a folder");
        // A picture taken at once would show the frame before: the last change is painted later.
        self.ask(
            "const done = arguments[0];
             const loaded = [...document.images].map((image) => image.decode().catch(() => {}));
             const enough = new Promise((resolve) => setTimeout(resolve, 5000));
             Promise.race([Promise.all(loaded), enough]).then(() =>
               requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 500))));",
            vec![],
        )
        .await;
        let png = self.page.screenshot().await.expect("a screenshot");
        std::fs::write(folder.join(format!("{name}.png")), png).expect("a file");
    }

    /// Ends the session, and with it the app.
    pub(super) async fn close(self) {
        self.page.close().await.expect("the session ends");
    }
}

/// Starts a driver that listens on this port, and a session with these options.
async fn session(mut driver: Command, port: u16, name: &str, options: serde_json::Value) -> (Client, Running) {
    driver.stdout(Stdio::null()).stderr(Stdio::null());
    let driver = Running::start(driver);
    let capabilities = serde_json::Map::from_iter([(name.to_owned(), options)]);
    let begin = Instant::now();
    loop {
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities.clone());
        match builder.connect(&format!("http://127.0.0.1:{port}")).await {
            Ok(page) => return (page, driver),
            // The driver may not listen yet.
            Err(error) => assert!(begin.elapsed() < PATIENCE, "no session: {error}"),
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// tauri-driver: named by `CATCHLIGHT_TAURI_DRIVER`, else where the set-up puts it.
fn driver() -> PathBuf {
    let driver = std::env::var_os("CATCHLIGHT_TAURI_DRIVER")
        .map_or_else(|| root().join(".setup/cargo/bin/tauri-driver"), PathBuf::from);
    assert!(
        driver.is_file(),
        "{} is not there: `cargo install --locked tauri-driver@2.1.0 --root .setup/cargo`, or name it in CATCHLIGHT_TAURI_DRIVER",
        driver.display()
    );
    driver
}

/// A port that was free a moment ago.
fn free_port() -> u16 {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|listener| listener.local_addr()).expect("a port").port()
}
