//! Nothing is fetched: a manifest that is kept elsewhere is named, and nobody is asked for it.

use std::net::TcpListener;
use std::time::Duration;

use catchlight_credentials::{C2paReader, TrustLists};
use catchlight_forensics::Outcome;
use catchlight_forensics::credentials::CredentialReader as _;

use crate::fixtures::{examine_file, pictures};

fn naming(url: &str) -> Vec<u8> {
    let xmp = format!(
        "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\
         <rdf:Description rdf:about=\"\" xmlns:dcterms=\"http://purl.org/dc/terms/\" dcterms:provenance=\"{url}\"/></rdf:RDF></x:xmpmeta>"
    );
    catchlight_rendered::with_xmp(&pictures()[0].1, &xmp)
}

#[test]
fn a_manifest_kept_elsewhere_is_named_and_not_fetched() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let url = format!("http://{}/manifest.c2pa", listener.local_addr().unwrap());
    let reader = C2paReader::new(TrustLists::shipped()).unwrap();
    let file = naming(&url);
    let reading = reader.read(&file, "image/jpeg").unwrap();
    assert_eq!((reading.store, reading.remote_url.as_deref()), (None, Some(url.as_str())));
    let Outcome::Inconclusive { why, .. } = examine_file(&file, &reader).unwrap() else {
        panic!("a manifest elsewhere")
    };
    assert_eq!(why.en, format!("The manifest is kept at {url}, which was not fetched."));
    std::thread::sleep(Duration::from_millis(50));
    assert!(listener.accept().is_err(), "somebody called");
}

#[test]
fn a_reference_to_a_lost_manifest_is_nothing_found_but_said() {
    let reader = C2paReader::new(TrustLists::shipped()).unwrap();
    let outcome = examine_file(&naming("self#jumbf=/c2pa/urn:uuid:5f5bba8c"), &reader).unwrap();
    let Outcome::NotFound(finding) = outcome else { panic!("{outcome:?}") };
    assert!(finding.summary.en.contains("removed or lost"), "{}", finding.summary.en);
}
