//! `catchlight`: the command line.

mod account;
mod arguments;
mod calibrate;
mod evaluate;
mod examine;
mod export;
mod help;
mod labelled;
mod output;
mod self_test;
mod stream;
mod summary;
mod verify;

use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context as _;
use catchlight_forensics::Cancel;
use clap::Parser as _;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use arguments::{Arguments, Command};

fn main() -> ExitCode {
    if let Some(code) = catchlight_worker::take_over() {
        return code;
    }
    let arguments = Arguments::parse();
    // `RUST_LOG=catchlight_forensics=debug` tells how long each check took.
    tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::from_default_env())
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(std::io::stderr)
        .init();
    match run(arguments) {
        Ok(code) => code,
        Err(error) => {
            output::complain(&format!("catchlight: {error:#}"));
            ExitCode::from(arguments::EXIT_INCOMPLETE)
        }
    }
}

fn run(arguments: Arguments) -> anyhow::Result<ExitCode> {
    let cancel = Arc::new(Cancel::default());
    let interrupt = Arc::clone(&cancel);
    ctrlc::set_handler(move || {
        // The first signal lets the photo in hand end as a partial report; the second one leaves.
        if interrupt.is_set() {
            std::process::exit(i32::from(arguments::EXIT_INTERRUPTED));
        }
        interrupt.set();
    })
    .context("the interrupt signal could not be caught")?;
    match arguments.command {
        Command::Account(account) => account::run(&account, &cancel),
        Command::Examine(examine) if examine.jsonl => stream::run(examine.into.as_deref(), examine.pictures(), &cancel),
        Command::Examine(examine) => examine::run(&examine, &cancel),
        Command::Evaluate(evaluate) => evaluate::run(&evaluate, &cancel),
        Command::Export(export) => export::run(&export, &cancel),
        Command::Calibrate(calibrate) => calibrate::run(&calibrate, &cancel),
        Command::Verify(verify) => verify::run(&verify, &cancel),
        Command::Key => verify::key(),
        Command::Timestamp(timestamp) => verify::timestamp(&timestamp),
        Command::Completions { shell } => help::completions(shell),
        Command::Manual { command } => help::manual(command.as_deref()),
        Command::SelfTest => Ok(self_test::run(&cancel)),
    }
}
