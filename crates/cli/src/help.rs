//! Completions for shells and manual pages, made from the arguments themselves.

use std::io;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::arguments::Arguments;

/// Prints completions for a shell.
///
/// # Errors
/// Standard output cannot be written.
pub(crate) fn completions(shell: Shell) -> anyhow::Result<ExitCode> {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "catchlight", &mut script);
    io::Write::write_all(&mut io::stdout().lock(), &script)?;
    Ok(ExitCode::SUCCESS)
}

/// Prints a manual page (roff): of the program, or of one of its commands.
///
/// # Errors
/// There is no such command, or standard output cannot be written.
pub(crate) fn manual(command: Option<&str>) -> anyhow::Result<ExitCode> {
    let whole = Arguments::command();
    let page = match command {
        None => whole,
        Some(name) => {
            let found = whole.get_subcommands().find(|command| command.get_name() == name && !command.is_hide_set());
            let found = found.cloned().with_context(|| format!("there is no command {name}"))?;
            // As manual pages are named, and the whole way to it as it is typed.
            found.display_name(format!("catchlight-{name}")).bin_name(format!("catchlight {name}"))
        }
    };
    let title = command.map_or_else(|| "catchlight".to_owned(), |name| format!("catchlight-{name}"));
    clap_mangen::Man::new(page).title(title).render(&mut io::stdout().lock())?;
    Ok(ExitCode::SUCCESS)
}
