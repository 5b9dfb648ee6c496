//! Encoded pictures that the page asked for, within a fixed number of bytes.

use std::sync::Arc;

/// Most bytes of encoded pictures that are kept: a few large photos with their artifacts.
pub(crate) const MOST_BYTES: usize = 256 << 20;

/// The pictures asked for last, by photo and key; the oldest make room.
#[derive(Default)]
pub(crate) struct Pictures {
    /// Last used at the end.
    kept: Vec<Kept>,
}

struct Kept {
    photo: u32,
    key: String,
    png: Arc<[u8]>,
}

impl Pictures {
    /// A picture that is still there; it counts as used now.
    pub(crate) fn get(&mut self, photo: u32, key: &str) -> Option<Arc<[u8]>> {
        let position = self.kept.iter().position(|kept| kept.photo == photo && kept.key == key)?;
        let kept = self.kept.remove(position);
        let png = Arc::clone(&kept.png);
        self.kept.push(kept);
        Some(png)
    }

    /// Keeps a picture unless it alone is larger than `most_bytes`.
    pub(crate) fn put(&mut self, photo: u32, key: &str, png: Arc<[u8]>, most_bytes: usize) {
        self.kept.retain(|kept| !(kept.photo == photo && kept.key == key));
        if png.len() > most_bytes {
            return;
        }
        self.kept.push(Kept { photo, key: key.to_owned(), png });
        let mut bytes: usize = self.kept.iter().map(|kept| kept.png.len()).sum();
        let mut too_old = 0;
        for kept in &self.kept {
            if bytes <= most_bytes {
                break;
            }
            bytes = bytes.saturating_sub(kept.png.len());
            too_old += 1;
        }
        self.kept.drain(..too_old);
    }

    /// Lets go of a photo's pictures.
    pub(crate) fn forget(&mut self, photo: u32) {
        self.kept.retain(|kept| kept.photo != photo);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(length: usize) -> Arc<[u8]> {
        vec![0; length].into()
    }

    #[test]
    fn the_picture_used_longest_ago_makes_room() {
        let mut pictures = Pictures::default();
        pictures.put(1, "view", png(4), 10);
        pictures.put(2, "view", png(4), 10);
        assert!(pictures.get(1, "view").is_some());
        pictures.put(3, "view", png(4), 10);
        assert!(pictures.get(2, "view").is_none());
        assert!(pictures.get(1, "view").is_some());
        pictures.put(4, "view", png(11), 10);
        assert!(pictures.get(4, "view").is_none());
        assert!(pictures.get(1, "view").is_some(), "a picture too large to keep drives nothing out");
    }

    #[test]
    fn a_forgotten_photo_keeps_nothing() {
        let mut pictures = Pictures::default();
        pictures.put(1, "view", png(1), 10);
        pictures.put(1, "a/b", png(1), 10);
        pictures.forget(1);
        assert!(pictures.get(1, "view").is_none() && pictures.get(1, "a/b").is_none());
    }
}
