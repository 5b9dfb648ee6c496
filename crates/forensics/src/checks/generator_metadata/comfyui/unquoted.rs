//! Graphs whose JSON lost its quotes (`{3: {inputs: {seed: 5, …}, class_type: KSampler}}`): simple
//! settings can still be read, texts cannot.

/// Most values of one name.
const MOST: usize = 16;

/// Whether a text is a graph without quotes.
pub(super) fn is_graph(text: &str) -> bool {
    let has_node = values(text, "class_type").iter().any(|class| class.len() > 3);
    has_node && text.starts_with('{') && text.contains("inputs:") && !text.contains("\"class_type\"")
}

/// The values that stand after `name:` up to the next comma or bracket, without repeats.
pub(super) fn values(text: &str, name: &str) -> Vec<String> {
    let mut values: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let before = rest.get(..at).and_then(|before| before.chars().next_back());
        rest = rest.get(at + name.len()..).unwrap_or_default();
        // `seed` also ends `noise_seed`.
        let is_name = before.is_none_or(|before| matches!(before, '{' | ',' | ' ' | '\n' | '\t' | '\''));
        let Some(value) = rest.trim_start_matches(['\'', ' ']).strip_prefix(':').filter(|_| is_name) else { continue };
        let value = value.split([',', '}', ']', '\n']).next().unwrap_or_default().trim().trim_matches('\'').trim();
        if !value.is_empty() && !value.starts_with(['[', '{']) && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
        if values.len() >= MOST {
            break;
        }
    }
    values
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn simple_settings_are_read_without_quotes() {
        let text = "{3: {inputs: {noise_seed: 5, sampler_name: euler, model: [4, 0]}, class_type: KSampler}, 4: {inputs: {ckpt_name: a b.safetensors}, class_type: CheckpointLoaderSimple}}";
        assert!(is_graph(text));
        assert_eq!(values(text, "ckpt_name"), ["a b.safetensors"]);
        assert!(values(text, "seed").is_empty());
        assert_eq!(values(text, "noise_seed"), ["5"]);
        assert!(values(text, "model").is_empty());
        assert!(!is_graph("{a caption: about inputs: and class_type}") && !is_graph("class_type: x"));
    }
}
