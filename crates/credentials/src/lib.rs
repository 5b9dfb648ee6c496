//! Reads and verifies Content Credentials (C2PA) for the core, offline.
//!
//! The only crate that knows the library `c2pa`. That library is built without any network client,
//! and a test proves that nothing is fetched. It reads the clock, because an expired certificate is
//! a fact about today.

mod binding;
mod certificate;
mod facts;
mod jumbf;
mod lists;
mod manifest;
mod place;

use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use c2pa::{Context, Error, Reader, jumbf_io};
use catchlight_forensics::credentials::{CredentialReader, Manifest, ReadError, Reading, Store};

pub use lists::{ListError, TrustLists};

/// A reader of Content Credentials with its trust lists.
pub struct C2paReader {
    context: Arc<Context>,
    lists: TrustLists,
}

impl C2paReader {
    /// A reader that looks signers up in these lists.
    ///
    /// # Errors
    /// When the lists cannot be used.
    pub fn new(lists: TrustLists) -> Result<Self, ListError> {
        let settings = lists.settings();
        let context = Context::new()
            .with_settings(settings.to_string())
            .map_err(|error| ListError::Refused(error.to_string()))?;
        Ok(Self { context: context.into_shared(), lists })
    }
}

impl CredentialReader for C2paReader {
    fn read(&self, bytes: &[u8], media_type: &str) -> Result<Reading, ReadError> {
        // The file is untrusted and the library large: a panic in it must not end the examination.
        catch_unwind(AssertUnwindSafe(|| self.read_store(bytes, media_type))).unwrap_or_else(|_| {
            tracing::error!("the reader of Content Credentials panicked");
            Err(ReadError::Panicked)
        })
    }
}

impl C2paReader {
    fn read_store(&self, bytes: &[u8], media_type: &str) -> Result<Reading, ReadError> {
        let reading = Reading { lists: self.lists.described(), ..Reading::default() };
        let reader = match Reader::from_shared_context(&self.context).with_stream(media_type, Cursor::new(bytes)) {
            Ok(reader) => reader,
            Err(Error::JumbfNotFound) => return Ok(reading),
            Err(Error::RemoteManifestUrl(url)) => return Ok(Reading { remote_url: Some(url), ..reading }),
            Err(Error::UnsupportedType) => return Err(ReadError::UnknownType),
            Err(error) => return Err(ReadError::Malformed(error.to_string())),
        };
        let remote_url = reader.remote_url().map(str::to_owned);
        let store = self.store(&reader, bytes, media_type)?;
        Ok(Reading { store: Some(store), remote_url, ..reading })
    }

    fn store(&self, reader: &Reader, bytes: &[u8], media_type: &str) -> Result<Store, ReadError> {
        let malformed = |why: &str| ReadError::Malformed(why.to_owned());
        let data = jumbf_io::load_jumbf_from_memory(media_type, bytes)
            .map_err(|error| ReadError::Malformed(error.to_string()))?;
        let active_label = reader.active_label().ok_or_else(|| malformed("the store names no active manifest"))?;
        let manifests = self.in_order(reader, &data);
        let active = manifests
            .iter()
            .position(|manifest| manifest.label == active_label)
            .ok_or_else(|| malformed("the active manifest is not in the store"))?;
        let signed = reader.active_manifest().and_then(c2pa::Manifest::signature_info);
        let notes = facts::codes(reader);
        let facts = facts::facts(&facts::Evidence {
            codes: &notes,
            chain: signed.map_or("", c2pa::SignatureInfo::cert_chain),
            data: &data,
            active: active_label,
            bytes,
            lists: &self.lists,
        });
        Ok(Store { manifests, active, facts, codes: notes })
    }

    /// The manifests in the order of the store; the library keeps them without one.
    fn in_order(&self, reader: &Reader, data: &[u8]) -> Vec<Manifest> {
        let order = jumbf::manifests(data);
        let place = |label: &str| order.iter().position(|found| found.label == label).unwrap_or(usize::MAX);
        let mut manifests: Vec<Manifest> = reader
            .iter_manifests()
            .map(|manifest| manifest::plain(manifest, jumbf::manifest(data, manifest.label())))
            .collect();
        manifests.sort_by_key(|manifest| (place(&manifest.label), manifest.label.clone()));
        manifests
    }
}
