//! The four facts, out of the library's status codes and tests of our own.

use c2pa::Reader;
use c2pa::validation_results::StatusCodes;
use catchlight_forensics::credentials::{Code, CodeKind, Facts, Integrity, Signature, Trust, Validity};

use crate::binding::{self, Binding};
use crate::certificate::{self, Today};
use crate::jumbf;
use crate::lists::TrustLists;

/// What the facts rest on.
pub(crate) struct Evidence<'a> {
    /// The library's codes.
    pub(crate) codes: &'a [Code],
    /// The certificates beside the active signature, PEM.
    pub(crate) chain: &'a str,
    /// The manifest store.
    pub(crate) data: &'a [u8],
    /// Label of the active manifest.
    pub(crate) active: &'a str,
    /// The file.
    pub(crate) bytes: &'a [u8],
    /// Where signers are looked for.
    pub(crate) lists: &'a TrustLists,
}

/// The library's codes: the active manifest's, then those of its ingredients.
pub(crate) fn codes(reader: &Reader) -> Vec<Code> {
    let Some(results) = reader.validation_results() else { return Vec::new() };
    let active = results.active_manifest().into_iter().flat_map(|codes| plain(codes, false));
    let ingredients = results.ingredient_deltas().into_iter().flatten();
    active.chain(ingredients.flat_map(|delta| plain(delta.validation_deltas(), true))).collect()
}

fn plain(codes: &StatusCodes, of_ingredient: bool) -> Vec<Code> {
    let kinds = [
        (CodeKind::Success, codes.success()),
        (CodeKind::Informational, codes.informational()),
        (CodeKind::Failure, codes.failure()),
    ];
    let plain = |kind, status: &c2pa::validation_status::ValidationStatus| Code {
        code: status.code().to_owned(),
        kind,
        of_ingredient,
        about: status.url().map(str::to_owned),
        explanation: status.explanation().map(str::to_owned),
    };
    kinds.into_iter().flat_map(|(kind, found)| found.iter().map(move |status| plain(kind, status))).collect()
}

/// The four facts about the active manifest.
pub(crate) fn facts(evidence: &Evidence<'_>) -> Facts {
    let noted = |kind, codes: &[&str]| {
        let of_active = evidence.codes.iter().filter(|code| !code.of_ingredient && code.kind == kind);
        of_active.clone().any(|code| codes.contains(&code.code.as_str()))
    };
    let passed = |codes: &[&str]| noted(CodeKind::Success, codes);
    let failed = |codes: &[&str]| noted(CodeKind::Failure, codes);
    let signature = signature(&passed, &failed);
    Facts {
        integrity: integrity(evidence, &passed, &failed),
        signature,
        trust: trust(evidence, signature, &failed),
        validity: validity(evidence, signature, &passed),
    }
}

type Noted<'a> = dyn Fn(&[&str]) -> bool + 'a;

const CONTENT_MATCHES: [&str; 3] =
    ["assertion.dataHash.match", "assertion.bmffHash.match", "assertion.boxesHash.match"];
const CONTENT_DIFFERS: [&str; 4] = [
    "assertion.dataHash.mismatch",
    "assertion.bmffHash.mismatch",
    "assertion.boxesHash.mismatch",
    "assertion.boxesHash.unknownBox",
];
const STATEMENTS_DIFFER: [&str; 9] = [
    "assertion.hashedURI.mismatch",
    "assertion.missing",
    "assertion.undeclared",
    "assertion.inaccessible",
    "assertion.notRedacted",
    "hashedURI.mismatch",
    "hashedURI.missing",
    "ingredient.manifest.mismatch",
    "ingredient.hashedURI.mismatch",
];

fn integrity(evidence: &Evidence<'_>, passed: &Noted<'_>, failed: &Noted<'_>) -> Integrity {
    if failed(&STATEMENTS_DIFFER) {
        return Integrity::StatementsChanged;
    }
    if failed(&["claim.hardBindings.missing"]) {
        return Integrity::Unbound;
    }
    // The library calls a hash that leaves out other bytes than the store a mismatch; that the hash
    // itself matches is worth knowing, and how many bytes nobody vouches for.
    let additional = evidence.codes.iter().any(|code| code.code == "assertion.dataHash.additionalExclusionsPresent");
    if failed(&["assertion.dataHash.mismatch"]) || additional {
        let statement = jumbf::manifest(evidence.data, Some(evidence.active)).and_then(|manifest| manifest.data_hash());
        return match statement.map_or(Binding::Unknown, |hash| binding::verify(&hash, evidence.bytes)) {
            Binding::Matches { beyond_store: 0 } => Integrity::Intact,
            Binding::Matches { beyond_store } => Integrity::IntactExceptFor { bytes: beyond_store },
            Binding::Differs => Integrity::ContentChanged,
            Binding::Unknown if additional => Integrity::NotVerified,
            Binding::Unknown => Integrity::ContentChanged,
        };
    }
    if failed(&CONTENT_DIFFERS) {
        Integrity::ContentChanged
    } else if passed(&CONTENT_MATCHES) {
        Integrity::Intact
    } else {
        Integrity::NotVerified
    }
}

fn signature(passed: &Noted<'_>, failed: &Noted<'_>) -> Signature {
    if failed(&["claimSignature.mismatch"]) {
        Signature::Mismatch
    } else if failed(&["claimSignature.missing"]) {
        Signature::Missing
    } else if passed(&["claimSignature.validated"]) {
        Signature::Verified
    } else {
        Signature::NotVerified
    }
}

fn trust(evidence: &Evidence<'_>, signature: Signature, failed: &Noted<'_>) -> Trust {
    let chain = certificate::chain(evidence.chain);
    // Anybody can put the certificate of somebody else beside a signature that does not verify.
    if chain.is_empty() || signature != Signature::Verified {
        Trust::NotVerified
    } else if failed(&["signingCredential.ocsp.revoked"]) {
        Trust::Revoked
    } else if failed(&["signingCredential.invalid"]) {
        Trust::Unacceptable
    } else {
        evidence.lists.vouching_for(&chain).map_or(Trust::Unlisted, Trust::Listed)
    }
}

fn validity(evidence: &Evidence<'_>, signature: Signature, passed: &Noted<'_>) -> Validity {
    if signature != Signature::Verified {
        return Validity::NotVerified;
    }
    if passed(&["timeStamp.trusted"]) {
        let inside = passed(&["claimSignature.insideValidity"]);
        return if inside { Validity::AtTimeStamp } else { Validity::NotAtTimeStamp };
    }
    match certificate::today(&certificate::chain(evidence.chain)) {
        Some(Today::Inside) => Validity::Today,
        Some(Today::After) => Validity::ExpiredSince,
        Some(Today::Before) => Validity::NotYet,
        None => Validity::NotVerified,
    }
}
