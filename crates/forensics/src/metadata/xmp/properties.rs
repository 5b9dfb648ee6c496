//! RDF of an XMP packet flattened: `xmp:CreatorTool`, `xmpMM:History[2]/stEvt:action`,
//! `dc:title[zh-CN]`.

use roxmltree::{Attribute, Document, Node};

use super::super::Standard;
use super::super::collection::Collection;
use super::names;
use crate::text;

const RDF: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
const XML: &str = "http://www.w3.org/XML/1998/namespace";
const META: &str = "adobe:ns:meta/";
/// Levels of structures and lists that are flattened.
const DEEPEST: usize = 16;

/// Takes all properties of a packet.
pub(super) fn read(collection: &mut Collection, document: &Document, place: &str) {
    let mut flatten = Flatten { collection, place, is_too_deep: false };
    let root = document.root_element();
    if root.has_tag_name((META, "xmpmeta")) || root.has_tag_name((META, "xapmeta")) {
        // The toolkit that wrote the packet.
        if let Some(toolkit) = root.attribute((META, "xmptk")).or_else(|| root.attribute((META, "xaptk"))) {
            flatten.field("x:xmptk", toolkit);
        }
    }
    flatten.packet(root);
    if flatten.is_too_deep {
        collection.problem(place, || {
            text!(
                "its XMP is nested deeper than {DEEPEST} levels; what lies deeper was not read",
                "XMP 嵌套超过 {DEEPEST} 层；更深的内容未读取"
            )
        });
    }
}

struct Flatten<'c, 'l, 'p> {
    collection: &'c mut Collection<'l>,
    place: &'p str,
    is_too_deep: bool,
}

impl Flatten<'_, '_, '_> {
    fn field(&mut self, name: &str, value: &str) {
        self.collection.field(Standard::Xmp, name, value, self.place);
    }

    /// The RDF of a packet, and properties that a careless writer put beside it.
    fn packet(&mut self, root: Node) {
        if root.has_tag_name((RDF, "RDF")) {
            self.rdf(root);
            return;
        }
        for child in root.children().filter(Node::is_element) {
            if child.has_tag_name((RDF, "RDF")) {
                self.rdf(child);
            } else {
                self.property(&name_of(child), child, 0);
            }
        }
    }

    fn rdf(&mut self, rdf: Node) {
        for description in rdf.children().filter(Node::is_element) {
            self.structure("", description, 0);
        }
    }

    /// Attributes and child elements of a description, each a property under `parent`.
    fn structure(&mut self, parent: &str, node: Node, depth: usize) {
        for attribute in node.attributes().filter(|attribute| !is_syntax(attribute)) {
            let name = join(parent, &attribute_name(node, &attribute));
            self.field(&name, attribute.value());
        }
        for child in node.children().filter(Node::is_element) {
            if self.collection.is_full() {
                return;
            }
            // A value with qualifiers is the property's own.
            let name =
                if child.has_tag_name((RDF, "value")) { parent.to_owned() } else { join(parent, &name_of(child)) };
            self.property(&name, child, depth + 1);
        }
    }

    fn property(&mut self, name: &str, node: Node, depth: usize) {
        if depth > DEEPEST {
            self.is_too_deep = true;
            return;
        }
        if let Some(resource) = node.attribute((RDF, "resource")) {
            self.field(name, resource);
        }
        let child = node.children().find(Node::is_element);
        match child {
            Some(list) if is_list(list) => self.list(name, list, depth),
            Some(_) if node.attribute((RDF, "parseType")) == Some("Resource") => self.structure(name, node, depth),
            Some(description) if description.has_tag_name((RDF, "Description")) => {
                self.structure(name, description, depth);
            }
            // Not RDF as it should be, yet its content is there to be read.
            Some(_) => self.structure(name, node, depth),
            None => {
                let mut is_structure = false;
                for attribute in node.attributes().filter(|attribute| !is_syntax(attribute)) {
                    is_structure = true;
                    let name = join(name, &attribute_name(node, &attribute));
                    self.field(&name, attribute.value());
                }
                let value = text_of(node);
                if !is_structure && node.attribute((RDF, "resource")).is_none() || !value.trim().is_empty() {
                    self.field(name, value.trim());
                }
            }
        }
    }

    /// A list: simple items joined, language alternatives by language, structures by number.
    fn list(&mut self, name: &str, list: Node, depth: usize) {
        let items = || list.children().filter(Node::is_element);
        let is_simple = items().all(|item| is_plain(item));
        let is_alternative = list.has_tag_name((RDF, "Alt"));
        if is_simple && is_alternative {
            for (index, item) in items().enumerate() {
                let language = item.attribute((XML, "lang")).unwrap_or("x-default");
                let named =
                    if language == "x-default" || index == 0 { name.to_owned() } else { format!("{name}[{language}]") };
                self.field(&named, text_of(item).trim());
            }
        } else if is_simple {
            let values: Vec<String> = items().map(|item| value_of(item)).collect();
            self.field(name, &values.join("; "));
        } else {
            for (index, item) in items().enumerate() {
                if self.collection.is_full() {
                    return;
                }
                let name = format!("{name}[{}]", index + 1);
                if item.children().any(|child| child.is_element()) {
                    self.property(&name, item, depth + 1);
                } else {
                    self.structure(&name, item, depth + 1);
                    let value = value_of(item);
                    if !value.is_empty() {
                        self.field(&name, &value);
                    }
                }
            }
        }
    }
}

fn is_list(node: Node) -> bool {
    ["Bag", "Seq", "Alt"].iter().any(|name| node.has_tag_name((RDF, *name)))
}

/// Whether a list item is text or a resource without structure.
fn is_plain(item: Node) -> bool {
    !item.children().any(|child| child.is_element()) && item.attributes().all(|attribute| is_syntax(&attribute))
}

/// Attributes that are RDF's or XML's own and state no property.
fn is_syntax(attribute: &Attribute) -> bool {
    match attribute.namespace() {
        Some(RDF) => attribute.name() != "value",
        Some(XML) => true,
        // Unqualified `about` and `ID` occur in old packets.
        None => matches!(attribute.name(), "about" | "ID"),
        _ => false,
    }
}

fn value_of(item: Node) -> String {
    match item.attribute((RDF, "resource")) {
        Some(resource) => resource.to_owned(),
        None => text_of(item).trim().to_owned(),
    }
}

/// All character data directly in a node: text is split where CDATA sections or comments stand in it.
fn text_of(node: Node) -> String {
    node.children().filter(Node::is_text).filter_map(|text| text.text()).collect()
}

fn name_of(node: Node) -> String {
    let uri = node.tag_name().namespace();
    qualified(node, uri, node.tag_name().name())
}

fn attribute_name(node: Node, attribute: &Attribute) -> String {
    qualified(node, attribute.namespace(), attribute.name())
}

/// A name with the customary prefix of its namespace, else with the file's own.
fn qualified(node: Node, uri: Option<&str>, local: &str) -> String {
    let Some(uri) = uri else { return local.to_owned() };
    match names::prefix(uri).or_else(|| node.lookup_prefix(uri)) {
        Some(prefix) => format!("{prefix}:{local}"),
        None => local.to_owned(),
    }
}

fn join(parent: &str, name: &str) -> String {
    if parent.is_empty() { name.to_owned() } else { format!("{parent}/{name}") }
}
