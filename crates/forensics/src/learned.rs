//! What a general-purpose image model sees in a photo, and what a small part trained here makes of it.
//!
//! [`views`] cuts the photo into pictures of the model's size, [`tower`] runs the frozen image tower on
//! each and keeps its numbers, [`head`] gives those to the trained part. Training measures with the same
//! definitions (`models/training`), so a change here changes every score.

pub mod copies;
pub mod head;
pub(crate) mod map;
mod side_by_side;
pub mod tower;
pub mod views;

use image::RgbImage;

use crate::check::{Context, Stopped};
use crate::model::{ModelError, Models};
use crate::text;
use crate::text::Words;

pub(crate) use side_by_side::side_by_side;

use head::Answer;
use views::{Crop, View};

/// What the trained part made of a photo, and where it looked.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// Its answer.
    pub answer: Answer,
    /// Where each view lay, in the order of [`Answer::views`].
    pub crops: Vec<Crop>,
}

/// Looks at an upright picture of coded samples, with the views for the map.
///
/// # Errors
/// [`Stopped::Failed`] when the picture is smaller than a view or a model did not run;
/// [`Stopped::Cancelled`] when the user cancelled.
pub fn look(picture: &RgbImage, models: &dyn Models, context: &Context<'_>) -> Result<Seen, Stopped> {
    see(views::all(picture), models, context)
}

/// The score of an upright picture of coded samples.
///
/// # Errors
/// As [`look`].
pub fn score(picture: &RgbImage, models: &dyn Models, context: &Context<'_>) -> Result<f64, Stopped> {
    see(views::squares(picture), models, context).map(|seen| seen.answer.logit)
}

fn see(views: Option<Vec<View>>, models: &dyn Models, context: &Context<'_>) -> Result<Seen, Stopped> {
    let views = views.ok_or_else(|| Stopped::Failed(TOO_SMALL.into()))?;
    context.go_on()?;
    let features = tower::features(&views, models, context)?;
    let answer = head::answer(&features, models).map_err(|error| not_run(&error))?;
    Ok(Seen { answer, crops: views.into_iter().map(|view| view.crop).collect() })
}

const TOO_SMALL: Words = Words::new("The picture was smaller than the model's view of it.", "图像小于模型所需的视图。");

/// A model did not run, in words.
pub(crate) fn not_run(error: &ModelError) -> Stopped {
    let why = text::quote(&error.to_string(), 200);
    Stopped::Failed(text!("A model of this check did not run: {why}", "此检查的一个模型未能运行：{why}"))
}
