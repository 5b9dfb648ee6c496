//! EXIF blocks as a camera or a program would write them (CIPA DC-008), little-endian.

/// The fields that are written; a field that is `None` is left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Exif {
    /// Maker of the camera.
    pub make: Option<String>,
    /// Model of the camera.
    pub model: Option<String>,
    /// Program that wrote the file.
    pub software: Option<String>,
    /// Title of the picture.
    pub image_description: Option<String>,
    /// Name of the photographer.
    pub artist: Option<String>,
    /// When the file was changed: `YYYY:MM:DD HH:MM:SS`.
    pub date_time: Option<String>,
    /// When the picture was taken: `YYYY:MM:DD HH:MM:SS`.
    pub date_time_original: Option<String>,
    /// Orientation, 1 to 8.
    pub orientation: Option<u16>,
    /// Exposure time in seconds as a fraction.
    pub exposure_time: Option<(u32, u32)>,
    /// Aperture as a fraction.
    pub f_number: Option<(u32, u32)>,
    /// ISO speed.
    pub iso: Option<u16>,
    /// Focal length in millimetres as a fraction.
    pub focal_length: Option<(u32, u32)>,
    /// Model of the lens.
    pub lens_model: Option<String>,
    /// Comment, written as ASCII.
    pub user_comment: Option<String>,
    /// Width and height in pixels that the EXIF block states.
    pub pixel_size: Option<(u32, u32)>,
    /// Latitude (north positive) and longitude (east positive) in degrees.
    pub gps: Option<(f64, f64)>,
    /// A JPEG thumbnail for IFD1.
    pub thumbnail: Option<Vec<u8>>,
}

impl Exif {
    /// What a phone writes, complete with date, exposure and position, for an invented phone.
    pub fn of_camera() -> Self {
        Self {
            make: Some("Catchlight Optics".into()),
            model: Some("Rendered One".into()),
            software: Some("Firmware 1.0".into()),
            date_time: Some("2024:06:21 19:42:07".into()),
            date_time_original: Some("2024:06:21 19:42:07".into()),
            orientation: Some(1),
            exposure_time: Some((1, 250)),
            f_number: Some((18, 10)),
            iso: Some(100),
            focal_length: Some((570, 100)),
            lens_model: Some("Rendered 5.7mm f/1.8".into()),
            gps: Some((47.3769, 8.5417)),
            ..Self::default()
        }
    }

    /// The TIFF structure, starting at its byte-order mark.
    pub fn to_tiff(&self) -> Vec<u8> {
        let mut bytes = b"II*\0\x08\0\0\0".to_vec();
        let mut main = vec![
            ascii(0x010e, self.image_description.as_deref()),
            ascii(0x010f, self.make.as_deref()),
            ascii(0x0110, self.model.as_deref()),
            self.orientation.map(|value| short(0x0112, value)),
            ascii(0x0131, self.software.as_deref()),
            ascii(0x0132, self.date_time.as_deref()),
            ascii(0x013b, self.artist.as_deref()),
            Some(long(EXIF_POINTER, 0)),
        ];
        main.push(self.gps.map(|_| long(GPS_POINTER, 0)));
        let main: Vec<Entry> = main.into_iter().flatten().collect();
        write_directory(&mut bytes, &main);
        link(&mut bytes, FIRST_DIRECTORY, EXIF_POINTER);
        write_directory(&mut bytes, &self.exif_entries());
        if let Some((latitude, longitude)) = self.gps {
            link(&mut bytes, FIRST_DIRECTORY, GPS_POINTER);
            write_directory(&mut bytes, &gps_entries(latitude, longitude));
        }
        if let Some(thumbnail) = &self.thumbnail {
            let directory = bytes.len();
            let next = FIRST_DIRECTORY + 2 + main.len() * 12;
            put(&mut bytes, next, directory);
            let entries = [short(0x0103, 6), long(THUMBNAIL_OFFSET, 0), long(0x0202, length_of(thumbnail))];
            write_directory(&mut bytes, &entries);
            link(&mut bytes, directory, THUMBNAIL_OFFSET);
            bytes.extend_from_slice(thumbnail);
        }
        bytes
    }

    fn exif_entries(&self) -> Vec<Entry> {
        let comment = self.user_comment.as_ref().map(|comment| Entry {
            tag: 0x9286,
            kind: 7,
            count: 8 + length_of(comment.as_bytes()),
            value: [b"ASCII\0\0\0", comment.as_bytes()].concat(),
        });
        [
            self.exposure_time.map(|value| rational(0x829a, &[value])),
            self.f_number.map(|value| rational(0x829d, &[value])),
            self.iso.map(|value| short(0x8827, value)),
            Some(Entry { tag: 0x9000, kind: 7, count: 4, value: b"0232".to_vec() }),
            ascii(0x9003, self.date_time_original.as_deref()),
            self.focal_length.map(|value| rational(0x920a, &[value])),
            comment,
            self.pixel_size.map(|(width, _)| long(0xa002, width)),
            self.pixel_size.map(|(_, height)| long(0xa003, height)),
            ascii(0xa434, self.lens_model.as_deref()),
        ]
        .into_iter()
        .flatten()
        .collect()
    }
}

const FIRST_DIRECTORY: usize = 8;
const EXIF_POINTER: u16 = 0x8769;
const GPS_POINTER: u16 = 0x8825;
const THUMBNAIL_OFFSET: u16 = 0x0201;

/// One directory entry with its value as little-endian bytes.
struct Entry {
    tag: u16,
    kind: u16,
    count: u32,
    value: Vec<u8>,
}

fn ascii(tag: u16, value: Option<&str>) -> Option<Entry> {
    value.map(|value| {
        let value = [value.as_bytes(), b"\0"].concat();
        Entry { tag, kind: 2, count: length_of(&value), value }
    })
}

fn short(tag: u16, value: u16) -> Entry {
    Entry { tag, kind: 3, count: 1, value: value.to_le_bytes().to_vec() }
}

fn long(tag: u16, value: u32) -> Entry {
    Entry { tag, kind: 4, count: 1, value: value.to_le_bytes().to_vec() }
}

fn rational(tag: u16, values: &[(u32, u32)]) -> Entry {
    let value = values.iter().flat_map(|(over, under)| [over.to_le_bytes(), under.to_le_bytes()].concat());
    Entry { tag, kind: 5, count: values.len() as u32, value: value.collect() }
}

fn gps_entries(latitude: f64, longitude: f64) -> Vec<Entry> {
    let sixtieths = |degrees: f64| {
        let hundredths = (degrees.abs() * 360_000.0).round() as u32;
        [(hundredths / 360_000, 1), (hundredths / 6_000 % 60, 1), (hundredths % 6_000, 100)]
    };
    [
        ascii(1, Some(if latitude < 0.0 { "S" } else { "N" })),
        Some(rational(2, &sixtieths(latitude))),
        ascii(3, Some(if longitude < 0.0 { "W" } else { "E" })),
        Some(rational(4, &sixtieths(longitude))),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Appends a directory and the values that do not fit into its entries.
fn write_directory(bytes: &mut Vec<u8>, entries: &[Entry]) {
    let mut values_at = bytes.len() + 2 + entries.len() * 12 + 4;
    let mut values = Vec::new();
    bytes.extend_from_slice(&(entries.len() as u16).to_le_bytes());
    for Entry { tag, kind, count, value } in entries {
        bytes.extend_from_slice(&tag.to_le_bytes());
        bytes.extend_from_slice(&kind.to_le_bytes());
        bytes.extend_from_slice(&count.to_le_bytes());
        if value.len() <= 4 {
            let mut field = value.clone();
            field.resize(4, 0);
            bytes.extend_from_slice(&field);
        } else {
            bytes.extend_from_slice(&(values_at as u32).to_le_bytes());
            values.extend_from_slice(value);
            values_at += value.len();
            if value.len() % 2 == 1 {
                values.push(0);
                values_at += 1;
            }
        }
    }
    bytes.extend_from_slice(&[0; 4]);
    bytes.extend_from_slice(&values);
}

/// Points the entry `tag` of the directory at `directory` to the end of the bytes so far.
fn link(bytes: &mut [u8], directory: usize, tag: u16) {
    let end = bytes.len();
    let count = usize::from(u16::from_le_bytes([bytes[directory], bytes[directory + 1]]));
    for entry in (0..count).map(|index| directory + 2 + index * 12) {
        if bytes[entry..entry + 2] == tag.to_le_bytes() {
            put(bytes, entry + 8, end);
        }
    }
}

fn put(bytes: &mut [u8], at: usize, value: usize) {
    bytes[at..at + 4].copy_from_slice(&(value as u32).to_le_bytes());
}

fn length_of(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).expect("a value shorter than 4 GiB")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_thumbnail_ends_the_block() {
        let exif = Exif { thumbnail: Some(b"\xff\xd8picture\xff\xd9".to_vec()), ..Exif::of_camera() };
        let tiff = exif.to_tiff();
        assert!(tiff.starts_with(b"II*\0\x08\0\0\0"));
        assert!(tiff.ends_with(b"\xff\xd8picture\xff\xd9"));
    }

    #[test]
    fn an_empty_block_still_has_its_two_directories() {
        let tiff = Exif::default().to_tiff();
        // One entry in IFD0, the pointer to an EXIF directory of one entry, the version.
        assert_eq!(tiff[8..10], [1, 0]);
        assert_eq!(tiff[10..12], EXIF_POINTER.to_le_bytes());
        let exif = u32::from_le_bytes([tiff[18], tiff[19], tiff[20], tiff[21]]) as usize;
        assert_eq!(tiff[exif..exif + 4], [1, 0, 0x00, 0x90]);
    }
}
