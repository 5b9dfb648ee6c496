//! Portraits of rendered eyes, with all that is known of them.

use catchlight_rendered::picture::eyes::{KnownEye, RenderedEyes};

use crate::faces::{Face, Point};
use crate::portrait::{Circle, Eye, Portrait, Pose};

/// The portrait that a perfect front end would find.
pub(crate) fn portrait(rendered: &RenderedEyes) -> Portrait {
    let (right, left) = (rendered.right.iris_centre, rendered.left.iris_centre);
    let (width, height) = (rendered.picture.width() as f32, rendered.picture.height() as f32);
    let eyes = ((right.0 + left.0) / 2.0, (right.1 + left.1) / 2.0);
    let down = (left.0 - right.0) * 68.0 / 63.0;
    let mouth = (eyes.0, eyes.1 + down);
    let mut mesh = vec![(eyes.0, eyes.1, 0.0); 468];
    let corners = |eye: &KnownEye| [eye.lids[0], eye.lids[16]];
    let around = [
        ([33, 133], corners(&rendered.right)),
        ([362, 263], corners(&rendered.left)),
        ([61, 291], [(mouth.0 - down * 0.35, mouth.1), (mouth.0 + down * 0.35, mouth.1)]),
    ];
    for (points, places) in around {
        for (point, (x, y)) in points.into_iter().zip(places) {
            mesh[point] = (x, y, 0.0);
        }
    }
    let face = Face {
        x: 0.0,
        y: 0.0,
        width,
        height,
        score: 0.95,
        right_eye: right,
        left_eye: left,
        nose: (eyes.0, eyes.1 + down * 0.6),
        mouth,
        right_ear: (0.0, eyes.1),
        left_ear: (width, eyes.1),
    };
    let pose = Pose { yaw: 0.0, pitch: 0.0, roll: (left.1 - right.1).atan2(left.0 - right.0).to_degrees() };
    Portrait { face, mesh, presence: 0.99, pose, right_eye: eye(&rendered.right), left_eye: eye(&rendered.left) }
}

fn eye(known: &KnownEye) -> Eye {
    let iris = Circle { centre: known.iris_centre, radius: known.iris_radius };
    let lids: Vec<Point> = known.lids.clone();
    Eye {
        lids,
        iris,
        landmark_iris: iris,
        opening: known.opening,
        visible: if known.opening > 0.3 { 0.9 } else { known.opening / 0.4 },
        sharpness: 1.0,
        hidden: false,
        glasses: 0.0,
    }
}
