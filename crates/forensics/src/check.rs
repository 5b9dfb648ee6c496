//! What a check is: its identity and explanation, its needs as data, and one pure function.

use std::fmt;

use crate::container::Kind;
use crate::examination::Cancel;
use crate::finding::Outcome;
use crate::portrait::Gate;
use crate::specimen::Specimen;
use crate::text::{Text, Words};

/// One examination of a specimen for one kind of trace.
///
/// A check measures and describes; it never weighs and never decides. The runner tests its needs,
/// isolates its panics and words its absence, so `examine` may assume that every need is met.
pub trait Check: Sync {
    /// The check's identity and explanation.
    fn about(&self) -> &'static About;

    /// Looks at the specimen.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] when the user cancelled; [`Stopped::Failed`] when a measurement could
    /// not be made. A failed measurement is never replaced by a default value.
    fn examine(&self, specimen: &Specimen<'_>, context: &Context<'_>) -> Result<Outcome, Stopped>;

    /// Whether a finding of this check can carry a score that a calibration could weigh.
    fn gives_score(&self) -> bool {
        false
    }
}

/// Everything that a reader can learn about a check without running it.
#[derive(Debug)]
pub struct About {
    /// Stable id: the stem of the check's source, calibration, documentation and fixtures.
    pub id: &'static str,
    /// Raised whenever a score could change; calibrations of another revision are refused.
    pub revision: u32,
    /// The trace that the check reads.
    pub family: Family,
    /// What the check asks of the photo.
    pub question: Question,
    /// Title on the evidence card.
    pub title: Words,
    /// What the check looks at and how, for a reader without training.
    pub explanation: Words,
    /// What to look for in the exhibit.
    pub look_for: Words,
    /// What to ignore in the exhibit.
    pub ignore: Words,
    /// When the check is wrong or silent.
    pub limits: &'static [Words],
    /// Where the method comes from.
    pub references: &'static [Reference],
    /// What must hold before the check can look.
    pub needs: &'static [Need],
    /// The committed calibration (`<id>.toml`), written only by the calibration command.
    pub calibration: Option<&'static str>,
}

/// A paper, standard or specification.
#[derive(Debug)]
pub struct Reference {
    /// Authors or body, title, year.
    pub citation: &'static str,
    /// A stable locator such as a DOI, arXiv number or standard number.
    pub locator: &'static str,
}

/// Checks that read the same trace; inside a family evidence is never counted twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Family {
    /// What the bytes are: container, encoder, digest.
    File,
    /// What the file states about itself in text fields.
    Metadata,
    /// Signed provenance (C2PA).
    Credentials,
    /// Declarations of a generative origin in metadata.
    Declaration,
    /// Traces of editors, apps and platforms in metadata and structure.
    History,
    /// Traces of a camera in metadata and structure.
    Camera,
    /// Invisible watermarks.
    Watermark,
    /// Labels that a person can see in the picture.
    VisibleLabel,
    /// Tone and colour statistics of the pixels.
    Tone,
    /// What repeats in the pixels, and how much of each fineness they hold.
    Spectrum,
    /// Traces of compression in the pixels.
    Compression,
    /// Noise and what is left of the sensor in it.
    Noise,
    /// Faces and eyes.
    Face,
    /// What models that were trained on pictures of both kinds make of the whole picture.
    Learned,
}

impl Family {
    /// The family's stable name in a report.
    pub fn id(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Metadata => "metadata",
            Self::Credentials => "credentials",
            Self::Declaration => "declaration",
            Self::History => "history",
            Self::Camera => "camera",
            Self::Watermark => "watermark",
            Self::VisibleLabel => "visible_label",
            Self::Tone => "tone",
            Self::Spectrum => "spectrum",
            Self::Compression => "compression",
            Self::Noise => "noise",
            Self::Face => "face",
            Self::Learned => "learned",
        }
    }

    /// The family's name for a reader.
    pub fn title(self) -> Words {
        match self {
            Self::File => Words::new("File", "文件"),
            Self::Metadata => Words::new("Metadata", "元数据"),
            Self::Credentials => Words::new("Content Credentials", "内容凭证"),
            Self::Declaration => Words::new("Declared origin", "来源声明"),
            Self::History => Words::new("File history", "文件历史"),
            Self::Camera => Words::new("Camera", "相机"),
            Self::Watermark => Words::new("Watermark", "水印"),
            Self::VisibleLabel => Words::new("Visible label", "可见标识"),
            Self::Tone => Words::new("Tone", "影调"),
            Self::Spectrum => Words::new("Frequency traces", "频率痕迹"),
            Self::Compression => Words::new("Compression", "压缩"),
            Self::Noise => Words::new("Noise", "噪点"),
            Self::Face => Words::new("Face", "人脸"),
            Self::Learned => Words::new("Learned detectors", "学习型检测器"),
        }
    }
}

/// What a check asks of the photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Question {
    /// What is this file, and how was it last written?
    Identity,
    /// What does the file declare about its own origin and history?
    Declaration,
    /// Was the picture processed after it was taken or made?
    Processing,
    /// Do the pixels carry traces of a camera or of a generator's upsampling?
    Traces,
    /// What does the photo show that other checks rely on?
    Content,
    /// Do eyes and face look as one scene in front of a camera would show them?
    Face,
    /// What does a tool of experts show of this file? Nothing follows from it: such a check has no score
    /// and points nowhere, and the report keeps it apart.
    ExpertView,
}

impl Question {
    /// The question for a reader.
    pub fn words(self) -> Words {
        match self {
            Self::Identity => {
                Words::new("What is this file, and how was it last written?", "这是什么文件？它最后一次是怎样写入的？")
            }
            Self::Declaration => Words::new(
                "What does the file declare about its own origin and history?",
                "文件对自己的来源和历史作了哪些声明？",
            ),
            Self::Processing => Words::new(
                "Was the picture processed after it was taken or made?",
                "画面在拍摄或生成之后是否经过处理？",
            ),
            Self::Traces => Words::new(
                "Do the pixels carry traces of a camera or of a generator's upsampling?",
                "像素中是否带有相机的痕迹，或生成器上采样的痕迹？",
            ),
            Self::Content => {
                Words::new("What does the photo show that other checks rely on?", "照片中有哪些内容可供其他检查使用？")
            }
            Self::Face => Words::new(
                "Do eyes and face look as one scene in front of a camera would show them?",
                "眼睛和面部是否与相机前的同一场景相符？",
            ),
            Self::ExpertView => Words::new(
                "What does a well-known tool show of this file? No conclusion is drawn from it.",
                "某种常见工具会怎样显示此文件？不据此得出任何结论。",
            ),
        }
    }
}

/// A condition that must hold before a check can look. The runner tests it and words its absence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The whole file was short enough to be held.
    WholeFile,
    /// The container is one of these.
    Container(&'static [Kind]),
    /// The pixels could be decoded, and the shorter side has at least this many.
    Pixels {
        /// Pixels on the shorter side, as coded.
        min_side: u32,
    },
    /// The pixels are coded with at most this many bits a sample.
    BitsPerSample {
        /// Bits of one sample.
        at_most: u8,
    },
    /// The model with this id is installed and loads.
    Model(&'static str),
    /// The host gave a reader for Content Credentials.
    CredentialReader,
    /// The picture is square to within a hundredth of its side.
    SquarePicture,
    /// The models of faces run, and at least one face meets this gate.
    Face(Gate),
    /// The picture is no JPEG, or one of at least this quality.
    JpegQuality {
        /// Quality setting of the standard encoder whose tables are nearest, 1 to 100.
        at_least: u8,
    },
}

/// Whether a finding comes with its pictures. Scores, weights and conclusion are the same either way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pictures {
    /// Every finding has its pictures.
    #[default]
    Drawn,
    /// None has, and views for experts are left out, which takes less time: for sets of photos of which only the
    /// numbers are kept.
    LeftOut,
}

/// What the runner gives to a check beside the specimen.
#[derive(Debug)]
pub struct Context<'a> {
    cancel: &'a Cancel,
    pictures: Pictures,
}

impl<'a> Context<'a> {
    /// A context that stops when `cancel` is set.
    pub fn new(cancel: &'a Cancel) -> Self {
        Self { cancel, pictures: Pictures::Drawn }
    }

    /// The same, with pictures of findings or without.
    #[must_use]
    pub fn with(self, pictures: Pictures) -> Self {
        Self { pictures, ..self }
    }

    /// Whether pictures of findings are wanted.
    pub fn wants_pictures(&self) -> bool {
        self.pictures == Pictures::Drawn
    }

    /// What `draw` gives, or nothing where no pictures are wanted: for pictures, and for what is measured for their
    /// sake alone.
    pub fn pictures<T>(&self, draw: impl FnOnce() -> Vec<T>) -> Vec<T> {
        if self.wants_pictures() { draw() } else { Vec::new() }
    }

    /// Ends a long measurement early: call it between steps.
    ///
    /// # Errors
    /// [`Stopped::Cancelled`] once the user has cancelled.
    pub fn go_on(&self) -> Result<(), Stopped> {
        if self.cancel.is_set() { Err(Stopped::Cancelled) } else { Ok(()) }
    }
}

/// Why a check ended without an outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stopped {
    /// The user cancelled.
    Cancelled,
    /// A measurement could not be made, for this reason.
    Failed(Text),
}

impl fmt::Display for Stopped {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => formatter.write_str("cancelled"),
            Self::Failed(why) => formatter.write_str(&why.en),
        }
    }
}

impl std::error::Error for Stopped {}
