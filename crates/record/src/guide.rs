//! The words that guide a person: how a file can be obtained, the checklist, verifiers of others, and what
//! to consider before a report is shown to others. The page and every export take them from here.

use catchlight_forensics::text::{Text, Words};
use serde::Serialize;

use crate::v1::{Answer, BlurredFaces, Category, How, Seen, Status, Verifier};

/// Everything that guides a person, for the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Guide {
    /// Ways in which a file can be obtained.
    pub how: Vec<HowChoice>,
    /// Opinions of a finding.
    pub statuses: Vec<StatusChoice>,
    /// The checklist's categories, in Kellogg's order.
    pub checklist: Vec<CategoryGuide>,
    /// Answers to a category.
    pub seen: Vec<SeenChoice>,
    /// What a checklist can and cannot do.
    pub checklist_limit: Text,
    /// Verifiers of others.
    pub verifiers: Vec<VerifierGuide>,
    /// A verifier's answers.
    pub answers: Vec<AnswerChoice>,
    /// What to know before a picture is given to a verifier.
    pub verifier_warning: Text,
    /// What to consider before a report is shown to others.
    pub before: Vec<Advice>,
    /// Choices of faces to blur.
    pub faces: Vec<FacesChoice>,
    /// A letter for somebody who was wrongly accused.
    pub letter: Text,
}

/// Adds a choice: a wire word with its name for a reader.
macro_rules! choices {
    ($($name:ident($of:ident))*) => {$(
        /// A choice with its name for a reader.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        pub struct $name {
            /// The word of the wire format.
            pub id: $of,
            /// Its name.
            pub title: Text,
        }

        impl From<$of> for $name {
            fn from(id: $of) -> Self {
                Self { id, title: id.words().into() }
            }
        }
    )*};
}

choices! {
    HowChoice(How)
    StatusChoice(Status)
    SeenChoice(Seen)
    AnswerChoice(Answer)
    FacesChoice(BlurredFaces)
}

/// One category of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CategoryGuide {
    /// The word of the wire format.
    pub id: Category,
    /// Its name.
    pub title: Text,
    /// What to look at.
    pub examples: Vec<Text>,
    /// What real photos show as well.
    pub ignore: Text,
}

/// How to ask a verifier.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct VerifierGuide {
    /// The word of the wire format.
    pub id: Verifier,
    /// Its name.
    pub title: Text,
    /// What to do, step by step.
    pub steps: Vec<Text>,
    /// What its answer means and does not mean.
    pub meaning: Text,
}

/// Something to consider.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Advice {
    /// What it is about.
    pub title: Text,
    /// The advice.
    pub text: Text,
}

impl Guide {
    /// Everything, in both languages.
    pub fn new() -> Self {
        let category = |id: Category| CategoryGuide {
            id,
            title: id.words().into(),
            examples: id.examples().iter().map(|words| (*words).into()).collect(),
            ignore: id.ignore().into(),
        };
        let verifier = |id: Verifier| VerifierGuide {
            id,
            title: id.words().into(),
            steps: id.steps().iter().map(|words| (*words).into()).collect(),
            meaning: id.meaning().into(),
        };
        Self {
            how: How::ALL.map(Into::into).into(),
            statuses: Status::ALL.map(Into::into).into(),
            checklist: Category::ALL.map(category).into(),
            seen: Seen::ALL.map(Into::into).into(),
            checklist_limit: CHECKLIST_LIMIT.into(),
            verifiers: Verifier::ALL.map(verifier).into(),
            answers: Answer::ALL.map(Into::into).into(),
            verifier_warning: VERIFIER_WARNING.into(),
            before: BEFORE
                .iter()
                .map(|(title, text)| Advice { title: (*title).into(), text: (*text).into() })
                .collect(),
            faces: BlurredFaces::ALL.map(Into::into).into(),
            letter: LETTER.into(),
        }
    }
}

impl Default for Guide {
    fn default() -> Self {
        Self::new()
    }
}

impl How {
    /// Every way, in the order of a list.
    pub const ALL: [Self; 5] = [Self::Original, Self::Download, Self::Screenshot, Self::Messenger, Self::Other];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Original => Words::new("Original from its author or device", "来自作者或设备的原始文件"),
            Self::Download => Words::new("Saved from a page or an app", "从网页或应用保存"),
            Self::Screenshot => Words::new("Screenshot", "截图"),
            Self::Messenger => Words::new("Sent through a messenger", "经聊天软件发送"),
            Self::Other => Words::new("Otherwise", "其他方式"),
        }
    }
}

impl Status {
    /// Every opinion, in the order of a list.
    pub const ALL: [Self; 3] = [Self::Agrees, Self::Disagrees, Self::ToCheck];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Agrees => Words::new("Agrees", "同意"),
            Self::Disagrees => Words::new("Disagrees", "不同意"),
            Self::ToCheck => Words::new("To check", "待核实"),
        }
    }
}

impl Seen {
    /// Every answer, in the order of a list.
    pub const ALL: [Self; 3] = [Self::Seen, Self::NotSeen, Self::CannotTell];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Seen => Words::new("Something was seen", "看到了可疑之处"),
            Self::NotSeen => Words::new("Looked, nothing seen", "看过，没有发现"),
            Self::CannotTell => Words::new("The photo does not show it", "照片看不清这一点"),
        }
    }
}

impl Answer {
    /// Every answer, in the order of a list.
    pub const ALL: [Self; 3] = [Self::Found, Self::NotFound, Self::Unclear];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Found => Words::new("Found", "已发现"),
            Self::NotFound => Words::new("Not found", "未发现"),
            Self::Unclear => Words::new("Unclear", "不明确"),
        }
    }
}

impl BlurredFaces {
    /// Every choice, in the order of a list.
    pub const ALL: [Self; 3] = [Self::None, Self::Bystanders, Self::All];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::None => Words::new("Show every face", "显示所有人脸"),
            Self::Bystanders => Words::new("Blur every face but the largest", "模糊除最大的一张之外的人脸"),
            Self::All => Words::new("Blur every face", "模糊所有人脸"),
        }
    }
}

impl Category {
    /// Every category, in Kellogg's order.
    pub const ALL: [Self; 5] =
        [Self::Anatomical, Self::Stylistic, Self::Functional, Self::Physics, Self::Sociocultural];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Anatomical => Words::new("Bodies that cannot be", "人体结构不合理"),
            Self::Stylistic => Words::new("Looks of a render", "画面风格异常"),
            Self::Functional => Words::new("Things that cannot work", "物件无法使用"),
            Self::Physics => Words::new("Light and space that do not fit", "违反光影与透视"),
            Self::Sociocultural => Words::new("Situations that do not fit", "情境不合常理"),
        }
    }

    /// What to look at.
    pub fn examples(self) -> &'static [Words] {
        match self {
            Self::Anatomical => {
                const {
                    &[
                        Words::new(
                            "Fingers: number, length, joints, where they meet an object",
                            "手指：数量、长短、关节，以及与物体接触处",
                        ),
                        Words::new("Teeth: overlapping, no midline, too many", "牙齿：重叠、没有中线、数量过多"),
                        Words::new(
                            "Ears and earrings that differ from side to side or melt into skin",
                            "耳朵或耳环左右不一，或与皮肤融在一起",
                        ),
                        Words::new("Hair that ends in nothing or grows into clothes", "头发无端断开，或长进衣服里"),
                        Words::new(
                            "Limbs of others: a hand or leg that belongs to nobody",
                            "多出来的手脚，不属于任何人",
                        ),
                    ]
                }
            }
            Self::Stylistic => {
                const {
                    &[
                        Words::new(
                            "Skin like wax, without pores, while fabric beside it is sharp",
                            "皮肤如蜡、没有毛孔，旁边的织物却很清晰",
                        ),
                        Words::new("Light like a film poster in an everyday place", "日常场景里出现电影海报般的打光"),
                        Words::new("A background that melts like oil paint", "背景像油画一样融化"),
                    ]
                }
            }
            Self::Functional => {
                const {
                    &[
                        Words::new(
                            "Letters and signs that cannot be read, or nearly say something",
                            "文字和招牌无法辨认，或似是而非",
                        ),
                        Words::new("Straps, clasps and zips that lead nowhere", "带子、搭扣、拉链不知连到哪里"),
                        Words::new(
                            "Objects that merge, or that nobody could hold that way",
                            "物体相互融合，或无法那样拿住",
                        ),
                        Words::new("In a mirror selfie: what the phone's screen shows", "对镜自拍中手机屏幕显示的内容"),
                    ]
                }
            }
            Self::Physics => {
                const {
                    &[
                        Words::new("Shadows that point to different lights", "影子指向不同的光源"),
                        Words::new(
                            "Reflections in mirrors, glass and water that do not match",
                            "镜子、玻璃、水面的倒影对不上",
                        ),
                        Words::new(
                            "Tiles, window frames and table edges that bend or do not meet",
                            "瓷砖、窗框、桌边弯曲或接不上",
                        ),
                    ]
                }
            }
            Self::Sociocultural => {
                const {
                    &[
                        Words::new("Clothes that fit neither the weather nor the occasion", "衣着与天气或场合不符"),
                        Words::new(
                            "Uniforms, flags, plates and money with wrong details",
                            "制服、旗帜、车牌、钞票细节有误",
                        ),
                        Words::new("Famous people where they cannot have been", "名人出现在不可能出现的场合"),
                    ]
                }
            }
        }
    }

    /// What real photos show as well.
    pub fn ignore(self) -> Words {
        match self {
            Self::Anatomical => Words::new(
                "Movement, wide angles and bent fingers look odd in real photos too, and people differ from each other.",
                "运动、广角和弯曲的手指在真实照片里也会显得奇怪，人与人本来就不同。",
            ),
            Self::Stylistic => Words::new(
                "Beauty filters, make-up, studio light and strong compression give the same look to real photos.",
                "美颜滤镜、化妆、影棚灯光和强压缩会让真实照片呈现同样的外观。",
            ),
            Self::Functional => Words::new(
                "Small or blurred text becomes unreadable by compression alone; foreign letters are not garbled letters.",
                "很小或模糊的文字仅因压缩就会无法辨认；不认识的文字不等于乱码。",
            ),
            Self::Physics => Words::new(
                "Several lamps, uneven ground and curved glass make shadows and reflections that look wrong and are not.",
                "多盏灯、不平的地面和弯曲的玻璃会产生看似错误、其实正常的光影。",
            ),
            Self::Sociocultural => Words::new(
                "Costume, travel and staged pictures are real photos of unusual situations.",
                "变装、旅行和摆拍也是真实照片，只是情境特殊。",
            ),
        }
    }
}

impl Verifier {
    /// Every verifier, in the order of a list.
    pub const ALL: [Self; 7] = [
        Self::SynthId,
        Self::OpenAi,
        Self::Microsoft,
        Self::Meta,
        Self::ContentCredentials,
        Self::ReverseImageSearch,
        Self::Other,
    ];

    /// Name for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::SynthId => Words::new("SynthID (Google Gemini)", "SynthID（Google Gemini）"),
            Self::OpenAi => Words::new("OpenAI's image check", "OpenAI 的图片验证"),
            Self::Microsoft => Words::new("Microsoft's content integrity check", "Microsoft 的内容完整性验证"),
            Self::Meta => Words::new("Meta's AI information", "Meta 的 AI 信息标签"),
            Self::ContentCredentials => {
                Words::new("Content Credentials Verify", "Content Credentials Verify（内容凭证验证）")
            }
            Self::ReverseImageSearch => Words::new("Search by picture", "以图搜图"),
            Self::Other => Words::new("Another verifier", "其他验证方式"),
        }
    }

    /// What to do, step by step.
    pub fn steps(self) -> &'static [Words] {
        match self {
            Self::SynthId => {
                const {
                    &[
                        Words::new(
                            "Open the Gemini app or gemini.google.com and sign in.",
                            "打开 Gemini 应用或 gemini.google.com 并登录。",
                        ),
                        Words::new(
                            "Add the file itself; of a screenshot, crop away everything around the picture.",
                            "添加文件本身；若只有截图，请裁掉图片以外的部分。",
                        ),
                        Words::new(
                            "Ask: Was this created or edited with Google AI?",
                            "提问：这张图片是用 Google AI 生成或编辑的吗？",
                        ),
                        Words::new(
                            "Enter what it says about SynthID. Its opinion without a mark is not a measurement.",
                            "填写它关于 SynthID 的回答。没有水印时它的看法不是测量结果。",
                        ),
                    ]
                }
            }
            Self::OpenAi => {
                const {
                    &[
                        Words::new(
                            "Open OpenAI's page for checking images; find it from openai.com.",
                            "从 openai.com 找到 OpenAI 的图片验证页面。",
                        ),
                        Words::new("Give it the file itself, one at a time.", "每次提交一个文件，请用文件本身。"),
                        Words::new("Enter its answer and the day.", "填写它的回答和日期。"),
                    ]
                }
            }
            Self::Microsoft => {
                const {
                    &[
                        Words::new(
                            "Open Microsoft's content integrity page; find it from microsoft.com.",
                            "从 microsoft.com 找到 Microsoft 的内容完整性页面。",
                        ),
                        Words::new("Give it the file itself.", "提交文件本身。"),
                        Words::new("Enter its answer and the day.", "填写它的回答和日期。"),
                    ]
                }
            }
            Self::Meta => {
                const {
                    &[
                        Words::new(
                            "Look at the post itself in Instagram, Facebook or Threads.",
                            "在 Instagram、Facebook 或 Threads 中查看原帖。",
                        ),
                        Words::new(
                            "Open the menu of the post and look for an AI info label.",
                            "打开帖子的菜单，查看是否有“AI 信息”标签。",
                        ),
                        Words::new(
                            "Enter what the label says; it may stand for small edits too.",
                            "填写标签内容；小幅编辑也可能带有这一标签。",
                        ),
                    ]
                }
            }
            Self::ContentCredentials => {
                const {
                    &[
                        Words::new("Open contentcredentials.org/verify.", "打开 contentcredentials.org/verify。"),
                        Words::new(
                            "Give it the file itself: a screenshot has lost its credentials.",
                            "提交文件本身：截图已经丢失凭证。",
                        ),
                        Words::new(
                            "Compare with what Catchlight read from the file.",
                            "与 Catchlight 从文件中读到的内容比较。",
                        ),
                    ]
                }
            }
            Self::ReverseImageSearch => {
                const {
                    &[
                        Words::new(
                            "Search with two or more of: Google Lens, TinEye, Yandex, Baidu, Sogou.",
                            "至少使用两种：Google Lens、TinEye、Yandex、百度识图、搜狗识图。",
                        ),
                        Words::new(
                            "Look for the earliest and the largest copy, and for who published it.",
                            "查找最早、最大的副本及其发布者。",
                        ),
                        Words::new(
                            "Enter address, publisher and date of what was found.",
                            "填写所找到内容的网址、发布者和日期。",
                        ),
                    ]
                }
            }
            Self::Other => {
                const {
                    &[
                        Words::new("Name it, and say what was given to it.", "写明名称，以及提交了什么。"),
                        Words::new("Enter its answer and the day.", "填写它的回答和日期。"),
                    ]
                }
            }
        }
    }

    /// What its answer means and does not mean.
    pub fn meaning(self) -> Words {
        match self {
            Self::SynthId => Words::new(
                "A mark means that the picture or a part of it was made with a generator that adds it: those of Google and of companies that use it too. No mark says nothing about other generators.",
                "有水印说明图片全部或部分由会添加它的生成器（Google 及采用它的公司）制作。没有水印不能说明与其他生成器无关。",
            ),
            Self::OpenAi => Words::new(
                "It knows OpenAI's own pictures only. No mark says nothing about other generators.",
                "它只认得 OpenAI 自己的图片。没有发现不能说明与其他生成器无关。",
            ),
            Self::Microsoft => Words::new(
                "It reads marks and credentials of pictures from Microsoft's services. None says nothing about others.",
                "它读取 Microsoft 服务所生成图片的标记与凭证。没有发现不能说明与其他来源无关。",
            ),
            Self::Meta => Words::new(
                "The label rests on marks in the file or on what the account said. Its absence says nothing.",
                "标签依据文件中的标记或账号自己的说明。没有标签不能说明什么。",
            ),
            Self::ContentCredentials => Words::new(
                "It reads the same credentials with its own list of trusted signers. Most platforms remove them.",
                "它读取同样的凭证，但使用自己的可信签名者名单。多数平台会删除凭证。",
            ),
            Self::ReverseImageSearch => Words::new(
                "An earlier copy can show where a picture came from. No copy is common for real and for generated pictures.",
                "更早的副本可以说明图片的来源。找不到副本在真实照片和生成图片中都很常见。",
            ),
            Self::Other => Words::new(
                "What it measures and how often it errs should be known before it is relied on.",
                "在依赖它之前，应先了解它测量什么、误差多大。",
            ),
        }
    }
}

const CHECKLIST_LIMIT: Words = Words::new(
    "A checklist helps to look, it does not detect: in published quizzes, people told generated from real photos little better than by chance. Answers are shown as entered by a person and are never weighed.",
    "清单帮助观察，但不是检测：在公开的测试中，人们区分生成图片与真实照片的结果只略好于随机。回答会注明由人填写，从不计入权重。",
);

const VERIFIER_WARNING: Words = Words::new(
    "Catchlight sends nothing. Giving a picture to one of these services uploads it: think of the person in it first, and do not upload pictures of minors or private pictures.",
    "Catchlight 不会发送任何内容。把图片交给这些服务意味着上传：请先考虑图中的人，不要上传未成年人或私密的图片。",
);

const BEFORE: &[(Words, Words)] = &[
    (
        Words::new("A sign is not a proof", "迹象不是证明"),
        Words::new(
            "Where few photos are generated, most alarms are false ones: of 1,000 photos of which 10 are generated, a method that errs on 3 % of real photos and finds half of the generated raises about 30 false alarms and 5 true ones.",
            "如果生成图片很少，多数警报都是误报：在 1,000 张照片中有 10 张是生成的，一种对真实照片误报 3 %、能发现一半生成图片的方法，会产生约 30 次误报和 5 次正确警报。",
        ),
    ),
    (
        Words::new("Retouched is not generated", "修图不是生成"),
        Words::new(
            "Beauty filters, make-up and heavy editing change skin, eyes and noise of real photos. They are no reason to call a person invented.",
            "美颜滤镜、化妆和大幅修图会改变真实照片的皮肤、眼睛和噪声，不能成为说某人不存在的理由。",
        ),
    ),
    (
        Words::new("Ask first", "先询问对方"),
        Words::new(
            "Tell the account what was seen and ask for the original file or a live video, with enough time to answer. Publish the answer beside the report.",
            "告诉账号所见内容，请对方提供原始文件或实时视频，并留出足够时间。把回应与报告一同发布。",
        ),
    ),
    (
        Words::new("Minors and private persons", "未成年人与普通人"),
        Words::new(
            "Do not publish photos of minors. Persons who did not seek the public, and everyone in the background, should be blurred.",
            "不要发布未成年人的照片。没有主动面向公众的人以及背景中的人都应模糊处理。",
        ),
    ),
    (
        Words::new("Say what was examined", "说明检查了什么"),
        Words::new(
            "The report is about this file as it was received, not about a person or an account. A screenshot or a re-saved copy tells less than the original.",
            "报告只关乎收到的这个文件，不关乎某个人或账号。截图或再次保存的副本能说明的比原图少。",
        ),
    ),
];

const LETTER: Words = Words::new(
    "To whom it concerns\n\nOn [date] you published that a photo of mine, [address or file name], was generated by AI. It is a real photo. I ask you to look at it again and to correct what you wrote.\n\nI can offer the following; please tell me what you need:\n- the original file as the camera or phone wrote it, with its metadata, and others taken just before and after it;\n- the unedited version, and a list of the filters and edits that were applied;\n- a short live video call, or a video taken at the same place;\n- the name of the photographer or of others who were there.\n\nAutomatic examinations of photos err. Filters, make-up, compression by platforms and screenshots can look like traces of generation, and the report that you cite says so under its limits. A report of Catchlight holds the SHA-256 of the examined file, so that it can be seen whether you examined the file that I published.\n\nUntil this is settled, please take the statement down or put my answer beside it.\n\n[name]",
    "致相关人士：\n\n您于［日期］发布称，我的照片［网址或文件名］由 AI 生成。这是一张真实的照片。请您重新查看，并更正您的说法。\n\n我可以提供以下材料，请告诉我您需要哪些：\n- 相机或手机写入的原始文件及其元数据，以及前后拍摄的其他照片；\n- 未经编辑的版本，以及所用滤镜和修改的清单；\n- 一次简短的实时视频通话，或在同一地点拍摄的视频；\n- 摄影师或在场人员的姓名。\n\n对照片的自动检查会出错。滤镜、化妆、平台压缩和截图都可能看起来像生成痕迹，您引用的报告在局限部分也写明了这一点。Catchlight 的报告写有所检查文件的 SHA-256，可以核对您检查的是否就是我发布的文件。\n\n在此事查清之前，请撤下该说法，或将我的回应与之并列。\n\n［姓名］",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_there_once_and_in_both_languages() {
        let guide = serde_json::to_value(Guide::new()).expect("a guide");
        fn texts(value: &serde_json::Value, found: &mut Vec<(String, String)>) {
            if let (Some(en), Some(zh)) = (value["en"].as_str(), value["zh-Hans"].as_str()) {
                found.push((en.to_owned(), zh.to_owned()));
            } else if let Some(entries) = value.as_array() {
                entries.iter().for_each(|entry| texts(entry, found));
            } else if let Some(fields) = value.as_object() {
                fields.values().for_each(|field| texts(field, found));
            }
        }
        let mut found = Vec::new();
        texts(&guide, &mut found);
        assert!(found.len() > 80, "{}", found.len());
        for (en, zh) in &found {
            assert!(!en.is_empty() && !zh.is_ascii() || en == zh, "{en} / {zh}");
        }
        for list in ["how", "statuses", "checklist", "seen", "verifiers", "answers", "faces"] {
            let ids: Vec<&str> = guide[list].as_array().expect(list).iter().filter_map(|c| c["id"].as_str()).collect();
            let mut once = ids.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "{list}");
        }
    }
}
