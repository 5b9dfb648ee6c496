//! `catchlight selftest`: the program's test of itself.

use std::process::ExitCode;

use catchlight_forensics::{Cancel, self_test};
use catchlight_inference::Installed;

use crate::arguments::{EXIT_INCOMPLETE, EXIT_INTERRUPTED};
use crate::output;

/// Examines the golden pictures and prints what differed.
pub(crate) fn run(cancel: &Cancel) -> ExitCode {
    let Some(ended) = self_test::run(&Installed::find(None), cancel) else {
        return ExitCode::from(EXIT_INTERRUPTED);
    };
    for text in &ended.untested {
        output::print(&format!("Not tested: {}", text.en));
    }
    for text in &ended.differed {
        output::print(&format!("Differs: {}", text.en));
    }
    let differed = ended.differed.len();
    output::print(&format!("{} scores compared, {differed} differed.", ended.compared));
    if differed == 0 { ExitCode::SUCCESS } else { ExitCode::from(EXIT_INCOMPLETE) }
}
