//! Which language a person wants to be answered in (RFC 9110, 12.5.4).

use contract::problem::Language;

/// The most ranges that are looked at; browsers send fewer than ten.
const MOST_RANGES: usize = 32;

/// The language that `Accept-Language` prefers among those we have; Chinese when it prefers none.
#[must_use]
pub fn preferred(accept_language: Option<&str>) -> Language {
    let ranges: Vec<Range> = accept_language
        .unwrap_or_default()
        .split(',')
        .take(MOST_RANGES)
        .filter_map(Range::parse)
        .collect();
    let chinese = weight(&ranges, "zh");
    let english = weight(&ranges, "en");
    if english > chinese {
        Language::English
    } else {
        Language::Chinese
    }
}

/// One range with its weight in thousandths.
struct Range {
    primary: String,
    thousandths: u16,
}

impl Range {
    /// `en-GB;q=0.8`; `None` when it is not of this form.
    fn parse(text: &str) -> Option<Self> {
        let (tag, parameters) = text.split_once(';').unwrap_or((text, ""));
        let primary = tag.trim().split('-').next()?.to_ascii_lowercase();
        let thousandths = match parameters.trim() {
            "" => 1000,
            quality => thousandths(
                quality
                    .strip_prefix(['q', 'Q'])?
                    .trim_start()
                    .strip_prefix('=')?
                    .trim(),
            )?,
        };
        (!primary.is_empty()).then_some(Self {
            primary,
            thousandths,
        })
    }
}

/// `0.85` as 850; `None` unless it is 0 to 1 with at most three decimals.
fn thousandths(quality: &str) -> Option<u16> {
    let (whole, decimals) = quality.split_once('.').unwrap_or((quality, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let fraction: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(fraction),
        "1" if fraction == 0 => Some(1000),
        _ => None,
    }
}

/// The weight of a language, and after it how early it was named: a tie goes to the earlier one.
/// What is not named has the weight of `*`; what is refused weighs as little as what is unknown.
fn weight(ranges: &[Range], language: &str) -> (u16, usize) {
    let named = |name: &str| {
        ranges
            .iter()
            .enumerate()
            .filter(|(_, range)| range.primary == name)
            .map(|(index, range)| match range.thousandths {
                0 => (0, 0),
                weight => (weight, MOST_RANGES.saturating_sub(index)),
            })
            .max()
    };
    named(language).or_else(|| named("*")).unwrap_or((0, 0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language_wins_and_chinese_is_the_default() {
        let english = [
            "en",
            "EN-us",
            "en-GB,en;q=0.9",
            "en,zh",
            "zh;q=0.5, en;q=0.501",
            "fr, en;q=0.1",
            "zh;q=0, *",
            "zh;q=0.8,en;q=1.0",
            "en ; q=0.9 , zh ; q=0.8",
            // Four decimals are malformed; that range is dropped, not the header.
            "en;q=0.5,zh;q=0.5000",
        ];
        for header in english {
            assert_eq!(preferred(Some(header)), Language::English, "{header}");
        }
        let chinese = [
            "",
            "*",
            "zh",
            "zh-Hans-CN",
            "zh-TW,en;q=0.9",
            "zh,en",
            "fr-CA",
            "en;q=0",
            "en;q=0.5,*",
            "en;q=2, zh;q=0.1",
            "en;q=banana,zh;q=0.1",
            "en;q=0.5,zh-CN;q=0.7,zh;q=0.1",
            ",;,=,q=1",
        ];
        for header in chinese {
            assert_eq!(preferred(Some(header)), Language::Chinese, "{header}");
        }
        assert_eq!(preferred(None), Language::Chinese);
    }

    #[test]
    fn a_header_of_absurd_length_is_read_to_its_first_ranges() {
        let header = format!("{}en", "fr,".repeat(100_000));
        assert_eq!(preferred(Some(&header)), Language::Chinese);
    }
}
