//! The photos' weights together, in the wire format: which ones count, and what they amount to.

use catchlight_forensics::calibration::Caps;
use catchlight_forensics::fusion::Fusion;
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};

use crate::aggregation::{self, FLAG_LEVEL, Together};
use crate::correlation::{Correlation, LEAST_RHO};
use crate::set::{Photo, Set};
use crate::v1::{Aggregation, Chosen};

const SELECTION: Words = Words::new(
    "Only suspicious photos were given. Numbers of flagged photos and the sum of weights hold for photos that nobody picked; here they are too high.",
    "只给出了可疑照片。被标记照片数和权重之和只适用于未经挑选的照片；此处会偏高。",
);
const NOT_SAID: Words = Words::new(
    "Nobody said how the photos were chosen. If they were picked for looking suspicious, the numbers are too high.",
    "未说明照片如何选取。若因可疑而被挑出，则各数字会偏高。",
);
const NO_NUMBERS: Words = Words::new(
    "The file of correlations or of fusion could not be read, so nothing was added up.",
    "无法读取相关性文件或融合文件，因此未作合计。",
);

/// The aggregation, and what the conclusion needs beside it.
#[derive(Debug)]
pub(crate) struct Weighed {
    /// In the wire format.
    pub(crate) aggregation: Aggregation,
    /// The numbers; absent when nothing was weighed.
    pub(crate) together: Option<Together>,
    correlation: Option<&'static Correlation>,
}

impl Weighed {
    /// The p-value of a photo. Photos that another one speaks for have theirs too; it is not counted.
    pub(crate) fn p_value(&self, photo: &Photo<'_>) -> Option<f64> {
        Some(self.correlation?.p_value(photo.log10_lr()?))
    }
}

/// Adds up what the photos that speak for their groups were weighed at.
pub(crate) fn weigh(set: &Set<'_>, chosen: Chosen) -> Weighed {
    let (places, claims): (Vec<usize>, Vec<f64>) =
        set.speaking().filter_map(|(place, photo)| Some((place, photo.log10_lr()?))).unzip();
    let left_out = set.photos.len().saturating_sub(set.groups.len());
    let without = set.groups.len().saturating_sub(claims.len());
    // A test of the project reads both files, so a failure is a damaged build.
    let shipped = match (Correlation::shipped(), Fusion::shipped()) {
        (Ok(correlation), Ok(fusion)) => Some((correlation, fusion.cap)),
        (Err(error), _) => logged(&error),
        (_, Err(error)) => logged(&error),
    };
    let together = shipped.and_then(|(correlation, cap)| aggregation::together(&claims, correlation, cap));
    let rho = shipped.map_or(1.0, |(correlation, _)| correlation.estimate().rho());
    let cap = shipped.map_or(Caps { ai: 0.0, camera: 0.0 }, |(_, cap)| cap);
    let number = together.as_ref();
    let aggregation = Aggregation {
        counted: claims.len() as u32,
        without_weight: without as u32,
        left_out: left_out as u32,
        rho,
        rho_from: shipped.map_or_else(|| NO_NUMBERS.into(), |(correlation, _)| rho_from(correlation)),
        effective: number.map_or(0.0, |together| together.effective),
        sum: number.map_or(0.0, |together| together.sum),
        log10_lr: number.map(|together| together.log10_lr),
        shrunk: number.map(|together| together.shrunk),
        interval: number.map(|together| together.interval),
        cap_ai: cap.ai,
        cap_camera: cap.camera,
        flag_level: FLAG_LEVEL,
        flagged: number.map_or(0, |together| together.flagged as u32),
        expected_by_chance: number.map_or(0.0, |together| together.expected_by_chance),
        tail: number.map(|together| together.tail),
        stood_out: number
            .map(|together| together.stood_out.iter().filter_map(|index| Some(*places.get(*index)? as u32)).collect())
            .unwrap_or_default(),
        selection_warning: match chosen {
            Chosen::All | Chosen::Random => None,
            Chosen::Suspicious => Some(SELECTION.into()),
            Chosen::NotSaid => Some(NOT_SAID.into()),
        },
        statement: statement(number, claims.len()),
    };
    Weighed { aggregation, together, correlation: shipped.map(|(correlation, _)| correlation) }
}

fn logged<T>(error: &dyn std::error::Error) -> Option<T> {
    tracing::error!(%error, "nothing was added up");
    None
}

fn rho_from(correlation: &Correlation) -> Text {
    let estimate = correlation.estimate();
    let (camera, ai) = (estimate.camera, estimate.ai);
    let (camera_icc, camera_sources, ai_icc, ai_sources) = (camera.icc, camera.sources, ai.icc, ai.sources);
    text!(
        "The greater of {LEAST_RHO} and what was measured: {camera_icc:.2} among camera photos of {camera_sources} sources, {ai_icc:.2} among AI pictures of {ai_sources} sources.",
        "取 {LEAST_RHO} 与实测值中的较大者：{camera_sources} 个来源的相机照片为 {camera_icc:.2}，{ai_sources} 个来源的 AI 图像为 {ai_icc:.2}。"
    )
}

fn statement(together: Option<&Together>, counted: usize) -> Text {
    let Some(together) = together else {
        return text!("No photo carried a weight, so none could be flagged.", "没有照片带有权重，因此无法标记。");
    };
    let (flagged, expected) = (together.flagged, together.expected_by_chance);
    text!(
        "{flagged} of {counted} photos were flagged; about {expected:.1} were to be expected by chance.",
        "{counted} 张照片中有 {flagged} 张被标记；随机情况下预计约 {expected:.1} 张。"
    )
}
