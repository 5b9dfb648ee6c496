//! The part that was trained here: from the numbers of all views to one answer.

use ndarray::Array2;

use crate::model::{ModelError, Models};

/// The model in `models/manifest.toml`.
pub const MODEL: &str = "semantic-head";

/// What the trained part answers.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Natural logarithm of the odds for a generated picture when both kinds are equally common among
    /// pictures like those of the training: the mean of the squares.
    pub logit: f64,
    /// The same of each view by itself, in their order.
    pub views: Vec<f32>,
    /// How far the photo's numbers lie from those of the training's photos; 1 is their usual distance.
    pub distance: f64,
}

/// Places of the answers among the model's outputs.
const VIEW_LOGITS: usize = 0;
const LOGIT: usize = 1;
const DISTANCE: usize = 2;

/// Runs the trained part on the numbers of all views, `[views, numbers of a view]`.
///
/// # Errors
/// The model did not run, or answered something that is no number.
pub fn answer(features: &Array2<f32>, models: &dyn Models) -> Result<Answer, ModelError> {
    let count = features.nrows();
    let input = features.clone().insert_axis(ndarray::Axis(0)).into_dyn();
    let outputs = models.run(MODEL, input)?;
    let numbers = |place: usize| outputs.get(place).into_iter().flatten().copied();
    let single = |place: usize| numbers(place).next().map(f64::from).filter(|number| number.is_finite());
    let views: Vec<f32> = numbers(VIEW_LOGITS).filter(|number| number.is_finite()).collect();
    let answer = single(LOGIT).zip(single(DISTANCE)).map(|(logit, distance)| Answer { logit, views, distance });
    answer.filter(|answer| answer.views.len() == count).ok_or_else(|| ModelError::unexpected(MODEL))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{ArrayD, IxDyn};

    struct Answers(Vec<ArrayD<f32>>);

    impl Models for Answers {
        fn ready(&self, _id: &str) -> Result<(), ModelError> {
            Ok(())
        }

        fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
            assert_eq!((id, input.shape()), (MODEL, &[1, 3, 9][..]));
            Ok(self.0.clone())
        }

        fn sha256(&self, _id: &str) -> Option<String> {
            None
        }
    }

    fn answered(logit: f32, views: &[f32], distance: f32) -> Result<Answer, ModelError> {
        let single = |number: f32| ArrayD::from_elem(IxDyn(&[1, 1]), number);
        let views = ArrayD::from_shape_vec(IxDyn(&[1, views.len()]), views.to_vec()).unwrap();
        answer(&Array2::zeros((3, 9)), &Answers(vec![views, single(logit), single(distance)]))
    }

    #[test]
    fn an_answer_is_read_and_nonsense_is_refused() {
        let answer = answered(1.5, &[1.0, 2.0, 3.0], 0.5).unwrap();
        assert_eq!(answer, Answer { logit: 1.5, views: vec![1.0, 2.0, 3.0], distance: 0.5 });
        assert!(answered(f32::NAN, &[1.0, 2.0, 3.0], 0.5).is_err());
        assert!(answered(1.0, &[1.0, 2.0], 0.5).is_err(), "a view is missing");
        assert!(answered(1.0, &[1.0, f32::INFINITY, 3.0], 0.5).is_err());
        assert!(answered(1.0, &[1.0, 2.0, 3.0], f32::NAN).is_err());
    }
}
