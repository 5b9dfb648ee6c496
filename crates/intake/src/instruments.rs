//! What a program lends to its examinations beside the bytes.

use std::sync::Arc;

use catchlight_forensics::credentials::CredentialReader;
use catchlight_forensics::model::{Models, NoModels};
use catchlight_forensics::{Exhibit, Limits, Specimen};

/// Learned models and the reader of Content Credentials. Without one of them, the checks that need it
/// say so in every report.
#[derive(Clone)]
pub struct Instruments {
    /// Learned models.
    pub models: Arc<dyn Models + Send + Sync>,
    /// Reader of Content Credentials.
    pub credentials: Option<Arc<dyn CredentialReader + Send + Sync>>,
}

impl Instruments {
    /// None at all.
    pub fn none() -> Self {
        Self { models: Arc::new(NoModels), credentials: None }
    }

    /// An exhibit under these instruments.
    pub fn specimen<'a>(&'a self, exhibit: &'a Exhibit, limits: Limits) -> Specimen<'a> {
        let specimen = Specimen::new(exhibit, &*self.models, limits);
        match &self.credentials {
            Some(reader) => specimen.with_credentials(&**reader),
            None => specimen,
        }
    }
}
