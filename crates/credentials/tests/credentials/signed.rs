//! Sign, read, change one byte, cut: the four facts and the check's words for each.

use catchlight_credentials::{C2paReader, TrustLists};
use catchlight_forensics::credentials::{CredentialReader as _, Integrity, Reading, Signature, Trust, Validity};
use catchlight_forensics::finding::{Declaration, Direction};
use catchlight_forensics::{Outcome, Stopped};

use crate::fixtures::{MADE, PARTS, TAKEN, created, examine_file, finding, lines, pictures, sign, signer};

fn reader() -> C2paReader {
    C2paReader::new(TrustLists::shipped()).unwrap()
}

#[test]
fn what_was_signed_is_what_is_read() {
    for (media_type, picture) in pictures() {
        let signed = sign(media_type, &picture, &created(MADE), &signer());
        let Reading { store, remote_url, lists } = reader().read(&signed, media_type).unwrap();
        let store = store.unwrap();
        let active = store.active().unwrap();
        assert_eq!((store.manifests.len(), remote_url), (1, None), "{media_type}");
        assert_eq!(active.generator(), Some("Catchlight test"));
        assert_eq!(active.title.as_deref(), Some("Rendered scene"));
        let [action] = &active.actions[..] else { panic!("one action, {:?}", active.actions) };
        assert_eq!(action.action, "c2pa.created");
        assert_eq!(action.source_type.as_deref(), Some(MADE));
        assert_eq!(action.software_agent.as_deref(), Some("Renderer"));
        assert_eq!(action.description.as_deref(), Some("Rendered by code."));
        assert_eq!(action.parameters, [("com.example.version".to_owned(), "7".to_owned())]);
        let by = active.signer.as_ref().unwrap();
        assert!(by.common_name.as_deref().is_some_and(|name| name.contains("camera.invalid")), "{by:?}");
        assert_eq!(by.algorithm.as_deref(), Some("ed25519"));
        assert!(by.not_before.as_deref() < by.not_after.as_deref() && by.not_after.is_some());
        assert_eq!(store.facts.integrity, Integrity::Intact, "{media_type}");
        assert_eq!(store.facts.signature, Signature::Verified);
        assert_eq!(store.facts.trust, Trust::Unlisted);
        assert_eq!(store.facts.validity, Validity::Today);
        assert_eq!(lists.len(), 2);
    }
}

#[test]
fn an_unlisted_signer_over_an_intact_file_is_said_to_be_exactly_that() {
    for (media_type, picture) in pictures() {
        let signed = sign(media_type, &picture, &created(MADE), &signer());
        let outcome = examine_file(&signed, &reader()).unwrap();
        assert!(matches!(outcome, Outcome::Found(_)), "{media_type}");
        let found = finding(&outcome);
        assert_eq!((found.declares, found.points_to), (Some(Declaration::Generated), Direction::Ai));
        assert!(
            found.summary.en.contains("the content was unchanged, but no trust list vouched for the signer"),
            "{}",
            found.summary.en
        );
        assert!(found.summary.zh.contains("内容未被更改，但没有信任列表为签名者背书"), "{}", found.summary.zh);
        let lines = lines(&outcome).join("\n");
        assert!(lines.contains("Revocation: not checked"), "{lines}");
        assert!(lines.contains("the C2PA interim list (frozen 2026-01-01) (2025-08-28, 104 certificates)"), "{lines}");
        assert!(
            lines.contains("Created (c2pa.created): made by a generative model (trainedAlgorithmicMedia); by Renderer"),
            "{lines}"
        );
    }
}

#[test]
fn a_captured_picture_of_an_unlisted_signer_speaks_for_nobody() {
    let (media_type, picture) = pictures().remove(0);
    let outcome = examine_file(&sign(media_type, &picture, &created(TAKEN), &signer()), &reader()).unwrap();
    assert_eq!(
        (finding(&outcome).declares, finding(&outcome).points_to),
        (Some(Declaration::Captured), Direction::Neither)
    );
}

#[test]
fn a_partly_generated_picture_points_nowhere() {
    let (media_type, picture) = pictures().remove(0);
    let outcome = examine_file(&sign(media_type, &picture, &created(PARTS), &signer()), &reader()).unwrap();
    assert_eq!(
        (finding(&outcome).declares, finding(&outcome).points_to),
        (Some(Declaration::PartlyGenerated), Direction::Neither)
    );
}

#[test]
fn one_changed_byte_of_the_picture_is_noticed_and_nothing_is_declared() {
    for (media_type, picture) in pictures() {
        let mut signed = sign(media_type, &picture, &created(MADE), &signer());
        // In each of these formats the last quarter of the unsigned picture is pixel data; the store
        // lies before it or, in WebP, behind it.
        let needle = &picture[picture.len() * 3 / 4..picture.len() * 3 / 4 + 8];
        let at = signed.windows(8).position(|window| window == needle).unwrap();
        signed[at] ^= 1;
        let store = reader().read(&signed, media_type).unwrap().store.unwrap();
        assert_eq!(store.facts.integrity, Integrity::ContentChanged, "{media_type}");
        assert_eq!(store.facts.signature, Signature::Verified, "{media_type}");
        let outcome = examine_file(&signed, &reader()).unwrap();
        let Outcome::Inconclusive { why, finding } = &outcome else { panic!("{media_type}: {outcome:?}") };
        assert!(why.en.contains("changed after it was signed"), "{}", why.en);
        assert_eq!((finding.declares, finding.points_to), (None, Direction::Neither));
    }
}

#[test]
fn a_changed_claim_breaks_the_signature() {
    let (media_type, picture) = pictures().remove(0);
    let mut signed = sign(media_type, &picture, &created(MADE), &signer());
    let at = signed.windows(14).position(|window| window == b"Rendered scene").unwrap();
    signed[at] = b'r';
    let store = reader().read(&signed, media_type).unwrap().store.unwrap();
    let unknown = (Trust::NotVerified, Validity::NotVerified);
    assert_eq!((store.facts.signature, (store.facts.trust, store.facts.validity)), (Signature::Mismatch, unknown));
    assert!(matches!(examine_file(&signed, &reader()).unwrap(), Outcome::Inconclusive { .. }));
}

#[test]
fn a_changed_statement_is_noticed() {
    let (media_type, picture) = pictures().remove(0);
    let mut signed = sign(media_type, &picture, &created(TAKEN), &signer());
    let at = signed.windows(17).position(|window| window == b"Rendered by code.").unwrap();
    signed[at] = b'r';
    let store = reader().read(&signed, media_type).unwrap().store.unwrap();
    assert_eq!(store.facts.integrity, Integrity::StatementsChanged);
    assert_eq!(finding(&examine_file(&signed, &reader()).unwrap()).declares, None);
}

#[test]
fn an_unsigned_picture_has_none() {
    for (media_type, picture) in pictures() {
        assert_eq!(reader().read(&picture, media_type).unwrap().store, None);
        let outcome = examine_file(&picture, &reader()).unwrap();
        assert!(matches!(outcome, Outcome::NotFound(_)), "{media_type}: {outcome:?}");
    }
}

#[test]
fn a_cut_store_has_failed_and_is_never_missing() {
    for (media_type, picture) in pictures() {
        let signed = sign(media_type, &picture, &created(MADE), &signer());
        let label = signed.windows(4).position(|window| window == b"c2pa").unwrap();
        for keep in [40, 400, 2000] {
            let outcome = examine_file(&signed[..label + keep], &reader());
            assert!(
                matches!(outcome, Err(Stopped::Failed(_)) | Ok(Outcome::Inconclusive { .. })),
                "{media_type} {keep}: {outcome:?}"
            );
        }
    }
}

#[test]
fn an_edited_picture_keeps_the_order_of_its_manifests() {
    let (media_type, picture) = pictures().remove(0);
    let first = sign(media_type, &picture, &created(MADE), &signer());
    let edit = serde_json::json!({
        "claim_generator_info": [{ "name": "Editor" }],
        "assertions": [{ "label": "c2pa.actions.v2", "data": { "actions": [
            { "action": "c2pa.opened", "parameters": { "ingredientIds": ["first"] } },
            { "action": "c2pa.color_adjustments" },
        ] } }],
    });
    let mut builder = c2pa::Builder::default().with_definition(edit.to_string()).unwrap();
    let parent = serde_json::json!({ "title": "first.jpg", "relationship": "parentOf", "label": "first" });
    builder.add_ingredient_from_stream(parent.to_string(), media_type, &mut std::io::Cursor::new(&first)).unwrap();
    let mut second = std::io::Cursor::new(Vec::new());
    builder.sign(&signer(), media_type, &mut std::io::Cursor::new(&first), &mut second).unwrap();
    let second = second.into_inner();
    let store = reader().read(&second, media_type).unwrap().store.unwrap();
    let generators: Vec<_> = store.manifests.iter().map(|manifest| manifest.generator().unwrap()).collect();
    assert_eq!((generators, store.active), (vec!["Catchlight test", "Editor"], 1));
    let outcome = examine_file(&second, &reader()).unwrap();
    assert_eq!(finding(&outcome).declares, Some(Declaration::Generated));
    assert!(
        lines(&outcome).iter().any(|line| line.starts_with("Made from: first.jpg; with Content Credentials")),
        "{:?}",
        lines(&outcome)
    );
}
