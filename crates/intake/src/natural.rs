//! Natural order: `2.jpg` before `10.jpg`.

use std::cmp::Ordering;

/// Compares two names as a person counts: runs of digits by their value, letters without case; names
/// that are equal so far fall back to the order of their characters, so that the order is total.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let mut left_rest = left;
    let mut right_rest = right;
    loop {
        let (left_piece, left_tail) = piece(left_rest);
        let (right_piece, right_tail) = piece(right_rest);
        let order = match (left_piece, right_piece) {
            (Piece::End, Piece::End) => return left.cmp(right),
            (left, right) => left.cmp(&right),
        };
        if order != Ordering::Equal {
            return order;
        }
        left_rest = left_tail;
        right_rest = right_tail;
    }
}

/// What a name begins with.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Piece<'a> {
    End,
    /// Length without leading zeros, then the digits: together the order of the value.
    Number(usize, &'a str),
    Character(char),
}

/// Splits off the first piece.
fn piece(name: &str) -> (Piece<'_>, &str) {
    let Some(first) = name.chars().next() else {
        return (Piece::End, name);
    };
    if first.is_ascii_digit() {
        let end = name.find(|character: char| !character.is_ascii_digit()).unwrap_or(name.len());
        let (digits, tail) = name.split_at(end);
        let value = digits.trim_start_matches('0');
        return (Piece::Number(value.len(), value), tail);
    }
    let tail = name.get(first.len_utf8()..).unwrap_or_default();
    (Piece::Character(first.to_lowercase().next().unwrap_or(first)), tail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_count_and_case_does_not() {
        let mut names = ["img10.jpg", "IMG2.jpg", "img1.jpg", "a.jpg", "img02b.jpg", "图10", "图9", ""];
        names.sort_by(|left, right| compare(left, right));
        assert_eq!(names, ["", "a.jpg", "img1.jpg", "IMG2.jpg", "img02b.jpg", "img10.jpg", "图9", "图10"]);
    }

    #[test]
    fn only_the_same_name_is_equal() {
        assert_ne!(compare("a01", "a1"), Ordering::Equal);
        assert_ne!(compare("A", "a"), Ordering::Equal);
        assert_eq!(compare("a1", "a1"), Ordering::Equal);
    }

    #[test]
    fn numbers_longer_than_any_integer_are_compared() {
        assert_eq!(compare(&"9".repeat(400), &format!("1{}", "0".repeat(400))), Ordering::Less);
    }
}
