//! The validator's status codes in plain words.

use crate::credentials::{Code, CodeKind, Store};
use crate::finding::{Group, Row};
use crate::text;
use crate::text::{Text, Words, quote};

/// Codes that are shown.
const MOST_CODES: usize = 80;

/// All codes, those that speak against the manifests first. Repeated passes are counted, not listed.
pub(super) fn group(store: &Store) -> Option<Group> {
    let mut rows: Vec<Row> = Vec::new();
    for kind in [CodeKind::Failure, CodeKind::Informational, CodeKind::Success] {
        let mut counted: Vec<(&Code, usize)> = Vec::new();
        for code in store.codes.iter().filter(|code| code.kind == kind) {
            let same =
                |(other, _): &(&Code, usize)| other.code == code.code && other.of_ingredient == code.of_ingredient;
            match counted.iter().position(same) {
                Some(index) => {
                    counted.iter_mut().skip(index).take(1).for_each(|(_, count)| *count = count.saturating_add(1))
                }
                None if counted.len() < MOST_CODES => counted.push((code, 1)),
                None => {}
            }
        }
        rows.extend(counted.into_iter().map(|(code, count)| row(code, count)));
    }
    rows.truncate(MOST_CODES);
    (!rows.is_empty()).then(|| Group { title: Words::new("Validation codes", "验证代码").into(), rows })
}

fn row(code: &Code, count: usize) -> Row {
    let kind = match code.kind {
        CodeKind::Success => Words::new("Passed", "通过"),
        CodeKind::Informational => Words::new("Noted", "提示"),
        CodeKind::Failure => Words::new("Not passed", "未通过"),
    };
    let name = quote(&code.code, 80);
    let (of_en, of_zh) = if code.of_ingredient { (", of an ingredient", "，针对素材") } else { ("", "") };
    let (times_en, times_zh) =
        if count > 1 { (format!(", {count} times"), format!("，{count} 次")) } else { Default::default() };
    let label = Text {
        en: format!("{}: {name}{of_en}{times_en}", kind.en),
        zh: format!("{}：{name}{of_zh}{times_zh}", kind.zh),
    };
    let explained = match (meaning(&code.code), &code.explanation) {
        (Some(words), _) => words.into(),
        (None, Some(explanation)) => Text::same(quote(explanation, 200)),
        (None, None) => text!("a code without an explanation", "没有说明的代码"),
    };
    match &code.about {
        Some(about) => Row::at(label, explained, quote(about, 200)),
        None => Row::new(label, explained),
    }
}

/// C2PA specification, section "Standard status codes".
fn meaning(code: &str) -> Option<Words> {
    Some(match code {
        "claimSignature.validated" => Words::new("The signature over the claim verified.", "声明的签名验证通过。"),
        "claimSignature.mismatch" => {
            Words::new("The signature over the claim did not verify.", "声明的签名未通过验证。")
        }
        "claimSignature.missing" => Words::new("There was no signature.", "没有签名。"),
        "claimSignature.insideValidity" => Words::new(
            "The time of signing, or today, lay within the certificate's validity.",
            "签名时间（或今日）在证书有效期内。",
        ),
        "claimSignature.outsideValidity" => {
            Words::new("The time of signing lay outside the certificate's validity.", "签名时间不在证书有效期内。")
        }
        "signingCredential.trusted" => Words::new("The signer was on a trust list.", "签名者在信任列表上。"),
        "signingCredential.untrusted" => Words::new("The signer was on no trust list.", "签名者不在任何信任列表上。"),
        "signingCredential.expired" => Words::new(
            "The certificate had expired, and no listed time stamp showed that it was valid at signing.",
            "证书已过期，且没有列表内的时间戳证明签名时有效。",
        ),
        "signingCredential.invalid" => {
            Words::new("The certificate broke the rules for signing certificates.", "证书不符合签名证书的规则。")
        }
        "signingCredential.ocsp.notRevoked" => {
            Words::new("A reply in the file said that the certificate was not revoked.", "文件内的答复称证书未被吊销。")
        }
        "signingCredential.ocsp.revoked" => {
            Words::new("A reply in the file said that the certificate was revoked.", "文件内的答复称证书已被吊销。")
        }
        "signingCredential.ocsp.skipped" | "signingCredential.ocsp.inaccessible" => {
            Words::new("Revocation was not checked.", "未检查吊销情况。")
        }
        "timeStamp.trusted" => Words::new("The time stamp came from a listed authority.", "时间戳来自列表内的机构。"),
        "timeStamp.untrusted" => {
            Words::new("The time stamp came from an authority on no list.", "时间戳来自列表外的机构。")
        }
        "timeStamp.validated" => Words::new("The time stamp fits the signature.", "时间戳与签名相符。"),
        "timeStamp.mismatch" => Words::new("The time stamp does not fit the signature.", "时间戳与签名不符。"),
        "timeStamp.malformed" => Words::new("The time stamp could not be read.", "无法读取时间戳。"),
        "timeStamp.outsideValidity" => {
            Words::new("The time stamp lay outside its authority's validity.", "时间戳不在其机构证书的有效期内。")
        }
        "timeOfSigning.insideValidity" => Words::new(
            "The stated time of signing lay within the certificate's validity.",
            "所述签名时间在证书有效期内。",
        ),
        "assertion.hashedURI.match" => Words::new("A statement was unchanged.", "声明未被更改。"),
        "assertion.hashedURI.mismatch" => Words::new("A statement was changed after signing.", "声明在签名后被更改。"),
        "assertion.missing" => Words::new("A signed statement was missing.", "缺少已签名的声明。"),
        "assertion.undeclared" => Words::new("A statement was there that nobody signed.", "存在未经签名的声明。"),
        "assertion.dataHash.match" | "assertion.bmffHash.match" | "assertion.boxesHash.match" => {
            Words::new("The content was unchanged.", "内容未被更改。")
        }
        "assertion.dataHash.mismatch" | "assertion.bmffHash.mismatch" | "assertion.boxesHash.mismatch" => {
            Words::new("The hash over the content did not match.", "内容的哈希不相符。")
        }
        "assertion.dataHash.additionalExclusionsPresent" => Words::new(
            "The hash over the content leaves out more than the manifest.",
            "内容的哈希未涵盖清单以外的部分数据。",
        ),
        "claim.hardBindings.missing" => Words::new("The manifest is bound to no content.", "清单未与任何内容绑定。"),
        "claim.malformed" | "claim.cbor.invalid" => Words::new("The claim breaks the standard.", "声明不符合标准。"),
        "assertion.action.malformed" => Words::new(
            "A statement of actions breaks the standard as it is today; older programs wrote such statements.",
            "操作声明不符合现行标准；旧版程序曾写入此类声明。",
        ),
        "ingredient.unknownProvenance" | "manifest.unknownProvenance" => {
            Words::new("An ingredient had no Content Credentials of its own.", "有素材没有自带内容凭证。")
        }
        "ingredient.manifest.validated" | "ingredient.claimSignature.validated" => {
            Words::new("An ingredient's manifest was the one that was signed for.", "素材的清单与签名时一致。")
        }
        "ingredient.manifest.missing" => Words::new("An ingredient's manifest was missing.", "缺少素材的清单。"),
        "ingredient.manifest.mismatch" | "ingredient.hashedURI.mismatch" => {
            Words::new("An ingredient's manifest was not the one that was signed for.", "素材的清单与签名时不一致。")
        }
        "manifest.inaccessible" => {
            Words::new("A manifest that is kept elsewhere was not fetched.", "保存在别处的清单未予获取。")
        }
        "algorithm.unsupported" => Words::new("An algorithm is not supported.", "不支持所用算法。"),
        "algorithm.deprecated" => Words::new("An algorithm is outdated.", "所用算法已过时。"),
        "general.error" => Words::new("The validator met an error.", "验证程序遇到错误。"),
        _ => return None,
    })
}
