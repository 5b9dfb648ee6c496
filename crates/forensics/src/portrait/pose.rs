//! Which way the head is turned, from the depth of the mesh.

use super::Pose;
use super::mesh::{Mesh, angle, point};

/// Turn beyond which the eye on the far side is behind the nose or at the face's edge, in degrees.
const HIDDEN_TURN: f32 = 45.0;

/// Turn of the head from two lines of the mesh: from cheek to cheek (yaw) and from forehead to chin
/// (pitch). Both lie square to the line of sight on MediaPipe's canonical face that looks into the
/// camera, so a difference of depth between their ends is a turn. Roll is the line of the eyes' outer
/// corners. The depths come from the model, not from a measurement: expect errors of several degrees.
pub(super) fn pose(mesh: &Mesh) -> Pose {
    Pose {
        yaw: turn(mesh, point::RIGHT_CHEEK, point::LEFT_CHEEK),
        pitch: -turn(mesh, point::FOREHEAD, point::CHIN),
        roll: angle(mesh.flat(point::RIGHT_OUTER), mesh.flat(point::LEFT_OUTER)).to_degrees(),
    }
}

/// Whether the right and the left eye are on the side that is turned away.
pub(super) fn hidden(pose: Pose) -> (bool, bool) {
    // A head that looks to the viewer's right shows its own right side.
    (pose.yaw < -HIDDEN_TURN, pose.yaw > HIDDEN_TURN)
}

/// Angle in degrees by which the second point lies deeper than the first.
fn turn(mesh: &Mesh, from: usize, to: usize) -> f32 {
    let at = |index: usize| mesh.points.get(index).copied().unwrap_or_default();
    let (a, b) = (at(from), at(to));
    (b.2 - a.2).atan2((b.0 - a.0).hypot(b.1 - a.1)).to_degrees()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A flat face turned by these angles in degrees, in the order yaw, pitch, roll.
    fn turned(yaw: f32, pitch: f32, roll: f32) -> Mesh {
        let mut points = vec![(0.0, 0.0, 0.0); super::super::mesh::POINTS];
        let places = [
            (point::RIGHT_CHEEK, (-70.0, 0.0)),
            (point::LEFT_CHEEK, (70.0, 0.0)),
            (point::FOREHEAD, (0.0, -90.0)),
            (point::CHIN, (0.0, 90.0)),
            (point::RIGHT_OUTER, (-45.0, -30.0)),
            (point::LEFT_OUTER, (45.0, -30.0)),
        ];
        let rotate = |(a, b): (f32, f32), degrees: f32| {
            let (sin, cos) = degrees.to_radians().sin_cos();
            (a * cos - b * sin, a * sin + b * cos)
        };
        for (index, (x, y)) in places {
            // Depth grows away from the viewer: looking up moves the chin nearer.
            let (y, z) = rotate((y, 0.0), -pitch);
            let (x, z) = {
                let (x, deeper) = rotate((x, z), yaw);
                (x, deeper)
            };
            let (x, y) = rotate((x, y), roll);
            points[index] = (x, y, z);
        }
        Mesh { points, presence: 1.0 }
    }

    #[test]
    fn each_turn_is_found_with_its_sign() {
        for degrees in [-30.0_f32, 0.0, 25.0] {
            let yaw = pose(&turned(degrees, 0.0, 0.0));
            assert!((yaw.yaw - degrees).abs() < 1.0 && yaw.pitch.abs() < 1.0, "{yaw:?}");
            let pitch = pose(&turned(0.0, degrees, 0.0));
            assert!((pitch.pitch - degrees).abs() < 1.0 && pitch.yaw.abs() < 1.0, "{pitch:?}");
            let roll = pose(&turned(0.0, 0.0, degrees));
            assert!((roll.roll - degrees).abs() < 0.1 && roll.yaw.abs() < 1.0, "{roll:?}");
        }
    }

    #[test]
    fn the_far_eye_of_a_profile_is_hidden() {
        assert_eq!(hidden(pose(&turned(60.0, 0.0, 0.0))), (false, true));
        assert_eq!(hidden(pose(&turned(-60.0, 0.0, 0.0))), (true, false));
        assert_eq!(hidden(pose(&turned(20.0, 0.0, 0.0))), (false, false));
    }
}
