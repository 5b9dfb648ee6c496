//! Verifiers of others: how each is asked, and what its answer means.

use catchlight_forensics::text::Words;

use crate::v1::Verifier;

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

/// What to know before a picture is given to a verifier.
pub(super) const WARNING: Words = Words::new(
    "Catchlight sends nothing. Giving a picture to one of these services uploads it: think of the person in it first, and do not upload pictures of minors or private pictures.",
    "Catchlight 不会发送任何内容。把图片交给这些服务意味着上传：请先考虑图中的人，不要上传未成年人或私密的图片。",
);
