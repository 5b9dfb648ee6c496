//! Generator metadata: what image generators and their apps write about their own work, tool by tool.

mod a1111;
mod bytedance;
mod comfyui;
mod easy_diffusion;
mod fooocus;
mod hosted;
mod invokeai;
mod novelai;
mod samsung;
mod small_tools;
mod stealth;
mod swarmui;
mod trace;

use crate::check::{About, Check, Context, Family, Question, Reference, Stopped};
use crate::finding::{Declaration, Direction, Finding, Outcome};
use crate::specimen::Specimen;
use crate::text;
use crate::text::{Text, Words};

use super::declaration;
use trace::{Fields, Meaning, Seen, Trace};

/// The check.
pub(super) struct GeneratorMetadata;

static ABOUT: About = About {
    id: "generator_metadata",
    revision: 1,
    family: Family::Declaration,
    question: Question::Declaration,
    title: Words::new("Notes of image generators", "生成工具的记录"),
    explanation: Words::new(
        "Read the notes that image generators leave in a file: settings and prompts in text chunks, comments and camera fields, node graphs, job numbers, the data that Samsung phones append, and text hidden in the lowest bits of transparency or colour. Each known tool's own form was looked for in its own fields.",
        "读取了生成工具留在文件中的记录：文本块、注释和相机字段里的参数与提示词、节点图、任务编号、三星手机附加在文件末尾的数据，以及藏在透明度或颜色最低位中的文字。每种已知工具都按其自身的格式在相应字段中查找。",
    ),
    look_for: Words::new(
        "A prompt, a model, a seed and a sampler together: they are written by a generator and rarely by a person.",
        "提示词、模型、随机种子和采样器同时出现：它们由生成工具写入，很少由人书写。",
    ),
    ignore: Words::new(
        "Names of tools in captions and titles, notes of beauty apps and editors, and character cards of chat programs: they do not say how the picture was made.",
        "说明与标题中出现的工具名称、美颜应用和编辑软件的记录、聊天程序的角色卡：它们不说明画面是怎样制作的。",
    ),
    limits: &[
        Words::new(
            "The notes are not signed: they can be typed into a camera photo, copied from another file, or removed from a generated picture.",
            "这些记录没有签名：可以被写进相机照片、从其他文件复制，或从生成的画面中删除。",
        ),
        Words::new(
            "Most platforms remove them when a picture is posted, so their absence says nothing.",
            "多数平台在发布图片时会删除这些记录，因此没有记录并不说明任何问题。",
        ),
        Words::new(
            "A generator can also be fed with a photo; the notes do not always say how much of it was kept.",
            "生成工具也可以以照片为输入；记录并不总能说明保留了多少原内容。",
        ),
        Words::new(
            "Only the forms of known tools are recognised; new versions may write others.",
            "只能识别已知工具的格式；新版本可能采用其他写法。",
        ),
    ],
    references: &[
        Reference {
            citation: "AUTOMATIC1111, Stable Diffusion web UI: PNG info and generation parameters",
            locator: "github.com/AUTOMATIC1111/stable-diffusion-webui",
        },
        Reference {
            citation: "ComfyUI: workflow and prompt metadata of saved pictures",
            locator: "github.com/comfyanonymous/ComfyUI",
        },
        Reference {
            citation: "receyuki, Stable Diffusion Prompt Reader: formats of eleven tools",
            locator: "github.com/receyuki/stable-diffusion-prompt-reader",
        },
        Reference {
            citation: "NovelAI, nai-metadata: stealth metadata in the alpha channel",
            locator: "github.com/NovelAI/novelai-image-metadata",
        },
        Reference {
            citation: "Black Forest Labs, FLUX inference code: EXIF of saved pictures",
            locator: "github.com/black-forest-labs/flux",
        },
    ],
    needs: &[],
    calibration: None,
};

/// A reader of one family of tools.
type Reader = fn(&Fields<'_>, &mut Seen);

/// Every family, in the order in which their notes are shown.
const READERS: &[Reader] = &[
    a1111::read,
    comfyui::read,
    invokeai::read,
    novelai::read,
    easy_diffusion::read,
    swarmui::read,
    fooocus::read,
    small_tools::read,
    hosted::read,
    bytedance::read,
];

impl Check for GeneratorMetadata {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped> {
        let mut seen = Seen::default();
        let fields = Fields::of(specimen);
        for read in READERS {
            read(&fields, &mut seen);
            context.go_on()?;
        }
        samsung::read(specimen, &mut seen);
        if let Some(hidden) = stealth::read(specimen, &mut seen) {
            for read in READERS {
                read(&Fields::hidden(&hidden), &mut seen);
            }
        }
        context.go_on()?;
        concluded(seen, specimen)
    }
}

fn concluded(seen: Seen, specimen: &Specimen<'_>) -> Result<Outcome, Stopped> {
    let Seen { mut traces, troubles, looked_at_bits } = seen;
    // What speaks loudest comes first; the order of the tools is kept otherwise.
    traces.sort_by_key(|trace| trace.meaning);
    let declares = traces.first().and_then(|trace| trace.meaning.declares());
    let is_found = traces.iter().any(|trace| trace.meaning != Meaning::Ordinary);
    let finding = Finding {
        points_to: if declares == Some(Declaration::Generated) { Direction::Ai } else { Direction::Neither },
        declares,
        summary: match named(&traces) {
            Some(first) => summary(first),
            None => nothing(specimen, !troubles.is_empty(), looked_at_bits),
        },
        details: Vec::new(),
        score: None,
        artifacts: Vec::new(),
    };
    let finding = Finding { details: traces.into_iter().map(Trace::into_group).collect(), ..finding };
    declaration::outcome(is_found, finding, troubles, specimen)
}

/// The trace that speaks for the file: the first that is not an ordinary app's.
fn named(traces: &[Trace]) -> Option<&Trace> {
    traces.first().filter(|trace| trace.meaning != Meaning::Ordinary)
}

fn summary(trace: &Trace) -> Text {
    let Text { en, zh } = &trace.tool;
    match trace.meaning {
        Meaning::Generated => text!(
            "The file declares that the picture was generated: it carries notes as {en} writes them.",
            "文件声明画面为生成：其中带有 {zh} 写入的那种记录。"
        ),
        Meaning::PartlyGenerated => text!(
            "The file declares that parts of the picture were generated: it carries notes as {en} writes them.",
            "文件声明画面的部分内容为生成：其中带有 {zh} 写入的那种记录。"
        ),
        Meaning::Undeclared | Meaning::Ordinary => text!(
            "The file carries notes as {en} writes them, but they do not declare that the picture was generated.",
            "文件带有 {zh} 写入的那种记录，但并未声明画面为生成。"
        ),
    }
}

/// What to say where no generator's notes were read.
fn nothing(specimen: &Specimen<'_>, has_troubles: bool, looked_at_bits: bool) -> Text {
    if has_troubles {
        return text!(
            "Notes that look like those of a generator were there but could not be read.",
            "存在形似生成工具的记录，但无法读取。"
        );
    }
    let Text { en, zh } = declaration::looked_at(specimen);
    if looked_at_bits {
        return text!(
            "No note of a known image generator was found; {en}, and the lowest bits of the pixels for hidden text.",
            "没有找到已知生成工具的记录；{zh}，并在像素最低位中查找了隐藏文字。"
        );
    }
    text!("No note of a known image generator was found; {en}.", "没有找到已知生成工具的记录；{zh}。")
}

#[cfg(test)]
mod tests;
