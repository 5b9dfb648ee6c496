use std::sync::atomic::{AtomicUsize, Ordering};

use image::{Rgb, RgbImage};
use ndarray::{ArrayD, IxDyn};

use super::*;
use crate::examination::Cancel;
use crate::model::NoModels;

/// Stands in for mesh and iris models: a face that fills two thirds of its crop, and an iris in the
/// middle of its own. `value` replaces every coordinate, to spoil them.
struct Drawn {
    value: Option<f32>,
    shape: bool,
    runs: AtomicUsize,
}

impl Drawn {
    fn new(value: Option<f32>) -> Self {
        Self { value, shape: true, runs: AtomicUsize::new(0) }
    }
}

impl Models for Drawn {
    fn ready(&self, _id: &str) -> Result<(), ModelError> {
        Ok(())
    }

    fn run(&self, id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        self.runs.fetch_add(1, Ordering::Relaxed);
        assert!(input.iter().all(|value| (0.0..=1.0).contains(value)), "{id} sees RGB from 0 to 1");
        let value = |known: f32| self.value.unwrap_or(known);
        if !self.shape {
            return Ok(vec![ArrayD::zeros(IxDyn(&[1]))]);
        }
        Ok(match id {
            "face-mesh" => {
                assert_eq!(input.shape(), [1, 192, 192, 3]);
                let mut points = ArrayD::from_elem(IxDyn(&[1, 1, 1, 1404]), value(96.0));
                for (index, x, y) in [
                    (mesh::point::FOREHEAD, 96.0, 32.0),
                    (mesh::point::CHIN, 96.0, 160.0),
                    (mesh::point::RIGHT_CHEEK, 32.0, 96.0),
                    (mesh::point::LEFT_CHEEK, 160.0, 96.0),
                    (mesh::point::RIGHT_OUTER, 50.0, 80.0),
                    (mesh::point::RIGHT_INNER, 80.0, 80.0),
                    (mesh::point::LEFT_INNER, 112.0, 80.0),
                    (mesh::point::LEFT_OUTER, 142.0, 80.0),
                ] {
                    points[[0, 0, 0, 3 * index]] = value(x);
                    points[[0, 0, 0, 3 * index + 1]] = value(y);
                }
                vec![points, ArrayD::from_elem(IxDyn(&[1, 1, 1, 1]), value(4.0))]
            }
            "iris" => {
                assert_eq!(input.shape(), [1, 64, 64, 3]);
                let mut contour = ArrayD::from_elem(IxDyn(&[1, 213]), value(32.0));
                // A corner on the left of the crop, one on its right, lids between.
                for index in 0..16 {
                    let share = if index < 9 { index as f32 / 8.0 } else { (index - 8) as f32 / 8.0 };
                    let height = 8.0 * (std::f32::consts::PI * share).sin();
                    contour[[0, 3 * index]] = value(18.0 + 28.0 * share);
                    contour[[0, 3 * index + 1]] = value(if index < 9 { 32.0 + height } else { 32.0 - height });
                }
                let iris = [30.0, 32.0, 0.0, 37.0, 32.0, 0.0, 30.0, 25.0, 0.0, 23.0, 32.0, 0.0, 30.0, 39.0, 0.0];
                let iris = iris.map(value).to_vec();
                vec![contour, ArrayD::from_shape_vec(IxDyn(&[1, 15]), iris).unwrap()]
            }
            other => panic!("{other} was not asked for"),
        })
    }

    fn sha256(&self, _id: &str) -> Option<String> {
        None
    }
}

fn face(x: f32, y: f32, side: f32) -> Face {
    testing::portrait(x, y, side).face
}

fn grey(width: u32, height: u32) -> RgbImage {
    RgbImage::from_pixel(width, height, Rgb([120; 3]))
}

fn measured(picture: &RgbImage, found: &[Face], models: &dyn Models) -> Result<Vec<Portrait>, Stopped> {
    portraits(picture, found, models, &Context::new(&Cancel::default()))
}

#[test]
fn points_of_the_crops_come_back_to_the_picture() {
    let found = measured(&grey(400, 400), &[face(200.0, 200.0, 100.0)], &Drawn::new(None)).unwrap();
    let [portrait] = &found[..] else { panic!("{found:?}") };
    // First crop: side 150 about (200, 200). The mesh fills two thirds of it: the second is the same.
    let chin = portrait.mesh[mesh::point::CHIN];
    assert!((chin.0 - 200.0).abs() < 0.01 && (chin.1 - 250.0).abs() < 0.01, "{chin:?}");
    // Right eye's crop: corners at 50 and 80 of 192 -> side 2.3 x 30 / 192 x 150 = 53.9 about x = 175.8.
    let (right, left) = (portrait.right_eye.landmark_iris, portrait.left_eye.landmark_iris);
    let unit = 2.3 * 30.0 * 150.0 / 192.0 / 64.0;
    assert!((right.centre.0 - (175.78 - 2.0 * unit)).abs() < 0.05, "{right:?}");
    assert!((right.radius - 7.0 * unit).abs() < 0.01, "{right:?}");
    // The left eye's crop is mirrored: what lies left of the middle there lies right of it here.
    assert!((left.centre.0 - (224.22 + 2.0 * unit)).abs() < 0.05, "{left:?}");
    // A plain picture has no limbus to find: the circle is the landmark's without what it is usually off by.
    let kept = portrait.right_eye.iris;
    assert!(
        (kept.radius / right.radius - 1.04).abs() < 1e-4 && (kept.centre.0 - right.centre.0).abs() < 0.05,
        "{kept:?}"
    );
    assert!(portrait.presence > 0.9 && portrait.pose.roll.abs() < 0.1);
    assert!(portrait.right_eye.lids.len() == 16 && portrait.right_eye.opening > 0.3);
}

#[test]
fn the_widest_faces_are_measured_and_small_ones_are_left_out() {
    let many: Vec<Face> = (0..40).map(|index| face(50.0 * index as f32, 60.0, 80.0 - index as f32)).collect();
    let models = Drawn::new(None);
    let found = measured(&grey(500, 200), &many, &models).unwrap();
    assert_eq!(found.len(), MOST_FACES);
    assert_eq!(models.runs.load(Ordering::Relaxed), 4 * MOST_FACES);
    assert_eq!(measured(&grey(500, 200), &[face(40.0, 40.0, 40.0)], &models), Ok(Vec::new()));
}

#[test]
fn cut_faces_tiny_and_empty_pictures_do_not_panic() {
    let models = Drawn::new(None);
    for (width, height) in [(0, 0), (1, 1), (1, 300), (64, 48)] {
        for at in [(0.0, 0.0), (-500.0, 70.0), (1e9, -1e9)] {
            let found = measured(&grey(width, height), &[face(at.0, at.1, 60.0)], &models).unwrap();
            assert_eq!(found.len(), 1, "{width} x {height}");
        }
    }
}

#[test]
fn values_that_are_no_numbers_end_as_a_failure_with_a_reason() {
    for value in [f32::NAN, f32::INFINITY] {
        let ended = measured(&grey(200, 200), &[face(90.0, 90.0, 80.0)], &Drawn::new(Some(value)));
        assert!(matches!(&ended, Err(Stopped::Failed(why)) if why.en.contains("no numbers")), "{ended:?}");
    }
    let shape = Drawn { shape: false, ..Drawn::new(None) };
    let ended = measured(&grey(200, 200), &[face(90.0, 90.0, 80.0)], &shape);
    assert!(matches!(&ended, Err(Stopped::Failed(why)) if why.en.contains("other shapes")), "{ended:?}");
    // All points in one place: an iris without extent is nothing that passes a gate.
    let point = measured(&grey(200, 200), &[face(90.0, 90.0, 80.0)], &Drawn::new(Some(1.0))).unwrap();
    assert_eq!(Gate::EYES.passing(&point).count(), 0);
}

#[test]
fn cancelling_and_missing_models_are_said() {
    let cancel = Cancel::default();
    cancel.set();
    let ended = portraits(&grey(9, 9), &[face(90.0, 90.0, 80.0)], &Drawn::new(None), &Context::new(&cancel));
    assert_eq!(ended, Err(Stopped::Cancelled));
    let ended = measured(&grey(9, 9), &[face(90.0, 90.0, 80.0)], &NoModels);
    assert!(matches!(&ended, Err(Stopped::Failed(why)) if why.en.contains("not installed")), "{ended:?}");
}
