//! What the decoder's process gives up before it reads a byte of the file.
//!
//! On Linux: memory beyond a bound, processor time, files and their content, core dumps, every part of the file
//! system (Landlock), and every system call that decoding does not need (seccomp). On other Unix systems: processor
//! time, files, core dumps. On Windows nothing; there it is a process that is watched and ended. Whatever a kernel
//! does not know is left out, and the rest holds.

#[cfg(target_os = "linux")]
mod file_system;
#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
mod system_calls;

use serde::{Deserialize, Serialize};

/// How much a decoder may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bounds {
    /// Address space beyond what the program itself takes, in bytes.
    pub memory: u64,
    /// Processor time of all threads together, in seconds.
    pub processor_seconds: u64,
}

/// What took effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Confinement {
    /// The bound of memory.
    pub memory: bool,
    /// The other limits of a process.
    pub limits: bool,
    /// No part of the file system can be reached.
    pub file_system: bool,
    /// System calls other than those of decoding fail.
    pub system_calls: bool,
}

/// Confines this process for good. What the system does not offer is left out: see what took effect.
pub fn confine(bounds: &Bounds) -> Confinement {
    #[cfg(target_os = "linux")]
    {
        // A decoder whose program was killed has nobody to answer to.
        let orphan = rustix::process::set_parent_process_death_signal(Some(rustix::process::Signal::KILL));
        note("the end with its parent", &orphan);
    }
    Confinement {
        memory: limit_memory(bounds.memory),
        limits: limit_time_and_writing(bounds.processor_seconds),
        file_system: leave_file_system(),
        // Both of the above need what these take away.
        system_calls: [forbid_files(), leave_system_calls()] == [true, true],
    }
}

/// Bounds the address space. Every thread's stack and every reserve of the allocator counts, used or not, which is
/// why the bound is a generous one.
#[cfg(target_os = "linux")]
fn limit_memory(more: u64) -> bool {
    /// What is taken for the program's own size where the kernel does not tell.
    const UNKNOWN_KIB: u64 = 2 << 20;
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let kib = |line: &str| line.strip_prefix("VmSize:")?.trim().strip_suffix("kB")?.trim().parse().ok();
    let own: u64 = status.lines().find_map(kib).unwrap_or(UNKNOWN_KIB) * 1024;
    limit(rustix::process::Resource::As, own.saturating_add(more))
}

#[cfg(not(target_os = "linux"))]
fn limit_memory(_more: u64) -> bool {
    false
}

#[cfg(unix)]
fn limit_time_and_writing(processor_seconds: u64) -> bool {
    use rustix::process::Resource;
    [limit(Resource::Cpu, processor_seconds), limit(Resource::Core, 0), limit(Resource::Fsize, 0)] == [true; 3]
}

#[cfg(not(unix))]
fn limit_time_and_writing(_processor_seconds: u64) -> bool {
    false
}

/// Lets no file and no socket be opened any more, for want of numbers: standard input, output and error keep theirs.
#[cfg(unix)]
fn forbid_files() -> bool {
    limit(rustix::process::Resource::Nofile, 3)
}

#[cfg(not(unix))]
fn forbid_files() -> bool {
    false
}

/// Sets a limit that cannot be raised again; one that is lower already stays.
#[cfg(unix)]
fn limit(resource: rustix::process::Resource, most: u64) -> bool {
    use rustix::process::{Rlimit, getrlimit, setrlimit};
    let most = getrlimit(resource).maximum.map_or(most, |before| before.min(most));
    let set = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    note(&format!("the limit {resource:?}"), &set);
    set.is_ok()
}

#[cfg(target_os = "linux")]
fn leave_file_system() -> bool {
    let left = file_system::leave();
    note("Landlock", &left);
    left.unwrap_or(false)
}

#[cfg(not(target_os = "linux"))]
fn leave_file_system() -> bool {
    false
}

#[cfg(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")))]
fn leave_system_calls() -> bool {
    let left = system_calls::leave();
    note("seccomp", &left);
    left.is_ok()
}

// A list of calls is one of an architecture.
#[cfg(not(all(target_os = "linux", any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64"))))]
fn leave_system_calls() -> bool {
    false
}

/// Tells whoever started this process of what did not take effect.
#[cfg(unix)]
fn note<T, E: std::fmt::Display>(what: &str, outcome: &Result<T, E>) {
    use std::io::Write as _;
    if let Err(error) = outcome {
        // Nobody is left to be told when this fails.
        drop(writeln!(std::io::stderr(), "the decoder goes on without {what}: {error}"));
    }
}
