//! Invisible marks that a manifest names, and whether anybody but their maker can read them.

use crate::credentials::{Manifest, Store};
use crate::finding::{Group, Row};
use crate::text;
use crate::text::{Text, Words, quote};

/// Whether a mark can be decoded without its maker.
#[derive(Clone, Copy)]
enum Decoder {
    /// A published decoder runs on any computer. None is included: the models of TrustMark come only from
    /// their maker's server.
    Published,
    /// Only the maker's own service decodes it.
    MakerOnly,
}

/// Algorithms by the start of their registered name (C2PA soft binding algorithm list).
const ALGORITHMS: [(&str, &str, Decoder); 12] = [
    ("com.adobe.trustmark", "Adobe TrustMark", Decoder::Published),
    ("io.iscc", "ISCC", Decoder::Published),
    ("com.adobe.icn", "Adobe ICN", Decoder::MakerOnly),
    ("com.digimarc", "Digimarc", Decoder::MakerOnly),
    ("com.imatag", "Imatag", Decoder::MakerOnly),
    ("ai.steg", "Steg.AI", Decoder::MakerOnly),
    ("com.microsoft.invismark", "Microsoft InvisMark", Decoder::MakerOnly),
    ("com.aiwatermark", "Meta PixelSeal", Decoder::MakerOnly),
    ("ai.trufo", "Trufo", Decoder::MakerOnly),
    ("app.overlai", "Overlai", Decoder::MakerOnly),
    ("com.markany", "MarkAny", Decoder::MakerOnly),
    ("com.google.synthid", "Google SynthID", Decoder::MakerOnly),
];

/// Marks that are named as soft bindings, and marks that an action says were added.
pub(super) fn group(store: &Store) -> Option<Group> {
    let mut rows: Vec<Row> = Vec::new();
    for manifest in &store.manifests {
        rows.extend(manifest.soft_bindings.iter().map(|binding| {
            let name = quote(&binding.algorithm, 80);
            Row::at(
                Text::same(name),
                decodable(&binding.algorithm),
                quote(&format!("{} c2pa.soft-binding", manifest.label), 160),
            )
        }));
        rows.extend(added(manifest));
    }
    rows.truncate(40);
    (!rows.is_empty())
        .then(|| Group {
            title: Words::new("Invisible marks that were named", "提到的不可见标记").into(), rows
        })
}

fn added(manifest: &Manifest) -> impl Iterator<Item = Row> {
    let is_mark = |action: &&crate::credentials::Action| {
        let description = action.description.as_deref().unwrap_or_default();
        action.action.starts_with("c2pa.watermarked") || description.contains("SynthID")
    };
    manifest.actions.iter().filter(is_mark).map(|action| {
        let shown = quote(action.description.as_deref().unwrap_or(&action.action), 120);
        let words = if shown.contains("SynthID") {
            Words::new(
                "stated to be in the picture; only its maker's service can read it",
                "声明存在于画面中；只有其开发者的服务能够读取",
            )
        } else {
            Words::new("stated to be in the picture; which mark was not named", "声明存在于画面中；未写明是哪种标记")
        };
        Row::at(Text::same(shown), words.into(), quote(&format!("{} c2pa.actions", manifest.label), 160))
    })
}

fn decodable(algorithm: &str) -> Text {
    match ALGORITHMS.iter().find(|(start, _, _)| algorithm.starts_with(start)) {
        Some((_, name, Decoder::Published)) => text!(
            "{name}: its maker publishes a decoder, but Catchlight does not include it; the mark was named, not decoded",
            "{name}：其开发者公开了解码器，但 Catchlight 未包含；此处仅列出名称，未作解码"
        ),
        Some((_, name, Decoder::MakerOnly)) => text!(
            "{name}: cannot be decoded locally, only by its maker's service",
            "{name}：无法在本地解码，只能由其开发者的服务解码"
        ),
        None => Words::new("not a known algorithm; cannot be decoded locally", "未知算法；无法在本地解码").into(),
    }
}
