//! Fields of a report that hold one of a few words.

use serde::{Deserialize, Serialize};

/// Adds the derives of a wire enumeration without data.
macro_rules! words {
    ($($(#[$attribute:meta])* pub enum $name:ident $body:tt)*) => {$(
        $(#[$attribute])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "types", derive(ts_rs::TS, schemars::JsonSchema))]
        #[serde(rename_all = "snake_case")]
        pub enum $name $body
    )*};
}

words! {
    /// Type of a file by content.
    pub enum Kind {
        /// JPEG.
        Jpeg,
        /// PNG or APNG.
        Png,
        /// WebP.
        Webp,
        /// AVIF.
        Avif,
        /// HEIC.
        Heic,
        /// GIF.
        Gif,
        /// TIFF.
        Tiff,
        /// Windows bitmap.
        Bmp,
        /// None of these.
        Unknown,
    }

    /// How a file came in.
    pub enum Via {
        /// Named on a command line.
        CommandLine,
        /// Chosen in a file dialog.
        Dialog,
        /// Dropped on the window.
        Drop,
        /// Pasted from the clipboard as a file.
        PastedFile,
        /// Pasted from the clipboard as pixels: the original file and its metadata were not received.
        PastedPixels,
    }

    /// Whether the examination ended by itself.
    pub enum ExaminationOutcome {
        /// Every check answered.
        Completed,
        /// The user cancelled; checks that had not ended say so.
        Cancelled,
    }

    /// The strongest lossy compression that was found.
    pub enum Compression {
        /// None.
        Lossless,
        /// As JPEG of quality 90 or more.
        Light,
        /// As JPEG of quality 75 to 89.
        Medium,
        /// As JPEG of quality below 75.
        Heavy,
        /// With a loss whose strength was not read.
        Unknown,
    }

    /// Whether the pixels were scaled.
    pub enum Scale {
        /// Something that scaling destroys was found.
        Native,
        /// A trace of scaling was found.
        Resized,
        /// Neither was found.
        Unknown,
    }

    /// How a line is drawn, so that lines can be told apart without colour.
    pub enum Stroke {
        /// An unbroken line.
        Solid,
        /// Long dashes.
        Dashed,
        /// Dots.
        Dotted,
        /// Dashes and dots in turn.
        DashDotted,
    }

    /// How values are spaced along an axis.
    pub enum Spacing {
        /// Equal steps are equally long.
        Even,
        /// Equal factors are equally long.
        Logarithmic,
    }

    /// The five states in which a check ends.
    pub enum State {
        /// The trace was found.
        Found,
        /// Looked, and not found.
        NotFound,
        /// Looked, and could not tell.
        Inconclusive,
        /// A need was not met.
        NotApplicable,
        /// The check broke off.
        Failed,
    }

    /// Where the report shows a result.
    pub enum EvidenceGroup {
        /// Points to AI.
        Ai,
        /// Points to a camera.
        Camera,
        /// Could not look.
        CouldNotLook,
        /// Context.
        Context,
        /// A view for experts, from which no conclusion is drawn.
        ExpertView,
    }

    /// What a file declares about its own origin.
    pub enum Declaration {
        /// The picture as a whole came from a generative model.
        Generated,
        /// Parts of it came from a generative model.
        PartlyGenerated,
        /// A camera took it.
        Captured,
    }

    /// Which conclusion was drawn.
    pub enum ConclusionKind {
        /// The file itself declares that the picture came from a generative model.
        DeclaredAi,
        /// The file itself declares that parts of the picture came from a generative model.
        DeclaredPartlyAi,
        /// Strong signs of AI generation.
        StrongSignsOfAi,
        /// Some signs of AI generation.
        SomeSignsOfAi,
        /// Inconclusive.
        Inconclusive,
        /// Some signs of a camera original.
        SomeSignsOfCamera,
        /// Strong signs of a camera original.
        StrongSignsOfCamera,
        /// Families of checks oppose each other strongly.
        Conflicting,
        /// The weighing was not made for files like this one: a screenshot, or no photograph at all.
        NotAssessable,
        /// The examination was cancelled, or the file could not be read as a picture at all.
        NoConclusion,
    }
}
