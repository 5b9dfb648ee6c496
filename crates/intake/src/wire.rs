//! What the page is told about the queue and the casebook; `report::v1` is the rest.

mod casebook;
mod installation;

pub use casebook::{Case, Casebook, ComparedCheck, Comparison, Count, DeclaredGenerator, Hit, Hits, Search};
pub use installation::{Installation, InstalledModel};

use catchlight_forensics::report::v1::{ConclusionKind, Kind};
use catchlight_forensics::text::Text;
use serde::{Deserialize, Serialize};

/// One photo of the queue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Photo {
    /// Number of the photo in this session, in the order of arrival.
    pub id: u32,
    /// File name as received.
    pub name: String,
    /// Where it stands.
    pub stage: Stage,
}

/// Values of a few pixels of a photo, upright and in 8-bit sRGB, for reading off.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Samples {
    /// Column of the leftmost pixels.
    pub x: u32,
    /// Row of the topmost pixels.
    pub y: u32,
    /// Pixels in a row; fewer than were asked for at the photo's right edge.
    pub width: u32,
    /// Rows; fewer than were asked for at the photo's lower edge.
    pub height: u32,
    /// Red, green and blue of each pixel, a byte each, row by row, in Base64 (RFC 4648).
    pub rgb: String,
}

/// Where a photo stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Stage {
    /// Waits for its turn.
    Waiting,
    /// Is being examined.
    Examining {
        /// Checks that have ended.
        step: u32,
        /// Registered checks.
        of: u32,
        /// Title of the check that ended last; absent before the first.
        check: Option<Text>,
    },
    /// Has a report.
    Examined {
        /// The report's conclusion.
        conclusion: ConclusionKind,
        /// The conclusion in words.
        title: Text,
        /// Type by content.
        kind: Kind,
        /// Whether there are pixels, so that a thumbnail and a view can be shown.
        has_view: bool,
        /// Whether the user cancelled while it was being examined: the report is partial.
        partial: bool,
    },
    /// Could not be read at all: no report.
    Unreadable {
        /// Why.
        why: Text,
    },
    /// Was cancelled before its turn.
    Cancelled,
}

/// Something the user should know that belongs to no photo: files that were left out, a drop that
/// held only a link, an empty clipboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
pub struct Notice {
    /// What happened and what helps.
    pub text: Text,
}

/// An event for the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "types", derive(ts_rs::TS))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Event {
    /// A photo is new or has changed.
    PhotoChanged {
        /// The photo as it is now.
        photo: Photo,
    },
    /// A photo was taken off the queue.
    PhotoRemoved {
        /// Its number.
        id: u32,
    },
    /// Another case is on screen: its photos take the place of those before.
    CaseOpened {
        /// Its photos in the order of arrival.
        photos: Vec<Photo>,
    },
    /// The queue was paused or goes on.
    Paused {
        /// Whether it is paused.
        paused: bool,
    },
    /// Something to tell the user.
    Notice {
        /// What.
        notice: Notice,
    },
    /// Files hover over the window (`true`) or left it (`false`).
    DropHover {
        /// Whether they hover.
        over: bool,
    },
}
