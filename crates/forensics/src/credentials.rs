//! Content Credentials (C2PA): the port through which they are read, what was read, and what it
//! declares.
//!
//! The core holds no cryptography: another crate implements [`CredentialReader`]. It keeps four facts
//! apart that one word such as "valid" would mix: whether the content is unchanged, whether the
//! signature verifies, who vouches for the signer, and whether the certificate was valid then.

mod interpretation;
mod store;

pub use interpretation::{Origin, interpret, source_type_name};
pub use store::{Action, Assertion, Code, CodeKind, Ingredient, Manifest, Relationship, Signer, SoftBinding, Store};

/// Reads and verifies Content Credentials.
pub trait CredentialReader: Sync {
    /// Looks for Content Credentials in a whole file and verifies them. `media_type` is its MIME type
    /// by content, or empty when the content is of no known type. Nothing is fetched.
    ///
    /// # Errors
    /// Why it could not be told whether the file carries Content Credentials, or what they say. A file
    /// without any is a [`Reading`] without a store, never an error.
    fn read(&self, bytes: &[u8], media_type: &str) -> Result<Reading, ReadError>;
}

/// What a reader found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The manifest store in the file, if there is one.
    pub store: Option<Store>,
    /// Address of a manifest that is kept elsewhere, as the file states it. It was not fetched.
    pub remote_url: Option<String>,
    /// The trust lists in which the signer was looked for.
    pub lists: Vec<TrustList>,
}

/// Why a reader could not tell.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// The reader knows no place for Content Credentials in this type of file.
    #[error("this type of file cannot be looked at for Content Credentials")]
    UnknownType,
    /// The file or its manifest store is damaged or breaks the standard, in the reader's own words.
    #[error("{0}")]
    Malformed(String),
    /// The reader broke off unexpectedly.
    #[error("the reader broke off unexpectedly")]
    Panicked,
}

/// Four facts about the active manifest that are never merged into one word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Whether picture and statements are those that were signed.
    pub integrity: Integrity,
    /// Whether the signature over the claim verifies with the certificate beside it.
    pub signature: Signature,
    /// Whether a trust list vouches for the signer.
    pub trust: Trust,
    /// Whether the certificate was valid when the claim was signed.
    pub validity: Validity,
}

/// Whether picture and statements are those that were signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Integrity {
    /// The hash over the content and the hashes over all statements match.
    Intact,
    /// All hashes match, but the hash over the content leaves out this many bytes that do not belong to
    /// the manifest store: those bytes could have been changed.
    IntactExceptFor {
        /// Bytes that nothing vouches for.
        bytes: u64,
    },
    /// The hash over the content does not match: the file was changed after it was signed.
    ContentChanged,
    /// The hash over a statement does not match, or a signed statement is missing.
    StatementsChanged,
    /// The manifest binds itself to no content, so that it could belong to any picture.
    Unbound,
    /// The hashes could not be compared.
    NotVerified,
}

/// Whether the signature verifies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signature {
    /// It verifies.
    Verified,
    /// It does not verify.
    Mismatch,
    /// There is no signature.
    Missing,
    /// It could not be tested.
    NotVerified,
}

/// Whether a trust list vouches for the signer. Revocation is known only as far as the file itself
/// carries an answer of the issuer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trust {
    /// The certificate, or one that issued it, is on this list.
    Listed(ListKind),
    /// It is on none of the lists.
    Unlisted,
    /// The certificate breaks the rules for signing certificates, so that no list can vouch for it.
    Unacceptable,
    /// An answer of the issuer inside the file says that the certificate was revoked.
    Revoked,
    /// It was not looked up, because the signature does not show that the certificate's owner signed.
    NotVerified,
}

/// Whether the certificate was valid when the claim was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// It was, by the time stamp of a listed time-stamping authority.
    AtTimeStamp,
    /// It was not, by the time stamp of a listed time-stamping authority.
    NotAtTimeStamp,
    /// No listed authority vouches for the time of signing; the certificate is valid today.
    Today,
    /// No listed authority vouches for the time of signing; the certificate has expired since.
    ExpiredSince,
    /// No listed authority vouches for the time of signing; the certificate is not valid yet.
    NotYet,
    /// It could not be tested.
    NotVerified,
}

/// A list of certificates that vouches for signers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustList {
    /// Which list.
    pub kind: ListKind,
    /// Its date as its keeper states it (`2026-08-13`), or `None` when it has none.
    pub dated: Option<String>,
    /// Certificates on it.
    pub certificates: usize,
}

/// The trust lists, in the order in which a signer is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListKind {
    /// The C2PA trust list of the conformance programme.
    Current,
    /// The interim list that was frozen on 1 January 2026.
    Interim,
    /// The user's own list.
    User,
}
