//! Catchlight never goes online: the running programs open no socket but those of the desktop itself.

use std::path::{Path, PathBuf};
use std::process::Command;

use catchlight_rendered as rendered;

use super::desktop::{Desktop, Running};
use super::{program, root};

/// Sockets that never leave the machine: between its programs, and with its kernel.
const LOCAL: [&str; 2] = ["AF_UNIX", "AF_NETLINK"];

/// Runs a program, and all that it starts, under strace, which writes every socket to `trace`.
fn traced(mut strace: Command, trace: &Path, program: &Path) -> Command {
    strace.args(["-f", "-qq", "-e", "trace=socket,connect,bind", "-e", "signal=none", "-o"]).arg(trace).arg(program);
    strace
}

/// Calls in a trace that made, bound or connected a socket, and those among them that are not local.
fn sockets(trace: &Path) -> (usize, Vec<String>) {
    let text = std::fs::read_to_string(trace).expect("strace may trace here (ptrace is permitted)");
    let calls: Vec<&str> =
        text.lines().filter(|line| ["socket(", "connect(", "bind("].iter().any(|call| line.contains(call))).collect();
    let foreign =
        calls.iter().filter(|line| !LOCAL.iter().any(|local| line.contains(local))).map(|line| (*line).to_owned());
    (calls.len(), foreign.collect())
}

/// A photo whose metadata hold addresses, for a page that would load them.
fn photo_with_links(folder: &Path) -> PathBuf {
    let html = "<img src='http://192.0.2.1/a.png'><script>fetch('http://192.0.2.1/')</script>";
    let exif = rendered::Exif {
        software: Some(html.to_owned()),
        image_description: Some("http://192.0.2.1/b.png".to_owned()),
        ..rendered::Exif::of_camera()
    };
    let path = folder.join("links.jpg");
    let bytes = rendered::with_exif(&rendered::jpeg(&rendered::scene(640, 480, 3), 90), &exif);
    std::fs::write(&path, rendered::with_comment(&bytes, html.as_bytes())).expect("a file");
    path
}

#[test]
fn the_running_app_opens_no_socket_that_leaves_the_machine() {
    let app = program("CATCHLIGHT_APP", "catchlight-desktop", "catchlight-desktop");
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo_with_links(folder.path());
    let trace = folder.path().join("trace");
    let desktop = Desktop::start();
    let mut command = traced(desktop.command("strace"), &trace, &app);
    command.arg(&photo);
    let running = Running::start(command);
    // The page sets this title when it shows the photo.
    desktop.window_titled("links.jpg - Catchlight");
    // The report is on the page once its pictures have been asked for; give a page that wants more time.
    std::thread::sleep(std::time::Duration::from_secs(3));
    drop(running);
    let (calls, foreign) = sockets(&trace);
    assert!(calls > 0, "the app talked to the X server, so a trace without a socket saw nothing");
    assert!(foreign.is_empty(), "{foreign:#?}");
}

#[test]
fn the_command_line_opens_no_socket_that_leaves_the_machine() {
    let cli = program("CATCHLIGHT_CLI", "catchlight", "catchlight-cli");
    let folder = tempfile::tempdir().expect("a folder");
    let photo = photo_with_links(folder.path());
    let trace = folder.path().join("trace");
    // Decoded in a process of its own, which is traced as well.
    let heif = root().join("tests/exhibits/pixels/still.heic");
    let mut command = traced(Command::new("strace"), &trace, &cli);
    let output = command.args(["examine", "--json"]).args([&photo, &heif]).output().expect("strace");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stdout).matches("\"catchlight.report/1\"").count(), 2);
    let (_, foreign) = sockets(&trace);
    assert!(foreign.is_empty(), "{foreign:#?}");
}

#[test]
fn a_program_that_goes_online_is_noticed() {
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace");
    // A datagram to this machine's own discard port: a socket of the network that reaches nobody.
    let script = "exec 3>/dev/udp/127.0.0.1/9";
    let status =
        traced(Command::new("strace"), &trace, Path::new("bash")).args(["-c", script]).status().expect("strace");
    assert!(status.success());
    let (_, foreign) = sockets(&trace);
    assert!(foreign.iter().any(|line| line.contains("AF_INET")), "{foreign:?}");
}
