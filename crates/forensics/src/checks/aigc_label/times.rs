//! Times that producers put into their ids.

use crate::text;
use crate::text::Text;

use super::super::declaration::utc;
use super::producers::Code;

/// Zhipu's company code: its ids begin with the date and time.
const ZHIPU: &str = "91110108MA01KP2T5U";

/// When an id says that it was made, and how that is known; `None` for ids of no known build.
pub(super) fn of_id(id: &str, producer: Option<&str>) -> Option<Text> {
    kling(id).or_else(|| {
        let is_zhipu = producer.and_then(|code| Code::split(code.trim())).is_some_and(|code| code.uscc == ZHIPU);
        zhipu(id).filter(|_| is_zhipu)
    })
}

/// Kling: `REGION_SYSTEM_client_` and 15 digits, of which the first nine count seconds since
/// 2016-07-09 01:41:59 UTC (found by comparing ids with times of making; not documented).
fn kling(id: &str) -> Option<Text> {
    const EPOCH: i64 = 1_468_028_519;
    let (name, digits) = id.trim().rsplit_once('_')?;
    let mut parts = name.splitn(3, '_');
    let (region, system, client) = (parts.next()?, parts.next()?, parts.next()?);
    let is_upper =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let is_built_so = is_upper(region) && is_upper(system) && client.starts_with("ai_");
    if !is_built_so || digits.len() != 15 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let time = utc(EPOCH + digits.get(..9)?.parse::<i64>().ok()?)?;
    Some(text!("{time}, counted from the digits of the id as Kling builds it", "{time}，按可灵编号的构成由数字推算"))
}

/// Zhipu: `YYYYMMDDhhmmss` and hex digits; the time zone is not stated.
fn zhipu(id: &str) -> Option<Text> {
    let digits = id.trim().get(..14).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()))?;
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let (year, month, day) = (number(0, 4)?, number(4, 6)?, number(6, 8)?);
    let (hour, minute, second) = (number(8, 10)?, number(10, 12)?, number(12, 14)?);
    let is_date = (2020..2100).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    if !is_date || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    Some(text!(
        "{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}, from the first digits of the id; the time zone is not stated",
        "{year}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}，取自编号开头的数字；未注明时区"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn klings_ids_count_seconds() {
        let time = of_id("SGP_PROD_ai_web_300000000123456", None).unwrap();
        assert!(time.en.starts_with("2026-01-10 07:01:59 UTC"), "{}", time.en);
        for other in
            ["SGP_PROD_ai_web_30000000012345", "SGP_PROD_ai_web_30000000012345x", "a_b_c_300000000123456", "", "_"]
        {
            assert_eq!(of_id(other, None), None, "{other}");
        }
    }

    #[test]
    fn only_zhipus_ids_are_read_as_its_dates() {
        let zhipu = Some("001191110108MA01KP2T5U00000");
        let time = of_id("2026060313312195778d8d75bb40bd", zhipu).unwrap();
        assert!(time.en.starts_with("2026-06-03 13:31:21"), "{}", time.en);
        assert_eq!(of_id("2026060313312195778d8d75bb40bd", Some("doubao")), None);
        assert_eq!(of_id("2026660313312195778d8d75bb40bd", zhipu), None);
        assert_eq!(of_id("二〇二六", zhipu), None);
    }
}
