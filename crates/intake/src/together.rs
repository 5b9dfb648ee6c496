//! The photos of a case looked at together.

use std::collections::BTreeMap;

use catchlight_account::v1::{Chosen, Dossier};
use catchlight_account::{Options, Photo, Traits, bare};
use catchlight_casebook::{CasebookError, Query, StageName};
use catchlight_forensics::Cancel;
use catchlight_forensics::portrait::likeness::FaceLook;
use catchlight_forensics::report::v1::Report;
use catchlight_forensics::text::Text;
use image::RgbaImage;
use serde::Serialize;

use crate::queue::Open;

/// A dossier, and which photo of the case each of its entries is.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Together {
    /// What the photos say together.
    pub dossier: Dossier,
    /// Number of the photo of each entry of the dossier, in its order.
    pub photos: Vec<u32>,
}

/// How the faces of a photo look; `None` unless somebody asked for faces to be compared.
pub type Looks = Option<Result<Vec<FaceLook>, Text>>;

/// Looks at the examined photos of a case together; `looks` tells of a photo by its number how its faces look. Gives the
/// pictures that lie beside the dossier, too, by key.
///
/// # Errors
/// When the case cannot be read.
pub fn look(
    open: &Open,
    chosen: Chosen,
    looks: &dyn Fn(u32) -> Looks,
    cancel: &Cancel,
) -> Result<(Together, BTreeMap<String, RgbaImage>), CasebookError> {
    let mut numbers = Vec::new();
    let mut kept: Vec<(Report, Option<Traits>, Looks)> = Vec::new();
    loop {
        let query = Query {
            case: Some(open.case),
            stages: vec![StageName::Examined],
            offset: u32::try_from(kept.len()).unwrap_or(u32::MAX),
            ..Query::default()
        };
        let page = open.casebook.photos(&query)?;
        if page.rows.is_empty() {
            break;
        }
        for row in page.rows {
            let traits = open.casebook.traits(row.id)?;
            let traits = traits.and_then(|json| {
                Traits::read(&json).inspect_err(|error| tracing::error!(%error, "kept traits cannot be read")).ok()
            });
            let number = u32::try_from(row.id.0).unwrap_or(u32::MAX);
            kept.push((bare(open.casebook.report(row.id)?), traits, looks(number)));
            numbers.push(number);
        }
    }
    let photos: Vec<Photo<'_>> = kept
        .iter()
        .map(|(report, traits, looks)| Photo { report, traits: traits.as_ref(), looks: looks.as_ref() })
        .collect();
    let (dossier, images) = catchlight_account::examine(&photos, &Options { chosen }, cancel, &|_| {});
    Ok((Together { dossier, photos: numbers }, images))
}
