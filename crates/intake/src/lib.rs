//! How photos come in: files and folders are found and read under limits, wait in a queue, and are
//! examined one after another. Knows files and the clock; knows neither Tauri nor ONNX Runtime.
//!
//! [`sources`] and [`receive`] stand alone, for a program without a queue.

pub mod custody;
pub mod fonts;
pub mod instruments;
pub mod key;
mod natural;

pub mod place;
pub mod queue;
pub mod receive;
pub mod replace;
pub mod room;
pub mod samples;
pub mod sources;
pub mod together;
mod views;
pub mod wire;

/// The time of the machine's clock as RFC 3339 with its zone's offset, to the second.
pub fn now() -> String {
    jiff::Zoned::now().strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

#[cfg(test)]
mod tests {
    #[test]
    fn now_is_rfc_3339_with_an_offset() {
        let now = super::now();
        let read: jiff::Timestamp = now.parse().expect("an RFC 3339 time");
        assert!(jiff::Timestamp::now().duration_since(read).as_secs() < 60, "{now}");
        assert_eq!(now.len(), "2026-11-22T05:00:00+01:00".len(), "{now}");
    }
}
