//! Digital source type: what the file's IPTC and XMP fields declare about how the picture was made,
//! with the AI fields of IPTC 2025.1, credit lines of generators, and marks of generative edits.

mod statements;
mod vocabulary;

use crate::check::{About, Check, Context, Family, Question, Reference, Stopped};
use crate::finding::{Declaration, Direction, Finding, Outcome};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

use super::declaration;
use statements::{Statement, Subject};

/// The check.
pub(super) struct DigitalSourceType;

static ABOUT: About = About {
    id: "digital_source_type",
    revision: 1,
    family: Family::Declaration,
    question: Question::Declaration,
    title: Words::new("Declared source type (IPTC)", "声明的来源类型（IPTC）"),
    explanation: Words::new(
        "Read the fields in which generators, editors and cameras declare how a picture was made: the IPTC digital source type, the IPTC fields that name an AI system and its prompt, credit lines that generators write, and Lightroom's mark of a generative removal.",
        "读取了生成工具、编辑软件和相机用来声明画面制作方式的字段：IPTC 数字来源类型、写明 AI 系统与提示词的 IPTC 字段、生成工具写入的署名行，以及 Lightroom 生成式移除的标记。",
    ),
    look_for: Words::new(
        "The source types trainedAlgorithmicMedia (generated) and compositeWithTrainedAlgorithmicMedia (partly generated), or a named AI system.",
        "来源类型 trainedAlgorithmicMedia（生成）和 compositeWithTrainedAlgorithmicMedia（部分生成），或写明的 AI 系统。",
    ),
    ignore: Words::new(
        "Credit lines and captions that a person wrote, and source types such as algorithmicMedia or algorithmicallyEnhanced: they do not mean generation.",
        "由人书写的署名行和说明，以及 algorithmicMedia、algorithmicallyEnhanced 等来源类型：它们并不表示生成。",
    ),
    limits: &[
        Words::new(
            "These fields are not signed: anybody can add them to a camera photo, copy them from another file, or remove them from a generated picture.",
            "这些字段没有签名：任何人都可以把它们加到相机照片上、从其他文件复制，或从生成的画面中删除。",
        ),
        Words::new(
            "Most platforms remove the fields when a picture is posted, so their absence says nothing.",
            "多数平台在发布图片时会删除这些字段，因此没有这些字段并不说明任何问题。",
        ),
        Words::new(
            "A declared camera origin is repeated as the file states it and is not counted as a sign of a camera.",
            "声明的相机来源只按文件所写转述，不作为相机拍摄的迹象。",
        ),
    ],
    references: &[
        Reference {
            citation: "IPTC, Digital Source Type NewsCodes",
            locator: "http://cv.iptc.org/newscodes/digitalsourcetype/",
        },
        Reference { citation: "IPTC, Photo Metadata Standard 2025.1", locator: "IPTC Photo Metadata 2025.1" },
    ],
    needs: &[],
    calibration: None,
};

impl Check for DigitalSourceType {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let statements = statements::read(specimen);
        context.go_on()?;
        let declares = declared(&statements);
        let is_found = statements.iter().any(|statement| statement.subject != Subject::Context);
        let summary = summary(&statements, declares, specimen);
        let finding = Finding {
            points_to: if declares == Some(Declaration::Generated) { Direction::Ai } else { Direction::Neither },
            declares,
            details: statements::groups(statements),
            ..Finding::describing(summary)
        };
        declaration::outcome(is_found, finding, Vec::new(), specimen)
    }
}

/// What the statements declare together. A named AI system on a picture that is declared as captured
/// reads as an edit of it.
fn declared(statements: &[Statement]) -> Option<Declaration> {
    let has = |wanted| statements.iter().any(|statement| statement.declares == Some(wanted));
    let names_ai = statements.iter().any(|statement| statement.subject == Subject::AiSystem);
    if has(Declaration::Generated) {
        Some(Declaration::Generated)
    } else if has(Declaration::PartlyGenerated) || (names_ai && has(Declaration::Captured)) {
        Some(Declaration::PartlyGenerated)
    } else if names_ai {
        Some(Declaration::Generated)
    } else if has(Declaration::Captured) {
        Some(Declaration::Captured)
    } else {
        None
    }
}

fn summary(statements: &[Statement], declares: Option<Declaration>, specimen: &Specimen<'_>) -> Text {
    // The statement that carries the declaration, or the first one.
    let counted = || statements.iter().filter(|statement| statement.subject != Subject::Context);
    let speaking = counted().find(|statement| declares.is_some() && statement.declares == declares);
    let Some(Text { en, zh }) = speaking.or_else(|| counted().next()).map(|statement| statement.what.clone()) else {
        let Text { en, zh } = declaration::looked_at(specimen);
        return text!(
            "No field declared a digital source type, an AI system or a generative edit; {en}.",
            "没有字段声明数字来源类型、AI 系统或生成式编辑；{zh}。"
        );
    };
    match declares {
        Some(Declaration::Generated) => text!(
            "The file declares that a generative model made the picture: {en}.",
            "文件声明画面由生成式模型制作：{zh}。"
        ),
        Some(Declaration::PartlyGenerated) => text!(
            "The file declares that parts of the picture came from a generative model: {en}.",
            "文件声明画面的部分内容来自生成式模型：{zh}。"
        ),
        Some(Declaration::Captured) => text!(
            "The file declares that a camera took the picture: {en}. The statement is unsigned.",
            "文件声明画面由相机拍摄：{zh}。该声明未经签名。"
        ),
        None => text!(
            "The file states its source, but does not declare a generative origin: {en}.",
            "文件写明了来源，但没有声明由生成式模型产生：{zh}。"
        ),
    }
}

#[cfg(test)]
mod tests;
