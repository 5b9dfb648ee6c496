//! AUTOMATIC1111's Stable Diffusion web UI and what writes its form: Forge, SD.Next, Civitai, Fooocus
//! and ComfyUI in compatible modes. Text: prompt, `Negative prompt: `, and a last line of settings.

use crate::metadata::Standard;
use crate::text::Words;

use super::super::declaration::local_name;
use super::trace::{
    Fields, GUIDANCE, Item, LORA, MODEL, MODEL_HASH, Meaning, NEGATIVE, PROMPT, SAMPLER, SEED, SIZE, STEPS, STRENGTH,
    Seen, Trace, VERSION,
};

/// The family's name where nothing tells its members apart.
const FAMILY: &str = "Stable Diffusion web UI (AUTOMATIC1111 or compatible)";

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let mut last: Option<&str> = None;
    let carriers = fields.all().filter(|item| is_png(item, "parameters")).chain(fields.comments());
    for item in carriers {
        let Some(settings) = Settings::read(&item.field.value) else { continue };
        // The same text often stands in two fields.
        if last == Some(item.trimmed()) {
            continue;
        }
        last = Some(item.trimmed());
        let tool = settings.tool();
        seen.traces.push(settings.trace(&tool, Meaning::Generated, item));
    }
    for item in fields.all().filter(|item| is_png(item, "postprocessing") || is_png(item, "extras")) {
        if item.trimmed().starts_with("Postprocess") || item.trimmed().contains("upscale") {
            let mut trace = Trace::new(FAMILY, Meaning::Undeclared, item.field);
            trace.row(Words::new("Processing", "处理"), item.trimmed(), item.field);
            trace.note(Words::new(
                "The program enlarged or restored a picture; where that picture came from is not said.",
                "该程序放大或修复了一幅图像；并未说明图像的来源。",
            ));
            seen.traces.push(trace);
        }
    }
    for item in fields.all().filter(|item| is_caption(item)) {
        if let Some(settings) = Settings::read(&item.field.value) {
            let mut trace = settings.trace(FAMILY, Meaning::Undeclared, item);
            trace.note(Words::new(
                "The settings stand in a caption, which people write; they were not counted as a declaration.",
                "这些参数写在由人填写的说明字段中，未计为声明。",
            ));
            seen.traces.push(trace);
        }
    }
}

fn is_png(item: &Item<'_>, key: &str) -> bool {
    item.field.standard == Standard::PngText && item.field.name.eq_ignore_ascii_case(key)
}

fn is_caption(item: &Item<'_>) -> bool {
    match item.field.standard {
        Standard::Exif => matches!(item.field.name.as_str(), "ImageDescription" | "XPComment" | "XPTitle"),
        Standard::Iptc => item.field.name.starts_with("2:120"),
        Standard::Xmp => local_name(&item.field.name) == "description",
        Standard::PngText => matches!(item.field.name.as_str(), "Description" | "Title" | "Comment"),
        Standard::ExifThumbnail | Standard::Comment => false,
    }
}

/// The three parts of the text.
struct Settings<'a> {
    prompt: &'a str,
    negative: &'a str,
    /// Names and values of the last line, in its order.
    values: Vec<(&'a str, &'a str)>,
}

impl<'a> Settings<'a> {
    /// Splits a text; `None` when its last paragraph is no line of settings.
    fn read(text: &'a str) -> Option<Self> {
        let text = text.trim_matches(|character: char| character == '\0' || character.is_whitespace());
        let at = settings_at(text)?;
        let (words, line) = text.split_at_checked(at)?;
        let values = pairs(line);
        let has = |name: &str| values.iter().any(|(known, _)| known.eq_ignore_ascii_case(name));
        let steps = values.first().is_some_and(|(_, value)| value.bytes().all(|byte| byte.is_ascii_digit()));
        let others =
            ["Sampler", "CFG scale", "Seed", "Size", "Model hash", "Model"].iter().filter(|name| has(name)).count();
        // Captions mention a setting or two; the program writes a row of them.
        if !steps || !has("Seed") || others < 3 {
            return None;
        }
        let (prompt, negative) = match words.rsplit_once("\nNegative prompt:") {
            Some(parts) => parts,
            None => words.strip_prefix("Negative prompt:").map_or((words, ""), |negative| ("", negative)),
        };
        Some(Self { prompt: prompt.trim(), negative: negative.trim(), values })
    }

    fn value(&self, name: &str) -> &'a str {
        self.values.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map_or("", |(_, value)| value)
    }

    /// The member of the family that wrote this, as far as the settings tell.
    fn tool(&self) -> String {
        let (version, app) = (self.value("Version"), self.value("App"));
        let begins = |prefix: &str| {
            version.strip_prefix(prefix).is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        };
        if app.eq_ignore_ascii_case("SD.Next") {
            "SD.Next (form of AUTOMATIC1111)".to_owned()
        } else if begins("f") || version.starts_with("neo") || version.starts_with("classic") {
            "Stable Diffusion WebUI Forge (form of AUTOMATIC1111)".to_owned()
        } else if version.starts_with("Fooocus") {
            "Fooocus (form of AUTOMATIC1111)".to_owned()
        } else if version.starts_with("ComfyUI") {
            "ComfyUI (form of AUTOMATIC1111)".to_owned()
        } else if !self.value("Civitai resources").is_empty() {
            "Civitai (form of AUTOMATIC1111)".to_owned()
        } else {
            FAMILY.to_owned()
        }
    }

    fn trace(&self, tool: &str, meaning: Meaning, item: &Item<'_>) -> Trace {
        let mut trace = Trace::new(tool, meaning, item.field);
        trace.row(PROMPT, self.prompt, item.field).row(NEGATIVE, self.negative, item.field);
        for (label, name) in [
            (MODEL, "Model"),
            (MODEL_HASH, "Model hash"),
            (SEED, "Seed"),
            (SAMPLER, "Sampler"),
            (STEPS, "Steps"),
            (GUIDANCE, "CFG scale"),
            (STRENGTH, "Denoising strength"),
            (SIZE, "Size"),
            (LORA, "Lora hashes"),
            (VERSION, "Version"),
        ] {
            trace.row(label, self.value(name), item.field);
        }
        for lora in loras(self.prompt) {
            trace.row(LORA, lora, item.field);
        }
        trace
    }
}

/// Where the settings begin: at the last line that opens with `Steps: `. Editors that keep the text in
/// XMP may turn its line breaks into spaces.
fn settings_at(text: &str) -> Option<usize> {
    const OPENING: &str = "Steps: ";
    if let Some(at) = text.rfind(&format!("\n{OPENING}")) {
        return Some(at + 1);
    }
    if text.starts_with(OPENING) {
        return Some(0);
    }
    // One line: only where the row of settings is the rest of the text.
    let at = text.rfind(&format!(" {OPENING}"))? + 1;
    (!text.contains('\n') && text.contains(", Sampler: ") && text.contains(", Seed: ")).then_some(at)
}

/// `name: value` pairs between commas; commas inside double quotes, brackets and braces belong to the
/// value.
fn pairs(line: &str) -> Vec<(&str, &str)> {
    /// Most pairs that are kept.
    const MOST: usize = 200;
    let line = line.lines().next().unwrap_or_default();
    let (mut depth, mut in_quotes, mut start) = (0_i32, false, 0);
    let mut pieces = Vec::new();
    for (at, character) in line.char_indices() {
        match character {
            '"' => in_quotes = !in_quotes,
            '[' | '{' | '(' if !in_quotes => depth = depth.saturating_add(1),
            ']' | '}' | ')' if !in_quotes => depth = depth.saturating_sub(1).max(0),
            ',' if !in_quotes && depth == 0 => {
                pieces.extend(line.get(start..at));
                start = at + 1;
            }
            _ => {}
        }
        if pieces.len() >= MOST {
            break;
        }
    }
    pieces.extend(line.get(start..));
    pieces
        .into_iter()
        .filter_map(|piece| piece.split_once(':'))
        .map(|(name, value)| (name.trim(), value.trim().trim_matches('"')))
        .collect()
}

/// `<lora:name:weight>` marks of a prompt.
fn loras(prompt: &str) -> impl Iterator<Item = &str> {
    /// Most marks that are listed.
    const MOST: usize = 16;
    let marks = prompt.split("<lora:").skip(1);
    marks.filter_map(|rest| rest.split_once('>')).map(|(mark, _)| mark).take(MOST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn settings_are_split_with_their_quotes_and_brackets() {
        let text = "a cat, <lora:fur:0.8> sleeping\nNegative prompt: dog,\nbad\nSteps: 20, Sampler: DPM++ 2M, CFG scale: 7, Seed: 42, Size: 512x512, Model: x [y], ControlNet 0: \"model: a, weight: 1\", Version: f2.0.1";
        let settings = Settings::read(text).unwrap();
        assert_eq!((settings.prompt, settings.negative), ("a cat, <lora:fur:0.8> sleeping", "dog,\nbad"));
        assert_eq!((settings.value("seed"), settings.value("Model")), ("42", "x [y]"));
        assert_eq!(settings.value("ControlNet 0"), "model: a, weight: 1");
        assert!(settings.tool().contains("Forge"));
        assert_eq!(loras(settings.prompt).collect::<Vec<_>>(), ["fur:0.8"]);
    }

    #[test]
    fn a_caption_that_mentions_steps_is_no_row_of_settings() {
        for text in [
            "Steps: up the hill, and a view",
            "Five easy things.\nSteps: 5, then rest",
            "Painted by hand. Steps: 20, Seed: corn",
            "Steps: 20, Sampler: Euler a",
            "",
        ] {
            assert!(Settings::read(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_split_or_refused(text in "(\\PC|\n)*", tail in "(, |Seed: 1|Sampler: |Size: 1|[\"\\[\\]{}]|\\PC)*") {
            let _ = Settings::read(&text).map(|settings| settings.tool());
            let _ = Settings::read(&format!("{text}\nSteps: 1, {tail}")).map(|settings| settings.tool());
        }
    }
}
