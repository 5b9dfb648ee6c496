use image::{Rgb, RgbImage};
use ndarray::{ArrayD, IxDyn};

use super::*;
use crate::examination::Cancel;
use crate::model::NoModels;

/// Stands in for the detector: a white rectangle is a face, if it is as wide as a face that the real
/// one would find.
struct WhiteRectangles;

impl Models for WhiteRectangles {
    fn ready(&self, _id: &str) -> Result<(), ModelError> {
        Ok(())
    }

    fn run(&self, _id: &str, input: ArrayD<f32>) -> Result<Vec<ArrayD<f32>>, ModelError> {
        let mut boxes = ArrayD::zeros(IxDyn(&[1, 2304, 16]));
        let mut logits = ArrayD::from_elem(IxDyn(&[1, 2304, 1]), -50.0);
        let white = |x: usize, y: usize| input[[0, y, x, 0]] > 0.0;
        let columns: Vec<_> = (0..192).filter(|&x| (0..192).any(|y| white(x, y))).collect();
        let rows: Vec<_> = (0..192).filter(|&y| (0..192).any(|x| white(x, y))).collect();
        if let (Some(&left), Some(&top)) = (columns.first(), rows.first())
            && (10..=100).contains(&columns.len())
        {
            let (width, height) = (columns.len() as f32, rows.len() as f32);
            let (x, y) = (left as f32 + width / 2.0, top as f32 + height / 2.0);
            let anchor = (y as usize / 4) * 48 + x as usize / 4;
            let centre = |at: f32| (at as usize / 4) as f32 * 4.0 + 2.0;
            logits[[0, anchor, 0]] = 3.0;
            let values = [x - centre(x), y - centre(y), width, height, x - centre(x) - width / 4.0, 0.0];
            for (index, value) in values.into_iter().enumerate() {
                boxes[[0, anchor, index]] = value;
            }
            boxes[[0, anchor, 6]] = x - centre(x) + width / 4.0;
        }
        Ok(vec![boxes, logits])
    }

    fn sha256(&self, _id: &str) -> Option<String> {
        None
    }
}

fn rectangle(width: u32, height: u32, at: (u32, u32), size: (u32, u32)) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| {
        let inside = (at.0..at.0 + size.0).contains(&x) && (at.1..at.1 + size.1).contains(&y);
        Rgb([if inside { 255 } else { 0 }; 3])
    })
}

#[test]
fn a_face_is_found_once_and_where_it_is_at_every_size() {
    for side in [12, 40, 100, 300, 560] {
        let picture = rectangle(800, 600, (220, 30), (side, side));
        let faces = detect(&picture, &WhiteRectangles, &Context::new(&Cancel::default())).unwrap();
        let [face] = faces[..] else { panic!("{side}: {faces:?}") };
        let off = |found: f32, is: u32| (found - is as f32).abs();
        let most = 2.0 + side as f32 / 20.0;
        assert!(off(face.x, 220) < most && off(face.y, 30) < most, "{side}: {face:?}");
        assert!(off(face.width, side) < most && off(face.height, side) < most, "{side}: {face:?}");
        assert!(off(face.eye_distance(), side / 2) < most, "{side}: {face:?}");
    }
}

#[test]
fn a_box_never_leaves_the_picture() {
    let face = Face {
        x: -10.0,
        y: 5.0,
        width: 30.0,
        height: 30.0,
        score: 0.9,
        right_eye: (0.0, 0.0),
        left_eye: (3.0, 4.0),
        nose: (0.0, 0.0),
        mouth: (0.0, 0.0),
        right_ear: (0.0, 0.0),
        left_ear: (0.0, 0.0),
    };
    let inside = face.clipped(15, 100).unwrap();
    assert_eq!((inside.x, inside.y, inside.width, inside.height), (0.0, 5.0, 15.0, 30.0));
    assert_eq!(face.eye_distance(), 5.0);
    assert_eq!(face.clipped(15, 5), None);
}

#[test]
fn the_searched_sizes_follow_from_the_finest_scale() {
    assert_eq!(searched_widths(1536, 1024), (10.0, 1024.0));
    let (least, greatest) = searched_widths(6000, 4000);
    assert!((least - 39.1).abs() < 0.1, "{least}");
    assert_eq!(greatest, 4000.0);
}

#[test]
fn cancelling_and_a_missing_model_end_the_search() {
    let picture = rectangle(300, 300, (0, 0), (50, 50));
    let cancel = Cancel::default();
    let missing = detect(&picture, &NoModels, &Context::new(&cancel));
    assert!(matches!(missing, Err(Stopped::Failed(why)) if why.en.contains("not installed")));
    cancel.set();
    assert_eq!(detect(&picture, &WhiteRectangles, &Context::new(&cancel)), Err(Stopped::Cancelled));
}
