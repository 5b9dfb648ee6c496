//! What a confined process can still do.

use std::collections::BTreeMap;
use std::net::TcpListener;
use std::process::Command;

use super::*;

/// What a process can do, confined or not, as it says itself.
fn can(confined: bool) -> (String, BTreeMap<String, bool>) {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("readable");
    std::fs::write(&file, b"x").expect("a file");
    std::fs::write(folder.path().join("to-remove"), b"x").expect("a file");
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port of this machine");
    let port = listener.local_addr().expect("an address").port().to_string();
    let mut command = Command::new(PROGRAM);
    command.arg(&file).arg(folder.path()).arg(port);
    command.args(confined.then_some("confined"));
    let output = command.output().expect("it runs");
    assert!(output.status.success(), "{output:?}");
    let (said, complaint) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    println!("{said}{complaint}");
    assert_eq!(folder.path().join("written").exists(), !confined);
    assert_eq!(folder.path().join("to-remove").exists(), confined);
    let answers = said.lines().filter_map(|line| line.split_once(": "));
    (said.to_string(), answers.map(|(what, answer)| (what.to_owned(), answer == "yes")).collect())
}

const FORBIDDEN: [&str; 9] = [
    "read a file",
    "write a file",
    "list a folder",
    "remove a file",
    "connect",
    "listen",
    "send",
    "start a program",
    "take 1 GB",
];

#[test]
fn it_can_take_memory_and_start_threads_and_nothing_else() {
    let (said, can) = can(true);
    for what in FORBIDDEN {
        assert_eq!(can.get(what), Some(&false), "{what}");
    }
    for what in ["take 100 MB", "start a thread"] {
        assert_eq!(can.get(what), Some(&true), "{what}");
    }
    // A kernel may lack Landlock; every one that is still looked after has the rest.
    assert!(said.contains("memory: true, limits: true"), "{said}");
    assert!(said.contains("system_calls: true"), "{said}");
}

#[test]
fn one_that_is_not_confined_can_do_all_of_it() {
    let (_, can) = can(false);
    for what in FORBIDDEN {
        assert_eq!(can.get(what), Some(&true), "{what}");
    }
}
