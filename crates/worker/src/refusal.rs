//! Why the decoder gave no picture, worded for a reader. [`Cause::Decoder`] tells these refusals from a decoder's own.

use catchlight_forensics::pixels::{Cause, Undecodable};
use catchlight_forensics::text::Words;

/// The decoder crashed.
pub const ENDED: Words = Words::new(
    "The decoder ended while it worked on this picture data, so the picture was not decoded.",
    "解码器在处理该画面数据时意外结束，因此没有解码画面。",
);
/// The decoder took too long.
pub const TOO_LONG: Words = Words::new(
    "The decoder had not finished with this picture data in the time that it is given, so it was stopped and the picture was not decoded.",
    "解码器未能在规定时间内处理完该画面数据，因此被停止，没有解码画面。",
);
/// The decoder asked for too much memory.
pub const TOO_MUCH_MEMORY: Words = Words::new(
    "The decoder asked for more memory than it is given for this picture data, so the picture was not decoded.",
    "解码器处理该画面数据所需的内存超出规定，因此没有解码画面。",
);
/// The decoder's answer cannot be one.
pub const NONSENSE: Words = Words::new(
    "The decoder gave an answer that cannot be right for this picture data, so the answer was not used.",
    "解码器对该画面数据给出的结果不可能正确，因此未被采用。",
);
/// The decoder did not begin.
pub const NOT_STARTED: Words = Words::new(
    "The decoder for this format could not be started, so the picture was not decoded. That says nothing about the file.",
    "无法启动该格式的解码器，因此没有解码画面。这与文件本身无关。",
);
/// The user cancelled.
pub const CANCELLED: Words =
    Words::new("The examination was cancelled while the picture was being decoded.", "在解码画面时检查被取消。");

pub(crate) fn because(words: Words) -> Undecodable {
    Undecodable { cause: Cause::Decoder, reason: words.into() }
}
