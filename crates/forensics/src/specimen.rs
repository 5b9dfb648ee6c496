//! What a check may look at: lazy views of an exhibit, each computed once and shared.

mod once;

use std::sync::OnceLock;

use image::buffer::ConvertBuffer as _;
use image::{RgbImage, RgbaImage};
use ndarray::Array2;

use crate::check::{Context, Stopped};
use crate::coefficients::{self, Coefficients};
use crate::container::{self, Kind, Structure};
use crate::credentials::{CredentialReader, ReadError, Reading};
use crate::examination::Cancel;
use crate::exhibit::Exhibit;
use crate::faces::{self, Face};
use crate::history::{self, History, Stratum};
use crate::learned::{self, IsPhotograph, photograph, tower};
use crate::limits::Limits;
use crate::metadata::{self, Metadata};
use crate::model::Models;
use crate::pixels::{self, ColourNote, HeifDecoder, InThisProcess, Pixels, Undecodable};
use crate::portrait::likeness::{self, FaceLook};
use crate::portrait::{self, Gate, Portrait};
use crate::text::Text;
use crate::traces::upsampling::{self, Grids};
use once::Once;

/// An exhibit with its views. Views are computed on first use and are safe to ask for from many
/// threads.
pub struct Specimen<'a> {
    exhibit: &'a Exhibit,
    models: &'a dyn Models,
    credential_reader: Option<&'a dyn CredentialReader>,
    heif: &'a dyn HeifDecoder,
    cancel: Option<&'a Cancel>,
    limits: Limits,
    structure: OnceLock<Structure>,
    metadata: OnceLock<Metadata>,
    credentials: OnceLock<Result<Reading, ReadError>>,
    pixels: OnceLock<Result<Pixels, Undecodable>>,
    luma: OnceLock<Result<Array2<f32>, Undecodable>>,
    grids: OnceLock<Result<Option<Grids>, Undecodable>>,
    view: OnceLock<Result<(RgbaImage, ColourNote), Undecodable>>,
    upright: OnceLock<Result<RgbImage, Undecodable>>,
    coefficients: OnceLock<Result<Coefficients, Text>>,
    history: Once<History>,
    faces: Once<Vec<Face>>,
    portraits: Once<Vec<Portrait>>,
    squares: Once<Vec<tower::Seen>>,
    photograph: Once<photograph::Answer>,
}

impl<'a> Specimen<'a> {
    /// Lays an exhibit under the lens.
    pub fn new(exhibit: &'a Exhibit, models: &'a dyn Models, limits: Limits) -> Self {
        Self {
            exhibit,
            models,
            credential_reader: None,
            heif: &InThisProcess,
            cancel: None,
            limits,
            structure: OnceLock::new(),
            metadata: OnceLock::new(),
            credentials: OnceLock::new(),
            pixels: OnceLock::new(),
            luma: OnceLock::new(),
            grids: OnceLock::new(),
            view: OnceLock::new(),
            upright: OnceLock::new(),
            coefficients: OnceLock::new(),
            history: Once::default(),
            faces: Once::default(),
            portraits: Once::default(),
            squares: Once::default(),
            photograph: Once::default(),
        }
    }

    /// Gives the specimen a reader of Content Credentials.
    pub fn with_credentials(mut self, reader: &'a dyn CredentialReader) -> Self {
        self.credential_reader = Some(reader);
        self
    }

    /// Has AVIF and HEIC decoded by another decoder than the one in this process.
    pub fn with_heif_decoder(mut self, heif: &'a dyn HeifDecoder) -> Self {
        self.heif = heif;
        self
    }

    /// Lets decoding end early once this is set; there are no pixels then.
    pub fn until(mut self, cancel: &'a Cancel) -> Self {
        self.cancel = Some(cancel);
        self
    }

    /// The file as received.
    pub fn exhibit(&self) -> &Exhibit {
        self.exhibit
    }

    /// Learned models.
    pub fn models(&self) -> &dyn Models {
        self.models
    }

    /// The bounds that reading keeps to.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The file's structure.
    pub fn structure(&self) -> &Structure {
        self.structure.get_or_init(|| container::read(self.exhibit.bytes(), &self.limits))
    }

    /// The file's metadata.
    pub fn metadata(&self) -> &Metadata {
        self.metadata.get_or_init(|| metadata::read(self.exhibit.bytes(), self.structure(), &self.limits))
    }

    /// Whether the host gave a reader for Content Credentials.
    pub fn has_credential_reader(&self) -> bool {
        self.credential_reader.is_some()
    }

    /// The file's Content Credentials, or why they could not be read; `None` when the host gave no
    /// reader for them.
    pub fn credentials(&self) -> Option<&Result<Reading, ReadError>> {
        let reader = self.credential_reader?;
        Some(self.credentials.get_or_init(|| reader.read(self.exhibit.bytes(), self.structure().kind.media_type())))
    }

    /// The decoded picture as coded.
    ///
    /// # Errors
    /// Why there are no pixels.
    pub fn pixels(&self) -> Result<&Pixels, &Undecodable> {
        let decoded = || {
            let never = Cancel::default();
            pixels::decode(self.exhibit, self.structure(), &self.limits, self.heif, self.cancel.unwrap_or(&never))
        };
        self.pixels.get_or_init(decoded).as_ref()
    }

    /// Luma of the pixels as coded, 0..=255, `[height, width]`; see [`pixels::luma`].
    ///
    /// # Errors
    /// Why there are no pixels.
    pub fn luma(&self) -> Result<&Array2<f32>, &Undecodable> {
        self.luma.get_or_init(|| self.pixels().map(pixels::luma).map_err(Clone::clone)).as_ref()
    }

    /// Regular grids in the finest structure of the pixels as coded; `None` where there is too little
    /// structure. See [`upsampling::measure`].
    ///
    /// # Errors
    /// Why there are no pixels.
    pub fn grids(&self) -> Result<Option<&Grids>, &Undecodable> {
        let measured = || {
            let pixels = self.pixels().map_err(Clone::clone)?;
            Ok(upsampling::measure(self.luma().map_err(Clone::clone)?, pixels))
        };
        self.grids.get_or_init(measured).as_ref().map(Option::as_ref)
    }

    /// The picture as a person should see it: upright, 8-bit sRGB with alpha, and what was done with
    /// its colour profile.
    ///
    /// # Errors
    /// Why there are no pixels.
    pub fn view(&self) -> Result<&(RgbaImage, ColourNote), &Undecodable> {
        self.view
            .get_or_init(|| {
                let pixels = self.pixels().map_err(Clone::clone)?;
                Ok(pixels::view(pixels, self.orientation(), self.metadata().icc.as_deref()))
            })
            .as_ref()
    }

    /// The view without its alpha: upright, 8-bit sRGB.
    ///
    /// # Errors
    /// Why there are no pixels.
    pub fn upright(&self) -> Result<&RgbImage, &Undecodable> {
        self.upright.get_or_init(|| self.view().map(|(view, _)| view.convert()).map_err(Clone::clone)).as_ref()
    }

    /// The quantised coefficients of a JPEG, or why they could not be read; `None` for other formats.
    pub fn coefficients(&self) -> Option<&Result<Coefficients, Text>> {
        (self.structure().kind == Kind::Jpeg).then(|| {
            self.coefficients.get_or_init(|| coefficients::read(self.exhibit.bytes(), self.structure(), &self.limits))
        })
    }

    /// What file and pixels tell of their past.
    ///
    /// # Errors
    /// As [`history::read`]; also [`Stopped::Failed`] when there are no pixels.
    pub fn history(&self, context: &Context<'_>) -> Result<&History, Stopped> {
        self.history.get_or_make(|| {
            history::read(self.structure(), self.luma().map_err(no_pixels)?, self.coefficients(), context)
        })
    }

    /// What file and pixels tell of their past, if anybody has asked for it.
    pub fn known_history(&self) -> Option<&History> {
        self.history.get()
    }

    /// The quality stratum: which traces this file can still hold.
    ///
    /// # Errors
    /// As [`Self::history`].
    pub fn stratum(&self, context: &Context<'_>) -> Result<Stratum, Stopped> {
        self.history(context).map(History::stratum)
    }

    /// The faces of the upright picture, the widest first.
    ///
    /// # Errors
    /// As [`faces::detect`]; also [`Stopped::Failed`] when there are no pixels.
    pub fn faces(&self, context: &Context<'_>) -> Result<&[Face], Stopped> {
        self.faces
            .get_or_make(|| faces::detect(self.upright().map_err(no_pixels)?, self.models, context))
            .map(Vec::as_slice)
    }

    /// The faces with mesh and eyes, the widest first; those too small for a mesh are left out. See
    /// [`portrait::portraits`].
    ///
    /// # Errors
    /// As [`Self::faces`] and [`portrait::portraits`].
    pub fn portraits(&self, context: &Context<'_>) -> Result<&[Portrait], Stopped> {
        self.portraits
            .get_or_make(|| {
                let upright = self.upright().map_err(no_pixels)?;
                portrait::portraits(upright, self.faces(context)?, self.models, context)
            })
            .map(Vec::as_slice)
    }

    /// The faces that meet a gate, the widest first: those that a check with this need examines.
    ///
    /// # Errors
    /// As [`Self::portraits`].
    pub fn portraits_that_pass(&self, gate: Gate, context: &Context<'_>) -> Result<Vec<&Portrait>, Stopped> {
        Ok(gate.passing(self.portraits(context)?).collect())
    }

    /// How the faces look, the widest first; computed anew with each call and kept nowhere.
    ///
    /// # Errors
    /// As [`Self::portraits`] and [`likeness::looks`]; also [`Stopped::Failed`] when the model is missing.
    pub fn face_looks(&self, context: &Context<'_>) -> Result<Vec<FaceLook>, Stopped> {
        let upright = self.upright().map_err(no_pixels)?;
        likeness::looks(upright, self.portraits(context)?, self.models, context)
    }

    /// What the image tower sees in the squares of the upright picture of coded samples.
    ///
    /// # Errors
    /// As [`learned::squares`]; also [`Stopped::Failed`] when there are no pixels.
    pub fn squares(&self, context: &Context<'_>) -> Result<&[tower::Seen], Stopped> {
        self.squares
            .get_or_make(|| {
                let pixels = self.pixels().map_err(no_pixels)?;
                let upright = pixels::upright_as_coded(pixels, self.orientation());
                learned::squares(&upright, self.models, context)
            })
            .map(Vec::as_slice)
    }

    /// How much the picture looks like a photograph, and like what otherwise.
    ///
    /// # Errors
    /// As [`Self::squares`] and [`photograph::answer`].
    pub fn photograph(&self, context: &Context<'_>) -> Result<&photograph::Answer, Stopped> {
        self.photograph.get_or_make(|| photograph::answer(self.squares(context)?, self.models))
    }

    /// Whether the picture is a photograph or looks like one, for whoever draws a conclusion: it looks first
    /// if nobody has, and words why where nobody can.
    pub fn is_photograph(&self, context: &Context<'_>) -> IsPhotograph {
        let deep = self.pixels().is_ok_and(|pixels| pixels.bits_per_sample > photograph::MOST_BITS);
        let missing = [photograph::MODEL, tower::MODEL].into_iter().find(|id| self.models.ready(id).is_err());
        match (deep, missing) {
            (true, _) => IsPhotograph::NotLooked(photograph::DEEP.into()),
            (_, Some(_)) => IsPhotograph::NotLooked(photograph::NO_MODEL.into()),
            (false, None) => match self.photograph(context) {
                Ok(answer) => answer.judged(),
                Err(Stopped::Failed(why)) => IsPhotograph::NotLooked(why),
                Err(Stopped::Cancelled) => IsPhotograph::NotLooked(photograph::CANCELLED.into()),
            },
        }
    }

    /// How the coded pixels must be turned to stand upright, as an EXIF orientation value (1 to 8): the
    /// container's own where the format prescribes one (HEIF), else EXIF's, else 1.
    pub fn orientation(&self) -> u8 {
        match self.structure().kind {
            Kind::Avif | Kind::Heic => self.structure().header.as_ref().and_then(|header| header.orientation),
            _ => self.metadata().orientation,
        }
        .unwrap_or(1)
    }
}

fn no_pixels(undecodable: &Undecodable) -> Stopped {
    Stopped::Failed(undecodable.reason.clone())
}
