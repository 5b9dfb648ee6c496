//! Making parts of a report unreadable before it is shown to others.

mod blur;
mod pictures;
mod rows;
mod strings;
mod sweep;

use catchlight_forensics::report::v1::{Content, Region, Report, State};
use catchlight_forensics::text::{Text, Words};
use catchlight_record::v1::{BlurredFaces, Record, Redaction};

use crate::pictures::Pictures;
use blur::Patch;
use sweep::Removed;

/// What stands in the place of a value that was left out.
const LEFT_OUT: Words = Words::new("[left out before this export]", "[导出前已略去]");
/// The same where one string serves both languages.
const LEFT_OUT_IN_BOTH: &str = "[left out before this export · 导出前已略去]";

/// Why a report cannot be made unreadable as asked. Nothing may be exported then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words().en)]
pub enum Unredactable {
    /// Faces were to be blurred, and the report does not say where they are or that there are none: the
    /// check did not run, broke off, or could not look.
    FacesNotSearched,
    /// Faces were found, and the report does not say where.
    FacesWithoutPlaces,
    /// The report does not state the size of the photo, so that no place on it is known.
    NoSize,
}

impl Unredactable {
    /// The reason for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::FacesNotSearched => Words::new(
                "Faces could not be blurred: the report does not hold a completed search for faces.",
                "无法模糊人脸：报告中没有完成的人脸查找结果。",
            ),
            Self::FacesWithoutPlaces => Words::new(
                "Faces could not be blurred: the report says that faces were found, but not where.",
                "无法模糊人脸：报告称找到了人脸，但没有写明位置。",
            ),
            Self::NoSize => Words::new(
                "Nothing could be blurred: the report does not state the size of the photo.",
                "无法模糊：报告没有写明照片的尺寸。",
            ),
        }
    }
}

/// The report, record and pictures as they may be shown. The photo and maps over it are blurred in the
/// boxes of faces (widened by a fifth on each side) and of marked regions; pictures that cannot be laid
/// over the photo are left out, with the values behind maps and spectra. Of rows that hold names, prompts
/// or places the value is replaced, and so is every further occurrence of such a value, also a part of it.
/// The chain of custody stays as it is: it holds none of them, and its digests would break.
///
/// # Errors
/// When faces or regions cannot be blurred because it is not known where they are.
pub fn redacted(
    report: &Report,
    record: Option<&Record>,
    pictures: &Pictures,
    redaction: &Redaction,
) -> Result<(Report, Option<Record>, Pictures), Unredactable> {
    let boxes = boxes(report, record, redaction)?;
    let (mut report, mut record) = (report.clone(), record.cloned());
    let pictures = if boxes.is_empty() {
        pictures.clone()
    } else {
        let size = report.exhibit.picture.as_ref().ok_or(Unredactable::NoSize)?;
        let size = (size.width, size.height);
        pictures::blurred(&mut report, pictures, &boxes, size)
    };
    let mut removed = Removed::default();
    rows::leave_out(&mut report, record.as_mut(), redaction, &boxes, &mut removed);
    strings::each(&mut report, record.as_mut(), &mut |text, left_out| removed.sweep(text, left_out));
    Ok((report, record, pictures))
}

/// Everything to blur, in pixels of the upright photo.
fn boxes(report: &Report, record: Option<&Record>, redaction: &Redaction) -> Result<Vec<Patch>, Unredactable> {
    let mut boxes: Vec<Patch> = match redaction.faces {
        BlurredFaces::None => Vec::new(),
        BlurredFaces::All => faces(report)?,
        BlurredFaces::Bystanders => {
            let mut faces = faces(report)?;
            let largest = (0..faces.len()).max_by(|left, right| {
                let area = |at: &usize| faces.get(*at).map_or(0.0, Patch::area);
                area(left).total_cmp(&area(right))
            });
            if let Some(largest) = largest {
                faces.remove(largest);
            }
            faces
        }
    };
    boxes.iter_mut().for_each(|face| *face = face.widened());
    if let (true, Some(record)) = (redaction.regions, record) {
        let marked = record.remarks.notes.iter().filter_map(|note| note.region.as_ref());
        boxes.extend(marked.filter(|region| region.has_area()).map(|region| Patch {
            x: region.x,
            y: region.y,
            width: region.width,
            height: region.height,
        }));
    }
    Ok(boxes)
}

/// Where the search for faces found some; empty when it looked and found none.
fn faces(report: &Report) -> Result<Vec<Patch>, Unredactable> {
    let search = report.results.iter().find(|result| result.check.id == "faces");
    let search = search.ok_or(Unredactable::FacesNotSearched)?;
    match search.state {
        State::NotFound => return Ok(Vec::new()),
        State::Found => {}
        State::Inconclusive | State::NotApplicable | State::Failed => return Err(Unredactable::FacesNotSearched),
    }
    let regions = search.artifacts.iter().filter_map(|artifact| match &artifact.content {
        Content::Regions { regions } => Some(regions),
        _ => None,
    });
    let faces: Vec<Patch> = regions.flatten().map(Patch::of).collect();
    // A box that is no box would leave its face as it is.
    if faces.is_empty() || !faces.iter().all(Patch::has_area) {
        return Err(Unredactable::FacesWithoutPlaces);
    }
    Ok(faces)
}

impl Patch {
    fn of(region: &Region) -> Self {
        let Region { x, y, width, height, .. } = *region;
        Self { x: x.into(), y: y.into(), width: width.into(), height: height.into() }
    }
}

/// The words that replace a text.
fn left_out() -> Text {
    LEFT_OUT.into()
}
