//! A signer's certificate: its names, its validity, and the list that vouches for it.

use c2pa::crypto::cose::{CertificateTrustPolicy, TrustAnchorType};
use x509_parser::prelude::{FromDer as _, Pem, X509Certificate, X509Name};
use x509_parser::time::ASN1Time;

/// Names and validity of a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Names {
    pub(crate) organisation: Option<String>,
    pub(crate) common_name: Option<String>,
    pub(crate) issuer: Option<String>,
    pub(crate) not_before: Option<String>,
    pub(crate) not_after: Option<String>,
}

/// How today lies to a certificate's validity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Today {
    Before,
    Inside,
    After,
}

/// The certificates of a PEM chain in DER, the signer's first.
pub(crate) fn chain(pem: &str) -> Vec<Vec<u8>> {
    Pem::iter_from_buffer(pem.as_bytes()).map_while(Result::ok).map(|certificate| certificate.contents).collect()
}

/// Names and validity of the signer's certificate.
pub(crate) fn names(chain: &[Vec<u8>]) -> Option<Names> {
    let (_, certificate) = X509Certificate::from_der(chain.first()?).ok()?;
    let (organisation, common_name) = (organisation(certificate.subject()), common_name(certificate.subject()));
    let issuer = common_name_or_organisation(certificate.issuer());
    let validity = certificate.validity();
    Some(Names {
        organisation,
        common_name,
        issuer,
        not_before: utc(validity.not_before),
        not_after: utc(validity.not_after),
    })
}

/// How today lies to the validity of the signer's certificate.
pub(crate) fn today(chain: &[Vec<u8>]) -> Option<Today> {
    let (_, certificate) = X509Certificate::from_der(chain.first()?).ok()?;
    let now = ASN1Time::now();
    let validity = certificate.validity();
    Some(if now < validity.not_before {
        Today::Before
    } else if now > validity.not_after {
        Today::After
    } else {
        Today::Inside
    })
}

/// Whether a policy vouches for the signer. Validity is another fact and not part of it.
pub(crate) fn is_vouched_for(chain: &[Vec<u8>], policy: &CertificateTrustPolicy) -> bool {
    let Some((signer, issuers)) = chain.split_first() else { return false };
    match policy.check_certificate_trust(chain, signer, None) {
        Ok(TrustAnchorType::EndEntity) => true,
        // The library follows the chain by names and signatures alone: without this, whoever holds a
        // listed signing certificate could issue more of them.
        Ok(TrustAnchorType::System) => issuers.iter().all(|issuer| is_authority(issuer)),
        Ok(TrustAnchorType::User | TrustAnchorType::NoCheck) | Err(_) => false,
    }
}

fn is_authority(der: &[u8]) -> bool {
    let Ok((_, certificate)) = X509Certificate::from_der(der) else { return false };
    certificate.basic_constraints().ok().flatten().is_some_and(|constraints| constraints.value.ca)
}

fn organisation(name: &X509Name<'_>) -> Option<String> {
    name.iter_organization().last().and_then(|attribute| attribute.as_str().ok()).map(str::to_owned)
}

fn common_name(name: &X509Name<'_>) -> Option<String> {
    name.iter_common_name().last().and_then(|attribute| attribute.as_str().ok()).map(str::to_owned)
}

fn common_name_or_organisation(name: &X509Name<'_>) -> Option<String> {
    common_name(name).or_else(|| organisation(name))
}

/// RFC 3339 in UTC, to the second.
fn utc(time: ASN1Time) -> Option<String> {
    let time = time.to_datetime();
    let (date, clock) = (time.date(), time.time());
    let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
    let (hour, minute, second) = clock.as_hms();
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use c2pa::{EphemeralSigner, Signer as _};

    use super::*;

    #[test]
    fn a_signing_certificate_is_no_authority_over_others() {
        let chain = EphemeralSigner::new("camera.invalid").unwrap().certs().unwrap();
        let [signer, authority] = &chain[..] else { panic!("two certificates") };
        assert!(is_authority(authority) && !is_authority(signer));
        assert!(!is_authority(b"no certificate"));
    }

    #[test]
    fn names_and_validity_are_read_and_nothing_is_made_up() {
        let chain = EphemeralSigner::new("camera.invalid").unwrap().certs().unwrap();
        let names = names(&chain).unwrap();
        assert!(names.common_name.unwrap().contains("camera.invalid"));
        assert_eq!(names.not_before.unwrap().len(), "2026-01-02T03:04:05Z".len());
        assert_eq!(today(&chain), Some(Today::Inside));
        assert_eq!((super::names(&[]), today(&[vec![0x30]])), (None, None));
    }
}
