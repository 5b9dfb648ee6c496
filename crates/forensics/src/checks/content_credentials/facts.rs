//! The four facts in words. No fact stands in for another: an expired certificate over unchanged
//! content is said to be exactly that.

use crate::credentials::{Integrity, ListKind, Signature, Signer, Store, Trust, TrustList, Validity};
use crate::finding::{Group, Row};
use crate::text;
use crate::text::{Text, Words, quote};

/// The facts as rows.
pub(super) fn group(store: &Store, lists: &[TrustList]) -> Group {
    let signer = store.active().and_then(|manifest| manifest.signer.as_ref());
    let facts = &store.facts;
    let mut rows = vec![
        Row::new(Words::new("1. Content", "1. 内容").into(), integrity(facts.integrity)),
        Row::new(Words::new("2. Signature", "2. 签名").into(), signature(facts.signature, signer)),
        Row::new(Words::new("3. Signer", "3. 签名者").into(), trust(&facts.trust, lists)),
        Row::new(Words::new("4. Certificate", "4. 证书").into(), validity(facts.validity, signer)),
        Row::new(Words::new("Revocation", "吊销情况").into(), revocation(store).into()),
        Row::new(Words::new("Trust lists", "信任列表").into(), searched(lists)),
    ];
    rows.extend(signer.into_iter().flat_map(certificate));
    Group { title: Words::new("What was verified", "已验证的事实").into(), rows }
}

/// Why the statements do not hold for this picture, or `None` when content and signature are sound.
pub(super) fn unbound(store: &Store) -> Option<Text> {
    let facts = &store.facts;
    let why = match (facts.signature, facts.integrity) {
        (Signature::Mismatch, _) => Words::new(
            "The signature did not verify, so that nobody vouches for these statements.",
            "签名未通过验证，因此没有人为这些声明作保。",
        ),
        (Signature::Missing, _) => Words::new("The statements were not signed.", "这些声明没有签名。"),
        (Signature::NotVerified, _) => Words::new("The signature could not be tested.", "无法检验签名。"),
        (Signature::Verified, Integrity::ContentChanged) => Words::new(
            "The file was changed after it was signed, so that the statements may not be about this picture.",
            "文件在签名之后被更改，因此这些声明未必针对当前画面。",
        ),
        (Signature::Verified, Integrity::StatementsChanged) => {
            Words::new("Statements were changed or removed after they were signed.", "有声明在签名之后被更改或移除。")
        }
        (Signature::Verified, Integrity::Unbound) => Words::new(
            "The statements are not bound to any content and could belong to another picture.",
            "这些声明未与任何内容绑定，可能属于另一幅图像。",
        ),
        (Signature::Verified, Integrity::NotVerified) => {
            Words::new("Whether the content is unchanged could not be tested.", "无法检验内容是否未被更改。")
        }
        (Signature::Verified, Integrity::IntactExceptFor { bytes }) => {
            return Some(text!(
                "The signature leaves out {bytes} bytes that do not belong to it; those could have been changed.",
                "签名未涵盖 {bytes} 字节不属于其自身的数据；这部分可能已被更改。"
            ));
        }
        (Signature::Verified, Integrity::Intact) => return None,
    };
    Some(why.into())
}

/// How sound content and signature, signer and certificate stand together, for the summary.
pub(super) fn standing(store: &Store) -> Words {
    let facts = &store.facts;
    let in_time = matches!(facts.validity, Validity::AtTimeStamp | Validity::Today);
    match (&facts.trust, in_time) {
        (Trust::Listed(ListKind::Current), true) => Words::new(
            "the content was unchanged and the signer was on the C2PA trust list",
            "内容未被更改，签名者在 C2PA 信任列表上",
        ),
        (Trust::Listed(ListKind::Interim), true) => Words::new(
            "the content was unchanged and the signer was on the C2PA interim list, which was frozen in 2026",
            "内容未被更改，签名者在 2026 年已冻结的 C2PA 临时列表上",
        ),
        (Trust::Listed(ListKind::User), true) => Words::new(
            "the content was unchanged and the signer was on your own trust list",
            "内容未被更改，签名者在您自己的信任列表上",
        ),
        (Trust::Listed(_), false) => Words::new(
            "the content was unchanged and the signer was on a trust list, but the certificate was not shown to be valid at signing",
            "内容未被更改，签名者在信任列表上，但未能证明证书在签名时有效",
        ),
        (Trust::Unacceptable, _) => Words::new(
            "the content was unchanged, but the certificate was not of a kind made for signing content",
            "内容未被更改，但该证书不属于用于内容签名的类型",
        ),
        (Trust::Unlisted, true) => Words::new(
            "the content was unchanged, but no trust list vouched for the signer",
            "内容未被更改，但没有信任列表为签名者背书",
        ),
        (Trust::Unlisted, false) => Words::new(
            "the content was unchanged, but no trust list vouched for the signer and the certificate was not shown to be valid at signing",
            "内容未被更改，但没有信任列表为签名者背书，且未能证明证书在签名时有效",
        ),
        (Trust::Revoked, _) => Words::new(
            "the content was unchanged, but the signer's certificate was said to be revoked",
            "内容未被更改，但签名者的证书据称已被吊销",
        ),
        (Trust::NotVerified, _) => {
            Words::new("the content was unchanged; the signer could not be looked up", "内容未被更改；无法查询签名者")
        }
    }
}

/// What was not sound, for the summary.
pub(super) fn broken(store: &Store) -> Words {
    match (store.facts.signature, store.facts.integrity) {
        (Signature::Mismatch, _) => Words::new("the signature did not verify", "签名未通过验证"),
        (Signature::Missing, _) => Words::new("there was no signature", "没有签名"),
        (Signature::NotVerified, _) => Words::new("the signature could not be tested", "无法检验签名"),
        (_, Integrity::ContentChanged) => Words::new("the file was changed after signing", "文件在签名之后被更改"),
        (_, Integrity::StatementsChanged) => {
            Words::new("statements were changed or removed after signing", "有声明在签名之后被更改或移除")
        }
        (_, Integrity::Unbound) => Words::new("they were not bound to this picture", "它们未与此画面绑定"),
        (_, Integrity::IntactExceptFor { .. }) => {
            Words::new("the signature left part of the file out", "签名未涵盖文件的一部分")
        }
        (_, Integrity::Intact | Integrity::NotVerified) => {
            Words::new("whether the content is unchanged could not be tested", "无法检验内容是否未被更改")
        }
    }
}

/// The signer's name for a sentence, in the same words in both languages.
pub(super) fn signer_in_words(store: &Store) -> String {
    let signer = store.active().and_then(|manifest| manifest.signer.as_ref());
    let name = signer.and_then(|signer| signer.organisation.as_deref().or(signer.common_name.as_deref()));
    name.map_or_else(|| "?".to_owned(), |name| format!("“{}”", quote(name, 80)))
}

fn integrity(integrity: Integrity) -> Text {
    let words = match integrity {
        Integrity::Intact => Words::new(
            "unchanged since it was signed: the hashes over the content and over every statement matched",
            "自签名以来未被更改：内容和每条声明的哈希均相符",
        ),
        Integrity::IntactExceptFor { bytes } => {
            return text!(
                "all hashes matched, but they leave out {bytes} bytes beside the manifest, which could have been changed",
                "所有哈希均相符，但未涵盖清单之外的 {bytes} 字节，这部分可能已被更改"
            );
        }
        Integrity::ContentChanged => Words::new(
            "changed after it was signed: the hash over the content did not match",
            "签名之后被更改：内容的哈希不相符",
        ),
        Integrity::StatementsChanged => Words::new(
            "the hash over a statement did not match, or a signed statement was missing",
            "有声明的哈希不相符，或缺少已签名的声明",
        ),
        Integrity::Unbound => Words::new(
            "the manifest holds no hash over the content and could belong to any picture",
            "清单中没有内容的哈希，可能属于任何图像",
        ),
        Integrity::NotVerified => Words::new("the hashes could not be compared", "无法比对哈希"),
    };
    words.into()
}

fn signature(signature: Signature, signer: Option<&Signer>) -> Text {
    let algorithm =
        signer.and_then(|signer| signer.algorithm.as_deref()).map_or_else(String::new, |name| quote(name, 20));
    match signature {
        Signature::Verified if !algorithm.is_empty() => {
            text!("verified with the certificate in the file ({algorithm})", "已用文件中的证书验证通过（{algorithm}）")
        }
        Signature::Verified => {
            Words::new("verified with the certificate in the file", "已用文件中的证书验证通过").into()
        }
        Signature::Mismatch => Words::new("did not verify", "未通过验证").into(),
        Signature::Missing => Words::new("missing", "缺失").into(),
        Signature::NotVerified => Words::new("could not be tested", "无法检验").into(),
    }
}

fn trust(trust: &Trust, lists: &[TrustList]) -> Text {
    match trust {
        Trust::Listed(kind) => {
            let dated = lists.iter().find(|list| list.kind == *kind).and_then(|list| list.dated.as_deref());
            let Words { en, zh } = list_name(*kind);
            match dated.map(|date| quote(date, 20)) {
                Some(date) => text!("vouched for by {en} of {date}", "由 {zh}（{date}）背书"),
                None => text!("vouched for by {en}", "由 {zh}背书"),
            }
        }
        Trust::Unlisted if lists.is_empty() => {
            Words::new("could not be looked up: no trust list was installed", "无法查询：未安装信任列表").into()
        }
        Trust::Unlisted => Words::new(
            "on none of the trust lists that were searched. Many genuine signers are not; anybody can also sign under any name",
            "不在所查询的任何信任列表上。许多真实的签名者也不在其中；但任何人也都可以用任意名称签名",
        )
        .into(),
        Trust::Unacceptable => Words::new(
            "the certificate is not of a kind made for signing content, so that no list can vouch for it",
            "该证书不属于用于内容签名的类型，任何列表都无法为其背书",
        )
        .into(),
        Trust::Revoked => Words::new(
            "an answer of the issuer inside the file said that the certificate was revoked",
            "文件内附带的签发者答复称该证书已被吊销",
        )
        .into(),
        Trust::NotVerified => Words::new(
            "not looked up: only a signature that verifies shows whose certificate it is",
            "未查询：只有通过验证的签名才能表明证书属于谁",
        )
        .into(),
    }
}

fn validity(validity: Validity, signer: Option<&Signer>) -> Text {
    let day = |time: Option<&String>| quote(time.map_or("?", String::as_str), 40);
    let stamped = day(signer.and_then(|signer| signer.stamped_at.as_ref()));
    let ends = day(signer.and_then(|signer| signer.not_after.as_ref()));
    match validity {
        Validity::AtTimeStamp => text!(
            "valid when the claim was signed, by the time stamp of a listed authority ({stamped})",
            "签名时有效，以列表内机构的时间戳为准（{stamped}）"
        ),
        Validity::NotAtTimeStamp => text!(
            "not valid when the claim was signed, by the time stamp of a listed authority ({stamped})",
            "签名时无效，以列表内机构的时间戳为准（{stamped}）"
        ),
        Validity::Today => text!(
            "valid on the day of this examination; no listed authority vouched for the time of signing",
            "在本次检查当日有效；没有列表内的机构为签名时间作保"
        ),
        Validity::ExpiredSince => text!(
            "expired on {ends}; no listed authority vouched for the time of signing, so that it is not known whether the certificate was valid then",
            "已于 {ends} 过期；没有列表内的机构为签名时间作保，因此无从得知签名时证书是否有效"
        ),
        Validity::NotYet => text!("not valid yet on the day of this examination", "在本次检查当日尚未生效"),
        Validity::NotVerified => text!("could not be tested", "无法检验"),
    }
}

/// Nothing is asked over the network; some signers put an answer of their issuer into the file.
fn revocation(store: &Store) -> Words {
    let noted = |code: &str| store.codes.iter().any(|noted| noted.code == code && !noted.of_ingredient);
    if noted("signingCredential.ocsp.revoked") {
        Words::new(
            "an answer of the issuer inside the file said that the certificate was revoked",
            "文件内附带的签发者答复称该证书已被吊销",
        )
    } else if noted("signingCredential.ocsp.notRevoked") {
        Words::new(
            "an answer of the issuer inside the file said that the certificate was not revoked then; whether it was revoked later was not checked",
            "文件内附带的签发者答复称当时该证书未被吊销；其后是否被吊销未检查",
        )
    } else {
        Words::new("not checked: that needs the network", "未检查：需要联网")
    }
}

fn searched(lists: &[TrustList]) -> Text {
    let mut en: Vec<String> = Vec::new();
    let mut zh: Vec<String> = Vec::new();
    for kind in [ListKind::Current, ListKind::Interim, ListKind::User] {
        let name = list_name(kind);
        match lists.iter().find(|list| list.kind == kind) {
            Some(TrustList { dated, certificates, .. }) => {
                let of = dated.as_deref().map(|date| quote(date, 20));
                let (of_en, of_zh) = of.map_or_else(Default::default, |of| (format!("{of}, "), format!("{of}，")));
                en.push(format!("{} ({of_en}{certificates} certificates)", name.en));
                zh.push(format!("{}（{of_zh}{certificates} 个证书）", name.zh));
            }
            None if kind == ListKind::User => {}
            None => {
                en.push(format!("{} was not installed", name.en));
                zh.push(format!("未安装{}", name.zh));
            }
        }
    }
    Text { en: en.join("; "), zh: zh.join("；") }
}

fn list_name(kind: ListKind) -> Words {
    match kind {
        ListKind::Current => Words::new("the C2PA trust list", "C2PA 信任列表"),
        ListKind::Interim => {
            Words::new("the C2PA interim list (frozen 2026-01-01)", "C2PA 临时列表（2026-01-01 冻结）")
        }
        ListKind::User => Words::new("your own trust list", "您自己的信任列表"),
    }
}

/// The certificate as the signer wrote it; a certificate outside every list can bear any name.
fn certificate(signer: &Signer) -> Vec<Row> {
    let rows = [
        (Words::new("Signer's organisation (certificate O)", "签名者组织（证书 O）"), &signer.organisation),
        (Words::new("Signer's name (certificate CN)", "签名者名称（证书 CN）"), &signer.common_name),
        (Words::new("Certificate issued by", "证书签发者"), &signer.issuer),
        (Words::new("Certificate valid from", "证书有效期始"), &signer.not_before),
        (Words::new("Certificate valid until", "证书有效期止"), &signer.not_after),
        (Words::new("Time stamp", "时间戳"), &signer.stamped_at),
    ];
    let shown = rows.into_iter().filter_map(|(label, value)| Some((label, value.as_deref()?)));
    shown.map(|(label, value)| Row::new(label.into(), Text::same(quote(value, 120)))).collect()
}
