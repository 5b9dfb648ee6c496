//! The checklist: five categories of what gives generated pictures away, with what real photos show as well
//! (Kamali et al., 2024, arXiv:2406.08651).

use catchlight_forensics::text::Words;

use crate::v1::Category;

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

/// What a checklist can and cannot do.
pub(super) const LIMIT: Words = Words::new(
    "A checklist helps to look, it does not detect: in published quizzes, people told generated from real photos little better than by chance. Answers are shown as entered by a person and are never weighed.",
    "清单帮助观察，但不是检测：在公开的测试中，人们区分生成图片与真实照片的结果只略好于随机。回答会注明由人填写，从不计入权重。",
);
