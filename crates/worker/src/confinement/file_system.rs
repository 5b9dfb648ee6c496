//! Landlock: no path can be opened, made, changed or run, no port bound or connected, and no other process reached
//! by a signal or an abstract socket. Each from the kernel on that knows it (5.13, 6.7, 6.12).

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _, RulesetError,
    RulesetStatus, Scope,
};

/// Leaves the file system; gives whether the kernel knows how.
pub(super) fn leave() -> Result<bool, RulesetError> {
    let rules = Ruleset::default()
        .set_compatibility(CompatLevel::BestEffort)
        .handle_access(AccessFs::from_all(ABI::V10))?
        .handle_access(AccessNet::from_all(ABI::V10))?
        .scope(Scope::from_all(ABI::V10))?;
    // No rule allows anything.
    Ok(rules.create()?.restrict_self()?.ruleset != RulesetStatus::NotEnforced)
}
