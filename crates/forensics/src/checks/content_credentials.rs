//! Content Credentials: what the signed manifests of a file declare about its origin and history, and
//! how far each of four facts supports them.

mod codes;
mod facts;
mod history;
mod soft_bindings;
mod vocabulary;

use crate::check::{About, Check, Context, Family, Need, Question, Reference, Stopped};
use crate::container::{Holds, Kind, Structure};
use crate::credentials::{Integrity, Origin, Reading, Signature, Store, Trust, Validity, interpret};
use crate::finding::{Declaration, Direction, Finding, Group, Outcome, Row};
use crate::metadata::Standard;
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words, quote};

/// The check.
pub(super) struct ContentCredentials;

static ABOUT: About = About {
    id: "content_credentials",
    revision: 1,
    family: Family::Credentials,
    question: Question::Declaration,
    title: Words::new("Content Credentials (C2PA)", "内容凭证（C2PA）"),
    explanation: Words::new(
        "Looked in the file for Content Credentials: signed statements about how a picture was made and edited. Tested, without using the network, whether the content is unchanged, whether the signature verifies, who vouches for the signer and whether the certificate was valid.",
        "在文件中查找了内容凭证，即关于图像如何产生和编辑的签名声明。在不使用网络的情况下检验了内容是否未被更改、签名能否通过验证、谁为签名者背书，以及证书当时是否有效。",
    ),
    look_for: Words::new(
        "A source type that names a generative model or a camera, the program that signed, and unchanged content.",
        "写明生成模型或相机的来源类型、签名的程序，以及内容未被更改。",
    ),
    ignore: Words::new(
        "Missing Content Credentials: most cameras and programs write none, and most platforms remove them.",
        "没有内容凭证：多数相机和程序不会写入，多数平台会将其移除。",
    ),
    limits: &[
        Words::new(
            "A signature shows who made the statement, not that the statement is true: a camera can photograph a screen, and a signer can be mistaken.",
            "签名只表明声明由谁作出，而不表明声明属实：相机可以翻拍屏幕，签名者也可能有误。",
        ),
        Words::new(
            "Anybody can sign with a certificate of their own. Only a signer on a trust list was vetted by somebody else.",
            "任何人都可以用自己的证书签名。只有信任列表上的签名者经过第三方审核。",
        ),
        Words::new(
            "Whether a certificate was revoked was not checked, because that needs the network.",
            "未检查证书是否已被吊销，因为这需要联网。",
        ),
        Words::new(
            "The trust lists are as old as this version of Catchlight, unless they were replaced.",
            "除非另行替换，信任列表的日期以此版本的 Catchlight 为准。",
        ),
    ],
    references: &[
        Reference { citation: "C2PA, Content Credentials: technical specification 2.2, 2025", locator: "C2PA 2.2" },
        Reference {
            citation: "C2PA Conformance Task Force, Asset rubrics 1.0, 2026-08-06",
            locator: "C2PA asset rubrics 1.0",
        },
        Reference { citation: "IPTC, Digital source type vocabulary", locator: "IPTC NewsCodes digitalsourcetype" },
        Reference { citation: "ISO/IEC, JPEG universal metadata box format (JUMBF), 2023", locator: "ISO/IEC 19566-5" },
    ],
    needs: &[
        Need::WholeFile,
        Need::Container(&[Kind::Jpeg, Kind::Png, Kind::Webp, Kind::Avif, Kind::Heic, Kind::Gif, Kind::Tiff]),
        Need::CredentialReader,
    ],
    calibration: None,
};

impl Check for ContentCredentials {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let structure = specimen.structure();
        let places = places(structure);
        context.go_on()?;
        let reading = match specimen.credentials() {
            Some(Ok(reading)) => reading,
            Some(Err(error)) => return Err(Stopped::Failed(not_read(&error.to_string(), &places))),
            None => return Err(Stopped::Failed(Words::new("There was no reader.", "没有读取器。").into())),
        };
        context.go_on()?;
        match (&reading.store, &reading.remote_url) {
            (Some(store), _) => Ok(found(store, reading, &places)),
            (None, _) if !places.is_empty() => {
                Err(Stopped::Failed(not_read("the reader did not recognise them", &places)))
            }
            (None, Some(url)) => Ok(kept_elsewhere(url)),
            (None, None) => Ok(nothing(specimen)),
        }
    }
}

/// Where the file's structure shows a manifest store: a JUMBF superbox with the label `c2pa`. Found
/// apart from the reader, so that one of the two always notices what the other could not read.
fn places(structure: &Structure) -> Vec<String> {
    let stores = structure.blocks.iter().filter(|block| block.holds == Holds::Jumbf && block.part.ends_with(" c2pa"));
    let place = |block: &crate::container::Block| {
        let start = block.ranges.first().map_or(0, |range| range.start);
        format!("{}, byte {start}", block.part)
    };
    stores.map(place).collect()
}

fn not_read(why: &str, places: &[String]) -> Text {
    let why = quote(why, 200);
    match places.first() {
        Some(place) => text!(
            "Content Credentials were there ({place}) but could not be read: {why}.",
            "存在内容凭证（{place}），但无法读取：{why}。"
        ),
        None => text!(
            "The file could not be looked at for Content Credentials: {why}.",
            "无法在该文件中查找内容凭证：{why}。"
        ),
    }
}

fn kept_elsewhere(url: &str) -> Outcome {
    let shown = quote(url, 300);
    let row =
        Row::at(Words::new("Address in the file", "文件中的地址").into(), Text::same(&shown), "XMP dcterms:provenance");
    let group =
        Group { title: Words::new("Manifest kept elsewhere", "保存在别处的清单").into(), rows: vec![row] };
    Outcome::Inconclusive {
        why: text!("The manifest is kept at {shown}, which was not fetched.", "清单保存在 {shown}，未予获取。"),
        finding: Finding {
            details: vec![group],
            ..Finding::describing(
                Words::new(
                    "The file held no Content Credentials itself but named an address at which they are kept.",
                    "文件本身不含内容凭证，但写明了保存凭证的地址。",
                )
                .into(),
            )
        },
    }
}

fn nothing(specimen: &Specimen<'_>) -> Outcome {
    let structure = specimen.structure();
    let marked = structure.parts.iter().find(|part| {
        matches!(part.name.as_str(), "caBX" | "C2PA") || part.content.starts_with("JUMBF") || part.content == "JP"
    });
    let holds_jumbf = structure.blocks.iter().any(|block| block.holds == Holds::Jumbf);
    if let (Some(part), false) = (marked, holds_jumbf) {
        let (name, offset) = (quote(&part.name, 20), part.offset);
        return Outcome::Inconclusive {
            why: text!(
                "A part of the file is set aside for such data ({name}, byte {offset}), but what it holds could not be read.",
                "文件中有一处为此类数据预留的部分（{name}，字节 {offset}），但其内容无法读取。"
            ),
            finding: Finding::describing(
                Words::new("No readable Content Credentials were found.", "没有找到可读取的内容凭证。").into(),
            ),
        };
    }
    let mut finding = Finding::describing(
        Words::new(
            "The file carried no Content Credentials, as is the case for most photos.",
            "文件不含内容凭证，多数照片都是如此。",
        )
        .into(),
    );
    if let Some(lost) =
        specimen.metadata().value(Standard::Xmp, "dcterms:provenance").filter(|to| to.starts_with("self#jumbf"))
    {
        finding.summary = Words::new(
            "The file carried no Content Credentials, but its XMP still named some that it had before: they were removed or lost.",
            "文件不含内容凭证，但其 XMP 仍指向曾经存在的内容凭证：它们已被移除或丢失。",
        )
        .into();
        let label = Words::new("Reference without a target", "没有目标的引用");
        let row = Row::at(label.into(), Text::same(quote(lost, 200)), "XMP dcterms:provenance");
        finding.details = vec![Group {
            title: Words::new("Lost Content Credentials", "丢失的内容凭证").into(),
            rows: vec![row],
        }];
    }
    Outcome::NotFound(finding)
}

fn found(store: &Store, reading: &Reading, places: &[String]) -> Outcome {
    let origin = interpret(store);
    let mut details = vec![facts::group(store, &reading.lists)];
    details.push(history::interpretation(store, origin, places));
    details.extend(history::manifests(store));
    details.extend(soft_bindings::group(store));
    details.extend(codes::group(store));
    if let (Some(url), Some(group)) = (&reading.remote_url, details.first_mut()) {
        let label = Words::new("Also kept elsewhere, not fetched", "另存于别处，未获取");
        group.rows.push(Row::new(label.into(), Text::same(quote(url, 300))));
    }
    let bound = facts::unbound(store);
    let finding = Finding {
        summary: summary(store, origin, bound.is_none()),
        points_to: if bound.is_none() { points_to(store, origin) } else { Direction::Neither },
        // Statements that are not bound to this picture declare nothing about it.
        declares: origin.declares.filter(|_| bound.is_none()),
        details,
        ..Finding::describing(Text::same(""))
    };
    match bound {
        None => Outcome::Found(finding),
        Some(why) => Outcome::Inconclusive { why, finding },
    }
}

/// A generated picture speaks for itself; a captured one only when somebody else vouches for the
/// camera that signed it.
fn points_to(store: &Store, origin: Origin) -> Direction {
    let facts = &store.facts;
    let vouched = matches!(facts.trust, Trust::Listed(_))
        && matches!(facts.validity, Validity::AtTimeStamp | Validity::Today)
        && facts.integrity == Integrity::Intact
        && facts.signature == Signature::Verified;
    match origin.declares {
        Some(Declaration::Generated) => Direction::Ai,
        Some(Declaration::Captured) if vouched && !origin.earlier => Direction::Camera,
        _ => Direction::Neither,
    }
}

fn summary(store: &Store, origin: Origin, bound: bool) -> Text {
    let signer = facts::signer_in_words(store);
    let stated = match origin.declares {
        Some(Declaration::Generated) => {
            Words::new("stated that the picture as a whole came from a generative model", "声明画面整体由生成模型产生")
        }
        Some(Declaration::PartlyGenerated) => Words::new(
            "stated that parts of the picture came from a generative model",
            "声明画面的一部分由生成模型产生",
        ),
        Some(Declaration::Captured) if origin.edited => Words::new(
            "stated that a camera took the picture and that it was edited afterwards",
            "声明画面由相机拍摄，其后经过编辑",
        ),
        Some(Declaration::Captured) => Words::new("stated that a camera took the picture", "声明画面由相机拍摄"),
        None => Words::new(
            "described the file without naming a camera or a generative model",
            "描述了文件，但未写明相机或生成模型",
        ),
    };
    let standing = if bound { facts::standing(store) } else { facts::broken(store) };
    let (Words { en, zh }, Words { en: en_standing, zh: zh_standing }) = (stated, standing);
    if store.facts.signature == Signature::Verified {
        text!(
            "Content Credentials signed by {signer} {en}; {en_standing}.",
            "由 {signer} 签名的内容凭证{zh}；{zh_standing}。"
        )
    } else {
        text!(
            "Content Credentials in the name of {signer} {en}; {en_standing}.",
            "以 {signer} 名义的内容凭证{zh}；{zh_standing}。"
        )
    }
}

#[cfg(test)]
mod tests;
