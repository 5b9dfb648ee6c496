//! The fixed words around a report's own: headings, names of states and kinds. They are those of the
//! app's pages, so that an export and the window say the same.

pub(crate) mod dossier;
mod record;

pub(crate) use record::*;

use catchlight_forensics::report::v1::{EvidenceGroup, Kind, State, Via};
use catchlight_forensics::text::Words;

/// Words that the templates name by key.
pub(crate) const LABELS: &[(&str, Words)] = &[
    ("report", Words::new("Evidence report", "证据报告")),
    ("photo", Words::new("The photo, scaled down", "照片（缩小显示）")),
    ("no_photo", Words::new("The photo itself was not at hand when this was exported.", "导出时没有照片本身。")),
    ("no_picture", Words::new("The picture is not part of this export.", "此导出不含这张图片。")),
    ("change", Words::new("What would change this", "哪些情况会改变这一结论")),
    ("limitations", Words::new("What this does not say", "这一结论不表示什么")),
    ("numbers", Words::new("The numbers", "数值")),
    ("partial", CANCELLED),
    ("file", Words::new("The file", "文件")),
    ("overview", Words::new("Every check at a glance", "全部检查一览")),
    ("check", Words::new("Check", "检查")),
    ("state", Words::new("State", "状态")),
    ("shown_under", Words::new("Shown under", "所在分组")),
    ("evidence", Words::new("Evidence", "证据")),
    ("why", Words::new("Why", "原因")),
    ("value", Words::new("Value", "值")),
    ("place", Words::new("Read at", "读取位置")),
    ("methods", Words::new("How the checks look", "各项检查怎样查看")),
    ("asks", Words::new("What it asks", "它要回答的问题")),
    ("explanation", Words::new("How it looks", "它怎样查看")),
    ("look_for", Words::new("Look for", "请留意")),
    ("ignore", Words::new("Ignore", "可以忽略")),
    ("limits", Words::new("Limits", "局限")),
    ("references", Words::new("References", "参考文献")),
    ("no_checks", Words::new("The report holds no checks.", "报告中没有检查。")),
    ("expert_warning", EXPERT_WARNING),
    ("strongest", Words::new("What was seen", "主要发现")),
    ("nothing_seen", Words::new("No check found a trace that points anywhere.", "没有检查发现指向某一方的迹象。")),
    ("full", Words::new("The full report lists every check.", "完整报告列出了每一项检查。")),
    ("unreadable", Words::new("What was made unreadable", "已作遮蔽的内容")),
    ("entered", Words::new("Entered by a person", "由人填写")),
    ("entered_notice", ENTERED_NOTICE),
    ("obtained", Words::new("How the file was obtained", "文件如何取得")),
    ("notes", Words::new("Notes", "笔记")),
    ("marked", Words::new("The photo with the marked regions", "照片及所标区域")),
    ("checklist", Words::new("Checklist", "核对清单")),
    ("verifiers", Words::new("What verifiers of others answered", "其他验证方的答复")),
    ("other_judgements", Words::new("On checks that this report does not hold", "针对本报告中没有的检查")),
    ("judgement", Words::new("A person's opinion of this finding", "个人对此发现的看法")),
    ("custody", Words::new("Chain of custody", "保管链")),
    (
        "custody_notice",
        Words::new(
            "What happened to the file and its report, the oldest first. Each entry carried the digest of the one before it; the beginnings are shown.",
            "文件及其报告经历的事项，最早的在前。每一条都带有前一条的摘要；此处显示摘要的开头。",
        ),
    ),
    ("number", Words::new("No.", "序号")),
    ("when", Words::new("When", "时间")),
    ("what", Words::new("What happened", "事项")),
    ("own_digest", Words::new("Digest", "摘要")),
    ("previous_digest", Words::new("Digest of the entry before", "前一条的摘要")),
    ("many", Words::new("Evidence reports on several photos", "多张照片的证据报告")),
    (
        "compact_notice",
        Words::new(
            "Each photo is shown in brief. The report on a single photo holds everything that each check saw and how it looks.",
            "每张照片只作简要显示。单张照片的报告包含每项检查的全部所见以及查看方法。",
        ),
    ),
    ("photo_name", Words::new("Photo", "照片")),
    ("conclusion", Words::new("Conclusion", "结论")),
    ("ratio", Words::new("Combined ratio (log10)", "合并似然比（log10）")),
    ("page", Words::new("Page", "页码")),
    ("findings", Words::new("Findings that point to AI or to a camera", "指向 AI 或相机的发现")),
    ("photo_missing", Words::new("not at hand", "不在手头")),
    ("dossier", Words::new("Dossier on a set of photos", "一组照片的卷宗")),
    ("rests_on", Words::new("What it rests on", "结论的依据")),
    ("set", Words::new("The set in numbers", "这组照片的数字")),
    ("sheet", Words::new("Contact sheet", "照片一览")),
    ("every_photo", Words::new("Every photo", "全部照片")),
    ("across", Words::new("Looks across the photos", "跨照片检查")),
    ("speaks_of", Words::new("Photos:", "涉及照片：")),
    ("stated", Words::new("Moment and camera that the file states", "文件写明的时间与相机")),
    ("marks", Words::new("Marks", "标记")),
];

const CANCELLED: Words = Words::new(
    "The examination was cancelled. Checks that had not ended could not look.",
    "检查已被取消。尚未结束的检查没能查看。",
);
const EXPERT_WARNING: Words = Words::new(
    "Pictures that other tools are known for. On their own they prove nothing: no conclusion is drawn from them, and none of them is ever weighed.",
    "其他工具中常见的图像。它们本身不能证明任何事情：结论不以它们为依据，它们也从不计入权重。",
);

/// Stands with everything that a person entered.
const ENTERED_NOTICE: Words = Words::new(
    "Entered by a person. It was not measured, and it is never weighed.",
    "由人填写。未经测量，也从不计入权重。",
);

/// A group of evidence: its words and what is said when nothing is in it.
pub(crate) struct GroupWords {
    pub(crate) group: EvidenceGroup,
    /// Name in the document, for links and styles.
    pub(crate) id: &'static str,
    pub(crate) title: Words,
    pub(crate) empty: Option<Words>,
}

/// The groups in the order of the report.
pub(crate) const GROUPS: &[GroupWords] = &[
    GroupWords {
        group: EvidenceGroup::Ai,
        id: "ai",
        title: Words::new("Points to AI", "指向 AI"),
        empty: Some(Words::new(
            "No check that was able to tell pointed to AI. That alone does not point to a camera.",
            "能作出判断的检查没有一项指向 AI。仅凭这一点并不能说明它指向相机。",
        )),
    },
    GroupWords {
        group: EvidenceGroup::Camera,
        id: "camera",
        title: Words::new("Points to a camera", "指向相机"),
        empty: Some(Words::new(
            "No check that was able to tell pointed to a camera. That alone does not point to AI.",
            "能作出判断的检查没有一项指向相机。仅凭这一点并不能说明它指向 AI。",
        )),
    },
    GroupWords {
        group: EvidenceGroup::CouldNotLook,
        id: "could-not-look",
        title: Words::new("Could not look", "无法查看"),
        empty: Some(Words::new("Every check was able to look and tell.", "所有检查都能够查看并作出判断。")),
    },
    GroupWords {
        group: EvidenceGroup::Context,
        id: "context",
        title: Words::new("Context", "背景信息"),
        empty: Some(Words::new("No check added context.", "没有检查提供背景信息。")),
    },
    GroupWords {
        group: EvidenceGroup::ExpertView,
        id: "expert",
        title: Words::new("Views for experts", "专家视图"),
        empty: None,
    },
];

/// The rows of facts about the file.
pub(crate) const NAME: Words = Words::new("Name", "名称");
pub(crate) const KIND: Words = Words::new("Type by content", "实际类型");
pub(crate) const PICTURE: Words = Words::new("Picture", "画面");
pub(crate) const UNDECODABLE: Words = Words::new("Pixels", "像素");
pub(crate) const QUALITY: Words = Words::new("What this file can still tell", "此文件还能说明什么");
pub(crate) const BYTES: Words = Words::new("Size", "大小");
pub(crate) const SHA256: Words = Words::new("SHA-256", "SHA-256");
pub(crate) const RECEIVED: Words = Words::new("Received", "接收");
pub(crate) const EXAMINED: Words = Words::new("Examined", "检查时间");
pub(crate) const SELF_TEST: Words = Words::new("The program's test of itself", "程序自检");
pub(crate) const EXPORTED: Words = Words::new("Exported", "导出时间");
pub(crate) const WRITTEN_BY: Words = Words::new("Report written by", "报告生成");
pub(crate) const NO_SIZE: Words = Words::new("The header states no size.", "文件头没有写明尺寸。");
pub(crate) const WRONG_EXTENSION: Words =
    Words::new("The ending of the name does not belong to this type.", "文件名的后缀与实际类型不符。");
pub(crate) const UNWEIGHED: Words =
    Words::new("No finding was weighed, so there is no combined number.", "没有任何发现计入权重，因此没有合并数值。");
pub(crate) const NOT_WEIGHED: Words = Words::new("not weighed: no calibration", "未计权重：没有校准");
pub(crate) const NEVER_WEIGHED: Words = Words::new("never weighed: a view for experts", "从不计入权重：专家视图");
pub(crate) const NOT_MEASURED: Words = Words::new("not measured", "未测量");
pub(crate) const NO_REGIONS: Words = Words::new("No regions.", "没有区域。");

/// The five states.
pub(crate) fn state(state: State, group: EvidenceGroup) -> Words {
    match state {
        // A view for experts finds nothing; it shows.
        State::Found if group == EvidenceGroup::ExpertView => Words::new("Shown", "已显示"),
        State::Found => Words::new("Found", "已发现"),
        State::NotFound => Words::new("Looked, not found", "已查看，未发现"),
        State::Inconclusive => Words::new("Inconclusive", "无法判断"),
        State::NotApplicable => Words::new("Not applicable", "不适用"),
        State::Failed => Words::new("Failed", "检查失败"),
    }
}

/// Types of files.
pub(crate) fn kind(kind: Kind) -> Words {
    match kind {
        Kind::Jpeg => Words::new("JPEG", "JPEG"),
        Kind::Png => Words::new("PNG", "PNG"),
        Kind::Webp => Words::new("WebP", "WebP"),
        Kind::Avif => Words::new("AVIF", "AVIF"),
        Kind::Heic => Words::new("HEIC", "HEIC"),
        Kind::Gif => Words::new("GIF", "GIF"),
        Kind::Tiff => Words::new("TIFF", "TIFF"),
        Kind::Bmp => Words::new("BMP", "BMP"),
        Kind::Unknown => Words::new("Not recognised", "未能识别"),
    }
}

/// Ways in which a file came in.
pub(crate) fn via(via: Via) -> Words {
    match via {
        Via::CommandLine => Words::new("named on the command line", "由命令行指定"),
        Via::Dialog => Words::new("chosen in the file dialog", "在文件对话框中选择"),
        Via::Drop => Words::new("dropped on the window", "拖放到窗口"),
        Via::PastedFile => Words::new("pasted as a file", "以文件形式粘贴"),
        Via::PastedPixels => {
            Words::new("pasted as pixels: the original file was not received", "以像素形式粘贴：没有收到原始文件")
        }
    }
}
