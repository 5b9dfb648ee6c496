//! Words for a record: what persons entered and the chain of custody.

use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use catchlight_record::chain::Broken;
use catchlight_record::v1::{BlurredFaces, Redaction};

pub(crate) const BY: Words = Words::new("Entered by", "填写者");
pub(crate) const HOW: Words = Words::new("Way", "方式");
pub(crate) const FROM: Words = Words::new("From", "来源");
pub(crate) const AT: Words = Words::new("When", "时间");
pub(crate) const REMARK: Words = Words::new("Remark", "备注");
pub(crate) const WHOLE_PHOTO: Words = Words::new("on the whole photo", "针对整张照片");
pub(crate) const REMARKED: Words = Words::new("A person entered or changed remarks.", "有人填写或更改了备注。");
pub(crate) const NOTHING_UNREADABLE: Words = Words::new("Nothing was made unreadable.", "没有遮蔽任何内容。");
pub(crate) const CHAIN_HOLDS: Words =
    Words::new("When this was exported, every entry followed the one before it.", "导出时，每一条都与前一条衔接。");

/// A form in which a report was exported; one that is not known here is named as it stands.
pub(crate) fn form(form: &str) -> Text {
    match form {
        "html" => Words::new("page (HTML)", "网页（HTML）").into(),
        "pdf" => Words::new("printed document (PDF)", "打印文档（PDF）").into(),
        "card" => Words::new("card", "卡片").into(),
        "story" => Words::new("card for stories", "竖版卡片").into(),
        "json" => Words::new("data (JSON)", "数据（JSON）").into(),
        "csv" => Words::new("table (CSV)", "表格（CSV）").into(),
        "bundle" => Words::new("bundle", "证据包").into(),
        other => Text::same(other),
    }
}

/// What was made unreadable, a sentence for each kind; empty when nothing was.
pub(crate) fn redaction(redaction: &Redaction) -> Vec<Words> {
    let faces = match redaction.faces {
        BlurredFaces::None => None,
        BlurredFaces::Bystanders => {
            Some(Words::new("Every found face but the largest was blurred.", "除最大的一张之外，找到的人脸均已模糊。"))
        }
        BlurredFaces::All => Some(Words::new("Every found face was blurred.", "找到的人脸均已模糊。")),
    };
    let regions = redaction
        .regions
        .then_some(Words::new("The regions that a person marked were blurred.", "人为标记的区域已模糊。"));
    let names = redaction.names.then_some(Words::new(
        "File names, accounts, names of persons and where the file was obtained were left out.",
        "文件名、账号、人名以及文件的取得来源已略去。",
    ));
    let prompts = redaction.prompts.then_some(Words::new(
        "Prompts and descriptions in the file were left out.",
        "文件中的提示词和说明文字已略去。",
    ));
    let places = redaction
        .places
        .then_some(Words::new("Places (coordinates and named places) were left out.", "地点（坐标和地名）已略去。"));
    [faces, regions, names, prompts, places].into_iter().flatten().collect()
}

/// Where a chain of custody does not hold.
pub(crate) fn broken(broken: Broken) -> Text {
    match broken {
        Broken::Empty => Words::new("The chain of custody holds no entry.", "保管链中没有条目。").into(),
        Broken::Place(number) => text!(
            "The chain of custody does not hold: entry {number} stood in another place.",
            "保管链不成立：第 {number} 条不在其位置上。"
        ),
        Broken::Previous(number) => text!(
            "The chain of custody does not hold: entry {number} did not follow the one before it.",
            "保管链不成立：第 {number} 条与前一条不衔接。"
        ),
        Broken::Changed(number) => text!(
            "The chain of custody does not hold: entry {number} was changed.",
            "保管链不成立：第 {number} 条被更改过。"
        ),
    }
}
