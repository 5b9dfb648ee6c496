//! Where and at which sizes the picture is searched for lines of text.

use image::RgbImage;
use image::imageops::{self, FilterType};
use rayon::prelude::*;

use super::matching::{Match, label_in};
use super::screenshot::Signs;
use super::sparkle::{self, Sparkle};
use super::vocabulary::{LABELS, Speaker};
use crate::check::{Context, Stopped};
use crate::model::{ModelError, Models};
use crate::ocr::{self, Bounds, Reading, TextBox};
use crate::text;
use crate::text::quote;

/// The edges are searched with the shorter side scaled to this many pixels, so that a label of 2 % of it
/// is 22 pixels high.
const EDGE_SHORT_SIDE: f32 = 1080.0;

/// The whole picture is searched with the longer side scaled to this many pixels.
const WHOLE_LONG_SIDE: f32 = 960.0;

/// A small picture grows by at most this.
const MOST_GROWTH: f32 = 2.0;

/// Longest side of a scaled picture in pixels: bounds the time for a strip.
const MOST_SIDE: f32 = 4320.0;

/// Width of the bands along the edges, as a share of the shorter side. What is too long for the ones at the sides is
/// high enough to be read in the whole picture, or lies in the upper or lower one.
const BAND: f32 = 0.22;

/// Height and overlap of the pieces in which a screenshot is searched, in pixels.
const PIECE: u32 = 640;
const OVERLAP: u32 = 96;

/// Most lines that are read in one piece.
const MOST_LINES: usize = 48;

/// In a piece with more lines than this, the second, longer reading is left out.
const FEW_LINES: usize = 24;

/// Least side of a box with its margin, in pixels of the scaled picture.
const LEAST_SIDE: u32 = 6;

/// Height of characters from which most labels are read, in pixels of the scaled picture: 15 of 18 rendered
/// labels of 14 to 17 pixels were read and all of 17 to 20, but 37 of 54 smaller ones.
const READABLE: f32 = 14.0;

/// How well words must fit that were not the recogniser's first choice, see [`ocr::Fit`]. On 100 photos
/// without a label the best fit of ideographs was below -2.9 and of Latin words -1.8.
const LEAST_FIT: f32 = -1.0;

/// Least confidence and length of a line that counts as text; labels need neither.
const CONFIDENT: f32 = 0.6;
const LEAST_CHARACTERS: usize = 2;

/// A line of text in the upright picture.
#[derive(Debug, Clone)]
pub(super) struct Line {
    /// What was read.
    pub(super) text: String,
    /// The recogniser's mean probability of its characters, 0 to 1.
    pub(super) confidence: f32,
    /// Where, in pixels of the upright picture.
    pub(super) bounds: Bounds,
    /// The label in it.
    pub(super) label: Option<Match>,
}

impl Line {
    /// A confident line without a label.
    #[cfg(test)]
    pub(super) fn plain(text: &str, bounds: Bounds) -> Self {
        Self { text: text.to_owned(), confidence: 1.0, bounds, label: label_in(text) }
    }

    /// Its middle in pixels.
    pub(super) fn middle(&self) -> (f32, f32) {
        let Bounds { x, y, width, height } = self.bounds;
        (x as f32 + width as f32 / 2.0, y as f32 + height as f32 / 2.0)
    }

    fn counts(&self) -> bool {
        self.label.is_some() || (self.confidence >= CONFIDENT && self.text.chars().count() >= LEAST_CHARACTERS)
    }

    /// Whether both lie over the same pixels, at least by half of the smaller one.
    fn covers(&self, other: &Self) -> bool {
        let shared = |start_a: u32, length_a: u32, start_b: u32, length_b: u32| {
            (start_a + length_a).min(start_b + length_b).saturating_sub(start_a.max(start_b))
        };
        let (a, b) = (self.bounds, other.bounds);
        let area = |bounds: Bounds| u64::from(bounds.width) * u64::from(bounds.height);
        let both = u64::from(shared(a.x, a.width, b.x, b.width)) * u64::from(shared(a.y, a.height, b.y, b.height));
        2 * both >= area(a).min(area(b))
    }
}

/// What the search saw.
#[derive(Debug)]
pub(super) struct Search {
    /// Lines of text, those with a label first, then from the top to the bottom.
    pub(super) lines: Vec<Line>,
    /// Lines that were seen but not read, because there were too many.
    pub(super) unread: usize,
    /// Height from which most text at the edges is read, in pixels of the picture.
    pub(super) least_height: f32,
    /// What tells a screenshot.
    pub(super) signs: Signs,
    /// Gemini's star in the lower right corner.
    pub(super) star: Option<Sparkle>,
}

/// Searches the edges, the whole picture, and a screenshot once more in full.
///
/// # Errors
/// Cancelled, or a model did not run.
pub(super) fn search(upright: &RgbImage, models: &dyn Models, context: &Context<'_>) -> Result<Search, Stopped> {
    let size = upright.dimensions();
    let (short, long) = (size.0.min(size.1).max(1) as f32, size.0.max(size.1).max(1) as f32);
    let edges = (EDGE_SHORT_SIDE / short).min(MOST_SIDE / long).min(MOST_GROWTH);
    let fine = Scaled::new(upright, edges);
    let coarse = Scaled::new(upright, (WHOLE_LONG_SIDE / long).min(MOST_GROWTH));
    let mut pieces = vec![Piece { of: &coarse, window: coarse.whole() }];
    pieces.extend(fine.edges().into_iter().map(|window| Piece { of: &fine, window }));
    let (read_pieces, star) = rayon::join(|| read(&pieces, models, context), || sparkle::find(upright));
    let (mut lines, mut unread) = read_pieces?;
    let signs = Signs::among(&lines, size);
    if signs.are_enough() {
        let pieces: Vec<_> = fine.rows().into_iter().map(|window| Piece { of: &fine, window }).collect();
        let (more, more_unread) = read(&pieces, models, context)?;
        lines.extend(more);
        unread += more_unread;
    }
    let lines = distinct(lines);
    let signs = Signs::among(&lines, size);
    Ok(Search { lines, unread, least_height: READABLE / fine.scale, signs, star })
}

/// The picture at another size.
struct Scaled {
    picture: RgbImage,
    /// Its pixels for one of the picture.
    scale: f32,
    /// Size of the picture in its own pixels.
    size: (u32, u32),
}

impl Scaled {
    fn new(picture: &RgbImage, scale: f32) -> Self {
        let size = picture.dimensions();
        let scaled = |side: u32| ((side as f32 * scale).round() as u32).max(1);
        let (width, height) = (scaled(size.0), scaled(size.1));
        let picture = if (width, height) == size {
            picture.clone()
        } else if scale > 1.0 {
            imageops::resize(picture, width, height, FilterType::Triangle)
        } else {
            imageops::thumbnail(picture, width, height)
        };
        Self { picture, scale, size }
    }

    fn whole(&self) -> Bounds {
        Bounds { x: 0, y: 0, width: self.picture.width(), height: self.picture.height() }
    }

    /// The bands along the four edges; a narrow picture has fewer.
    fn edges(&self) -> Vec<Bounds> {
        let (width, height) = self.picture.dimensions();
        let short = width.min(height) as f32;
        let band = ((short * BAND) as u32).max(1);
        // The corners belong to the upper and lower bands; a little of them keeps lines whole.
        let (top, bottom) = (band - band / 3, height.saturating_sub(band - band / 3));
        let middle = bottom.saturating_sub(top).max(1);
        vec![
            Bounds { x: 0, y: 0, width, height: band },
            Bounds { x: 0, y: height - band, width, height: band },
            Bounds { x: 0, y: top, width: band, height: middle },
            Bounds { x: width - band, y: top, width: band, height: middle },
        ]
    }

    /// Pieces of the full width from the top to the bottom.
    fn rows(&self) -> Vec<Bounds> {
        let (width, height) = self.picture.dimensions();
        let step = PIECE - OVERLAP;
        (0..height.saturating_sub(OVERLAP).div_ceil(step).max(1))
            .map(|row| Bounds { x: 0, y: row * step, width, height: PIECE.min(height - row * step) })
            .collect()
    }

    /// A box of a piece in pixels of the picture.
    fn placed(&self, window: Bounds, bounds: Bounds) -> Bounds {
        let start = |at: u32, most: u32| ((at as f32 / self.scale) as u32).min(most.saturating_sub(1));
        let end = |at: u32, most: u32| ((at as f32 / self.scale).ceil() as u32).min(most);
        let (x, y) = (start(window.x + bounds.x, self.size.0), start(window.y + bounds.y, self.size.1));
        Bounds {
            x,
            y,
            width: end(window.x + bounds.x + bounds.width, self.size.0).saturating_sub(x).max(1),
            height: end(window.y + bounds.y + bounds.height, self.size.1).saturating_sub(y).max(1),
        }
    }
}

/// A part of a scaled picture that the detector sees at once.
struct Piece<'a> {
    of: &'a Scaled,
    window: Bounds,
}

/// The lines of all pieces, and how many were not read.
fn read(pieces: &[Piece<'_>], models: &dyn Models, context: &Context<'_>) -> Result<(Vec<Line>, usize), Stopped> {
    let read: Vec<_> = pieces.par_iter().map(|piece| piece.read(models, context)).collect::<Result<_, _>>()?;
    let unread = read.iter().map(|(_, unread)| unread).sum();
    Ok((read.into_iter().flat_map(|(lines, _)| lines).collect(), unread))
}

impl Piece<'_> {
    fn read(&self, models: &dyn Models, context: &Context<'_>) -> Result<(Vec<Line>, usize), Stopped> {
        context.go_on()?;
        let Bounds { x, y, width, height } = self.window;
        let picture = imageops::crop_imm(&self.of.picture, x, y, width, height).to_image();
        let mut boxes: Vec<TextBox> =
            ocr::boxes(&picture, models).map_err(failed)?.into_iter().filter(|found| is_a_line(found.bounds)).collect();
        boxes.extend(joined(&boxes));
        boxes.sort_by(|a, b| b.score.total_cmp(&a.score));
        let unread = boxes.len().saturating_sub(MOST_LINES);
        boxes.truncate(MOST_LINES);
        let again = boxes.len() <= FEW_LINES;
        let mut lines = Vec::new();
        for TextBox { bounds, .. } in &boxes {
            context.go_on()?;
            let line = line(&picture, *bounds, again, models).map_err(failed)?;
            lines.push(Line { bounds: self.of.placed(self.window, line.bounds), ..line });
        }
        lines.retain(Line::counts);
        Ok((lines, unread))
    }
}

/// Reads a line; where it says no label, a second time with more to both sides, since the detector
/// often misses the end of a faint label, and then for the words of labels that fit nearly as well as
/// what was read.
fn line(picture: &RgbImage, bounds: Bounds, again: bool, models: &dyn Models) -> Result<Line, ModelError> {
    let reading = ocr::read(picture, bounds, models)?;
    let (text, confidence) = reading.text();
    let label = label_in(&text);
    let first = Line { text, confidence, bounds, label };
    if label.is_some() || !again {
        return Ok(first);
    }
    let longer = lengthened(bounds, picture.width());
    let second_reading = ocr::read(picture, longer, models)?;
    let (text, confidence) = second_reading.text();
    let label = label_in(&text).or_else(|| sought(&reading)).or_else(|| sought(&second_reading));
    Ok(if label.is_some() { Line { text, confidence, bounds: longer, label } } else { first })
}

/// The label whose words fit a reading nearly as well as its likeliest text.
fn sought(reading: &Reading) -> Option<Match> {
    let words = LABELS
        .iter()
        .filter(|label| label.sought)
        .flat_map(|label| [label.words.to_owned(), label.words.replace(' ', "")]);
    let fits = words.filter_map(|words| reading.fit(&words)).filter(|fit| fit.log_ratio >= LEAST_FIT);
    // The whole line is judged again, so that what stands around the words counts as it does elsewhere.
    let best = fits.max_by(|a, b| a.log_ratio.total_cmp(&b.log_ratio))?;
    label_in(&best.text).filter(|found| found.label.speaker != Speaker::Platform)
}

/// Two heights more on either side.
fn lengthened(bounds: Bounds, width: u32) -> Bounds {
    let more = bounds.height.saturating_mul(2);
    let x = bounds.x.saturating_sub(more);
    let end = bounds.x.saturating_add(bounds.width).saturating_add(more).min(width);
    Bounds { x, width: end.saturating_sub(x).max(1), ..bounds }
}

/// Upright lines are left out: the recogniser reads along the line.
fn is_a_line(bounds: Bounds) -> bool {
    bounds.height >= LEAST_SIDE && bounds.width >= LEAST_SIDE && 2 * bounds.height <= 3 * bounds.width
}

/// Boxes that follow each other on one line, joined: "AI" and "generated".
fn joined(boxes: &[TextBox]) -> Vec<TextBox> {
    let mut sorted: Vec<TextBox> = boxes.to_vec();
    sorted.sort_by_key(|found| (found.bounds.x, found.bounds.y));
    let mut lines: Vec<(TextBox, usize)> = Vec::new();
    for next in sorted {
        match lines.iter_mut().find(|(line, _)| follows(line.bounds, next.bounds)) {
            Some((line, parts)) => {
                *line = TextBox { bounds: around(line.bounds, next.bounds), score: line.score.max(next.score) };
                *parts += 1;
            }
            None => lines.push((next, 1)),
        }
    }
    lines.into_iter().filter(|(_, parts)| *parts > 1).map(|(line, _)| line).collect()
}

/// Whether `next` begins at most one height behind `line` and about as high.
fn follows(line: Bounds, next: Bounds) -> bool {
    let (low, high) = (line.height.min(next.height), line.height.max(next.height));
    let shared = (line.y + line.height).min(next.y + next.height).saturating_sub(line.y.max(next.y));
    let gap = next.x.saturating_sub(line.x + line.width);
    5 * shared > 3 * low && 5 * high < 9 * low && gap < low && next.x > line.x
}

fn around(a: Bounds, b: Bounds) -> Bounds {
    let (x, y) = (a.x.min(b.x), a.y.min(b.y));
    let right = (a.x + a.width).max(b.x + b.width);
    let bottom = (a.y + a.height).max(b.y + b.height);
    Bounds { x, y, width: right - x, height: bottom - y }
}

/// One line for what several pieces showed: the one with the longest label, then the most confident.
fn distinct(mut lines: Vec<Line>) -> Vec<Line> {
    let label = |line: &Line| line.label.map_or(0, |found| found.label.words.chars().count());
    lines.sort_by(|a, b| {
        let place = |line: &Line| (line.bounds.y, line.bounds.x);
        label(b).cmp(&label(a)).then(b.confidence.total_cmp(&a.confidence)).then(place(a).cmp(&place(b)))
    });
    let mut kept: Vec<Line> = Vec::new();
    for line in lines {
        if !kept.iter().any(|other| other.covers(&line)) {
            kept.push(line);
        }
    }
    kept.sort_by_key(|line| (line.label.is_none(), line.bounds.y, line.bounds.x));
    kept
}

fn failed(error: ModelError) -> Stopped {
    let why = quote(&error.to_string(), 200);
    Stopped::Failed(text!("Text could not be read: {why}.", "无法读取文字：{why}。"))
}
