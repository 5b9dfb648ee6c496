//! One process that is ended for certain.

use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::wire::{ARGUMENT, Task};

/// What a program may need of its surroundings to start at all; the rest is none of a decoder's business.
const KEPT: &[&str] = &["DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH", "PATH", "SystemRoot"];

/// How often it is looked whether a process has ended.
const GLANCE: Duration = Duration::from_millis(5);

/// A decoder's process. It ends when this is dropped.
pub(super) struct Process {
    child: Child,
    over: bool,
}

/// Its standard input, output and error.
pub(super) struct Streams {
    pub(super) file: ChildStdin,
    pub(super) answer: ChildStdout,
    pub(super) said: ChildStderr,
}

impl Process {
    pub(super) fn start(
        program: &Path,
        arguments: &[OsString],
        task: &Task,
        threads: usize,
    ) -> io::Result<(Self, Streams)> {
        let mut command = Command::new(program);
        command.args(arguments).arg(ARGUMENT).arg(serde_json::to_string(task)?);
        command.env_clear().envs(KEPT.iter().filter_map(|name| Some((name, std::env::var_os(name)?))));
        command.env("RAYON_NUM_THREADS", threads.to_string());
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        apart(&mut command);
        let mut process = Self { child: command.spawn()?, over: false };
        let Child { stdin, stdout, stderr, .. } = &mut process.child;
        match (stdin.take(), stdout.take(), stderr.take()) {
            (Some(file), Some(answer), Some(said)) => Ok((process, Streams { file, answer, said })),
            _ => Err(io::Error::other("a pipe is missing")),
        }
    }

    /// How it ended, if it does so by itself within this time.
    pub(super) fn ended_within(&mut self, time: Duration) -> Option<ExitStatus> {
        let deadline = Instant::now() + time;
        loop {
            match self.child.try_wait() {
                Ok(None) if Instant::now() < deadline => thread::sleep(GLANCE),
                Ok(Some(status)) => {
                    self.over = true;
                    return Some(status);
                }
                Ok(None) | Err(_) => return None,
            }
        }
    }

    /// Ends it, and whatever it may have started, and leaves nothing behind in the system's list of processes.
    pub(super) fn end(&mut self) {
        if self.over {
            return;
        }
        self.over = true;
        #[cfg(unix)]
        if let Some(group) = i32::try_from(self.child.id()).ok().and_then(rustix::process::Pid::from_raw) {
            // Fails where everything has ended already.
            let _ended = rustix::process::kill_process_group(group, rustix::process::Signal::KILL);
        }
        drop(self.child.kill());
        if let Err(error) = self.child.wait() {
            tracing::error!(%error, "the decoder's process could not be waited for");
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.end();
    }
}

/// Sets a process apart from the terminal's: Ctrl-C lets the photo in hand end as a partial report, and a decoder
/// that ended with it would look like one that broke down.
fn apart(command: &mut Command) {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    #[cfg(windows)]
    {
        const CREATE_NEW_PROCESS_GROUP: u32 = 0x0000_0200;
        const CREATE_NO_WINDOW: u32 = 0x0800_0000;
        std::os::windows::process::CommandExt::creation_flags(command, CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW);
    }
}
