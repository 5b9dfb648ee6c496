//! The same place in two photos: corners that match, and the projections that carry many of them at once.

use imageproc::geometric_transformations::Projection;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

use crate::traits::Feature;

/// Comparisons of 256 up to which two corners may match.
const MOST_BITS: u32 = 56;
/// The best match differs in at most this share of what the second best differs in (Lowe 2004).
const BEST_OF_SECOND: f32 = 0.8;
/// Distance up to which a projected corner lies on its match, in pixels of the grey picture.
const ON: f32 = 4.0;
/// Draws of four matches.
const DRAWS: usize = 400;
/// Corners nearer to each other than this are one, in pixels.
const APART: f32 = 6.0;

/// Two corners that look alike: their places in both photos.
pub(crate) type Match = ((f32, f32), (f32, f32));

/// Corners that are each other's best match.
pub(crate) fn matches(one: &[Feature], other: &[Feature]) -> Vec<Match> {
    let nearest = |feature: &Feature, among: &[Feature]| {
        let (mut best, mut second) = ((u32::MAX, 0), u32::MAX);
        for (index, candidate) in among.iter().enumerate() {
            let distance = feature.distance(candidate);
            if distance < best.0 {
                second = best.0;
                best = (distance, index);
            } else if distance < second {
                second = distance;
            }
        }
        let clear = best.0 <= MOST_BITS && (best.0 as f32) < BEST_OF_SECOND * second as f32;
        clear.then_some(best.1)
    };
    let pairs = one.iter().enumerate().filter_map(|(index, feature)| {
        let there = nearest(feature, other)?;
        let match_ = other.get(there)?;
        (nearest(match_, one)? == index).then_some((feature.at, match_.at))
    });
    pairs.collect()
}

/// The largest set of matches that one projection of the plane carries, by RANSAC (Fischler and Bolles 1981); the
/// places of its members in `matches`. Always the same for the same matches.
pub(crate) fn on_one_plane(matches: &[Match]) -> Vec<usize> {
    if matches.len() < 4 {
        return Vec::new();
    }
    let mut random = ChaCha8Rng::seed_from_u64(matches.len() as u64);
    let mut best = Vec::new();
    for _ in 0..DRAWS {
        let mut drawn = [0_usize; 4];
        for slot in &mut drawn {
            *slot = random.next_u32() as usize % matches.len();
        }
        let Some(chosen) = four(matches, drawn) else { continue };
        let Some(projection) = Projection::from_control_points(chosen.map(|pair| pair.0), chosen.map(|pair| pair.1))
        else {
            continue;
        };
        if !keeps_shape(projection, chosen.map(|pair| pair.0)) {
            continue;
        }
        let carried: Vec<usize> = (0..matches.len())
            .filter(|index| matches.get(*index).is_some_and(|pair| lies_on(projection, pair)))
            .collect();
        if carried.len() > best.len() {
            best = carried;
        }
    }
    spread_out(matches, best)
}

/// Four different matches with corners apart from each other in both photos.
fn four(matches: &[Match], drawn: [usize; 4]) -> Option<[Match; 4]> {
    let [a, b, c, d] = drawn.map(|index| matches.get(index).copied());
    let chosen = [a?, b?, c?, d?];
    let far = |one: (f32, f32), other: (f32, f32)| (one.0 - other.0).hypot(one.1 - other.1) > 2.0 * APART;
    let apart = (0..4).all(|i| (0..i).all(|j| far(chosen[i].0, chosen[j].0) && far(chosen[i].1, chosen[j].1)));
    apart.then_some(chosen)
}

fn lies_on(projection: Projection, (from, to): &Match) -> bool {
    let there = projection * *from;
    (there.0 - to.0).hypot(there.1 - to.1) <= ON
}

/// Whether a projection is one that a camera makes: neither flips nor collapses the square of four points.
fn keeps_shape(projection: Projection, points: [(f32, f32); 4]) -> bool {
    let area = |[a, b, c]: [(f32, f32); 3]| (b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1);
    let [a, b, c, d] = points;
    [[a, b, c], [a, c, d], [a, b, d], [b, c, d]].into_iter().all(|corner| {
        let (before, after) = (area(corner), area(corner.map(|point| projection * point)));
        let times = after / before;
        // A part is seen at a quarter to four times its width.
        times.is_finite() && (0.06..=16.0).contains(&times)
    })
}

/// Only one of corners that lie on each other counts.
fn spread_out(matches: &[Match], places: Vec<usize>) -> Vec<usize> {
    let mut kept: Vec<usize> = Vec::new();
    for place in places {
        let Some(pair) = matches.get(place) else { continue };
        let near = |other: &usize| {
            matches.get(*other).is_some_and(|other| (other.0.0 - pair.0.0).hypot(other.0.1 - pair.0.1) < APART)
        };
        if !kept.iter().any(near) {
            kept.push(place);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A grid of corners and where a known projection puts them.
    fn moved(projection: Projection) -> Vec<Match> {
        let places = (0..36).map(|index| (40.0 + 50.0 * (index % 6) as f32, 30.0 + 45.0 * (index / 6) as f32));
        places.map(|place| (place, projection * place)).collect()
    }

    #[test]
    fn a_known_projection_is_found_among_wrong_matches() {
        let projection = Projection::translate(30.0, -12.0) * Projection::rotate(0.1) * Projection::scale(1.1, 1.1);
        let mut matches = moved(projection);
        for index in 0..20 {
            let far = (37 * index % 400) as f32;
            matches.push(((far, 300.0 - far / 2.0), (400.0 - far, (91 * index % 300) as f32)));
        }
        let found = on_one_plane(&matches);
        assert!((0..36).all(|index| found.contains(&index)), "{found:?}");
        assert!(found.len() <= 38);
    }

    #[test]
    fn matches_at_random_carry_little() {
        let mut random = ChaCha8Rng::seed_from_u64(5);
        let mut place = || ((random.next_u32() % 600) as f32, (random.next_u32() % 400) as f32);
        let matches: Vec<Match> = (0..60).map(|_| (place(), place())).collect();
        assert!(on_one_plane(&matches).len() < 10);
        assert!(on_one_plane(&[]).is_empty());
    }

    #[test]
    fn only_clear_and_mutual_matches_count() {
        let feature = |x: f32, bits: u64| Feature { at: (x, 0.0), bits: [bits, 0, 0, 0] };
        let (one, other) = ([feature(1.0, 0), feature(2.0, u64::MAX)], [feature(3.0, u64::MAX), feature(4.0, 1)]);
        assert_eq!(matches(&one, &other), [((1.0, 0.0), (4.0, 0.0)), ((2.0, 0.0), (3.0, 0.0))]);
        let twice = [feature(3.0, 1), feature(4.0, 1)];
        assert!(matches(&one[..1], &twice).is_empty(), "two equal candidates are not clear");
    }
}
