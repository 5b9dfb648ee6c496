//! Whether a bundle or a report is what was written: every digest, the signature, the chain, and what each
//! says about the others.

use std::collections::BTreeMap;

use catchlight_forensics::report::v1::{FORMAT as REPORT_FORMAT, Report};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, quote};
use serde::Serialize;
use serde_json::Value;

use super::{
    File, LIST, List, ORIGINAL, RECORD, REPORT, SIGNATURE, TIME_STAMP, TimeStamp, container, message, sha256, signed,
};
use crate::chain::digest;
use crate::v1::{CustodyEvent, FORMAT as RECORD_FORMAT, Record};

/// What was found about a bundle or a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// Each thing that was looked at, in order.
    pub findings: Vec<Finding>,
    /// The public key that signed it, in lower-case hex, when its signature held.
    pub public_key: Option<String>,
    /// What is inside, as far as it could be read.
    pub contents: Contents,
}

/// What a bundle or report holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Contents {
    /// The report.
    pub report: Option<Report>,
    /// The record.
    pub record: Option<Record>,
    /// The file that was examined.
    pub original: Option<File>,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at: a file of the bundle, the signature, the chain.
    pub subject: String,
    /// What came of it.
    pub outcome: Outcome,
    /// In one sentence.
    pub text: Text,
}

/// What came of looking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It is as it was written.
    Holds,
    /// It was changed, is missing, or does not belong to the rest.
    Broken,
    /// It could not be looked at.
    NotChecked,
}

impl Verification {
    /// Whether nothing was changed and nothing is missing.
    pub fn holds(&self) -> bool {
        self.findings.iter().all(|finding| finding.outcome != Outcome::Broken)
    }

    /// Nothing looked at yet.
    #[expect(
        clippy::new_without_default,
        reason = "it holds as long as nothing was looked at, which nobody should get unasked"
    )]
    pub fn new() -> Self {
        Self { findings: Vec::new(), public_key: None, contents: Contents::default() }
    }

    /// Notes what came of looking at something.
    pub fn note(&mut self, subject: &str, outcome: Outcome, text: Text) {
        self.findings.push(Finding { subject: quote(subject, 120), outcome, text });
    }

    fn holds_that(&mut self, subject: &str, holds: bool, good: Text, bad: Text) {
        if holds { self.note(subject, Outcome::Holds, good) } else { self.note(subject, Outcome::Broken, bad) }
    }
}

/// Looks at a whole bundle.
pub fn verify(bytes: &[u8]) -> Verification {
    let mut verification = Verification::new();
    let files = match container::read(bytes) {
        Ok(files) => files,
        Err(error) => {
            verification.note("zip", Outcome::Broken, error.text());
            return verification;
        }
    };
    // Written anew from what was read: names, times, order and padding of the container lie under no digest.
    verification.holds_that(
        "zip",
        container::write(&files).is_ok_and(|again| again == bytes),
        text!("The container is as Catchlight writes it.", "容器与 Catchlight 写入的一致。"),
        text!(
            "The container is not as Catchlight writes it: it was changed or packed anew.",
            "容器与 Catchlight 写入的不一致：已被改动或重新打包。"
        ),
    );
    let by_name: BTreeMap<&str, &[u8]> = files.iter().map(|file| (file.name.as_str(), file.bytes.as_slice())).collect();
    list(&mut verification, &by_name);
    time_stamp(&mut verification, &by_name);
    signature(&mut verification, &by_name);
    verification.contents.original = files.iter().find(|file| file.name.starts_with(ORIGINAL)).cloned();
    let original = verification.contents.original.as_ref().map(|file| (file.name.clone(), sha256(&file.bytes)));
    contents(&mut verification, by_name.get(REPORT).copied(), by_name.get(RECORD).copied(), original);
    verification
}

/// Looks at a report alone, with the record beside it when there is one.
pub fn verify_report(report: &[u8], record: Option<&[u8]>) -> Verification {
    let mut verification = Verification::new();
    verification.note(
        SIGNATURE,
        Outcome::NotChecked,
        text!("A report alone carries no signature; a bundle does.", "单独的报告没有签名；证据包才有签名。"),
    );
    contents(&mut verification, Some(report), record, None);
    verification
}

/// Every file against the list, and the list against the files.
fn list(verification: &mut Verification, files: &BTreeMap<&str, &[u8]>) {
    let Some(bytes) = files.get(LIST) else {
        return verification.note(LIST, Outcome::Broken, text!("The list of files is missing.", "缺少文件清单。"));
    };
    let Some(list) = serde_json::from_slice::<List>(bytes).ok().filter(|list| list.format == super::FORMAT) else {
        return verification.note(
            LIST,
            Outcome::Broken,
            text!(
                "The list of files could not be read, or is of another version.",
                "文件清单无法读取，或属于其他版本。"
            ),
        );
    };
    for listed in &list.files {
        match files.get(listed.name.as_str()) {
            None => verification.note(&listed.name, Outcome::Broken, text!("It is missing.", "缺少此文件。")),
            Some(bytes) => verification.holds_that(
                &listed.name,
                bytes.len() as u64 == listed.bytes && sha256(bytes) == listed.sha256,
                text!("Its digest is the listed one.", "摘要与清单一致。"),
                text!("It was changed: its digest is not the listed one.", "已被改动：摘要与清单不一致。"),
            ),
        }
    }
    for name in files.keys().filter(|name| ![LIST, SIGNATURE, TIME_STAMP].contains(name)) {
        if !list.files.iter().any(|listed| listed.name == *name) {
            verification.note(
                name,
                Outcome::Broken,
                text!("It was added: the list does not name it.", "此文件是后来加入的：清单中没有它。"),
            );
        }
    }
}

fn time_stamp(verification: &mut Verification, files: &BTreeMap<&str, &[u8]>) {
    let (Some(token), Some(list)) = (files.get(TIME_STAMP), files.get(LIST)) else { return };
    match TimeStamp::read(token).and_then(|stamp| stamp.is_of(list).map(|()| stamp)) {
        Err(error) => verification.note(TIME_STAMP, Outcome::Broken, error.text()),
        Ok(stamp) => {
            let at = stamp.at;
            verification.note(
                TIME_STAMP,
                Outcome::NotChecked,
                text!(
                    "A time stamp states that the list of files existed at {at}. It is about this list; the authority's own signature was not checked here (openssl ts -verify does that).",
                    "时间戳声明该文件清单在 {at} 已存在。它针对的正是此清单；此处没有核验时间戳机构自身的签名（可用 openssl ts -verify 核验）。"
                ),
            );
        }
    }
}

fn signature(verification: &mut Verification, files: &BTreeMap<&str, &[u8]>) {
    let Some(bytes) = files.get(SIGNATURE) else {
        return verification.note(SIGNATURE, Outcome::Broken, text!("The signature is missing.", "缺少签名。"));
    };
    let list = files.get(LIST).copied().unwrap_or_default();
    let holds = signed(bytes).filter(|signed| signed.holds(&message(list, files.get(TIME_STAMP).copied())));
    match holds {
        Some(signed) => {
            let key = signed.public_key;
            verification.note(
                SIGNATURE,
                Outcome::Holds,
                text!(
                    "The signature holds for the key {key}. Whose key that is, only its owner can tell.",
                    "签名对密钥 {key} 有效。密钥属于谁，只有持有者能够说明。"
                ),
            );
            verification.public_key = Some(key);
        }
        None => verification.note(
            SIGNATURE,
            Outcome::Broken,
            text!(
                "The signature does not hold: it, the list of files or the time stamp was changed.",
                "签名无效：签名、文件清单或时间戳已被改动。"
            ),
        ),
    }
}

/// What report, record and original say about each other.
fn contents(
    verification: &mut Verification,
    report: Option<&[u8]>,
    record: Option<&[u8]>,
    original: Option<(String, String)>,
) {
    let Some(report_bytes) = report else {
        return verification.note(REPORT, Outcome::Broken, text!("The report is missing.", "缺少报告。"));
    };
    let report = serde_json::from_slice::<Report>(report_bytes).ok().filter(|report| report.format == REPORT_FORMAT);
    let Some(report) = report else {
        return verification.note(
            REPORT,
            Outcome::Broken,
            text!("It is no report that this version can read.", "此版本无法将其作为报告读取。"),
        );
    };
    let exhibit = report.exhibit.sha256.clone();
    match original {
        Some((name, sha256)) => verification.holds_that(
            &name,
            sha256 == exhibit,
            text!("It is the file that the report is about.", "它就是报告所述的文件。"),
            text!("It is not the file that the report is about.", "它不是报告所述的文件。"),
        ),
        None => verification.note(
            ORIGINAL,
            Outcome::NotChecked,
            text!(
                "The examined file is not there; name it to compare it with the report.",
                "其中没有被检查的文件；可另行指定以便与报告比较。"
            ),
        ),
    }
    verification.contents.report = Some(report);
    let Some(record_bytes) = record else {
        return verification.note(
            RECORD,
            Outcome::NotChecked,
            text!("There is no record with a chain of custody.", "没有包含保管链的记录。"),
        );
    };
    let record = serde_json::from_slice::<Record>(record_bytes).ok().filter(|record| record.format == RECORD_FORMAT);
    let Some(record) = record else {
        return verification.note(
            RECORD,
            Outcome::Broken,
            text!("It is no record that this version can read.", "此版本无法将其作为记录读取。"),
        );
    };
    chain(verification, &record, report_bytes, &exhibit);
    verification.contents.record = Some(record);
}

fn chain(verification: &mut Verification, record: &Record, report: &[u8], exhibit: &str) {
    const CHAIN: &str = "chain of custody";
    match record.follow() {
        Ok(()) => {
            let entries = record.chain.len();
            verification.note(
                CHAIN,
                Outcome::Holds,
                text!("All {entries} entries follow each other.", "全部 {entries} 个条目前后相接。"),
            );
        }
        Err(broken) => verification.note(CHAIN, Outcome::Broken, broken.text()),
    }
    let received = record.chain.iter().find_map(|entry| match &entry.event {
        CustodyEvent::Received { sha256, .. } => Some(sha256.as_str()),
        _ => None,
    });
    verification.holds_that(
        RECORD,
        record.exhibit == exhibit && received.is_none_or(|received| received == exhibit),
        text!("It is about the same file as the report.", "它与报告针对同一个文件。"),
        text!("It is about another file than the report.", "它与报告针对的不是同一个文件。"),
    );
    let named = record.chain.iter().rev().find_map(|entry| match &entry.event {
        CustodyEvent::Exported { report, .. } | CustodyEvent::Examined { report, .. } => Some(report.as_str()),
        _ => None,
    });
    let found = serde_json::from_slice::<Value>(report).ok().and_then(|value| digest(&value).ok());
    match named {
        Some(named) => verification.holds_that(
            REPORT,
            found.as_deref() == Some(named),
            text!("It is the report that the chain names.", "它就是保管链所记录的报告。"),
            text!("It is not the report that the chain names.", "它不是保管链所记录的报告。"),
        ),
        None => {
            verification.note(REPORT, Outcome::NotChecked, text!("The chain names no report.", "保管链没有记录报告。"))
        }
    }
    if let Some(named) = record.remarked() {
        verification.holds_that(
            "remarks",
            digest(&record.remarks).ok().as_deref() == Some(named),
            text!("What persons entered is what the chain names.", "人工填写的内容与保管链所记录的一致。"),
            text!(
                "What persons entered was changed after the chain's last entry about it.",
                "在保管链最后一次记录之后，人工填写的内容被改动。"
            ),
        );
    }
}
