//! How reliable conclusions are, for a reader: what was concluded about labelled photos by fits that had not seen
//! their source, and the calibrations that give weights. `reliability.toml` is written by `catchlight calibrate`.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::calibration::{Calibration, Counted, StratumFit};
use crate::checks;
use crate::history::Compression;
use crate::text::{Text, Words};

/// Value of [`ReliabilityFile::format`].
pub const FORMAT: &str = "catchlight.reliability/1";

/// The contents of `reliability.toml`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ReliabilityFile {
    /// Always [`FORMAT`].
    pub format: String,
    /// Day of the measurement.
    pub on: String,
    /// Month of the newest generator among the AI pictures.
    pub generators_until: String,
    /// Relevant population, in one sentence.
    pub population: Text,
    /// One row for all photos and for each kind of file.
    pub rows: Vec<Row>,
}

/// What was concluded about some labelled photos.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename = "ReliabilityRow"))]
pub struct Row {
    /// What the rows of a table have in common.
    pub by: By,
    /// Which photos.
    pub name: Text,
    /// AI pictures.
    pub ai: Concluded,
    /// Camera photos.
    pub camera: Concluded,
    /// Cost of the likelihood ratios: 0 is perfect, 1 is what knowing nothing costs. Absent of too few photos.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub cllr: Option<f64>,
    /// The part of the cost that calibration lost.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub cllr_cal: Option<f64>,
}

/// How photos are put together in a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[cfg_attr(feature = "types", ts(rename_all = "snake_case"))]
pub enum By {
    /// What happened to the photos on their way.
    Condition,
    /// What compression had left in the file.
    Compression,
    /// Photos with a face, after the social chain, and others.
    Faces,
}

/// Conclusions about the photos of one label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Concluded {
    /// Different photos; one may have gone through several conditions.
    pub photos: u32,
    /// Sources.
    pub sources: u32,
    /// Photos and conditions that were concluded about: what the numbers below add up to.
    pub shots: u32,
    /// Strong signs of AI generation.
    pub strong_ai: u32,
    /// Some signs of AI generation.
    pub some_ai: u32,
    /// Inconclusive: what was weighed was too little.
    pub inconclusive: u32,
    /// Some signs of a camera original.
    pub some_camera: u32,
    /// Strong signs of a camera original.
    pub strong_camera: u32,
    /// Conflicting evidence.
    pub conflicting: u32,
    /// Nothing could be weighed.
    pub not_weighed: u32,
}

/// How reliable the conclusions of this version are.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Reliability {
    /// Day of the measurement.
    pub on: String,
    /// Month of the newest generator among the AI pictures.
    pub generators_until: String,
    /// Relevant population, in one sentence.
    pub population: Text,
    /// What was concluded about labelled photos.
    pub rows: Vec<Row>,
    /// The calibrations that give weights.
    pub calibrated: Vec<Calibrated>,
    /// Titles of checks that give scores without a weight.
    pub without_weight: Vec<Text>,
    /// Photos and pictures on which nothing of this was tested.
    pub not_tested: Vec<Text>,
}

/// The calibration of a check on one kind of file.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Calibrated {
    /// Title of the check.
    pub title: Text,
    /// Kind of file.
    pub compression: Text,
    /// AI pictures and their sources.
    pub ai: (u32, u32),
    /// Camera photos and their sources.
    pub camera: (u32, u32),
    /// Whether it gives weight: enough photos of both labels, and a score that tells something.
    pub gives_weight: bool,
    /// Cost on sources that a fit had not seen; absent of too few sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "types", ts(optional))]
    pub cllr: Option<f64>,
    /// Largest likelihood ratio towards AI.
    pub most_for_ai: f64,
    /// Largest likelihood ratio towards a camera photo.
    pub most_for_camera: f64,
}

/// Why nothing can be said of the reliability: a damaged build.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("the reliability file cannot be read: {0}")]
pub struct Unusable(String);

/// What no photo of the measurement was.
const NOT_TESTED: &[Words] = &[
    Words::new(
        "Photos of current phones as their cameras save them, portrait mode among them.",
        "当前手机相机直接保存的照片，包括人像模式。",
    ),
    Words::new(
        "Selfies edited with the beauty apps that are common in East Asia; such looks were only simulated.",
        "用东亚常见美颜应用编辑的自拍；此类效果仅作过模拟。",
    ),
    Words::new(
        "Files as Xiaohongshu, Douyin, WeChat and Instagram really serve them; their scaling and compression were only simulated.",
        "小红书、抖音、微信和 Instagram 实际分发的文件；其缩放和压缩仅作过模拟。",
    ),
    Words::new(
        "Pictures of generators released after the month above, and of older GANs that draw single faces.",
        "上述月份之后发布的生成工具的图像，以及绘制单张人脸的较早 GAN 的图像。",
    ),
    Words::new(
        "Camera photos with parts edited by AI, drawings, renders, and frames of videos.",
        "局部经 AI 编辑的相机照片、绘画、渲染图和视频截帧。",
    ),
    Words::new(
        "Skin tones apart: the photos carry no such labels, so nothing is known of differences between groups of people.",
        "不同肤色：照片没有此类标注，因此不了解不同人群之间的差异。",
    ),
];

impl Reliability {
    /// What was measured of this version.
    ///
    /// # Errors
    /// A file of the build that does not parse.
    pub fn shipped() -> Result<Self, Unusable> {
        let file: ReliabilityFile =
            toml::from_str(include_str!("reliability.toml")).map_err(|error| Unusable(error.to_string()))?;
        if file.format != FORMAT {
            return Err(Unusable("it is of another format".to_owned()));
        }
        let mut calibrated = Vec::new();
        let mut without_weight = Vec::new();
        for check in checks::ALL.iter().filter(|check| check.gives_score()) {
            let about = check.about();
            let Some(source) = about.calibration else {
                without_weight.push(about.title.into());
                continue;
            };
            let calibration =
                Calibration::read(source, about.id, about.revision).map_err(|error| Unusable(error.to_string()))?;
            calibrated.extend(of_check(about.title, &calibration));
        }
        Ok(Self {
            on: file.on,
            generators_until: file.generators_until,
            population: file.population,
            rows: file.rows,
            calibrated,
            without_weight,
            not_tested: NOT_TESTED.iter().copied().map(Text::from).collect(),
        })
    }
}

fn of_check(title: Words, calibration: &Calibration) -> Vec<Calibrated> {
    let pair = |counted: Counted| (counted.photos, counted.sources);
    let of = |fit: &StratumFit| {
        let compression = Compression::of_id(&fit.compression)?;
        Some(Calibrated {
            title: title.into(),
            compression: compression.words().into(),
            ai: pair(fit.ai),
            camera: pair(fit.camera),
            gives_weight: fit.gives_weight(),
            cllr: fit.cllr,
            most_for_ai: 10f64.powf(fit.cap.ai),
            most_for_camera: 10f64.powf(fit.cap.camera),
        })
    };
    calibration.file().strata.iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_measured_of_this_version_can_be_told() {
        let reliability = Reliability::shipped().unwrap();
        for row in &reliability.rows {
            for concluded in [row.ai, row.camera] {
                let levels = [
                    concluded.strong_ai,
                    concluded.some_ai,
                    concluded.inconclusive,
                    concluded.some_camera,
                    concluded.strong_camera,
                    concluded.conflicting,
                    concluded.not_weighed,
                ];
                assert_eq!(levels.iter().sum::<u32>(), concluded.shots, "{}", row.name.en);
                assert!(concluded.photos <= concluded.shots || concluded.shots == 0);
            }
        }
        assert!(reliability.calibrated.iter().any(|fit| fit.gives_weight));
        // A cost that was not measured must not reach a reader as 0.
        let told = serde_json::to_value(&reliability).unwrap();
        for (fit, told) in reliability.calibrated.iter().zip(told["calibrated"].as_array().unwrap()) {
            assert_eq!(fit.cllr.is_some(), told.get("cllr").is_some());
        }
    }
}
