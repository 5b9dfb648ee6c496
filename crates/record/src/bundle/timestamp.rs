//! Time stamps of an authority (RFC 3161): a token says that a digest existed at a moment. Catchlight reads
//! what it says and about which digest; the authority's own signature and certificates are for a program
//! made for that (`openssl ts -verify`), and the report says so.

use catchlight_forensics::text;
use catchlight_forensics::text::Text;
use cms::cert::x509::der::Decode as _;
use cms::cert::x509::spki::AlgorithmIdentifier;
use cms::content_info::ContentInfo;
use cms::signed_data::SignedData;
use der::Encode as _;
use der::asn1::OctetString;
use der::oid::ObjectIdentifier;
use sha2::{Digest as _, Sha256};
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

use super::sha256;
use crate::chain::hex;

/// id-ct-TSTInfo.
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// id-signedData.
const SIGNED_DATA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.7.2");
/// id-sha256.
const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// What a token says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeStamp {
    /// The moment, RFC 3339 in UTC.
    pub at: String,
    /// The digest that it is about, SHA-256 in lower-case hex.
    pub digest: String,
}

/// A token that says nothing about this.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum UnusableTimeStamp {
    /// It is no token of RFC 3161.
    #[error("it is no time stamp (RFC 3161)")]
    Unreadable,
    /// It is about a digest of another kind.
    #[error("its digest is not SHA-256")]
    OtherDigest,
    /// It is about something else.
    #[error("it is about another file")]
    OtherFile,
}

impl UnusableTimeStamp {
    /// The reason for a reader.
    pub fn text(self) -> Text {
        match self {
            Self::Unreadable => {
                text!("The time stamp is no token of RFC 3161.", "该时间戳不是 RFC 3161 令牌。")
            }
            Self::OtherDigest => {
                text!("The time stamp's digest is not SHA-256.", "该时间戳的摘要不是 SHA-256。")
            }
            Self::OtherFile => {
                text!("The time stamp is about another file than files.json.", "该时间戳针对的不是 files.json。")
            }
        }
    }
}

impl TimeStamp {
    /// Reads a token, or an authority's response with a token in it.
    ///
    /// # Errors
    /// When it is neither.
    pub fn read(bytes: &[u8]) -> Result<Self, UnusableTimeStamp> {
        let token = match TimeStampResp::from_der(bytes) {
            Ok(response) => response.time_stamp_token.ok_or(UnusableTimeStamp::Unreadable)?,
            Err(_) => ContentInfo::from_der(bytes).map_err(|_| UnusableTimeStamp::Unreadable)?,
        };
        let info = info(&token).ok_or(UnusableTimeStamp::Unreadable)?;
        if info.message_imprint.hash_algorithm.oid != SHA_256 {
            return Err(UnusableTimeStamp::OtherDigest);
        }
        let moment = info.gen_time.to_date_time();
        Ok(Self { at: moment.to_string(), digest: hex(info.message_imprint.hashed_message.as_bytes()) })
    }

    /// The request for a token about these bytes (TimeStampReq), which asks for the authority's certificate too.
    ///
    /// # Errors
    /// When it cannot be encoded.
    pub fn request(bytes: &[u8]) -> Result<Vec<u8>, der::Error> {
        let request = TimeStampReq {
            version: TspVersion::V1,
            message_imprint: MessageImprint {
                hash_algorithm: AlgorithmIdentifier { oid: SHA_256, parameters: None },
                hashed_message: OctetString::new(Sha256::digest(bytes).as_slice())?,
            },
            req_policy: None,
            nonce: None,
            cert_req: true,
            extensions: None,
        };
        request.to_der()
    }

    /// Whether the token is about these bytes.
    ///
    /// # Errors
    /// When it is about others.
    pub fn is_of(&self, bytes: &[u8]) -> Result<(), UnusableTimeStamp> {
        if self.digest == sha256(bytes) { Ok(()) } else { Err(UnusableTimeStamp::OtherFile) }
    }
}

/// The statement inside a token.
fn info(token: &ContentInfo) -> Option<TstInfo> {
    if token.content_type != SIGNED_DATA {
        return None;
    }
    let signed = SignedData::from_der(&token.content.to_der().ok()?).ok()?;
    if signed.encap_content_info.econtent_type != TST_INFO {
        return None;
    }
    TstInfo::from_der(signed.encap_content_info.econtent?.value()).ok()
}
