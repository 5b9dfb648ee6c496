//! One box a face: weighted non-maximum suppression over all tiles and scales.

use super::{Face, Point};

/// Boxes that overlap by more than this (intersection over union) show the same face, as in MediaPipe.
const SAME_FACE: f32 = 0.3;

/// A box with more than this part of it inside a better one is a part of that face seen too close.
const PART_OF_FACE: f32 = 0.7;

/// Joins the boxes of each face into their mean, weighted by score; the score is the best one.
pub(super) fn merge(mut candidates: Vec<Face>) -> Vec<Face> {
    // Ties are broken by place, so that the order of tiles does not matter.
    candidates.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.x.total_cmp(&b.x)).then(a.y.total_cmp(&b.y)));
    let mut faces = Vec::new();
    while let Some(&best) = candidates.first() {
        let mut same = Vec::new();
        candidates.retain(|candidate| {
            let shared = shared_area(&best, candidate);
            let (area, other) = (best.width * best.height, candidate.width * candidate.height);
            let is_same = shared > SAME_FACE * (area + other - shared);
            if is_same {
                same.push(*candidate);
            }
            !is_same && shared <= PART_OF_FACE * area.min(other)
        });
        // A box without area shares nothing with itself; it is dropped rather than met for ever.
        candidates.retain(|candidate| *candidate != best);
        if let Some(mean) = mean(&same) {
            faces.push(Face { score: best.score, ..mean });
        }
    }
    faces
}

/// Area that two boxes share, in square pixels.
fn shared_area(a: &Face, b: &Face) -> f32 {
    let width = (a.x + a.width).min(b.x + b.width) - a.x.max(b.x);
    let height = (a.y + a.height).min(b.y + b.height) - a.y.max(b.y);
    width.max(0.0) * height.max(0.0)
}

fn mean(faces: &[Face]) -> Option<Face> {
    let first = faces.first()?;
    let total: f32 = faces.iter().map(|face| face.score).sum();
    let value = |of: fn(&Face) -> f32| faces.iter().map(|face| face.score * of(face)).sum::<f32>() / total;
    let point = |of: fn(&Face) -> Point| -> Point {
        let along = |axis: fn(Point) -> f32| faces.iter().map(|face| face.score * axis(of(face))).sum::<f32>() / total;
        (along(|point| point.0), along(|point| point.1))
    };
    Some(Face {
        x: value(|face| face.x),
        y: value(|face| face.y),
        width: value(|face| face.width),
        height: value(|face| face.height),
        score: first.score,
        right_eye: point(|face| face.right_eye),
        left_eye: point(|face| face.left_eye),
        nose: point(|face| face.nose),
        mouth: point(|face| face.mouth),
        right_ear: point(|face| face.right_ear),
        left_ear: point(|face| face.left_ear),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn face(x: f32, y: f32, side: f32, score: f32) -> Face {
        let eye = (x + side / 4.0, y + side / 4.0);
        Face {
            x,
            y,
            width: side,
            height: side,
            score,
            right_eye: eye,
            left_eye: (x + side * 0.75, eye.1),
            nose: eye,
            mouth: eye,
            right_ear: eye,
            left_ear: eye,
        }
    }

    #[test]
    fn boxes_of_one_face_become_their_weighted_mean() {
        let merged = merge(vec![face(10.0, 0.0, 10.0, 0.3), face(8.0, 0.0, 10.0, 0.9)]);
        let [one] = merged[..] else { panic!("{merged:?}") };
        assert!((one.x - 8.5).abs() < 1e-5, "{one:?}");
        assert!((one.right_eye.0 - 11.0).abs() < 1e-5, "{one:?}");
        assert_eq!((one.score, one.width), (0.9, 10.0));
    }

    #[test]
    fn faces_side_by_side_stay_apart() {
        // They overlap by a fifth of their width: 20 of 180 square pixels.
        assert_eq!(merge(vec![face(0.0, 0.0, 10.0, 0.8), face(8.0, 0.0, 10.0, 0.7)]).len(), 2);
    }

    #[test]
    fn a_part_of_a_face_is_not_a_second_face() {
        let merged = merge(vec![face(0.0, 0.0, 100.0, 0.8), face(40.0, 40.0, 20.0, 0.7)]);
        assert_eq!(merged, [face(0.0, 0.0, 100.0, 0.8)]);
    }

    #[test]
    fn the_order_of_tiles_does_not_matter_and_nothing_hangs() {
        let boxes = vec![face(0.0, 0.0, 10.0, 0.8), face(1.0, 0.0, 10.0, 0.8), face(50.0, 0.0, 10.0, 0.8)];
        let reversed = boxes.iter().rev().copied().collect();
        assert_eq!(merge(boxes), merge(reversed));
        assert_eq!(merge(vec![face(0.0, 0.0, 0.0, 0.8)]), []);
        assert_eq!(merge(Vec::new()), []);
    }
}
