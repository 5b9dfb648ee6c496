//! zlib data under a limit: a bomb is a problem, never memory.

use std::io::Read as _;

use flate2::bufread::ZlibDecoder;

use super::collection::{Collection, Source};
use crate::text;

/// Inflates a block. What comes after the limit is left out and noted; damaged data give what came
/// before the damage, with a problem. `None` when there is nothing at all.
pub(super) fn zlib(collection: &mut Collection, source: &Source) -> Option<Vec<u8>> {
    let most = collection.most_expansion();
    let mut inflated = Vec::new();
    let result = ZlibDecoder::new(&*source.bytes).take(most as u64 + 1).read_to_end(&mut inflated);
    let place = source.place();
    if inflated.len() > most {
        collection.too_large(&place);
        inflated.truncate(most);
    } else if result.is_err() {
        collection.problem(&place, || {
            text!("its compressed data are damaged and were read only in part", "压缩数据已损坏，仅部分读取")
        });
    }
    let room = collection.expand(inflated.len(), &place);
    (room && !inflated.is_empty()).then_some(inflated)
}

#[cfg(test)]
mod tests {
    use super::super::{Standard, read};
    use crate::container;
    use crate::container::fixtures::{png, text_chunk, zlib};
    use crate::limits::Limits;

    #[test]
    fn a_bomb_is_a_problem_and_its_start_is_kept() {
        let limits = Limits { metadata_bytes: 1 << 20, ..Limits::default() };
        let bytes = png(&[text_chunk(*b"zTXt", "parameters", &[&[0], &zlib(&vec![b'a'; 8 << 20])[..]].concat())]);
        let metadata = read(&bytes, &container::read(&bytes, &limits), &limits);
        assert_eq!(metadata.value(Standard::PngText, "parameters").map(str::len), Some(128 << 10));
        assert!(metadata.problems.iter().any(|problem| problem.en.contains("larger than 1 MiB")), "{metadata:?}");
    }

    #[test]
    fn many_bombs_share_one_budget() {
        let limits = Limits { metadata_bytes: 1 << 20, ..Limits::default() };
        let bomb = text_chunk(*b"zTXt", "k", &[&[0], &zlib(&vec![b'a'; 1 << 20])[..]].concat());
        let bytes = png(&vec![bomb; 40]);
        let metadata = read(&bytes, &container::read(&bytes, &limits), &limits);
        // Four are inflated, the fifth finds no room.
        assert_eq!(metadata.fields.len(), 4);
        assert!(metadata.problems.iter().any(|problem| problem.en.contains("several times over")), "{metadata:?}");
    }

    #[test]
    fn damaged_data_give_what_came_before() {
        let limits = Limits::default();
        let mut data = zlib(&(0_u32..4000).flat_map(u32::to_le_bytes).map(|byte| byte | 1).collect::<Vec<u8>>());
        data.truncate(data.len() / 2);
        let bytes = png(&[text_chunk(*b"zTXt", "Comment", &[&[0], &data[..]].concat())]);
        let metadata = read(&bytes, &container::read(&bytes, &limits), &limits);
        assert!(metadata.value(Standard::PngText, "Comment").is_some_and(|value| !value.is_empty()));
        assert_eq!(metadata.problems.len(), 1, "{:?}", metadata.problems);
    }
}
