//! The words that guide a person: how a file can be obtained, the checklist, verifiers of others, and what
//! to consider before a report is shown to others. The page and every export take them from here.

mod before;
mod checklist;
mod choices;
mod verifiers;

use catchlight_forensics::text::Text;
use serde::Serialize;

use crate::v1::{Answer, BlurredFaces, Category, How, Seen, Status, Verifier};

/// Everything that guides a person, for the page.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Guide {
    /// Ways in which a file can be obtained.
    pub how: Vec<HowChoice>,
    /// Opinions of a finding.
    pub statuses: Vec<StatusChoice>,
    /// The checklist's categories, in Kellogg's order.
    pub checklist: Vec<CategoryGuide>,
    /// Answers to a category.
    pub seen: Vec<SeenChoice>,
    /// What a checklist can and cannot do.
    pub checklist_limit: Text,
    /// Verifiers of others.
    pub verifiers: Vec<VerifierGuide>,
    /// A verifier's answers.
    pub answers: Vec<AnswerChoice>,
    /// What to know before a picture is given to a verifier.
    pub verifier_warning: Text,
    /// What to consider before a report is shown to others.
    pub before: Vec<Advice>,
    /// Choices of faces to blur.
    pub faces: Vec<FacesChoice>,
    /// A letter for somebody who was wrongly accused.
    pub letter: Text,
}

/// Adds a choice: a wire word with its name for a reader.
macro_rules! choices {
    ($($name:ident($of:ident))*) => {$(
        /// A choice with its name for a reader.
        #[derive(Debug, Clone, PartialEq, Serialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS))]
        pub struct $name {
            /// The word of the wire format.
            pub id: $of,
            /// Its name.
            pub title: Text,
        }

        impl From<$of> for $name {
            fn from(id: $of) -> Self {
                Self { id, title: id.words().into() }
            }
        }
    )*};
}

choices! {
    HowChoice(How)
    StatusChoice(Status)
    SeenChoice(Seen)
    AnswerChoice(Answer)
    FacesChoice(BlurredFaces)
}

/// One category of the checklist.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct CategoryGuide {
    /// The word of the wire format.
    pub id: Category,
    /// Its name.
    pub title: Text,
    /// What to look at.
    pub examples: Vec<Text>,
    /// What real photos show as well.
    pub ignore: Text,
}

/// How to ask a verifier.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct VerifierGuide {
    /// The word of the wire format.
    pub id: Verifier,
    /// Its name.
    pub title: Text,
    /// What to do, step by step.
    pub steps: Vec<Text>,
    /// What its answer means and does not mean.
    pub meaning: Text,
}

/// Something to consider.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Advice {
    /// What it is about.
    pub title: Text,
    /// The advice.
    pub text: Text,
}

impl Guide {
    /// Everything, in both languages.
    pub fn new() -> Self {
        let category = |id: Category| CategoryGuide {
            id,
            title: id.words().into(),
            examples: id.examples().iter().map(|words| (*words).into()).collect(),
            ignore: id.ignore().into(),
        };
        let verifier = |id: Verifier| VerifierGuide {
            id,
            title: id.words().into(),
            steps: id.steps().iter().map(|words| (*words).into()).collect(),
            meaning: id.meaning().into(),
        };
        Self {
            how: How::ALL.map(Into::into).into(),
            statuses: Status::ALL.map(Into::into).into(),
            checklist: Category::ALL.map(category).into(),
            seen: Seen::ALL.map(Into::into).into(),
            checklist_limit: checklist::LIMIT.into(),
            verifiers: Verifier::ALL.map(verifier).into(),
            answers: Answer::ALL.map(Into::into).into(),
            verifier_warning: verifiers::WARNING.into(),
            before: before::ADVICE
                .iter()
                .map(|(title, text)| Advice { title: (*title).into(), text: (*text).into() })
                .collect(),
            faces: BlurredFaces::ALL.map(Into::into).into(),
            letter: before::LETTER.into(),
        }
    }
}

impl Default for Guide {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_there_once_and_in_both_languages() {
        let guide = serde_json::to_value(Guide::new()).expect("a guide");
        fn texts(value: &serde_json::Value, found: &mut Vec<(String, String)>) {
            if let (Some(en), Some(zh)) = (value["en"].as_str(), value["zh-Hans"].as_str()) {
                found.push((en.to_owned(), zh.to_owned()));
            } else if let Some(entries) = value.as_array() {
                entries.iter().for_each(|entry| texts(entry, found));
            } else if let Some(fields) = value.as_object() {
                fields.values().for_each(|field| texts(field, found));
            }
        }
        let mut found = Vec::new();
        texts(&guide, &mut found);
        assert!(found.len() > 80, "{}", found.len());
        for (en, zh) in &found {
            assert!(!en.is_empty() && !zh.is_ascii() || en == zh, "{en} / {zh}");
        }
        for list in ["how", "statuses", "checklist", "seen", "verifiers", "answers", "faces"] {
            let ids: Vec<&str> = guide[list].as_array().expect(list).iter().filter_map(|c| c["id"].as_str()).collect();
            let mut once = ids.clone();
            once.sort_unstable();
            once.dedup();
            assert_eq!(once.len(), ids.len(), "{list}");
        }
    }
}
