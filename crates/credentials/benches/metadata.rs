//! Time of every check that reads what a file declares, one after the other on one core, on a
//! 12-megapixel photo with a camera's EXIF, XMP and a signed manifest: `cargo bench -p
//! catchlight-credentials`. Parsing the file is measured, decoding its pixels is not: the pixel checks
//! share that.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark on files made here")]

#[allow(dead_code, unreachable_pub, reason = "shared with the tests, which use all of it")]
#[path = "../tests/credentials/fixtures.rs"]
mod fixtures;

use std::hint::black_box;

use catchlight_credentials::C2paReader;
use catchlight_forensics::model::NoModels;
use catchlight_forensics::{Cancel, Context, Exhibit, Limits, Specimen, checks};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};

/// The checks of metadata, by id.
const CHECKS: [&str; 8] = [
    "content_credentials",
    "stated_metadata",
    "digital_source_type",
    "aigc_label",
    "generator_metadata",
    "camera_signature",
    "editor_history",
    "platform_pipeline",
];

const XMP: &str = r#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="Catchlight benchmark"/></rdf:RDF></x:xmpmeta>"#;

fn photos() -> [(&'static str, Exhibit); 2] {
    let picture = catchlight_rendered::scene(4000, 3000, 1);
    let exif = catchlight_rendered::Exif::of_camera();
    let jpeg = catchlight_rendered::with_exif(&catchlight_rendered::jpeg(&picture, 92), &exif);
    let png = catchlight_rendered::png_with_exif(&catchlight_rendered::png(&picture), &exif);
    let (definition, signer) = (fixtures::created(fixtures::TAKEN), fixtures::signer());
    [
        ("image/jpeg", catchlight_rendered::with_xmp(&jpeg, XMP)),
        ("image/png", catchlight_rendered::png_with_utf8_text(&png, "XML:com.adobe.xmp", XMP, false)),
    ]
    .map(|(media_type, bytes)| {
        (media_type, Exhibit::new("photo", fixtures::sign(media_type, &bytes, &definition, &signer)))
    })
}

fn metadata(criterion: &mut Criterion) {
    let reader = C2paReader::find().unwrap();
    for (media_type, exhibit) in &photos() {
        let mut group =
            criterion.benchmark_group(format!("12 megapixels, {media_type}, {} bytes", exhibit.bytes().len()));
        group.sample_size(20);
        let ready = || {
            let specimen = Specimen::new(exhibit, &NoModels, Limits::default()).with_credentials(&reader);
            specimen.pixels().unwrap();
            specimen
        };
        let run = |ids: &[&str], specimen: &Specimen<'_>| {
            for check in checks::ALL.iter().filter(|check| ids.contains(&check.about().id)) {
                black_box(check.examine(specimen, &Context::new(&Cancel::default()))).unwrap();
            }
        };
        let mut measure = |name: &str, ids: &[&str]| {
            group.bench_function(name, |bencher| {
                // The specimen is handed back, so that freeing its pixels is not measured.
                bencher.iter_batched(
                    ready,
                    |specimen| {
                        run(ids, &specimen);
                        specimen
                    },
                    BatchSize::PerIteration,
                );
            });
        };
        measure("all checks of metadata", &CHECKS);
        for id in CHECKS {
            measure(id, &[id]);
        }
        group.finish();
    }
}

criterion_group!(benches, metadata);
criterion_main!(benches);
