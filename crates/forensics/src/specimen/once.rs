//! A view that may end early: made once, unless the user cancelled while it was made.

use std::sync::{Mutex, OnceLock, PoisonError};

use crate::check::Stopped;
use crate::text::Text;

/// Holds a value, or why it could not be measured. Being cancelled is nothing that is known of the
/// specimen, so it is not held.
#[derive(Debug)]
pub(super) struct Once<T> {
    made: OnceLock<Result<T, Text>>,
    /// Held while the value is made, so that it is made once.
    making: Mutex<()>,
}

impl<T> Default for Once<T> {
    fn default() -> Self {
        Self { made: OnceLock::new(), making: Mutex::new(()) }
    }
}

impl<T> Once<T> {
    /// The value, if it was made.
    pub(super) fn get(&self) -> Option<&T> {
        self.made.get()?.as_ref().ok()
    }

    /// The value; makes it first if nobody has.
    ///
    /// # Errors
    /// What `make` returned when it was last called.
    pub(super) fn get_or_make(&self, make: impl FnOnce() -> Result<T, Stopped>) -> Result<&T, Stopped> {
        // A panic while it was made leaves nothing behind; the next caller tries again.
        let _making = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        let made = match self.made.get() {
            Some(made) => made,
            None => {
                let made = match make() {
                    Ok(value) => Ok(value),
                    Err(Stopped::Failed(why)) => Err(why),
                    Err(Stopped::Cancelled) => return Err(Stopped::Cancelled),
                };
                self.made.get_or_init(|| made)
            }
        };
        made.as_ref().map_err(|why| Stopped::Failed(why.clone()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_and_a_failure_are_made_once_and_cancelling_is_forgotten() {
        let once = Once::default();
        assert_eq!(once.get_or_make(|| Err(Stopped::Cancelled)), Err(Stopped::Cancelled));
        assert_eq!(once.get_or_make(|| Ok(7)), Ok(&7));
        assert_eq!(once.get_or_make(|| unreachable!("made already")), Ok(&7));
        let failed = Once::<u8>::default();
        let why = Stopped::Failed(Text::same("no light"));
        assert_eq!(failed.get_or_make(|| Err(why.clone())), Err(why.clone()));
        assert_eq!(failed.get_or_make(|| Ok(1)), Err(why));
    }
}
