//! A desktop of its own for each test: an X server without a screen, a window manager, a message bus
//! and empty folders for settings, so that nothing is shared with the desktop that runs the tests.

use std::io::{BufRead as _, BufReader};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longer than anything here takes; only a failing test waits that long.
pub(crate) const PATIENCE: Duration = Duration::from_secs(120);

/// An X server, a window manager and a message bus. All end when it is dropped.
pub(crate) struct Desktop {
    display: String,
    bus: String,
    home: TempDir,
    _running: Vec<Running>,
}

impl Desktop {
    /// Starts an empty desktop of 1400 x 900 pixels.
    pub(crate) fn start() -> Self {
        // The server chooses a free number and writes it; no other way is free of races.
        let mut server = Command::new("Xvfb");
        server.args(["-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"]);
        let (server, number) = Running::announcing(server);
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile", "--print-address=1"]);
        let (bus, address) = Running::announcing(bus);
        let mut desktop = Self {
            display: format!(":{number}"),
            bus: address,
            home: tempfile::tempdir().expect("a folder"),
            _running: vec![bus, server],
        };
        let mut windows = desktop.command("openbox");
        windows.stdout(Stdio::null()).stderr(Stdio::null());
        desktop._running.insert(0, Running::start(windows));
        desktop
    }

    /// A command whose windows appear on this desktop.
    pub(crate) fn command(&self, program: impl AsRef<Path>) -> Command {
        let mut command = Command::new(program.as_ref());
        command
            .env("DISPLAY", &self.display)
            .env("DBUS_SESSION_BUS_ADDRESS", &self.bus)
            .env("HOME", self.home.path())
            .env("LANG", "C.UTF-8")
            .env("GTK_IM_MODULE", "gtk-im-context-simple")
            // A key store that is installed here would ask for its password.
            .env("CATCHLIGHT_KEYS", self.home.path().join("keys"))
            .env_remove("LANGUAGE")
            .env_remove("LC_ALL")
            .env_remove("WAYLAND_DISPLAY");
        for (variable, folder) in [
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_RUNTIME_DIR", "runtime"),
        ] {
            let folder = self.home.path().join(folder);
            std::fs::create_dir_all(&folder).expect("a folder");
            command.env(variable, folder);
        }
        command
    }

    /// The variable that names this desktop to its programs, with its value.
    pub(crate) fn display(&self) -> String {
        format!("DISPLAY={}", self.display)
    }

    /// A place among the user's data on this desktop.
    pub(crate) fn data(&self, name: &str) -> PathBuf {
        self.home.path().join("data").join(name)
    }

    /// Runs xdotool and returns what it printed; `None` when it found nothing.
    pub(crate) fn xdotool<'a>(&self, arguments: impl IntoIterator<Item = &'a str>) -> Option<String> {
        let output = self.command("xdotool").args(arguments).output().expect("xdotool");
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// Waits for a visible window whose title ends so, and returns the title.
    pub(crate) fn window_titled(&self, ending: &str) -> String {
        wait_for(&format!("a window titled …{ending}"), || {
            let titles = self.xdotool(["search", "--onlyvisible", "--name", ".", "getwindowname", "%@"])?;
            titles.lines().find(|title| title.ends_with(ending)).map(str::to_owned)
        })
    }

    /// Waits for the system's file dialog and types a path into it, until it closes: keys that come before
    /// the dialog listens are lost.
    pub(crate) fn choose_in_the_dialog(&self, path: &Path) {
        let dialog = || self.xdotool(["search", "--onlyvisible", "--name", "^(Open|Save|Select|Choose|Pick)"]);
        wait_for("the file dialog", dialog);
        let path = path.display().to_string();
        wait_for("the file dialog to close", || {
            let Some(windows) = dialog() else { return Some(()) };
            let window = windows.lines().next()?;
            // What an earlier attempt left is replaced; a path that begins with a slash opens the line for paths.
            for keys in [
                &["windowactivate", "--sync", window][..],
                &["key", "ctrl+a"],
                &["type", "--delay", "20", &path],
                &["key", "Return"],
            ] {
                self.xdotool(keys.iter().copied());
                std::thread::sleep(std::time::Duration::from_millis(500));
            }
            std::thread::sleep(std::time::Duration::from_secs(2));
            dialog().is_none().then_some(())
        });
    }
}

/// Asks again and again until there is an answer.
pub(crate) fn wait_for<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(begin.elapsed() < PATIENCE, "waited in vain for {what}");
        std::thread::sleep(Duration::from_millis(100));
    }
}

/// A program that runs beside the test, with everything it started.
pub(crate) struct Running(Child);

impl Running {
    /// Starts a program as the head of a process group of its own.
    pub(crate) fn start(mut command: Command) -> Self {
        let child = command.process_group(0).stdin(Stdio::null()).spawn();
        Self(child.unwrap_or_else(|error| panic!("{} did not start: {error}", command.get_program().to_string_lossy())))
    }

    /// Starts a program and waits for the first line that it prints.
    fn announcing(mut command: Command) -> (Self, String) {
        command.stdout(Stdio::piped()).stderr(Stdio::null());
        let program = command.get_program().to_string_lossy().into_owned();
        let mut running = Self::start(command);
        let mut line = String::new();
        let output = running.0.stdout.take().expect("a pipe");
        BufReader::new(output).read_line(&mut line).expect("a line");
        assert!(!line.trim().is_empty(), "{program} ended at once");
        (running, line.trim().to_owned())
    }

    /// Whether it has ended by itself.
    pub(crate) fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Only this group, which this test started: -TERM first, so that programs end what they began.
        let group = format!("-{}", self.0.id());
        let signal =
            |signal: &str| drop(Command::new("kill").args([signal, "--", &group]).stderr(Stdio::null()).status());
        signal("-TERM");
        let begin = Instant::now();
        while !self.has_ended() && begin.elapsed() < Duration::from_secs(5) {
            std::thread::sleep(Duration::from_millis(20));
        }
        signal("-KILL");
        drop(self.0.wait());
    }
}
