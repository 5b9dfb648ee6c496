use super::*;
use crate::checks::declaration::testing::failure;
use crate::{Cancel, Exhibit, Limits, model::NoModels};
use catchlight_rendered::{Exif, jpeg, jpeg_with_segment, scene, with_exif, with_xmp};
use proptest::prelude::*;

/// A field of an EXIF block: tag, type, number of values, little-endian bytes.
type Field = (u16, u16, u32, Vec<u8>);

fn ascii(tag: u16, text: &str) -> Field {
    let bytes = [text.as_bytes(), b"\0"].concat();
    (tag, 2, bytes.len() as u32, bytes)
}

fn fractions(tag: u16, parts: &[(u32, u32)]) -> Field {
    let bytes = parts.iter().flat_map(|(over, under)| [over.to_le_bytes(), under.to_le_bytes()].concat());
    (tag, 5, parts.len() as u32, bytes.collect())
}

fn short(tag: u16, value: u16) -> Field {
    (tag, 3, 1, value.to_le_bytes().to_vec())
}

fn long(tag: u16, value: u32) -> Field {
    (tag, 4, 1, value.to_le_bytes().to_vec())
}

/// A camera's file, field by field, so that a test can change any of them.
struct Camera {
    main: Vec<Field>,
    exif: Vec<Field>,
    gps: Vec<Field>,
}

impl Camera {
    /// A phone of Apple with everything that it writes; the picture has 64 x 48 pixels.
    fn phone() -> Self {
        let note = b"Apple iOS\0\0\x01MM\0\x01\0\x01\0\x09\0\0\0\x01\0\0\0\x0e\0\0\0\0".to_vec();
        Self {
            main: vec![
                ascii(0x010f, "Apple"),
                ascii(0x0110, "iPhone 8"),
                ascii(0x0131, "15.1"),
                ascii(0x0132, "2021:12:24 10:43:07"),
            ],
            exif: vec![
                fractions(0x829a, &[(1, 685)]),
                fractions(0x829d, &[(9, 5)]),
                short(0x8827, 20),
                ascii(0x9003, "2021:12:24 10:43:07"),
                ascii(0x9004, "2021:12:24 10:43:07"),
                fractions(0x9201, &[(942, 100)]),
                fractions(0x920a, &[(399, 100)]),
                (0x927c, 7, note.len() as u32, note),
                ascii(0x9291, "013"),
                short(0xa001, 1),
                long(0xa002, 64),
                long(0xa003, 48),
                ascii(0xa434, "iPhone 8 back camera 3.99mm f/1.8"),
            ],
            gps: Vec::new(),
        }
    }

    fn without(mut self, tag: u16) -> Self {
        self.main.retain(|field| field.0 != tag);
        self.exif.retain(|field| field.0 != tag);
        self
    }

    fn with(mut self, field: Field) -> Self {
        let is_main = field.0 < 0x8000;
        let fields = if is_main { &mut self.main } else { &mut self.exif };
        fields.retain(|other| other.0 != field.0);
        fields.push(field);
        fields.sort_by_key(|field| field.0);
        self
    }

    fn at(mut self, latitude: [(u32, u32); 3], longitude: [(u32, u32); 3]) -> Self {
        self.gps = vec![ascii(1, "N"), fractions(2, &latitude), ascii(3, "E"), fractions(4, &longitude)];
        self
    }

    fn tiff(&self) -> Vec<u8> {
        let size = |fields: &[Field]| {
            6 + fields.iter().map(|field| 12 + if field.3.len() > 4 { field.3.len() } else { 0 }).sum::<usize>()
        };
        let mut main = self.main.clone();
        main.push(long(0x8769, 0));
        main.push(long(0x8825, 0));
        let exif_at = 8 + size(&main);
        let gps_at = exif_at + size(&self.exif);
        let last = main.len() - 1;
        main[last - 1].3 = (exif_at as u32).to_le_bytes().to_vec();
        main[last].3 = (gps_at as u32).to_le_bytes().to_vec();
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        for fields in [&main, &self.exif, &self.gps] {
            let mut values_at = bytes.len() + 6 + 12 * fields.len();
            let mut values: Vec<u8> = Vec::new();
            bytes.extend((fields.len() as u16).to_le_bytes());
            for (tag, kind, count, value) in fields {
                bytes.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
                bytes.extend(count.to_le_bytes());
                if value.len() > 4 {
                    bytes.extend((values_at as u32).to_le_bytes());
                    values_at += value.len();
                    values.extend(value);
                } else {
                    let mut value = value.clone();
                    value.resize(4, 0);
                    bytes.extend(value);
                }
            }
            bytes.extend([0; 4]);
            bytes.extend(values);
        }
        bytes
    }

    fn file(&self) -> Vec<u8> {
        jpeg_with_segment(&picture(), 0xe1, &[b"Exif\0\0", self.tiff().as_slice()].concat())
    }
}

fn picture() -> Vec<u8> {
    jpeg(&scene(64, 48, 1), 93)
}

fn look(bytes: Vec<u8>) -> Result<Outcome, Stopped> {
    let exhibit = Exhibit::new("picture.jpg", bytes);
    let specimen = Specimen::new(&exhibit, &NoModels, Limits::default());
    CameraSignature.examine(&specimen, &Context::new(&Cancel::default()))
}

fn examine(bytes: Vec<u8>) -> Outcome {
    look(bytes).unwrap()
}

fn found(bytes: Vec<u8>) -> Finding {
    match examine(bytes) {
        Outcome::Found(finding) => finding,
        other => unreachable!("expected camera fields, got {other:?}"),
    }
}

/// Titles of the requirements that were not met.
fn unmet(finding: &Finding) -> Vec<&str> {
    let title = "Not met, with the ordinary explanation";
    let group = finding.details.iter().find(|group| group.title.en == title);
    group.map_or_else(Vec::new, |group| group.rows.iter().map(|row| row.label.en.as_str()).collect())
}

fn changed(camera: Camera) -> (Direction, Vec<String>) {
    let finding = found(camera.file());
    (finding.points_to, unmet(&finding).into_iter().map(str::to_owned).collect())
}

#[test]
fn a_consistent_set_points_to_a_camera_with_places() {
    let finding = found(Camera::phone().at([(33, 1), (44, 1), (5859, 100)], [(118, 1), (19, 1), (1744, 100)]).file());
    assert_eq!(unmet(&finding), Vec::<&str>::new());
    assert_eq!(finding.points_to, Direction::Camera);
    assert_eq!((finding.score, finding.declares), (None, None));
    assert!(finding.summary.en.contains("all 7 requirements were met"), "{}", finding.summary.en);
    let note = finding.details[0].rows.iter().find(|row| row.label.en.starts_with("MakerNote")).unwrap();
    assert!(note.place.as_ref().unwrap().starts_with("MakerNote, APP1 Exif at byte "), "{:?}", note.place);
}

#[test]
fn each_forged_pattern_fails_its_own_requirement() {
    let cases: Vec<(Camera, &str)> = vec![
        (Camera::phone().without(0x927c), "MakerNote of the stated maker"),
        (Camera::phone().with(ascii(0x010f, "Canon")).without(0xa434), "MakerNote of the stated maker"),
        (Camera::phone().with((0x927c, 7, 9, b"Nikon\0\x02\x10\0".to_vec())), "MakerNote of the stated maker"),
        (Camera::phone().with(fractions(0x829a, &[(90_000, 1)])).without(0x9201), "Plausible exposure"),
        (Camera::phone().with(fractions(0x829a, &[(0, 0)])).without(0x9201), "Plausible exposure"),
        (Camera::phone().with(fractions(0x9201, &[(3, 1)])), "Plausible exposure"),
        (Camera::phone().with(long(0xa003, 64)), "Picture size"),
        (Camera::phone().with(ascii(0x0110, "iPhone 15 Pro")), "Lens and position without contradiction"),
        (
            Camera::phone().at([(31, 1), (0, 1), (0, 1)], [(121, 1), (0, 1), (0, 1)]),
            "Lens and position without contradiction",
        ),
        (
            Camera::phone().at([(95, 1), (1, 1), (0, 1)], [(121, 1), (0, 1), (0, 1)]),
            "Lens and position without contradiction",
        ),
        (Camera::phone().with(ascii(0x0131, "PIL 9.5.0")), "No editor, library or platform"),
        (Camera::phone().with(ascii(0x0131, "Adobe Photoshop 25.3")), "No editor, library or platform"),
    ];
    for (camera, requirement) in cases {
        assert_eq!(changed(camera), (Direction::Neither, vec![requirement.to_owned()]));
    }
}

#[test]
fn a_copy_scaled_in_proportion_still_points_to_a_camera() {
    let camera = Camera::phone().with(long(0xa002, 4032)).with(long(0xa003, 3024));
    assert_eq!(changed(camera), (Direction::Camera, Vec::new()));
    let square = Camera::phone().with(long(0xa002, 4032)).with(long(0xa003, 4032));
    assert_eq!(changed(square).0, Direction::Neither);
}

#[test]
fn full_minutes_are_noted_and_decide_nothing() {
    let time = "2021:12:24 10:43:00";
    let camera =
        Camera::phone().with(ascii(0x0132, time)).with(ascii(0x9003, time)).with(ascii(0x9004, time)).without(0x9291);
    let finding = found(camera.file());
    assert_eq!(finding.points_to, Direction::Camera);
    let notes = finding.details.iter().find(|group| group.title.en.starts_with("Noted")).unwrap();
    assert!(notes.rows.iter().any(|row| row.value.en.contains("on the full minute")));
}

#[test]
fn an_app_record_or_a_declaration_does_not_clear() {
    let comment = |text: &str| {
        let bytes = [b"ASCII\0\0\0", text.as_bytes()].concat();
        (0x9286, 7, bytes.len() as u32, bytes)
    };
    let beauty = comment(r#"{"source_type":"douyin_beauty_me","data":{"product":"beautyme"}}"#);
    assert_eq!(changed(Camera::phone().with(beauty)).1, ["No editor, library or platform"]);
    let label = comment(r#"{"AIGC":{"Label":"1","ContentProducer":"x"}}"#);
    assert_eq!(changed(Camera::phone().with(label)).1, ["No declared generation"]);
}

#[test]
fn generator_data_in_make_and_model_are_no_camera() {
    for (make, model) in
        [("workflow:{\"nodes\":[]}", "prompt:{\"3\":{}}"), ("Black Forest Labs", "flux-dev"), ("Ideogram AI", "v3")]
    {
        let exif = Exif { make: Some(make.into()), model: Some(model.into()), ..Exif::default() };
        let Outcome::NotFound(finding) = examine(with_exif(&picture(), &exif)) else {
            unreachable!("no camera: {make}")
        };
        assert!(finding.summary.en.contains("data of a generator"), "{}", finding.summary.en);
    }
}

#[test]
fn absence_says_nothing_and_damage_is_not_absence() {
    let Outcome::NotFound(finding) = examine(picture()) else { unreachable!("no fields") };
    assert!(finding.summary.en.contains("Absence says nothing"));
    let broken = with_xmp(&picture(), "<x:xmpmeta xmlns:x='adobe:ns:meta/'><broken");
    assert!(failure(&CameraSignature, broken).contains("not well-formed XML"));
    let mut tiff = Camera::phone().tiff();
    tiff.truncate(90);
    let cut = jpeg_with_segment(&picture(), 0xe1, &[b"Exif\0\0", tiff.as_slice()].concat());
    assert!(failure(&CameraSignature, cut).starts_with("Metadata was there"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn any_texts_end_in_an_answer(make in ".{0,40}", model in ".{0,40}", lens in ".{0,60}", time in ".{0,24}") {
        let camera = Camera::phone().with(ascii(0x010f, &make)).with(ascii(0x0110, &model)).with(ascii(0xa434, &lens));
        let _ = examine(camera.with(ascii(0x9003, &time)).file());
    }

    #[test]
    fn any_numbers_end_in_an_answer(over in any::<u32>(), under in any::<u32>(), iso in any::<u16>(), size in any::<u32>()) {
        let camera = Camera::phone().with(fractions(0x829a, &[(over, under)])).with(fractions(0x829d, &[(under, over)]));
        let camera = camera.with(short(0x8827, iso)).with(long(0xa002, size)).with(fractions(0x9201, &[(over, 1)]));
        let _ = examine(camera.at([(over, under), (under, 1), (0, 1)], [(size, 1), (0, under), (1, 1)]).file());
    }

    #[test]
    fn a_damaged_block_ends_in_an_answer(at in 0_usize..400, byte in any::<u8>()) {
        let mut tiff = Camera::phone().tiff();
        if let Some(slot) = tiff.get_mut(at) {
            *slot = byte;
        }
        let answer = look(jpeg_with_segment(&picture(), 0xe1, &[b"Exif\0\0", tiff.as_slice()].concat()));
        if let Err(why) = answer {
            prop_assert!(why.to_string().starts_with("Metadata was there"), "{why}");
        }
    }
}
