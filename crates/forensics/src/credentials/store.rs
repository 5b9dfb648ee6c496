//! A manifest store in plain words and numbers.

use super::Facts;

/// A manifest store: one manifest for each step in the life of the file, the last of them active.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Manifests in the order of the store.
    pub manifests: Vec<Manifest>,
    /// Index of the active manifest in `manifests`.
    pub active: usize,
    /// The four facts about the active manifest.
    pub facts: Facts,
    /// What the validator noted, in its order: the active manifest first, then its ingredients.
    pub codes: Vec<Code>,
}

impl Store {
    /// The active manifest.
    pub fn active(&self) -> Option<&Manifest> {
        self.manifests.get(self.active)
    }

    /// The manifest with this label.
    pub fn manifest(&self, label: &str) -> Option<&Manifest> {
        self.manifests.iter().find(|manifest| manifest.label == label)
    }
}

/// One manifest: who says what about the file. All characters are as in the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Manifest {
    /// Its label in the store.
    pub label: String,
    /// The file's title, as the signer states it.
    pub title: Option<String>,
    /// `claim_generator`: the program that made the claim, in the form of a user agent (first version
    /// of the claim only).
    pub claim_generator: Option<String>,
    /// `claim_generator_info`: names and versions of that program.
    pub generators: Vec<(String, Option<String>)>,
    /// Whoever signed the claim.
    pub signer: Option<Signer>,
    /// Actions of all action statements, in order.
    pub actions: Vec<Action>,
    /// Other files that this one was made from.
    pub ingredients: Vec<Ingredient>,
    /// Statements other than actions and ingredients.
    pub assertions: Vec<Assertion>,
    /// Invisible marks or fingerprints that are said to lead back to this manifest.
    pub soft_bindings: Vec<SoftBinding>,
    /// Algorithm and form of the binding to the content (`c2pa.hash.data sha256`).
    pub hard_binding: Option<String>,
}

impl Manifest {
    /// The name of the program that made the claim.
    pub fn generator(&self) -> Option<&str> {
        self.claim_generator.as_deref().or_else(|| self.generators.first().map(|(name, _)| name.as_str()))
    }
}

/// Whoever signed a claim, as the certificate names it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Signer {
    /// Organisation (O) of the certificate's subject.
    pub organisation: Option<String>,
    /// Common name (CN) of the certificate's subject.
    pub common_name: Option<String>,
    /// Common name, else organisation, of the certificate's issuer.
    pub issuer: Option<String>,
    /// Start of the certificate's validity, RFC 3339 in UTC.
    pub not_before: Option<String>,
    /// End of the certificate's validity, RFC 3339 in UTC.
    pub not_after: Option<String>,
    /// Signature algorithm (`es256`, `ps256`).
    pub algorithm: Option<String>,
    /// Time in the time stamp beside the signature, RFC 3339; whether a listed authority vouches for it
    /// is in [`Facts`]. `None` when there is no time stamp.
    pub stamped_at: Option<String>,
}

/// Something that was done to the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Action {
    /// What was done (`c2pa.created`).
    pub action: String,
    /// `digitalSourceType` as written, URI included.
    pub source_type: Option<String>,
    /// `softwareAgent`: the program that did it.
    pub software_agent: Option<String>,
    /// A description in the writer's words.
    pub description: Option<String>,
    /// When, as written.
    pub when: Option<String>,
    /// Further parameters with plain values, in order.
    pub parameters: Vec<(String, String)>,
}

/// Another file that went into this one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ingredient {
    /// Its title.
    pub title: Option<String>,
    /// What it is to this file.
    pub relationship: Relationship,
    /// Label of its own active manifest in this store, if it had Content Credentials.
    pub manifest: Option<String>,
}

/// What an ingredient is to the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relationship {
    /// This file is an edited version of it.
    Parent,
    /// It was placed in this file.
    Component,
    /// It was given to a program, such as a generative model, to work from.
    Input,
}

/// Another statement of a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assertion {
    /// Its label (`c2pa.ai_generated_content`).
    pub label: String,
    /// Its content as compact JSON; empty when it is not text.
    pub content: String,
}

/// A statement that an invisible mark or fingerprint leads back to a manifest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SoftBinding {
    /// The algorithm's registered name (`com.adobe.trustmark.P`).
    pub algorithm: String,
}

/// A note of the validator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The standard's status code (`claimSignature.validated`).
    pub code: String,
    /// Whether it speaks for or against the manifest.
    pub kind: CodeKind,
    /// Whether it concerns an ingredient rather than the active manifest.
    pub of_ingredient: bool,
    /// What it was noted about: a label or address inside the store.
    pub about: Option<String>,
    /// The validator's own explanation, in English.
    pub explanation: Option<String>,
}

/// Whether a note speaks for or against a manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CodeKind {
    /// A test that was passed.
    Success,
    /// Neither.
    Informational,
    /// A test that was not passed.
    Failure,
}
