//! Whether a picture is a photograph at all, or looks like one: a small part trained here reads the tower's
//! embeddings. Camera physics say nothing about a drawing.

use ndarray::Axis;

use super::{not_run, tower};
use crate::check::Stopped;
use crate::model::{ModelError, Models};
use crate::text::{Text, Words};

/// The model in `models/manifest.toml`.
pub const MODEL: &str = "photograph-head";

/// Pixels of the shorter side: a view must be filled.
pub const LEAST_SIDE: u32 = super::views::SIDE;

/// What a picture that is no photograph looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depiction {
    /// Drawn or painted: anime, comics, watercolours, paintings.
    Drawing,
    /// Flat graphics, logos, screenshots, pages of text.
    Graphic,
    /// Rendered from a model: 3D pictures, games.
    Render,
}

impl Depiction {
    /// In the order of the model's outputs.
    const ALL: [Self; 3] = [Self::Drawing, Self::Graphic, Self::Render];

    /// What it looks like, with an article, for the middle of a sentence.
    pub fn words(self) -> Words {
        match self {
            Self::Drawing => Words::new("a drawing or painting", "绘画"),
            Self::Graphic => Words::new("a graphic or a page of text", "平面图形或文字页面"),
            Self::Render => Words::new("a 3D rendering", "三维渲染图"),
        }
    }
}

/// Whether a picture is a photograph or looks like one, whoever or whatever made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IsPhotograph {
    /// It looks like a photograph, which generated pictures can, too.
    Photograph,
    /// It lies between both.
    Unclear,
    /// It is none; what it looks like most.
    NotAPhotograph {
        /// What it looks like.
        depiction: Depiction,
    },
    /// Nobody could look, for this reason.
    NotLooked(Text),
}

/// What the trained part answers; each number is a logarithm of odds up to a constant, the mean of the squares.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Answer {
    /// How much the picture looks like no photograph.
    pub score: f64,
    /// What it looks like most among what is none.
    pub depiction: Depiction,
}

impl Answer {
    /// What follows by the scores of photographs that the training never saw.
    pub fn judged(&self) -> IsPhotograph {
        if self.score >= MEASURED.none_from {
            IsPhotograph::NotAPhotograph { depiction: self.depiction }
        } else if self.score >= MEASURED.unclear_from {
            IsPhotograph::Unclear
        } else {
            IsPhotograph::Photograph
        }
    }
}

/// Runs the trained part on what the tower saw in the squares.
///
/// # Errors
/// [`Stopped::Failed`] when the model did not run or answered something that is no number.
pub fn answer(squares: &[tower::Seen], models: &dyn Models) -> Result<Answer, Stopped> {
    let input = tower::embeddings(squares)?.insert_axis(Axis(0)).into_dyn();
    let outputs = models.run(MODEL, input).map_err(|error| not_run(&error))?;
    let read = || {
        let numbers: Vec<f32> = outputs.first()?.iter().copied().filter(|number| number.is_finite()).collect();
        let (score, each) = numbers.split_first()?;
        let most = Depiction::ALL.into_iter().zip(each).max_by(|one, other| one.1.total_cmp(other.1))?;
        (each.len() == Depiction::ALL.len()).then_some(Answer { score: f64::from(*score), depiction: most.0 })
    };
    read().ok_or_else(|| not_run(&ModelError::unexpected(MODEL)))
}

/// How photographs and others answered when the model knew no picture of their repository, as printed by
/// `models/training/photograph_train.py`; see docs/validation/photograph.md.
#[derive(Debug)]
pub struct HeldOut {
    /// Scores from which a picture counts as no photograph.
    pub none_from: f64,
    /// Scores from which it is unclear.
    pub unclear_from: f64,
    /// Share of camera photos that were called no photograph.
    pub camera: &'static str,
    /// Share of generated pictures that look like photos.
    pub generated: &'static str,
    /// Share of drawings, paintings, graphics, pages of text and renders that were recognised.
    pub recognised: &'static str,
}

/// Of the shipped model: 3,007 held-out draws of camera photos, 1,437 of generated pictures in the style of
/// photos, 1,335 pictures that are no photographs.
pub const MEASURED: HeldOut =
    HeldOut { none_from: 3.15, unclear_from: -0.55, camera: "0.1 %", generated: "1.0 %", recognised: "70 %" };

/// Most bits of a sample: those of the training's pictures.
pub const MOST_BITS: u8 = 8;

pub(crate) const DEEP: Words = Words::new(
    "The picture has more than 8 bits a sample, and the model was trained on 8.",
    "该图像的每个样本超过 8 位，而模型以 8 位图像训练。",
);

pub(crate) const NO_MODEL: Words =
    Words::new("A model of this check is not installed or does not load.", "此检查的一个模型未安装或无法载入。");

pub(crate) const CANCELLED: Words = Words::new("The examination was stopped.", "检验已停止。");
