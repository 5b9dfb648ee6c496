//! The IPTC vocabulary of digital source types, and how each is treated.

use crate::finding::Declaration;
use crate::text::Words;

/// One term of the vocabulary.
#[derive(Debug)]
pub(super) struct Term {
    /// The code as IPTC writes it.
    pub(super) code: &'static str,
    /// What it says.
    pub(super) meaning: Words,
    /// What the file declares with it.
    pub(super) declares: Option<Declaration>,
    /// Names under which it is written out, past and present.
    names: &'static [&'static str],
}

/// The term that a value stands for: a URI of any vocabulary that lists the codes, a bare code in any
/// capitals, or one of the term's written-out names.
pub(super) fn term(value: &str) -> Option<&'static Term> {
    let code = value.trim().trim_end_matches('/').rsplit(['/', '#']).next().unwrap_or_default();
    // `c2pa.trainedAlgorithmicData` is an old form.
    let code = code.rsplit('.').next().unwrap_or(code);
    let (code, name) = (letters(code), letters(value));
    TERMS.iter().find(|term| {
        letters(term.code) == code
            || term.names.iter().map(|known| letters(known)).any(|known| known == code || known == name)
    })
}

/// Letters and digits alone, in lower case.
fn letters(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

const GENERATED: Option<Declaration> = Some(Declaration::Generated);
const PARTLY: Option<Declaration> = Some(Declaration::PartlyGenerated);
const CAPTURED: Option<Declaration> = Some(Declaration::Captured);

/// http://cv.iptc.org/newscodes/digitalsourcetype/ with its retired terms, and C2PA's own.
#[rustfmt::skip]
pub(super) static TERMS: &[Term] = &[
    Term { code: "trainedAlgorithmicMedia", declares: GENERATED, meaning: Words::new("made by a generative model", "由生成式模型生成"),
        names: &["trainedAlgorithmicData", "Trained algorithmic media", "Created using Generative AI"] },
    Term { code: "compositeWithTrainedAlgorithmicMedia", declares: PARTLY, meaning: Words::new("edited with a generative model", "使用生成式模型编辑"),
        names: &["Composite with trained algorithmic media", "Edited using Generative AI"] },
    Term { code: "compositeSynthetic", declares: PARTLY, meaning: Words::new("put together with generated elements", "含有生成元素的合成画面"),
        names: &["Composite including synthetic elements", "Composite including generative AI elements"] },
    Term { code: "algorithmicMedia", declares: None, meaning: Words::new("drawn by an algorithm that learned from no pictures", "由未经图像训练的算法绘制"),
        names: &["Algorithmic media", "Pure algorithmic media"] },
    Term { code: "algorithmicallyEnhanced", declares: None, meaning: Words::new("enhanced by an algorithm; not generation", "经算法增强，不属于生成"),
        names: &["Algorithmically enhanced media", "Algorithmically-altered media"] },
    Term { code: "digitalCapture", declares: CAPTURED, meaning: Words::new("taken by a digital camera", "由数码相机拍摄"),
        names: &["Digital capture", "Original digital capture sampled from real life", "Digital capture sampled from real life"] },
    Term { code: "computationalCapture", declares: CAPTURED, meaning: Words::new("taken by a camera from several frames", "由相机多帧合成拍摄"),
        names: &["Computational capture", "Multi-frame computational capture sampled from real life"] },
    Term { code: "negativeFilm", declares: CAPTURED, meaning: Words::new("digitised from a negative", "由底片（负片）数字化"),
        names: &["Digitised from a negative on film", "Digitised from a transparent negative"] },
    Term { code: "positiveFilm", declares: CAPTURED, meaning: Words::new("digitised from a slide", "由正片数字化"),
        names: &["Digitised from a positive on film", "Digitised from a transparent positive"] },
    Term { code: "print", declares: CAPTURED, meaning: Words::new("digitised from a print", "由印刷品或照片数字化"),
        names: &["Digitised from a print on non-transparent medium", "Digitised from a non-transparent medium"] },
    Term { code: "humanEdits", declares: None, meaning: Words::new("edited by a person", "由人编辑"),
        names: &["Human-edited media"] },
    Term { code: "minorHumanEdits", declares: None, meaning: Words::new("with minor edits by a person; a retired term", "由人作少量编辑，为已停用的术语"),
        names: &["Original media with minor human edits"] },
    Term { code: "composite", declares: None, meaning: Words::new("put together from several elements", "由多个元素合成"),
        names: &["Composite of elements"] },
    Term { code: "compositeCapture", declares: None, meaning: Words::new("put together from several captures", "由多次拍摄的画面合成"),
        names: &["Composite of captured elements"] },
    Term { code: "dataDrivenMedia", declares: None, meaning: Words::new("drawn from data", "由数据绘制"),
        names: &["Data-driven media"] },
    Term { code: "digitalCreation", declares: None, meaning: Words::new("made by a person with digital tools", "由人使用数字工具创作"),
        names: &["Digital creation", "Human-created media"] },
    Term { code: "digitalArt", declares: None, meaning: Words::new("digital art; a retired term", "数字艺术，为已停用的术语"),
        names: &["Digital art"] },
    Term { code: "softwareImage", declares: None, meaning: Words::new("made by software; a retired term", "由软件制作，为已停用的术语"),
        names: &["Created by software"] },
    Term { code: "screenCapture", declares: None, meaning: Words::new("a screen capture", "屏幕截图"),
        names: &["Screen capture"] },
    Term { code: "virtualRecording", declares: None, meaning: Words::new("a recording of a virtual event", "虚拟活动的录制"),
        names: &["Virtual recording", "Virtual event recording"] },
    Term { code: "empty", declares: None, meaning: Words::new("an empty canvas, before anything was added", "空白画布，尚未添加内容"),
        names: &[] },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_term_is_known() {
        for value in [
            "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
            "https://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia/",
            "TrainedAlgorithmicMedia",
            "trainedalgorithmicmedia",
            "c2pa.trainedAlgorithmicData",
            "http://c2pa.org/digitalsourcetype/trainedAlgorithmicData",
            "digsrctype/trainedAlgorithmicMedia",
            "Trained Algorithmic Media",
        ] {
            assert_eq!(term(value).map(|term| term.code), Some("trainedAlgorithmicMedia"), "{value}");
        }
        assert_eq!(term("Composite including synthetic elements").and_then(|term| term.declares), PARTLY);
        assert_eq!(term("http://c2pa.org/digitalsourcetype/empty").map(|term| term.declares), Some(None));
        assert!(term("").is_none() && term("generated by hand").is_none() && term("http://").is_none());
    }

    #[test]
    fn no_two_terms_share_a_spelling() {
        for (index, one) in TERMS.iter().enumerate() {
            for spelling in one.names.iter().chain([&one.code]) {
                let found = TERMS.iter().position(|term| std::ptr::eq(term, super::term(spelling).unwrap()));
                assert_eq!(found, Some(index), "{spelling}");
            }
        }
    }
}
