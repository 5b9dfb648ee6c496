//! MakerNotes by maker: how each begins, after ExifTool's `MakerNotes.pm` (Harvey, versions 12.57 and
//! 13), Google's after its `MakerNoteGoogle`, Huawei's after the libexif of OpenHarmony.

use super::capture::MakerNote;

/// A maker of cameras or phones.
#[derive(Debug)]
pub(super) struct Maker {
    /// Name for a reader.
    pub(super) name: &'static str,
    /// How `Make` begins, in lower case.
    makes: &'static [&'static str],
    /// How its MakerNotes begin; none when no beginning is known.
    headers: &'static [&'static [u8]],
    /// Whether some of its MakerNotes are a bare directory without a header.
    bare: bool,
    /// Whether it writes a MakerNote with every capture.
    pub(super) always: bool,
}

#[rustfmt::skip]
static MAKERS: &[Maker] = &[
    Maker { name: "Apple", makes: &["apple"], headers: &[b"Apple iOS\0"], bare: false, always: true },
    Maker { name: "Canon", makes: &["canon"], headers: &[], bare: true, always: true },
    Maker { name: "Nikon", makes: &["nikon"], headers: &[b"Nikon\0\x01", b"Nikon\0\x02"], bare: true, always: true },
    Maker {
        name: "Sony", makes: &["sony"],
        headers: &[b"SONY DSC", b"SONY CAM", b"SONY MOBILE", b"\0\0SONY PIC\0", b"SONY PIC\0", b"SONY PI\0", b"VHAB     \0", b"SEMC MS\0"],
        bare: true, always: true,
    },
    Maker { name: "Fujifilm", makes: &["fujifilm", "fuji photo film"], headers: &[b"FUJIFILM", b"GENERALE"], bare: false, always: true },
    Maker { name: "Olympus or OM System", makes: &["olympus", "om digital"], headers: &[b"OLYMP\0", b"OLYMPUS\0", b"OM SYSTEM\0", b"CAMER\0"], bare: false, always: true },
    Maker { name: "Panasonic", makes: &["panasonic"], headers: &[b"Panasonic", b"MKE"], bare: false, always: true },
    Maker { name: "Leica", makes: &["leica"], headers: &[b"LEICA", b"Panasonic"], bare: true, always: true },
    Maker { name: "Hasselblad", makes: &["hasselblad"], headers: &[], bare: true, always: true },
    Maker { name: "Phase One", makes: &["phase one"], headers: &[b"IIIITwaR", b"MMMMRawT"], bare: false, always: true },
    Maker {
        name: "Pentax or Ricoh", makes: &["pentax", "ricoh", "asahi"],
        headers: &[b"AOC\0", b"PENTAX \0", b"RICOH", b"Ricoh", b"S1\0\0\0\0\0\0\x0c\0\0\0", b"Rv", b"Rev"],
        bare: true, always: true,
    },
    Maker { name: "Samsung", makes: &["samsung"], headers: &[b"STMN"], bare: true, always: false },
    Maker { name: "Huawei", makes: &["huawei", "honor"], headers: &[b"HUAWEI\0\0"], bare: false, always: false },
    Maker { name: "Google", makes: &["google"], headers: &[b"HDRP\x02", b"HDRP\x03"], bare: false, always: false },
    Maker { name: "Motorola", makes: &["motorola"], headers: &[b"MOT\0"], bare: false, always: false },
    Maker { name: "Casio", makes: &["casio"], headers: &[b"QVC\0", b"DCI\0"], bare: true, always: false },
    Maker { name: "Kodak", makes: &["eastman kodak", "kodak"], headers: &[b"KDK", b"IIII", b"AOC\0"], bare: true, always: false },
    Maker { name: "Minolta", makes: &["minolta", "konica minolta"], headers: &[b"MINOL\0", b"CAMER\0", b"MLY0", b"KC", b"+M+M"], bare: true, always: false },
    Maker { name: "Sigma", makes: &["sigma"], headers: &[b"SIGMA\0", b"FOVEON\0"], bare: false, always: false },
    Maker { name: "Sanyo", makes: &["sanyo"], headers: &[b"SANYO"], bare: false, always: false },
    Maker { name: "DJI", makes: &["dji"], headers: &[b"[ae_dbg_info:"], bare: true, always: false },
];

/// The maker that a `Make` names.
pub(super) fn of_make(make: &str) -> Option<&'static Maker> {
    let make = make.trim().to_lowercase();
    MAKERS.iter().find(|maker| maker.makes.iter().any(|begins| make.starts_with(begins)))
}

/// The maker whose header begins a MakerNote; a bare directory is nobody's.
pub(super) fn of_note(note: &MakerNote) -> Option<&'static Maker> {
    MAKERS.iter().find(|maker| maker.headers.iter().any(|header| note.head.starts_with(header)))
}

impl Maker {
    /// Whether a MakerNote begins as this maker's do.
    pub(super) fn wrote(&self, note: &MakerNote) -> bool {
        self.headers.iter().any(|header| note.head.starts_with(header))
            || (self.bare && of_note(note).is_none() && is_directory(note))
    }
}

/// Whether a MakerNote begins with a plausible TIFF directory in either byte order.
fn is_directory(note: &MakerNote) -> bool {
    [note.is_little, !note.is_little].into_iter().any(|is_little| {
        let u16_at = |at: usize| {
            let bytes = <[u8; 2]>::try_from(note.head.get(at..at.checked_add(2)?)?).ok()?;
            Some(if is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) })
        };
        let Some(count) = u16_at(0).map(usize::from).filter(|count| (1..=512).contains(count)) else { return false };
        // As many entries as the head holds must be of a type that exists, and fit into the note.
        let held = count.min(note.head.len().saturating_sub(2) / 12);
        let is_entry = |index: usize| u16_at(4 + 12 * index).is_some_and(|kind| (1..=13).contains(&kind));
        held > 0 && (0..held).all(is_entry) && note.length >= 2 + 12 * count
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn note(bytes: &[u8]) -> MakerNote {
        MakerNote { head: bytes.iter().take(64).copied().collect(), length: bytes.len(), is_little: true }
    }

    #[test]
    fn headers_belong_to_their_maker() {
        let expected = [
            ("Apple", &b"Apple iOS\0\0\x01MM"[..]),
            ("NIKON CORPORATION", b"Nikon\0\x02\x10\0\0MM\0*"),
            ("SONY", b"SONY DSC \0\0\0"),
            ("FUJIFILM", b"FUJIFILM\x0c\0\0\0"),
            ("OM Digital Solutions", b"OM SYSTEM\0\0\0II"),
            ("Panasonic", b"Panasonic\0\0\0"),
            ("LEICA CAMERA AG", b"LEICA\0\x02\xff"),
            ("RICOH IMAGING COMPANY, LTD.", b"PENTAX \0II"),
            ("HUAWEI", b"HUAWEI\0\0MM\0*"),
            ("Google", b"HDRP\x03"),
        ];
        for (make, header) in expected {
            let maker = of_make(make).unwrap();
            assert!(maker.wrote(&note(header)), "{make}");
            assert!(!of_make("Canon").unwrap().wrote(&note(header)), "{make} is not Canon");
        }
    }

    #[test]
    fn a_bare_directory_must_look_like_one() {
        let canon = of_make("Canon").unwrap();
        let mut directory = vec![2, 0];
        directory.extend([1, 0, 3, 0, 40, 0, 0, 0, 0, 4, 0, 0]);
        directory.extend([2, 0, 3, 0, 4, 0, 0, 0, 0, 4, 0, 0]);
        assert!(canon.wrote(&note(&directory)));
        assert!(!canon.wrote(&note(b"some text that anybody wrote here")));
        assert!(!canon.wrote(&note(&[0; 64])));
        assert!(!canon.wrote(&note(&directory[..10])));
        assert!(!of_make("Apple").unwrap().wrote(&note(&directory)));
    }

    #[test]
    fn unknown_makes_have_no_maker() {
        assert!(of_make("Black Forest Labs").is_none());
        assert!(of_make("Xiaomi").is_none());
    }

    proptest! {
        #[test]
        fn any_note_ends_in_an_answer(bytes in proptest::collection::vec(any::<u8>(), 0..100), make in ".{0,20}") {
            let note = note(&bytes);
            let _ = of_note(&note);
            let _ = of_make(&make).map(|maker| maker.wrote(&note));
            for maker in MAKERS {
                let _ = maker.wrote(&note);
            }
        }
    }
}
