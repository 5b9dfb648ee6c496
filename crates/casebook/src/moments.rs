//! Moments as the host passes them in.

use jiff::Timestamp;

use crate::CasebookError;

/// Seconds since 1970 of a moment in RFC 3339, so that moments of different zones can be put in order.
///
/// # Errors
/// When it is no such moment.
pub(crate) fn seconds(moment: &str) -> Result<i64, CasebookError> {
    let read: Result<Timestamp, _> = moment.parse();
    read.map(Timestamp::as_second).map_err(|_| CasebookError::Moment(moment.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_other_zones_are_put_in_order() {
        let seconds = |moment| seconds(moment).expect("a moment");
        assert_eq!(seconds("1970-01-01T08:00:01+08:00"), 1);
        assert!(seconds("2026-11-22T10:00:00+08:00") < seconds("2026-11-22T03:00:00+00:00"));
        assert!(matches!(super::seconds("yesterday"), Err(CasebookError::Moment(_))));
        assert!(matches!(super::seconds(""), Err(CasebookError::Moment(_))));
    }
}
