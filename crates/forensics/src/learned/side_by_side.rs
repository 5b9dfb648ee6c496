//! Passes of a model side by side.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::check::{Context, Stopped};
use crate::text::{Text, Words};

/// Most passes at the same time; each takes one of the model's sessions, or waits for one.
const MOST: usize = 4;

/// What `pass` gives for every number below `count`, in order.
///
/// # Errors
/// The first error of a pass; [`Stopped::Cancelled`] when the user cancelled.
pub(crate) fn side_by_side<T: Send>(
    count: usize,
    context: &Context<'_>,
    pass: impl Fn(usize) -> Result<T, Stopped> + Sync,
) -> Result<Vec<T>, Stopped> {
    let made: Vec<Mutex<Option<Result<T, Stopped>>>> = (0..count).map(|_| Mutex::new(None)).collect();
    let next = AtomicUsize::new(0);
    // Plain threads, because a pass waits for a free session: workers of rayon's pool that wait are
    // missing elsewhere.
    let work = || {
        while let Some((index, slot)) = {
            let index = next.fetch_add(1, Ordering::Relaxed);
            made.get(index).map(|slot| (index, slot))
        } {
            let passed = context.go_on().and_then(|()| pass(index));
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(passed);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from).min(MOST).min(count);
    thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let passed = |slot: Mutex<Option<Result<T, Stopped>>>| {
        let passed = slot.into_inner().unwrap_or_else(PoisonError::into_inner);
        passed.unwrap_or_else(|| Err(Stopped::Failed(Text::from(NOT_RUN))))
    };
    made.into_iter().map(passed).collect()
}

const NOT_RUN: Words = Words::new("A view was not looked at.", "有一个视图未被检查。");

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Cancel;

    #[test]
    fn passes_keep_their_order_and_the_first_error_ends_them() {
        let cancel = Cancel::default();
        let context = Context::new(&cancel);
        assert_eq!(side_by_side(9, &context, |index| Ok(index * index)).unwrap()[8], 64);
        assert!(side_by_side(0, &context, Ok).unwrap().is_empty());
        let why = Stopped::Failed(Text::same("three"));
        let failed = side_by_side(9, &context, |index| if index == 3 { Err(why.clone()) } else { Ok(index) });
        assert_eq!(failed, Err(why));
        cancel.set();
        assert_eq!(side_by_side(9, &context, Ok), Err(Stopped::Cancelled));
    }
}
