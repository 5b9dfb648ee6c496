//! The open FLUX scripts and those derived from them: EXIF Software, Make, Model and a prompt.

use crate::metadata::Standard;

use super::super::trace::{Fields, GUIDANCE, Item, MODEL, Meaning, PROMPT, SEED, STEPS, Seen, Trace};
use crate::text::Words;

pub(super) fn read(fields: &Fields<'_>, seen: &mut Seen) {
    let exif = |name: &str| fields.get(Standard::Exif, name);
    let software = exif("Software").filter(|item| item.trimmed().starts_with("AI generated"));
    let maker = exif("Make").filter(|item| item.trimmed().eq_ignore_ascii_case("Black Forest Labs"));
    if let Some(item) = software.or(maker) {
        let mut trace = Trace::new("FLUX (Black Forest Labs)", Meaning::Generated, item.field);
        if let Some(software) = software {
            trace.row(Words::new("Software as stated", "写明的软件"), software.trimmed(), software.field);
        }
        if let Some(model) = exif("Model") {
            trace.row(MODEL, model.trimmed(), model.field);
        }
        if let Some(description) = exif("ImageDescription") {
            trace.row(PROMPT, description.trimmed(), description.field);
        }
        seen.traces.push(trace);
        return;
    }
    derived(fields, seen);
}

/// Scripts that keep the layout: Make names the project, Model a FLUX model, the description holds
/// `prompt='…', seed=…, width=…, num_steps=…`.
fn derived(fields: &Fields<'_>, seen: &mut Seen) {
    let exif = |name: &str| fields.get(Standard::Exif, name).filter(|item| !item.trimmed().is_empty());
    let (Some(make), Some(model), Some(description)) = (exif("Make"), exif("Model"), exif("ImageDescription")) else {
        return;
    };
    let is_flux = model.trimmed().get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("flux"));
    let Some(call) = Call::read(description).filter(|_| is_flux) else { return };
    let mut trace =
        Trace::new(&format!("{} (script derived from FLUX)", make.trimmed()), Meaning::Generated, make.field);
    trace.row(PROMPT, call.prompt, description.field).row(MODEL, model.trimmed(), model.field);
    for (label, name) in [(SEED, "seed"), (STEPS, "num_steps"), (GUIDANCE, "guidance")] {
        trace.row(label, call.value(name), description.field);
    }
    seen.traces.push(trace);
}

/// A call written out as Python would: `prompt='…', name=value, …`.
struct Call<'a> {
    prompt: &'a str,
    rest: &'a str,
}

impl<'a> Call<'a> {
    fn read(item: &'a Item<'_>) -> Option<Self> {
        let text = item.trimmed().strip_prefix("prompt=")?;
        let quote = text.chars().next().filter(|character| matches!(character, '\'' | '"'))?;
        let (prompt, rest) = text.get(1..)?.rsplit_once(&format!("{quote}, "))?;
        let call = Self { prompt, rest };
        (!call.value("seed").is_empty() && !call.value("num_steps").is_empty()).then_some(call)
    }

    fn value(&self, name: &str) -> &'a str {
        let pairs = self.rest.split(", ").filter_map(|pair| pair.split_once('='));
        pairs.filter(|(known, _)| *known == name).map(|(_, value)| value).next().unwrap_or_default()
    }
}
