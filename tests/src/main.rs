//! Tests that need more than one crate or the built programs, by concern.
#![allow(clippy::expect_used, clippy::panic, clippy::print_stdout, reason = "this is a test from end to end")]

mod account;
mod calibrate;
mod command_line;
mod custody;
mod decoder;
#[cfg(target_os = "linux")]
mod desktop;
#[cfg(target_os = "linux")]
mod end_to_end;
mod evaluate;
mod export;
mod hostile;
mod layering;
mod malformed;
mod mutants;
#[cfg(target_os = "linux")]
mod offline;
mod report;

use std::path::{Path, PathBuf};

/// Root of the project.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the project")
}

/// A built program: named by `variable`, else where a debug build of the workspace puts it. The tests
/// of the real programs are never skipped: without the program they fail and say how to build it.
fn program(variable: &str, name: &str, package: &str) -> PathBuf {
    let named = std::env::var_os(variable).map(PathBuf::from);
    // The tests themselves lie in <target>/debug/deps.
    let built = std::env::current_exe().ok().and_then(|test| Some(test.parent()?.parent()?.join(name)));
    let program = named.or(built).expect("a place for the program");
    assert!(
        program.is_file(),
        "{} is not there: build it with `cargo build -p {package}`, or name it in {variable}",
        program.display()
    );
    program
}

/// Whether set-up has fetched the fonts of printed reports; says that a test is skipped when not.
fn fonts_are_there() -> bool {
    let there = root().join(".setup/fonts").is_dir();
    if !there {
        println!("skipped: the fonts of printed reports are not set up");
    }
    there
}
