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

/// Looks at an upright picture of coded samples.
///
/// # Errors
/// [`Stopped::Failed`] when the picture is smaller than a view or a model did not run;
/// [`Stopped::Cancelled`] when the user cancelled.
pub fn look(picture: &RgbImage, models: &dyn Models, context: &Context<'_>) -> Result<Seen, Stopped> {
    let Some(views) = views::of(picture) else {
        return Err(Stopped::Failed(text!(
            "The picture was smaller than the model's view of it.",
            "图像小于模型所需的视图。"
        )));
    };
    context.go_on()?;
    let features = tower::features(&views, models, context)?;
    let answer = head::answer(&features, models).map_err(|error| not_run(&error))?;
    context.go_on()?;
    Ok(Seen { answer, crops: views.into_iter().map(|view| view.crop).collect() })
}

/// A model did not run, in words.
pub(crate) fn not_run(error: &ModelError) -> Stopped {
    let why = text::quote(&error.to_string(), 200);
    Stopped::Failed(text!("A model of this check did not run: {why}", "此检查的一个模型未能运行：{why}"))
}
