//! Which language a person wants to be answered in (RFC 9110, 12.5.4).

use contract::problem::Language;

use super::quality::{Ranges, Weight};

/// The language that `Accept-Language` prefers among those we have; Chinese when it prefers none.
#[must_use]
pub fn preferred(accept_language: Option<&str>) -> Language {
    let ranges = Ranges::parse(accept_language);
    if weight(&ranges, "en") > weight(&ranges, "zh") {
        Language::English
    } else {
        Language::Chinese
    }
}

/// The weight of a language. What is not named has the weight of `*`.
fn weight(ranges: &Ranges, language: &str) -> Weight {
    let named = |wanted: &str| ranges.weight(|name| name.split('-').next() == Some(wanted));
    named(language).or_else(|| named("*")).unwrap_or_default()
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
