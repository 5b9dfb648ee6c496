//! JPEG: baseline, extended sequential with 8 bits, and progressive.

mod frame;

use image::{DynamicImage, GrayImage, RgbImage};
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;
use zune_jpeg::JpegDecoder;
use zune_jpeg::errors::DecodeErrors;

use self::frame::{Coding, Frame};
use super::refusal::{check_size, damaged, damaged_says, unsupported, unsupported_says};
use super::{FROM_CMYK, Pixels, Undecodable};
use crate::limits::Limits;
use crate::text;
use crate::text::{Text, Words};

/// The level of rows that the file does not hold: mid-grey, as libjpeg shows them.
const MISSING: u8 = 128;

pub(super) fn decode(bytes: &[u8], limits: &Limits) -> Result<Pixels, Undecodable> {
    let frame = Frame::read(bytes).ok_or_else(|| damaged(NO_FRAME))?;
    refuse(&frame)?;
    let options = DecoderOptions::default().set_strict_mode(false).set_max_width(usize::MAX).set_max_height(usize::MAX);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(bytes), options);
    decoder.decode_headers().map_err(complaint)?;
    let (Some((width, height)), Some(space)) = (decoder.dimensions(), decoder.input_colorspace()) else {
        return Err(damaged(NO_FRAME));
    };
    let grey = space == ColorSpace::Luma;
    let (samples, target) = if grey { (1, ColorSpace::Luma) } else { (3, ColorSpace::RGB) };
    // A progressive picture's coefficients (16 bits each) are held until its last scan.
    let coefficients = if frame.coding == Coding::Progressive { 2 } else { 0 };
    check_size(width as u64, height as u64, samples * (1 + coefficients), limits)?;
    decoder.set_options(decoder.options().jpeg_set_out_colorspace(target));
    let mut levels = vec![MISSING; width.saturating_mul(height).saturating_mul(samples as usize)];
    let mut notes = Vec::new();
    let outcome = decoder.decode_into(&mut levels);
    let missing = missing_rows(&levels, width * samples as usize);
    match outcome {
        Ok(()) => {}
        Err(error) if frame.ends_early && missing < height => drop(error),
        Err(error) => return Err(complaint(error)),
    }
    if frame.ends_early {
        if missing == height {
            return Err(damaged(NO_ROWS));
        }
        notes.push(ends_early(&frame, missing, height));
    }
    if matches!(space, ColorSpace::CMYK | ColorSpace::YCCK) {
        notes.push(FROM_CMYK.into());
    }
    let (width, height) = (width as u32, height as u32);
    let coded = if grey {
        GrayImage::from_raw(width, height, levels).map(DynamicImage::ImageLuma8)
    } else {
        RgbImage::from_raw(width, height, levels).map(DynamicImage::ImageRgb8)
    };
    let coded = coded.ok_or_else(|| damaged(NO_FRAME))?;
    Ok(Pixels { coded, bits_per_sample: 8, notes })
}

/// Kinds of JPEG that the decoder does not know, in words that a reader can act on.
fn refuse(frame: &Frame) -> Result<(), Undecodable> {
    match frame.coding {
        Coding::Sequential | Coding::Progressive => {}
        Coding::Lossless => {
            return Err(unsupported(Words::new(
                "The picture was a lossless JPEG, which Catchlight does not decode.",
                "画面为无损 JPEG，Catchlight 不能解码。",
            )));
        }
        Coding::Arithmetic => {
            return Err(unsupported(Words::new(
                "The picture was an arithmetic-coded JPEG, which Catchlight does not decode.",
                "画面为算术编码的 JPEG，Catchlight 不能解码。",
            )));
        }
        Coding::Hierarchical => {
            return Err(unsupported(Words::new(
                "The picture was a hierarchical JPEG, which Catchlight does not decode.",
                "画面为分层（hierarchical）JPEG，Catchlight 不能解码。",
            )));
        }
    }
    let bits = frame.bits_per_sample;
    if bits != 8 {
        return Err(unsupported(text!(
            "The picture was a JPEG with {bits} bits a sample; Catchlight decodes JPEGs with 8.",
            "画面为每样本 {bits} 位的 JPEG；Catchlight 只解码每样本 8 位的 JPEG。"
        )));
    }
    if frame.height == 0 {
        return Err(unsupported(Words::new(
            "The JPEG's header left its number of rows open (0), which Catchlight does not decode.",
            "JPEG 文件头没有给出行数（为 0），Catchlight 不能解码。",
        )));
    }
    Ok(())
}

fn complaint(error: DecodeErrors) -> Undecodable {
    match error {
        DecodeErrors::Unsupported(_) => unsupported_says(error),
        other => damaged_says(other),
    }
}

/// Rows at the end that no data was decoded into.
fn missing_rows(levels: &[u8], row_length: usize) -> usize {
    let rows = levels.rchunks_exact(row_length.max(1));
    rows.take_while(|row| row.iter().all(|level| *level == MISSING)).count()
}

fn ends_early(frame: &Frame, missing: usize, height: usize) -> Text {
    if frame.coding == Coding::Progressive {
        return text!(
            "The file ended early. It was a progressive JPEG: what was missing is detail, in part of the picture or all over it.",
            "文件提前结束。这是渐进式 JPEG：缺失的是局部或整个画面的细节。"
        );
    }
    if missing == 0 {
        return text!(
            "The file ended before its end-of-image marker; the last rows of the picture may be damaged.",
            "文件在图像结束标记之前就结束了；画面的最后几行可能受损。"
        );
    }
    text!(
        "The file ended early: the last {missing} of the picture's {height} rows were not in it and are shown grey. The rows just above them may be damaged.",
        "文件提前结束：画面共 {height} 行，最后 {missing} 行不在文件中，以灰色显示；其上方紧邻的几行可能受损。"
    )
}

const NO_FRAME: Words = Words::new(
    "The JPEG had no readable frame header, so there was no picture to decode.",
    "JPEG 中没有可读取的帧头，因此没有可解码的画面。",
);
const NO_ROWS: Words =
    Words::new("The file ended before the first row of its picture.", "文件在画面的第一行之前就结束了。");
