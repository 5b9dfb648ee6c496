//! The dossier: checks across photos, the sum of their weights, and one conclusion, put into the wire format.

use std::collections::BTreeMap;

use catchlight_forensics::artifact::Artifact;
use catchlight_forensics::check::Context;
use catchlight_forensics::examination::Cancel;
use catchlight_forensics::finding::{Finding, Outcome};
use catchlight_forensics::report::v1::{
    Application, CheckFacts, CheckResult, ConclusionKind, Declaration, EvidenceGroup, Reference, State,
};
use catchlight_forensics::report::{apart, detail_group};
use catchlight_forensics::text;
use catchlight_forensics::text::{Text, Words};
use image::RgbaImage;

use crate::across::{self, About, Looked};
use crate::aggregation::FLAG_LEVEL;
use crate::checks::{self, camera_and_time};
use crate::set::{Photo, Set};
use crate::v1::{
    AcrossResult, Badge, BadgeKind, Chosen, Dossier, ExpertScore, FORMAT, PhotoEntry, PhotoGroup, SetFacts,
};
use crate::{conclusion, weighing};

/// What whoever gave the photos said of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How the photos were chosen.
    pub chosen: Chosen,
}

/// A check across photos ended.
#[derive(Debug, Clone, Copy)]
pub struct Progress {
    /// Checks that have ended.
    pub step: u32,
    /// Checks in all.
    pub of: u32,
    /// The check that ended last.
    pub check: &'static About,
}

/// The two learned checks whose scores stand beside each photo.
const EXPERTS: [&str; 2] = ["semantic_detector", "spectral_traces"];

/// Looks at the photos of one persona together. Gives the dossier and the pictures that lie beside it, by key
/// `<check>/<artifact>`. Every check across photos answers, whatever the photos hold; after a cancellation those that
/// had not ended say so, and nothing is concluded.
pub fn examine(
    photos: &[Photo<'_>],
    options: &Options,
    cancel: &Cancel,
    progress: &dyn Fn(Progress),
) -> (Dossier, BTreeMap<String, RgbaImage>) {
    let set = Set::new(photos);
    let context = Context::new(cancel);
    let mut images = BTreeMap::new();
    let mut results = Vec::with_capacity(checks::ALL.len());
    for (index, check) in checks::ALL.iter().enumerate() {
        let about = check.about();
        results.push(result(about, across::run(*check, &set, &context), &mut images));
        progress(Progress { step: index as u32 + 1, of: checks::ALL.len() as u32, check: about });
    }
    let weighed = weighing::weigh(&set, options.chosen);
    let photos = entries(&set, &weighed, &results);
    let conclusion = conclusion::conclude(&photos, &weighed, options.chosen, cancel.is_set());
    let dossier = Dossier {
        format: FORMAT.to_owned(),
        application: Application { name: "Catchlight".to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        set: facts(&set, options.chosen),
        photos,
        groups: set.groups.iter().map(group).collect(),
        results,
        aggregation: weighed.aggregation,
        conclusion,
    };
    (dossier, images)
}

fn facts(set: &Set<'_>, chosen: Chosen) -> SetFacts {
    let count = |is: &dyn Fn(&Photo<'_>) -> bool| set.photos.iter().filter(|photo| is(photo)).count() as u32;
    let means = match chosen {
        Chosen::All => Words::new(
            "All photos were given, so shares of them speak of the account as it stood.",
            "给出了全部照片，因此各比例反映该账号当时的整体情况。",
        ),
        Chosen::Random => Words::new(
            "The photos were drawn at random, so shares of them speak of the rest within chance.",
            "照片为随机抽取，因此各比例在随机误差内代表其余照片。",
        ),
        Chosen::Suspicious => Words::new(
            "Only suspicious photos were given: whatever stands out was chosen to stand out, and no share speaks of the account.",
            "只给出了可疑照片：突出者正是因突出而被选中，任何比例都不代表该账号。",
        ),
        Chosen::NotSaid => Words::new(
            "Nobody said how the photos were chosen, so no share speaks of the account as a whole.",
            "未说明照片如何选取，因此任何比例都不代表该账号整体。",
        ),
    };
    SetFacts {
        given: set.photos.len() as u32,
        examined: count(&|photo| photo.is_examined()),
        unreadable: count(&|photo| photo.report.exhibit.undecodable.is_some()),
        unfinished: count(&|photo| !photo.is_examined()),
        near_duplicate_groups: set.groups.iter().filter(|group| group.photos.len() > 1).count() as u32,
        chosen,
        chosen_means: means.into(),
    }
}

fn group(group: &crate::set::Group) -> PhotoGroup {
    let count = group.photos.len();
    PhotoGroup {
        speaks: group.speaks as u32,
        photos: group.photos.iter().map(|place| *place as u32).collect(),
        why: (count > 1)
            .then(|| text!("{count} photos showed the same or nearly the same.", "{count} 张照片内容相同或几乎相同。")),
    }
}

fn entries(set: &Set<'_>, weighed: &weighing::Weighed, results: &[AcrossResult]) -> Vec<PhotoEntry> {
    let mut group_of = vec![0_u32; set.photos.len()];
    for (index, group) in set.groups.iter().enumerate() {
        for place in &group.photos {
            if let Some(slot) = group_of.get_mut(*place) {
                *slot = index as u32;
            }
        }
    }
    let mut spoken_of = vec![false; set.photos.len()];
    let near = "near_duplicates";
    for result in results.iter().filter(|result| result.result.state == State::Found && result.result.check.id != near)
    {
        for place in &result.photos {
            if let Some(slot) = spoken_of.get_mut(*place as usize) {
                *slot = true;
            }
        }
    }
    let entry = |(place, photo): (usize, &Photo<'_>)| {
        let group = group_of.get(place).copied().unwrap_or_default();
        let speaks = set.groups.get(group as usize).is_some_and(|group| group.speaks == place);
        let across = spoken_of.get(place).copied().unwrap_or_default();
        entry(photo, place, group, speaks, across, weighed)
    };
    set.photos.iter().enumerate().map(entry).collect()
}

fn entry(
    photo: &Photo<'_>,
    place: usize,
    group: u32,
    speaks: bool,
    across: bool,
    weighed: &weighing::Weighed,
) -> PhotoEntry {
    let (report, file) = (photo.report, photo.file());
    let p_value = weighed.p_value(photo);
    let flagged = p_value.is_some_and(|p| p <= FLAG_LEVEL);
    let stood_out = weighed.aggregation.stood_out.contains(&(place as u32));
    let declares = declares(report.conclusion.kind);
    let mut badges = Vec::new();
    let mut badge = |is: bool, kind, words: Words| {
        if is {
            badges.push(Badge { kind, title: words.into() });
        }
    };
    badge(declares.is_some(), BadgeKind::DeclaresAi, Words::new("declares AI", "声明为 AI"));
    badge(flagged, BadgeKind::Flagged, Words::new("flagged", "被标记"));
    badge(stood_out, BadgeKind::StoodOut, Words::new("stood out among all", "在全体中突出"));
    badge(photo.log10_lr().is_none(), BadgeKind::NotWeighed, Words::new("carried no weight", "未计权重"));
    badge(!speaks, BadgeKind::NearDuplicate, Words::new("counted with another photo", "与另一张照片合并计入"));
    badge(report.exhibit.undecodable.is_some(), BadgeKind::Unreadable, Words::new("could not be read", "无法读取"));
    badge(across, BadgeKind::Across, Words::new("named by a look across photos", "跨照片检查提及"));
    PhotoEntry {
        name: report.exhibit.name.clone(),
        sha256: report.exhibit.sha256.clone(),
        conclusion: report.conclusion.kind,
        title: report.conclusion.title.clone(),
        log10_lr: photo.log10_lr(),
        weighed: speaks && photo.log10_lr().is_some(),
        p_value,
        flagged,
        stood_out,
        declares,
        group,
        kind: report.exhibit.kind,
        width: report.exhibit.picture.as_ref().map(|picture| picture.width),
        height: report.exhibit.picture.as_ref().map(|picture| picture.height),
        moment: file.and_then(|file| file.moment).map(|moment| moment.to_string()),
        camera: file.and_then(camera_and_time::camera),
        scores: EXPERTS
            .iter()
            .filter_map(|id| score(report.results.iter().find(|result| result.check.id == *id)?))
            .collect(),
        badges,
    }
}

/// What a conclusion says that the file declares.
fn declares(kind: ConclusionKind) -> Option<Declaration> {
    match kind {
        ConclusionKind::DeclaredAi => Some(Declaration::Generated),
        ConclusionKind::DeclaredPartlyAi => Some(Declaration::PartlyGenerated),
        _ => None,
    }
}

fn score(result: &CheckResult) -> Option<ExpertScore> {
    let looked = matches!(result.state, State::Found | State::NotFound);
    Some(ExpertScore {
        check: result.check.id.clone(),
        title: result.check.title.clone(),
        score: result.score.filter(|_| looked),
        why: result.why.clone(),
    })
}

/// The result of one check in the wire format; its pictures go into `images`.
fn result(
    about: &'static About,
    ended: Result<Looked, Text>,
    images: &mut BTreeMap<String, RgbaImage>,
) -> AcrossResult {
    let (state, why, finding, photos) = match ended {
        Ok(Looked::Saw { outcome: Outcome::Found(finding), photos }) => (State::Found, None, Some(finding), photos),
        Ok(Looked::Saw { outcome: Outcome::NotFound(finding), photos }) => {
            (State::NotFound, None, Some(finding), photos)
        }
        Ok(Looked::Saw { outcome: Outcome::Inconclusive { why, finding }, photos }) => {
            (State::Inconclusive, Some(why), Some(finding), photos)
        }
        Ok(Looked::NotApplicable(why)) => (State::NotApplicable, Some(why), None, Vec::new()),
        Err(why) => (State::Failed, Some(why), None, Vec::new()),
    };
    let group = match state {
        State::Found | State::NotFound => EvidenceGroup::Context,
        _ => EvidenceGroup::CouldNotLook,
    };
    let (summary, details, artifacts) = finding.map_or((None, Vec::new(), Vec::new()), |finding| {
        let Finding { summary, details, artifacts, .. } = finding;
        let artifact = |artifact: Artifact| apart(about.id, artifact, images);
        (Some(summary), details, artifacts.into_iter().map(artifact).collect())
    });
    AcrossResult {
        result: CheckResult {
            check: check_facts(about),
            state,
            group,
            declares: None,
            summary,
            why,
            details: details.into_iter().map(detail_group).collect(),
            artifacts,
            score: None,
            weight: None,
        },
        photos: photos.into_iter().map(|place| place as u32).collect(),
    }
}

fn check_facts(about: &About) -> CheckFacts {
    CheckFacts {
        id: about.id.to_owned(),
        revision: about.revision,
        family: "across".to_owned(),
        family_title: text!("Photos together", "照片整体"),
        title: about.title.into(),
        question: about.question.into(),
        explanation: about.explanation.into(),
        look_for: about.look_for.into(),
        ignore: about.ignore.into(),
        limits: about.limits.iter().copied().map(Words::into).collect(),
        references: about
            .references
            .iter()
            .map(|reference| Reference {
                citation: reference.citation.to_owned(),
                locator: reference.locator.to_owned(),
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests;
