//! seccomp: the system calls that decoding needs, and no other. What is not listed fails as if the kernel did not
//! know it, which is what C libraries are prepared for.

use std::collections::BTreeMap;
use std::env::consts::ARCH;

use seccompiler::SeccompCmpArgLen::{Dword, Qword};
use seccompiler::{
    BackendError, BpfProgram, Error, SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter,
    SeccompRule, apply_filter, apply_filter_all_threads,
};

/// Allowed whatever their arguments: memory that is there, threads that are there, the clock, chance, and an end.
/// What is also asked for where it does not matter whether it fails (names of threads, say) is left out.
const ALLOWED: &[i64] = &[
    libc::SYS_brk,
    libc::SYS_clock_gettime,
    libc::SYS_clock_nanosleep,
    libc::SYS_close,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_futex,
    libc::SYS_getpid,
    libc::SYS_getrandom,
    libc::SYS_gettid,
    libc::SYS_madvise,
    libc::SYS_mremap,
    libc::SYS_munmap,
    libc::SYS_nanosleep,
    libc::SYS_restart_syscall,
    libc::SYS_rseq,
    libc::SYS_rt_sigaction,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigreturn,
    libc::SYS_sched_getaffinity,
    libc::SYS_sched_yield,
    libc::SYS_set_robust_list,
    libc::SYS_sigaltstack,
];

/// Leaves all other system calls, on every thread that there may be.
pub(super) fn leave() -> Result<(), Error> {
    let filter = filter()?;
    apply_filter_all_threads(&filter).or_else(|_| apply_filter(&filter))
}

fn filter() -> Result<BpfProgram, BackendError> {
    let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|call| (*call, Vec::new())).collect();
    let own = u64::from(std::process::id());
    rules.extend([
        // The file, the answer, and a last word before an end.
        (libc::SYS_read, vec![rule([equal(0, 0)?])?]),
        (libc::SYS_write, vec![rule([equal(0, 1)?])?, rule([equal(0, 2)?])?]),
        (libc::SYS_writev, vec![rule([equal(0, 2)?])?]),
        // Memory without a file behind it and without the right to be run.
        (libc::SYS_mmap, vec![rule([masked(2, Dword, PROT_EXEC, 0)?, masked(3, Dword, ANONYMOUS, ANONYMOUS)?])?]),
        (libc::SYS_mprotect, vec![rule([masked(2, Dword, PROT_EXEC, 0)?])?]),
        // A thread and no process. `clone3` keeps its flags where no filter sees them; without it, C libraries
        // take `clone`.
        (libc::SYS_clone, vec![rule([masked(0, Qword, THREAD | NEW_USER, THREAD)?])?]),
        // A signal to itself: how a program aborts.
        (libc::SYS_tgkill, vec![rule([equal(0, own)?])?]),
    ]);
    let unknown = SeccompAction::Errno(libc::ENOSYS.unsigned_abs());
    SeccompFilter::new(rules, unknown, SeccompAction::Allow, ARCH.try_into()?)?.try_into()
}

const PROT_EXEC: u64 = libc::PROT_EXEC.unsigned_abs() as u64;
const ANONYMOUS: u64 = libc::MAP_ANONYMOUS.unsigned_abs() as u64;
const THREAD: u64 = libc::CLONE_THREAD.unsigned_abs() as u64;
const NEW_USER: u64 = libc::CLONE_NEWUSER.unsigned_abs() as u64;

fn rule<const N: usize>(conditions: [SeccompCondition; N]) -> Result<SeccompRule, BackendError> {
    SeccompRule::new(conditions.into())
}

/// The argument of 32 bits at this place has this value.
fn equal(place: u8, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(place, Dword, SeccompCmpOp::Eq, value)
}

/// The argument at this place has this value in the bits of the mask.
fn masked(place: u8, length: SeccompCmpArgLen, mask: u64, value: u64) -> Result<SeccompCondition, BackendError> {
    SeccompCondition::new(place, length, SeccompCmpOp::MaskedEq(mask), value)
}
