//! Views of photos that the page asked for, as PNG, within a fixed number of bytes.

use std::sync::Arc;

/// Most bytes that are kept: a few large photos.
const MOST_BYTES: usize = 256 << 20;

/// The views asked for last; the oldest make room.
pub(crate) struct Views {
    /// Last used at the end, by number of the photo.
    kept: Vec<(u32, Arc<[u8]>)>,
    most_bytes: usize,
}

impl Default for Views {
    fn default() -> Self {
        Self { kept: Vec::new(), most_bytes: MOST_BYTES }
    }
}

impl Views {
    /// A view that is still there; it counts as used now.
    pub(crate) fn get(&mut self, photo: u32) -> Option<Arc<[u8]>> {
        let position = self.kept.iter().position(|(kept, _)| *kept == photo)?;
        let kept = self.kept.remove(position);
        let png = Arc::clone(&kept.1);
        self.kept.push(kept);
        Some(png)
    }

    /// Keeps a view unless it alone is too large.
    pub(crate) fn put(&mut self, photo: u32, png: Arc<[u8]>) {
        self.forget(photo);
        if png.len() > self.most_bytes {
            return;
        }
        self.kept.push((photo, png));
        let mut bytes: usize = self.kept.iter().map(|(_, png)| png.len()).sum();
        let mut too_old = 0;
        for (_, png) in &self.kept {
            if bytes <= self.most_bytes {
                break;
            }
            bytes = bytes.saturating_sub(png.len());
            too_old += 1;
        }
        self.kept.drain(..too_old);
    }

    /// Lets go of a photo's view.
    pub(crate) fn forget(&mut self, photo: u32) {
        self.kept.retain(|(kept, _)| *kept != photo);
    }

    /// Lets go of all.
    pub(crate) fn clear(&mut self) {
        self.kept.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(length: usize) -> Arc<[u8]> {
        vec![0; length].into()
    }

    #[test]
    fn the_view_used_longest_ago_makes_room() {
        let mut views = Views { kept: Vec::new(), most_bytes: 10 };
        views.put(1, png(4));
        views.put(2, png(4));
        assert!(views.get(1).is_some());
        views.put(3, png(4));
        assert!(views.get(2).is_none());
        assert!(views.get(1).is_some());
        views.put(4, png(11));
        assert!(views.get(4).is_none());
        assert!(views.get(1).is_some(), "a view too large to keep drives nothing out");
    }

    #[test]
    fn what_is_forgotten_is_gone() {
        let mut views = Views::default();
        views.put(1, png(1));
        views.put(2, png(1));
        views.forget(1);
        assert!(views.get(1).is_none() && views.get(2).is_some());
        views.clear();
        assert!(views.get(2).is_none());
    }
}
