//! What a general-purpose image model sees in a photo, and what a small part trained here makes of it.
//!
//! [`views`] cuts the photo into pictures of the model's size, [`tower`] runs the frozen image tower on
//! each and keeps its numbers, [`head`] and [`photograph`] give those to parts trained here. Training measures with the same
//! definitions (`models/training`), so a change here changes every score.

pub mod copies;
pub mod head;
pub(crate) mod map;
pub mod photograph;
mod side_by_side;
pub mod tower;
pub mod views;

use image::RgbImage;

use crate::check::{Context, Stopped};
use crate::model::{ModelError, Models};
use crate::text;
use crate::text::Words;

pub use photograph::IsPhotograph;
pub(crate) use side_by_side::side_by_side;

use head::Answer;
use views::Crop;

/// What the trained part made of a photo, and where it looked.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its answer.
    pub answer: Answer,
    /// Where each view lay, in the order of [`Answer::views`].
    pub crops: Vec<Crop>,
}

/// What the tower sees in the squares of an upright picture of coded samples.
///
/// # Errors
/// [`Stopped::Failed`] when the picture is smaller than a view or the tower did not run;
/// [`Stopped::Cancelled`] when the user cancelled.
pub fn squares(picture: &RgbImage, models: &dyn Models, context: &Context<'_>) -> Result<Vec<tower::Seen>, Stopped> {
    let views = views::squares(picture).ok_or_else(|| Stopped::Failed(TOO_SMALL.into()))?;
    context.go_on()?;
    tower::see(&views, &[], models, context)
}

/// Looks at an upright picture of coded samples whose squares were seen, with the pieces for the map.
///
/// # Errors
/// As [`squares`].
pub fn look(
    picture: &RgbImage,
    squares: &[tower::Seen],
    models: &dyn Models,
    context: &Context<'_>,
) -> Result<Seen, Stopped> {
    context.go_on()?;
    let pieces = context.pictures(|| views::pieces(picture));
    let pieces = tower::see(&pieces, squares, models, context)?;
    let all: Vec<tower::Seen> = squares.iter().cloned().chain(pieces).collect();
    let answer = answered(&all, models)?;
    Ok(Seen { answer, crops: all.into_iter().map(|seen| seen.crop).collect() })
}

/// By how much the answer for the middle square moves in a copy of the photo whose `answer` is known.
///
/// One square of three, because each costs a run of the tower. A single square moves more than the mean of three; the
/// bound of the check was measured in this way.
///
/// # Errors
/// As [`squares`].
pub fn moved(answer: &Answer, copy: &RgbImage, models: &dyn Models, context: &Context<'_>) -> Result<f64, Stopped> {
    let view = views::middle(copy).ok_or_else(|| Stopped::Failed(TOO_SMALL.into()))?;
    let middle = answer.views.first().copied().ok_or_else(|| not_run(&ModelError::unexpected(head::MODEL)))?;
    let seen = tower::see(&[view], &[], models, context)?;
    Ok(answered(&seen, models)?.logit - f64::from(middle))
}

fn answered(seen: &[tower::Seen], models: &dyn Models) -> Result<Answer, Stopped> {
    head::answer(&tower::tokens(seen)?, models).map_err(|error| not_run(&error))
}

const TOO_SMALL: Words = Words::new("The picture was smaller than the model's view of it.", "图像小于模型所需的视图。");

/// A model did not run, in words.
pub(crate) fn not_run(error: &ModelError) -> Stopped {
    let why = text::quote(&error.to_string(), 200);
    Stopped::Failed(text!("A model of this check did not run: {why}", "此检查的一个模型未能运行：{why}"))
}
