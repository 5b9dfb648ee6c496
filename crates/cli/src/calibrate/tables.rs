//! Conclusions about labelled photos, counted.

use catchlight_evaluation::Label;
use catchlight_forensics::conclusion::{Conclusion, Level};
use catchlight_forensics::history::Compression;
use catchlight_forensics::reliability::{By, Concluded, Row};
use catchlight_forensics::text::{Text, Words};

use super::held_out::cost;
use super::shots::{Shot, counted};
use crate::labelled::Condition;

/// Fewest photos of each label from which a cost is told.
const LEAST_FOR_COST: u32 = 50;

/// One row for each condition, for what compression had left, and for photos with and without a face.
pub(crate) fn rows(shots: &[Shot], conclusions: &[Conclusion], conditions: &[Condition]) -> Vec<Row> {
    let all: Vec<(&Shot, &Conclusion)> = shots.iter().zip(conclusions).collect();
    let of = |by: By, name: Text, wanted: &dyn Fn(&Shot) -> bool| {
        let some: Vec<(&Shot, &Conclusion)> = all.iter().copied().filter(|(shot, _)| wanted(shot)).collect();
        row(by, name, &some)
    };
    let mut rows: Vec<Row> = conditions
        .iter()
        .map(|condition| of(By::Condition, condition.words().into(), &|shot| shot.condition == *condition))
        .collect();
    rows.extend(Compression::ALL.into_iter().map(|compression| {
        of(By::Compression, compression.words().into(), &|shot| shot.compression == Some(compression))
    }));
    let faces = [
        (Words::new("With a face, after the social chain", "有人脸，经社交平台处理"), true),
        (Words::new("Without a face, after the social chain", "无人脸，经社交平台处理"), false),
    ];
    rows.extend(faces.map(|(name, with)| {
        of(By::Faces, name.into(), &|shot| {
            shot.condition == Condition::Social && shot.faces.is_some_and(|faces| (faces > 0) == with)
        })
    }));
    rows.retain(|row| row.ai.shots + row.camera.shots > 0);
    rows
}

fn row(by: By, name: Text, shots: &[(&Shot, &Conclusion)]) -> Row {
    let (ai, camera) = (concluded(shots, Label::Ai), concluded(shots, Label::Camera));
    let ratios: Vec<(f64, Label, &str)> = shots
        .iter()
        .filter_map(|(shot, conclusion)| match conclusion {
            Conclusion::Weighed(weighed) => Some((weighed.log10_lr, shot.label, shot.source.as_str())),
            _ => None,
        })
        .collect();
    let enough = ai.photos >= LEAST_FOR_COST && camera.photos >= LEAST_FOR_COST;
    let (cllr, least) = if enough { cost(&ratios) } else { (None, None) };
    let cllr_cal = cllr.zip(least).map(|(cllr, least)| ((cllr - least) * 1e4).round() / 1e4);
    Row { by, name, ai, camera, cllr, cllr_cal }
}

fn concluded(shots: &[(&Shot, &Conclusion)], label: Label) -> Concluded {
    let of_label = || shots.iter().filter(|(shot, _)| shot.label == label);
    let photos = counted(of_label().map(|(shot, _)| *shot), label);
    let mut concluded = Concluded { photos: photos.photos, sources: photos.sources, ..Concluded::default() };
    for (_, conclusion) in of_label() {
        concluded.shots += 1;
        *match conclusion {
            Conclusion::Weighed(weighed) => match Level::of(weighed.log10_lr) {
                Level::StrongAi => &mut concluded.strong_ai,
                Level::SomeAi => &mut concluded.some_ai,
                Level::Inconclusive => &mut concluded.inconclusive,
                Level::SomeCamera => &mut concluded.some_camera,
                Level::StrongCamera => &mut concluded.strong_camera,
            },
            Conclusion::Conflicting => &mut concluded.conflicting,
            Conclusion::NothingWeighed
            | Conclusion::Cancelled
            | Conclusion::NotExamined
            | Conclusion::NotAssessable(_)
            | Conclusion::Declared(_) => &mut concluded.not_weighed,
        } += 1;
    }
    concluded
}
