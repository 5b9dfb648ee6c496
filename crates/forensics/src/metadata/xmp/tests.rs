use crate::container;
use crate::container::fixtures::{jpeg, riff_chunk, segment, vp8, webp, xmp};
use crate::limits::Limits;
use crate::metadata::{Metadata, Standard, read};

fn main_packet(packet: &[u8]) -> Vec<u8> {
    segment(0xe1, &[b"http://ns.adobe.com/xap/1.0/\0", packet].concat())
}

fn of(packet: impl AsRef<[u8]>) -> Metadata {
    let bytes = webp(&[vp8(), riff_chunk(*b"XMP ", packet.as_ref())]);
    read(&bytes, &container::read(&bytes, &Limits::default()), &Limits::default())
}

fn has_problem(metadata: &Metadata, words: &str) -> bool {
    metadata.problems.iter().any(|problem| problem.en.contains(words))
}

#[test]
fn properties_of_every_form_are_flattened() {
    let metadata = of(xmp(
        r#"xmp:CreatorTool="Canva" iptcExt:DigitalSourceType="trainedAlgorithmicMedia" own:mark="x""#,
        r#"<xmp:Label>plain &amp; simple</xmp:Label>
        <dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>
        <dc:title><rdf:Alt><rdf:li xml:lang="x-default">one</rdf:li><rdf:li xml:lang="zh-CN">一</rdf:li></rdf:Alt></dc:title>
        <xmp:BaseURL rdf:resource="https://example.org/"/>
        <xmpMM:DerivedFrom stEvt:instanceID="xmp.iid:1" rdf:parseType="Resource"/>
        <xmpMM:History><rdf:Seq>
          <rdf:li stEvt:action="created" stEvt:softwareAgent="Photoshop"/>
          <rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action></rdf:li>
        </rdf:Seq></xmpMM:History>
        <own:qualified><rdf:Description><rdf:value>v</rdf:value><own:by>q</own:by></rdf:Description></own:qualified>
        <own:cdata><![CDATA[a<b]]> and more</own:cdata>
        <own:empty/>"#,
    ));
    assert_eq!(metadata.problems, []);
    let value = |name| metadata.value(Standard::Xmp, name);
    assert_eq!(value("x:xmptk"), Some("Catchlight tests"));
    assert_eq!(value("xmp:CreatorTool"), Some("Canva"));
    // The file says iptcExt, the standard Iptc4xmpExt.
    assert_eq!(value("Iptc4xmpExt:DigitalSourceType"), Some("trainedAlgorithmicMedia"));
    assert_eq!(value("own:mark"), Some("x"));
    assert_eq!(value("xmp:Label"), Some("plain & simple"));
    assert_eq!(value("dc:creator"), Some("A; B"));
    assert_eq!(value("dc:title"), Some("one"));
    assert_eq!(value("dc:title[zh-CN]"), Some("一"));
    assert_eq!(value("xmp:BaseURL"), Some("https://example.org/"));
    assert_eq!(value("xmpMM:DerivedFrom/stEvt:instanceID"), Some("xmp.iid:1"));
    assert_eq!(value("xmpMM:History[1]/stEvt:action"), Some("created"));
    assert_eq!(value("xmpMM:History[1]/stEvt:softwareAgent"), Some("Photoshop"));
    assert_eq!(value("xmpMM:History[2]/stEvt:action"), Some("saved"));
    assert_eq!(value("own:qualified"), Some("v"));
    assert_eq!(value("own:qualified/own:by"), Some("q"));
    assert_eq!(value("own:cdata"), Some("a<b and more"));
    assert_eq!(value("own:empty"), Some(""));
}

#[test]
fn the_label_of_gb_45438_is_read_as_element_and_as_attribute() {
    let label = r#"{&quot;Label&quot;:&quot;1&quot;}"#;
    let namespace = r#"xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/""#;
    let element = of(xmp(namespace, &format!("<TC260:AIGC>{label}</TC260:AIGC>")));
    let attribute = of(xmp(&format!(r#"{namespace} TC260:AIGC="{label}""#), ""));
    for metadata in [element, attribute] {
        assert_eq!(metadata.value(Standard::Xmp, "TC260:AIGC"), Some(r#"{"Label":"1"}"#));
    }
}

#[test]
fn packets_in_utf16_and_with_damage_are_read() {
    let packet = xmp("", "<xmp:Label>生成</xmp:Label>");
    let little: Vec<u8> = packet.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = format!("\u{feff}{packet}").encode_utf16().flat_map(u16::to_be_bytes).collect();
    let prefixed = [b"http://ns.adobe.com/xap/1.0/\0", packet.as_bytes()].concat();
    for bytes in [packet.clone().into_bytes(), little, big, [packet.as_bytes(), &[0; 20]].concat(), prefixed] {
        assert_eq!(of(bytes).value(Standard::Xmp, "xmp:Label"), Some("生成"));
    }
    let mut damaged = packet.into_bytes();
    let at = damaged.windows(3).position(|window| window == "生".as_bytes()).unwrap();
    damaged[at] = b'a';
    let metadata = of(damaged);
    assert!(metadata.value(Standard::Xmp, "xmp:Label").is_some());
    assert!(has_problem(&metadata, "not valid UTF-8"));
}

#[test]
fn what_is_refused_is_named() {
    let entity = r#"<!DOCTYPE x [<!ENTITY a "aaaa">]><x:xmpmeta xmlns:x="adobe:ns:meta/">&a;</x:xmpmeta>"#;
    assert!(has_problem(&of(entity), "document type"));
    assert!(has_problem(&of("<x:xmpmeta"), "not well-formed"));
    assert!(has_problem(&of("<a>".repeat(100_000)), "out of all proportion"));
    assert!(has_problem(&of("   "), "empty"));
    assert!(has_problem(&of(b"\xff\xfe\0\0<\0\0\0"), "UTF-32"));
    let nested = (0..30)
        .fold("deep".to_owned(), |inner, _| format!("<own:a rdf:parseType='Resource'><own:b>{inner}</own:b></own:a>"));
    assert!(has_problem(&of(xmp("", &nested)), "deeper than 16 levels"));
}

#[test]
fn an_extended_packet_counts_only_when_it_is_named() {
    let guid = "0123456789ABCDEF0123456789ABCDEF";
    let extension = xmp("", "<own:depth>far</own:depth>");
    let extended = segment(
        0xe1,
        &[
            b"http://ns.adobe.com/xmp/extension/\0".as_slice(),
            guid.as_bytes(),
            &u32::try_from(extension.len()).unwrap().to_be_bytes(),
            &[0; 4],
            extension.as_bytes(),
        ]
        .concat(),
    );
    let read_with = |main: String| {
        // The extension may even come first.
        let bytes = jpeg(&[extended.clone(), main_packet(main.as_bytes())]);
        read(&bytes, &container::read(&bytes, &Limits::default()), &Limits::default())
    };
    let named = read_with(xmp(&format!(r#"xmpNote:HasExtendedXMP="{guid}""#), ""));
    assert_eq!(named.value(Standard::Xmp, "own:depth"), Some("far"));
    assert_eq!(named.problems, []);
    let other = read_with(xmp(r#"xmpNote:HasExtendedXMP="FF""#, ""));
    assert_eq!(other.value(Standard::Xmp, "own:depth"), None);
    assert!(has_problem(&other, "does not name this extended packet"));
}
