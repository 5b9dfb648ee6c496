//! Remarks come from a page or a file: their length is bounded before they are kept.

use crate::v1::{MarkedBox, Remarks};

/// Most characters of one entered text.
const MOST_CHARACTERS: usize = 4_000;
/// Most entries of one list.
const MOST_ENTRIES: usize = 200;

impl Remarks {
    /// The remarks with over-long texts cut, over-long lists shortened, repeated answers left out and boxes
    /// without an area removed.
    pub fn bounded(mut self) -> Self {
        cut(&mut self.by);
        if let Some(obtained) = &mut self.obtained {
            [&mut obtained.from, &mut obtained.at, &mut obtained.remark].into_iter().for_each(cut);
        }
        self.notes.truncate(MOST_ENTRIES);
        for note in &mut self.notes {
            cut(&mut note.text);
            note.region = note.region.take().filter(MarkedBox::has_area);
        }
        self.judgements.truncate(MOST_ENTRIES);
        let mut known = Vec::new();
        self.judgements.retain(|judgement| first(&mut known, judgement.check.clone()));
        for judgement in &mut self.judgements {
            [&mut judgement.check, &mut judgement.remark].into_iter().for_each(cut);
        }
        let mut known = Vec::new();
        self.checklist.retain(|observation| first(&mut known, observation.category));
        self.checklist.iter_mut().for_each(|observation| cut(&mut observation.remark));
        self.verifiers.truncate(MOST_ENTRIES);
        for verified in &mut self.verifiers {
            [&mut verified.at, &mut verified.remark].into_iter().for_each(cut);
        }
        self
    }
}

impl MarkedBox {
    /// Whether it is a box of finite numbers with an area.
    pub fn has_area(&self) -> bool {
        [self.x, self.y, self.width, self.height].iter().all(|number| number.is_finite())
            && self.width > 0.0
            && self.height > 0.0
    }
}

fn cut(text: &mut String) {
    if let Some((end, _)) = text.char_indices().nth(MOST_CHARACTERS) {
        text.truncate(end);
    }
}

fn first<T: PartialEq>(known: &mut Vec<T>, this: T) -> bool {
    let new = !known.contains(&this);
    if new {
        known.push(this);
    }
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::v1::{Judgement, Note, Status};

    #[test]
    fn what_is_too_long_or_twice_there_is_left_out() {
        let judgement = |status| Judgement { check: "faces".to_owned(), status, remark: "é".repeat(5_000) };
        let region = |width| Some(MarkedBox { x: 1.0, y: 1.0, width, height: 2.0 });
        let remarks = Remarks {
            judgements: vec![judgement(Status::Agrees), judgement(Status::Disagrees)],
            notes: vec![
                Note { text: "a".to_owned(), region: region(3.0) },
                Note { text: "b".to_owned(), region: region(f64::NAN) },
            ],
            ..Remarks::none()
        };
        let bounded = remarks.bounded();
        assert_eq!(bounded.judgements.len(), 1);
        assert_eq!(bounded.judgements[0].status, Status::Agrees);
        assert_eq!(bounded.judgements[0].remark.chars().count(), MOST_CHARACTERS);
        assert_eq!(bounded.notes[0].region, region(3.0));
        assert_eq!(bounded.notes[1].region, None);
    }
}
