//! Room for photos that are examined at the same time: as many as keep the cores busy, but together no more pixels
//! than fit into memory. A larger photo is examined alone.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use catchlight_forensics::{Cancel, Specimen};

/// What is examined at the same time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Most photos.
    pub at_once: usize,
    /// Most pixels of all of them. An examination holds about 40 bytes of each.
    pub most_pixels: u64,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { at_once: examinations(), most_pixels: 24_000_000 }
    }
}

/// How long one who waits does not look whether it was cancelled.
const LOOKS_AGAIN: Duration = Duration::from_millis(100);

/// How many photos are examined at the same time. Two even on two cores: the checks of one photo run beside each
/// other, but decoding comes before all and the longest check after the others.
pub fn examinations() -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    if cores == 1 { 1 } else { (cores / 2).clamp(2, 4) }
}

/// What `look` gives for each of these, in their order, looking at a few at the same time.
///
/// # Errors
/// The first error in that order; nothing is begun after one.
pub fn each<T: Send, R: Send, E: Send>(items: Vec<T>, look: impl Fn(T) -> Result<R, E> + Sync) -> Result<Vec<R>, E> {
    let count = items.len();
    let waiting = Mutex::new(items.into_iter().enumerate());
    let looked: Mutex<Vec<(usize, Result<R, E>)>> = Mutex::new(Vec::with_capacity(count));
    let failed = AtomicBool::new(false);
    let next = || {
        let mut waiting = waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if failed.load(Ordering::Relaxed) { None } else { waiting.next() }
    };
    let work = || {
        while let Some((place, item)) = next() {
            let result = look(item);
            failed.fetch_or(result.is_err(), Ordering::Relaxed);
            looked.lock().unwrap_or_else(PoisonError::into_inner).push((place, result));
        }
    };
    thread::scope(|scope| {
        for _ in 1..examinations().min(count) {
            scope.spawn(work);
        }
        work();
    });
    let mut looked = looked.into_inner().unwrap_or_else(PoisonError::into_inner);
    looked.sort_by_key(|(place, _)| *place);
    looked.into_iter().map(|(_, result)| result).collect()
}

/// Room for photos.
#[derive(Debug)]
pub struct Room {
    most_pixels: u64,
    inside: Mutex<Inside>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct Inside {
    pixels: u64,
    photos: usize,
    /// Number of the next that comes, and of the one whose turn it is: a large photo is not overtaken for ever.
    next: u64,
    turn: u64,
}

/// A photo's place; leaving frees it.
#[derive(Debug)]
pub struct Place<'a> {
    room: &'a Room,
    pixels: u64,
}

impl Default for Room {
    fn default() -> Self {
        Self::new(Bounds::default())
    }
}

impl Room {
    /// Empty room for as many pixels as the bounds say.
    pub fn new(bounds: Bounds) -> Self {
        Self { most_pixels: bounds.most_pixels, inside: Mutex::default(), changed: Condvar::new() }
    }

    /// Waits until there is room for a photo, whose header tells how large it is. Nobody waits longer once it is
    /// cancelled: what is cancelled decodes nothing.
    pub fn enter(&self, specimen: &Specimen<'_>, cancel: &Cancel) -> Place<'_> {
        let header = specimen.structure().header.as_ref();
        self.enter_with(header.map_or(0, |header| u64::from(header.width) * u64::from(header.height)), cancel)
    }

    fn enter_with(&self, pixels: u64, cancel: &Cancel) -> Place<'_> {
        let mut inside = self.inside();
        let mine = inside.next;
        inside.next += 1;
        // Those before leave the line even when they were cancelled, so that a turn always comes.
        while inside.turn != mine || !(inside.fits(pixels, self.most_pixels) || cancel.is_set()) {
            inside = self.changed.wait_timeout(inside, LOOKS_AGAIN).unwrap_or_else(PoisonError::into_inner).0;
        }
        inside.turn += 1;
        inside.photos += 1;
        inside.pixels = inside.pixels.saturating_add(pixels);
        self.changed.notify_all();
        Place { room: self, pixels }
    }

    /// Numbers that are changed together under the lock.
    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inside {
    fn fits(&self, pixels: u64, most: u64) -> bool {
        self.photos == 0 || self.pixels.saturating_add(pixels) <= most
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut inside = self.room.inside();
        inside.photos -= 1;
        inside.pixels = inside.pixels.saturating_sub(self.pixels);
        self.room.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;

    #[test]
    fn what_is_looked_at_side_by_side_stays_in_order_and_an_error_ends_it() {
        let squares: Result<Vec<u32>, ()> = each((0..50).collect(), |number: u32| Ok(number * number));
        assert_eq!(squares.unwrap(), (0..50).map(|number| number * number).collect::<Vec<u32>>());
        let begun = Mutex::new(0_u32);
        let failed = each((0..1_000).collect(), |number: u32| {
            *begun.lock().unwrap() += 1;
            thread::sleep(Duration::from_millis(1));
            if number == 3 { Err(number) } else { Ok(()) }
        });
        assert_eq!(failed, Err(3));
        assert!(*begun.lock().unwrap() < 100, "{} were begun", begun.lock().unwrap());
    }

    #[test]
    fn small_photos_go_together_and_a_large_one_alone_and_in_its_turn() {
        let (room, cancel) = (Room::default(), Cancel::default());
        let small = [room.enter_with(1_000_000, &cancel), room.enter_with(1_000_000, &cancel)];
        thread::scope(|scope| {
            let (send, entered) = channel();
            let enter = |pixels: u64| {
                let (send, room, cancel) = (send.clone(), &room, &cancel);
                let before = room.inside().next;
                scope.spawn(move || {
                    let place = room.enter_with(pixels, cancel);
                    send.send(pixels).unwrap();
                    drop(place);
                });
                while room.inside().next == before {
                    thread::yield_now();
                }
            };
            enter(50_000_000);
            enter(1);
            assert!(
                entered.recv_timeout(Duration::from_millis(300)).is_err(),
                "there is no room, and nobody overtakes"
            );
            drop(small);
            let order = [entered.recv().unwrap(), entered.recv().unwrap()];
            assert_eq!(order, [50_000_000, 1]);
        });
        let inside = room.inside();
        assert_eq!((inside.photos, inside.pixels), (0, 0));
    }

    #[test]
    fn who_is_cancelled_waits_no_longer() {
        let (room, going_on, cancel) = (Room::default(), Cancel::default(), Cancel::default());
        let _all = room.enter_with(u64::MAX, &going_on);
        cancel.set();
        drop(room.enter_with(50_000_000, &cancel));
        assert_eq!(room.inside().photos, 1);
    }
}
