//! What a check of the eyes asks of a face before it looks, as data, and the reason where a face falls
//! short.

use super::{Eye, Portrait};
use crate::text;
use crate::text::{Text, Words};

/// Least probability of the mesh model that there is a face: MediaPipe's own threshold.
const LEAST_PRESENCE: f32 = 0.5;

/// What a face must have before a check can look at its eyes. Whole numbers, so that needs can be
/// compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gate {
    /// Least diameter of both irises in pixels of the photo.
    pub min_iris_px: u32,
    /// Most degrees that the head may be turned to a side.
    pub max_yaw: u32,
    /// Most degrees that the head may be turned up or down.
    pub max_pitch: u32,
    /// Least opening of both eyes: height over width in percent.
    pub min_opening: u32,
    /// Least share of both irises between the lids, in percent.
    pub min_visible: u32,
    /// Least sharpness of both eyes in thousandths; see [`Eye::sharpness`].
    pub min_sharpness: u32,
    /// Greatest estimate of glasses before either eye, in percent.
    pub max_glasses: u32,
}

impl Gate {
    /// Both eyes open, turned to the camera and without glasses, with irises of 24 px: what a comparison
    /// of reflections needs. Source of each number but sharpness and glasses: the literature's working
    /// range as collected in the project's methods, step A0.8; sharpness: the 10th percentile of camera
    /// portraits that meet the rest, as that step asks (docs/validation/corneal_highlights.md); glasses:
    /// see the model card of the face mesh.
    pub const EYES: Self = Self {
        min_iris_px: 24,
        max_yaw: 25,
        max_pitch: 20,
        min_opening: 18,
        min_visible: 50,
        min_sharpness: 87,
        max_glasses: 50,
    };

    /// The faces that meet the gate, largest first as given.
    pub fn passing(self, portraits: &[Portrait]) -> impl Iterator<Item = &Portrait> {
        portraits.iter().filter(move |portrait| self.lacks(portrait).is_none())
    }

    /// The first condition that a face does not meet.
    pub fn lacks(self, portrait: &Portrait) -> Option<Lack> {
        let Portrait { presence, pose, right_eye, left_eye, .. } = portrait;
        // Unlike `f32::min`, these keep a value that is no number.
        let of_both = |of: fn(&Eye) -> f32| (of(right_eye), of(left_eye));
        let least = |of| match of_both(of) {
            (right, left) if right.is_nan() || right <= left => right,
            (_, left) => left,
        };
        let most = |of| match of_both(of) {
            (right, left) if right.is_nan() || right >= left => right,
            (_, left) => left,
        };
        let iris = least(Eye::iris_diameter_px);
        let (opening, visible) = (100.0 * least(|eye| eye.opening), 100.0 * least(|eye| eye.visible));
        let (sharpness, glasses) = (1000.0 * least(|eye| eye.sharpness), 100.0 * most(|eye| eye.glasses));
        // Written so that a value that is no number is a lack.
        let reaches = |value: f32, need: u32| value >= need as f32;
        let within = |value: f32, need: u32| value <= need as f32;
        if presence.is_nan() || *presence < LEAST_PRESENCE {
            Some(Lack::Face)
        } else if !reaches(iris, self.min_iris_px) {
            Some(Lack::Iris { px: iris, need: self.min_iris_px })
        } else if right_eye.hidden || left_eye.hidden || !within(pose.yaw.abs(), self.max_yaw) {
            Some(Lack::Yaw { degrees: pose.yaw.abs(), need: self.max_yaw })
        } else if !within(pose.pitch.abs(), self.max_pitch) {
            Some(Lack::Pitch { degrees: pose.pitch.abs(), need: self.max_pitch })
        } else if !reaches(opening, self.min_opening) {
            Some(Lack::Opening { percent: opening, need: self.min_opening })
        } else if !reaches(visible, self.min_visible) {
            Some(Lack::Visible { percent: visible, need: self.min_visible })
        } else if !reaches(sharpness, self.min_sharpness) {
            Some(Lack::Sharpness { thousandths: sharpness, need: self.min_sharpness })
        } else if !within(glasses, self.max_glasses) {
            Some(Lack::Glasses { percent: glasses, need: self.max_glasses })
        } else {
            None
        }
    }

    /// Why none of the faces can be looked at; `None` when one meets the gate. `found` is the number of
    /// faces that were detected, of which the smallest have no mesh.
    pub(crate) fn unmet(self, portraits: &[Portrait], found: usize) -> Option<Text> {
        if self.passing(portraits).next().is_some() {
            return None;
        }
        if found == 0 {
            return Some(NO_FACE.into());
        }
        let Some(largest) = portraits.first() else {
            let least = super::LEAST_FACE_PX;
            return Some(text!(
                "The largest face was less than {least:.0} px wide; the eyes of smaller faces are not measured. {CLOSER_EN}",
                "最大的人脸不足 {least:.0} 像素宽；更小的脸不测量眼睛。{CLOSER_ZH}"
            ));
        };
        let why = self.lacks(largest)?.words();
        Some(match found {
            1 => why,
            _ => {
                let (en, zh) = (&why.en, &why.zh);
                text!("None of the {found} faces could be examined. {en}", "{found} 张人脸均无法检查。{zh}")
            }
        })
    }
}

/// What a face lacks, with the measured value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Lack {
    /// The mesh model saw no face in the detector's box.
    Face,
    /// The smaller iris has too few pixels.
    Iris {
        /// Its diameter in pixels.
        px: f32,
        /// What is needed.
        need: u32,
    },
    /// The head is turned to a side.
    Yaw {
        /// Degrees of the turn.
        degrees: f32,
        /// What is allowed.
        need: u32,
    },
    /// The head is turned up or down.
    Pitch {
        /// Degrees of the turn.
        degrees: f32,
        /// What is allowed.
        need: u32,
    },
    /// An eye is closed or nearly so.
    Opening {
        /// Height over width in percent.
        percent: f32,
        /// What is needed.
        need: u32,
    },
    /// A lid covers an iris.
    Visible {
        /// Share of the iris that is seen, in percent.
        percent: f32,
        /// What is needed.
        need: u32,
    },
    /// An eye is blurred.
    Sharpness {
        /// The measure in thousandths.
        thousandths: f32,
        /// What is needed.
        need: u32,
    },
    /// Glass may stand before an eye.
    Glasses {
        /// The estimate in percent.
        percent: f32,
        /// What is allowed.
        need: u32,
    },
}

const NO_FACE: Words =
    Words::new("No face was found in the photo; this check examines eyes.", "照片中没有找到人脸；此检查的对象是眼睛。");

const CLOSER_EN: &str = "The original file or a close-up would help.";
const CLOSER_ZH: &str = "若有原始文件或特写照片，会有帮助。";

impl Lack {
    /// The reason for a reader, about the largest face, with what would help.
    pub fn words(self) -> Text {
        match self {
            Self::Face => text!(
                "What looked like the largest face was not confirmed as one by the face mesh: it may be a drawing, a statue, an animal or a covered face. A photo that shows the face openly would help.",
                "画面中看似最大的人脸未得到面部网格模型的确认：它可能是图画、雕像、动物或被遮挡的脸。若有完整露出面部的照片，会有帮助。"
            ),
            Self::Iris { px, need } => text!(
                "The iris of the largest face was {px:.0} px wide; this check needs {need}. {CLOSER_EN}",
                "最大人脸的虹膜宽 {px:.0} 像素；此检查需要 {need} 像素。{CLOSER_ZH}"
            ),
            Self::Yaw { degrees, need } => text!(
                "The largest face was turned to the side by about {degrees:.0}°; this check needs both eyes within {need}°. A photo that looks into the camera would help.",
                "最大的人脸向侧面转了约 {degrees:.0}°；此检查要求双眼可见且转角不超过 {need}°。若有正对镜头的照片，会有帮助。"
            ),
            Self::Pitch { degrees, need } => text!(
                "The largest face was turned up or down by about {degrees:.0}°; this check allows {need}°. A photo that looks into the camera would help.",
                "最大的人脸仰起或低下约 {degrees:.0}°；此检查允许 {need}°。若有正对镜头的照片，会有帮助。"
            ),
            Self::Opening { percent, need } => text!(
                "An eye of the largest face was open by {percent:.0} % of its width; this check needs {need} %. A photo with open eyes would help.",
                "最大人脸有一只眼睛的睁开高度仅为眼宽的 {percent:.0} %；此检查需要 {need} %。若有睁眼的照片，会有帮助。"
            ),
            Self::Visible { percent, need } => text!(
                "The lids of the largest face left {percent:.0} % of an iris to be seen; this check needs {need} %. A photo with wide open eyes would help.",
                "最大人脸有一只眼睛的虹膜只露出 {percent:.0} %；此检查需要 {need} %。若有睁大眼睛的照片，会有帮助。"
            ),
            Self::Sharpness { thousandths, need } => text!(
                "The eyes of the largest face were blurred (sharpness {thousandths:.0} of 1000; this check needs {need}). {CLOSER_EN}",
                "最大人脸的眼部模糊（清晰度 {thousandths:.0}‰；此检查需要 {need}‰）。{CLOSER_ZH}"
            ),
            Self::Glasses { percent, need } => text!(
                "The largest face seemed to wear glasses (estimate {percent:.0} %; this check allows {need} %), which reflect light of their own. A photo without glasses would help.",
                "最大的人脸似乎戴着眼镜（估计 {percent:.0} %；此检查允许 {need} %），镜片本身也会反光。若有不戴眼镜的照片，会有帮助。"
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::portrait;
    use super::*;

    #[test]
    fn the_measured_reason_is_told_with_what_would_help() {
        let mut small = portrait(100.0, 100.0, 40.0);
        for eye in [&mut small.right_eye, &mut small.left_eye] {
            eye.iris.radius = 7.0;
        }
        let why = Gate::EYES.unmet(&[small], 1).unwrap();
        assert_eq!(
            why.en,
            "The iris of the largest face was 14 px wide; this check needs 24. The original file or a close-up would help."
        );
        assert!(why.zh.contains("宽 14 像素") && why.zh.contains("特写"));
    }

    #[test]
    fn each_lack_is_found() {
        let good = portrait(300.0, 300.0, 200.0);
        assert_eq!(Gate::EYES.lacks(&good), None);
        let spoilt = |change: fn(&mut Portrait)| {
            let mut portrait = good.clone();
            change(&mut portrait);
            Gate::EYES.lacks(&portrait)
        };
        assert_eq!(spoilt(|face| face.presence = 0.2), Some(Lack::Face));
        assert_eq!(spoilt(|face| face.left_eye.iris.radius = 11.0), Some(Lack::Iris { px: 22.0, need: 24 }));
        assert_eq!(spoilt(|face| face.pose.yaw = -40.0), Some(Lack::Yaw { degrees: 40.0, need: 25 }));
        assert_eq!(spoilt(|face| face.pose.pitch = 30.0), Some(Lack::Pitch { degrees: 30.0, need: 20 }));
        assert!(matches!(spoilt(|face| face.left_eye.hidden = true), Some(Lack::Yaw { .. })));
        assert!(matches!(spoilt(|face| face.right_eye.opening = 0.1), Some(Lack::Opening { need: 18, .. })));
        assert!(matches!(spoilt(|face| face.right_eye.visible = 0.2), Some(Lack::Visible { .. })));
        assert!(matches!(spoilt(|face| face.right_eye.sharpness = 0.0), Some(Lack::Sharpness { .. })));
        assert!(matches!(spoilt(|face| face.left_eye.glasses = 0.9), Some(Lack::Glasses { .. })));
        assert!(matches!(spoilt(|face| face.left_eye.iris.radius = f32::NAN), Some(Lack::Iris { .. })));
    }

    #[test]
    fn one_face_that_passes_is_enough_and_no_face_is_said() {
        let (good, mut turned) = (portrait(300.0, 300.0, 200.0), portrait(900.0, 300.0, 400.0));
        turned.pose.yaw = 60.0;
        let both = [turned.clone(), good];
        assert_eq!(Gate::EYES.unmet(&both, 2), None);
        assert_eq!(Gate::EYES.passing(&both).count(), 1);
        let why = Gate::EYES.unmet(&[turned], 3).unwrap();
        assert!(why.en.starts_with("None of the 3 faces could be examined. The largest face was turned to the side"));
        assert!(Gate::EYES.unmet(&[], 0).unwrap().en.starts_with("No face was found"));
        assert!(Gate::EYES.unmet(&[], 2).unwrap().en.starts_with("The largest face was less than 48 px wide"));
    }
}
