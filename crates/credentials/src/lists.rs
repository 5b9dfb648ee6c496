//! Trust lists: those shipped with the program, and those that a user puts in a folder.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use c2pa::crypto::cose::CertificateTrustPolicy;
use catchlight_forensics::credentials::{ListKind, TrustList};

use crate::certificate;

const CURRENT: &str = include_str!("../trust/c2pa/C2PA-TRUST-LIST.pem");
const TIME_STAMPING: &str = include_str!("../trust/c2pa/C2PA-TSA-TRUST-LIST.pem");
const DATE: &str = include_str!("../trust/c2pa/date.txt");
const INTERIM_ANCHORS: &str = include_str!("../trust/interim/anchors.pem");
const INTERIM_ALLOWED: &str = include_str!("../trust/interim/allowed.pem");
const INTERIM_DATE: &str = include_str!("../trust/interim/date.txt");

/// Purposes (extended key usages) for which a signing certificate may have been issued. Without this
/// list genuine files come out as invalid.
const PURPOSES: &str = "\
1.3.6.1.5.5.7.3.4
1.3.6.1.5.5.7.3.36
1.3.6.1.5.5.7.3.8
1.3.6.1.5.5.7.3.9
1.3.6.1.4.1.311.76.59.1.9
1.3.6.1.4.1.62558.2.1
";

/// Longest list that is read from a folder, in bytes.
const LONGEST: u64 = 16 << 20;

/// The lists in which signers and time-stamping authorities are looked for.
#[derive(Debug, Clone, Default)]
pub struct TrustLists {
    /// In the order of [`ListKind`]; a list that is not installed is not there.
    lists: Vec<List>,
    /// Certificates of time-stamping authorities, PEM.
    time_stamping: String,
}

#[derive(Debug, Clone)]
struct List {
    kind: ListKind,
    dated: Option<String>,
    /// Certificates that issue signing certificates, PEM.
    anchors: String,
    /// Signing certificates themselves: PEM, or the base64 SHA-256 of one on each line.
    allowed: String,
}

/// Why trust lists cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// A file of the folder cannot be read.
    #[error("{} cannot be read: {source}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file of the folder holds no certificate.
    #[error("{} holds no usable certificate", .0.display())]
    Empty(PathBuf),
    /// The library refused the lists.
    #[error("the lists were refused: {0}")]
    Refused(String),
}

impl TrustLists {
    /// The lists shipped with the program: the C2PA trust list with its list of time-stamping
    /// authorities, and the interim list that came before it. See `trust/README.md` for their date and
    /// origin.
    pub fn shipped() -> Self {
        let current = List {
            kind: ListKind::Current,
            dated: first_line(DATE),
            anchors: CURRENT.to_owned(),
            allowed: String::new(),
        };
        let interim = List {
            kind: ListKind::Interim,
            dated: first_line(INTERIM_DATE),
            anchors: INTERIM_ANCHORS.to_owned(),
            allowed: INTERIM_ALLOWED.to_owned(),
        };
        Self { lists: vec![current, interim], time_stamping: TIME_STAMPING.to_owned() }
    }

    /// The shipped lists, replaced or completed by those in a folder. Only what is there counts:
    ///
    /// ```text
    /// c2pa/C2PA-TRUST-LIST.pem  c2pa/C2PA-TSA-TRUST-LIST.pem  c2pa/date.txt
    /// interim/anchors.pem  interim/allowed.sha256.txt  interim/allowed.pem  interim/date.txt
    /// user/anchors.pem  user/allowed.pem  user/time-stamping.pem  user/date.txt
    /// ```
    ///
    /// # Errors
    /// When a file is there but cannot be used; a list is never left out in silence.
    pub fn with_folder(folder: &Path) -> Result<Self, ListError> {
        let mut lists = Self::shipped();
        let current = folder.join("c2pa");
        if let Some(anchors) = certificates(&current.join("C2PA-TRUST-LIST.pem"))? {
            let dated = dated(&current)?;
            lists.put(List { kind: ListKind::Current, dated, anchors, allowed: String::new() });
        }
        if let Some(authorities) = certificates(&current.join("C2PA-TSA-TRUST-LIST.pem"))? {
            lists.time_stamping = authorities;
        }
        for (kind, name) in [(ListKind::Interim, "interim"), (ListKind::User, "user")] {
            let folder = folder.join(name);
            let anchors = certificates(&folder.join("anchors.pem"))?;
            let mut allowed = certificates(&folder.join("allowed.pem"))?.unwrap_or_default();
            allowed.push('\n');
            allowed.push_str(&digests(&folder.join("allowed.sha256.txt"))?.unwrap_or_default());
            if anchors.is_some() || !allowed.trim().is_empty() {
                let anchors = anchors.unwrap_or_default();
                lists.put(List { kind, dated: dated(&folder)?, anchors, allowed });
            }
        }
        if let Some(authorities) = certificates(&folder.join("user").join("time-stamping.pem"))? {
            lists.time_stamping.push('\n');
            lists.time_stamping.push_str(&authorities);
        }
        Ok(lists)
    }

    fn put(&mut self, list: List) {
        self.lists.retain(|other| other.kind != list.kind);
        self.lists.push(list);
    }

    /// The lists for a reader of the report.
    pub(crate) fn described(&self) -> Vec<TrustList> {
        let describe =
            |list: &List| TrustList { kind: list.kind, dated: list.dated.clone(), certificates: list.length() };
        self.lists.iter().map(describe).collect()
    }

    /// The first list that vouches for the signer of a chain.
    pub(crate) fn vouching_for(&self, chain: &[Vec<u8>]) -> Option<ListKind> {
        let vouches = |list: &&List| list.policy().is_some_and(|policy| certificate::is_vouched_for(chain, &policy));
        [ListKind::Current, ListKind::Interim, ListKind::User]
            .into_iter()
            .find(|kind| self.lists.iter().find(|list| list.kind == *kind).as_ref().is_some_and(vouches))
    }

    /// Settings of the library: nothing is fetched, and every list counts.
    pub(crate) fn settings(&self) -> serde_json::Value {
        let anchors: Vec<&str> =
            self.lists.iter().map(|list| list.anchors.as_str()).chain([self.time_stamping.as_str()]).collect();
        let allowed: Vec<&str> = self.lists.iter().map(|list| list.allowed.as_str()).collect();
        let mut trust = serde_json::json!({ "trust_anchors": anchors.join("\n"), "trust_config": PURPOSES });
        if !allowed.concat().trim().is_empty() {
            trust["allowed_list"] = allowed.join("\n").into();
        }
        serde_json::json!({
            "version": 1,
            "trust": trust,
            "core": { "allowed_network_hosts": [], "decode_identity_assertions": false },
            "verify": { "remote_manifest_fetch": false, "ocsp_fetch": false },
        })
    }
}

impl List {
    fn length(&self) -> usize {
        // The last line of a certificate can look like a digest.
        let outside = self.allowed.split("-----END CERTIFICATE-----").map(|part| part.split("-----BEGIN").next());
        let digests = outside.flatten().flat_map(str::lines).filter(|line| is_digest(line)).count();
        certificate::chain(&self.anchors).len() + certificate::chain(&self.allowed).len() + digests
    }

    fn policy(&self) -> Option<CertificateTrustPolicy> {
        let mut policy = CertificateTrustPolicy::new();
        policy.add_valid_ekus(PURPOSES.as_bytes());
        policy.add_trust_anchors(self.anchors.as_bytes()).ok()?;
        policy.add_end_entity_credentials(self.allowed.as_bytes()).ok()?;
        Some(policy)
    }
}

/// The text of a file that must hold certificates, or `None` when it is not there.
fn certificates(path: &Path) -> Result<Option<String>, ListError> {
    let Some(pem) = text(path)? else { return Ok(None) };
    if certificate::chain(&pem).is_empty() { Err(ListError::Empty(path.to_owned())) } else { Ok(Some(pem)) }
}

/// The text of a file that must hold digests of certificates, or `None` when it is not there.
fn digests(path: &Path) -> Result<Option<String>, ListError> {
    let Some(lines) = text(path)? else { return Ok(None) };
    if lines.lines().any(is_digest) { Ok(Some(lines)) } else { Err(ListError::Empty(path.to_owned())) }
}

/// 32 bytes in base64.
fn is_digest(line: &str) -> bool {
    let line = line.trim_end();
    line.len() == 44 && line.ends_with('=') && !line.contains(' ')
}

fn dated(folder: &Path) -> Result<Option<String>, ListError> {
    Ok(text(&folder.join("date.txt"))?.as_deref().and_then(first_line))
}

fn first_line(text: &str) -> Option<String> {
    text.lines().next().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned)
}

fn text(path: &Path) -> Result<Option<String>, ListError> {
    let unreadable = |source| ListError::Unreadable { path: path.to_owned(), source };
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(unreadable(error)),
        Ok(about) if about.len() > LONGEST => return Err(unreadable(io::ErrorKind::FileTooLarge.into())),
        Ok(_) => {}
    }
    // Lists carry comments in any encoding between the certificates.
    fs::read(path).map(|bytes| Some(String::from_utf8_lossy(&bytes).into_owned())).map_err(unreadable)
}
