//! The numbers behind a conclusion, one line each.

use catchlight_forensics::report::v1;
use catchlight_forensics::text;
use catchlight_forensics::text::Text;

use super::most;
use crate::number::measure;
use crate::said::{Languages, Said};
use crate::words;

/// How many findings were weighed, what they give together and apart, and what follows from a prior.
pub(super) fn of(conclusion: &v1::Conclusion, languages: Languages) -> Vec<Said> {
    let mut numbers = vec![match conclusion.weighed {
        0 => words::UNWEIGHED.into(),
        1 => text!("1 finding was weighed.", "有 1 项发现计入权重。"),
        n => text!("{n} findings were weighed.", "有 {n} 项发现计入权重。"),
    }];
    if let Some(log10_lr) = conclusion.log10_lr {
        let value = measured(log10_lr, conclusion.interval);
        numbers.push(text!(
            "Combined log10 likelihood ratio, AI over camera: {value}",
            "合并后的似然比（AI 比相机，log10）：{value}"
        ));
    }
    numbers.extend(conclusion.support.clone());
    for reason in most(&conclusion.reasons) {
        let Text { en, zh } = &reason.title;
        let value = measure(reason.log10_lr, 3);
        numbers.push(text!("{en}: {value} (log10)", "{zh}：{value}（log10）"));
    }
    for what_if in most(&conclusion.what_if) {
        let share = |share: f64| format!("{} %", measure(share * 100.0, 3));
        let (before, after) = (share(what_if.before), share(what_if.after));
        let (low, high) = (share(what_if.between.0), share(what_if.between.1));
        numbers.push(text!(
            "Whoever held AI generation for {before} likely before holds it for {after} likely after ({low} to {high}).",
            "若事先认为 AI 生成的可能性为 {before}，则事后为 {after}（{low} 至 {high}）。"
        ));
    }
    numbers.iter().map(|number| Said::of(number, languages)).collect()
}

/// A value with its interval in brackets.
pub(crate) fn measured(value: f64, interval: Option<(f64, f64)>) -> String {
    match interval {
        Some((low, high)) => format!("{} [{}, {}]", measure(value, 3), measure(low, 3), measure(high, 3)),
        None => measure(value, 3),
    }
}
