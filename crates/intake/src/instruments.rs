//! What a program lends to its examinations beside the bytes.

use std::sync::{Arc, OnceLock};

use catchlight_forensics::credentials::CredentialReader;
use catchlight_forensics::model::{Models, NoModels};
use catchlight_forensics::pixels::{HeifDecoder, InThisProcess};
use catchlight_forensics::report::v1::SelfTest;
use catchlight_forensics::{Cancel, Exhibit, Limits, Specimen, self_test};

/// Learned models, the reader of Content Credentials, and who decodes AVIF and HEIC. Without one of the first two,
/// the checks that need it say so in every report.
#[derive(Clone)]
pub struct Instruments {
    /// Learned models.
    pub models: Arc<dyn Models + Send + Sync>,
    /// Reader of Content Credentials.
    pub credentials: Option<Arc<dyn CredentialReader + Send + Sync>>,
    /// Who decodes AVIF and HEIC.
    pub heif: Arc<dyn HeifDecoder + Send + Sync>,
    /// How the test of these models ended; empty while it has not.
    self_test: Arc<OnceLock<Option<SelfTest>>>,
}

impl Instruments {
    /// These instruments, untested.
    pub fn new(
        models: Arc<dyn Models + Send + Sync>,
        credentials: Option<Arc<dyn CredentialReader + Send + Sync>>,
        heif: Arc<dyn HeifDecoder + Send + Sync>,
    ) -> Self {
        Self { models, credentials, heif, self_test: Arc::default() }
    }

    /// None at all; AVIF and HEIC are decoded in this process.
    pub fn none() -> Self {
        Self::new(Arc::new(NoModels), None, Arc::new(InThisProcess))
    }

    /// Tests the models on pictures made by code. Reports of photos that are examined afterwards say how it ended.
    pub fn test_themselves(&self) -> Option<&SelfTest> {
        self.self_test.get_or_init(|| self_test::run(&*self.models, &Cancel::default())).as_ref()
    }

    /// How the test ended; `None` while it has not.
    pub fn self_test(&self) -> Option<SelfTest> {
        self.self_test.get().cloned().flatten()
    }

    /// An exhibit under these instruments.
    pub fn specimen<'a>(&'a self, exhibit: &'a Exhibit, limits: Limits) -> Specimen<'a> {
        let specimen = Specimen::new(exhibit, &*self.models, limits).with_heif_decoder(&*self.heif);
        match &self.credentials {
            Some(reader) => specimen.with_credentials(&**reader),
            None => specimen,
        }
    }
}
