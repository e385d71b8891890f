//! Everything that is wrong with the values of a body, gathered and refused at once.

use std::fmt::Display;
use std::ops::RangeInclusive;

use domain::refusal::{Evidence, Refusal, quote};

/// The most that is reported; the rest follows once these are mended.
const MOST: usize = 100;

/// What was wrong so far.
#[derive(Debug, Default)]
pub(crate) struct Mistakes {
    found: Vec<Evidence>,
}

impl Mistakes {
    /// Notes one.
    pub(crate) fn note(&mut self, at: impl Into<String>, expected: impl Into<String>, found: &str) {
        if self.found.len() < MOST {
            self.found.push(Evidence::new(at, expected, quote(found)));
        }
    }

    /// A text read by one of the domain's parsers, whose errors say `expected …, found …`.
    pub(crate) fn parsed<T, E: Display>(
        &mut self,
        at: &str,
        text: &str,
        parse: fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        match parse(text) {
            Ok(value) => Some(value),
            Err(error) => {
                let message = error.to_string();
                let expected = message
                    .rsplit_once(", found ")
                    .map_or(message.as_str(), |(expected, _)| expected);
                self.note(
                    at,
                    expected.strip_prefix("expected ").unwrap_or(expected),
                    text,
                );
                None
            }
        }
    }

    /// The same for a text that may be absent.
    pub(crate) fn parsed_if_given<T, E: Display>(
        &mut self,
        at: &str,
        text: Option<&str>,
        parse: fn(&str) -> Result<T, E>,
    ) -> Option<T> {
        text.and_then(|text| self.parsed(at, text, parse))
    }

    /// A text for people: trimmed, of 1 to `longest` characters, none of them a control
    /// character other than a line break or a tab.
    pub(crate) fn words(&mut self, at: &str, text: &str, longest: usize) -> String {
        let trimmed = text.trim();
        let length = trimmed.chars().count();
        if !(1..=longest).contains(&length) {
            self.note(
                at,
                format!("1 to {longest} characters"),
                &format!("{length} characters"),
            );
        } else if trimmed
            .chars()
            .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        {
            self.note(at, "no control characters", "a control character");
        }
        trimmed.to_owned()
    }

    /// The same for a text that may be absent; a blank one counts as absent.
    pub(crate) fn words_if_given(
        &mut self,
        at: &str,
        text: Option<&str>,
        longest: usize,
    ) -> Option<String> {
        let text = text.filter(|text| !text.trim().is_empty())?;
        Some(self.words(at, text, longest))
    }

    /// A number within a range.
    pub(crate) fn within<N: PartialOrd + Display>(
        &mut self,
        at: &str,
        value: N,
        range: &RangeInclusive<N>,
    ) {
        if !range.contains(&value) {
            self.note(
                at,
                format!("{}..={}", range.start(), range.end()),
                &value.to_string(),
            );
        }
    }

    /// What was wrong so far.
    pub(crate) fn into_found(self) -> Vec<Evidence> {
        self.found
    }

    /// `value` if nothing was wrong.
    ///
    /// # Errors
    /// 422 `invalid_value` with everything that was.
    pub(crate) fn none_in<T>(self, value: Option<T>) -> Result<T, Refusal> {
        let mut found = self.found.into_iter();
        match (value, found.next()) {
            (Some(value), None) => Ok(value),
            (_, Some(first)) => {
                let refusal = Refusal::invalid(first.at, first.expected, first.found);
                Err(found.fold(refusal, Refusal::because))
            }
            // Every parser notes why it has no value, so this is not reached.
            (None, None) => Err(Refusal::invalid("body", "a value", "nothing")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identifiers::Sku;
    use domain::refusal::LONGEST_QUOTE;

    #[test]
    fn everything_wrong_is_told_at_once() {
        let mut mistakes = Mistakes::default();
        let sku = mistakes.parsed("lines[0].sku", "a b", Sku::parse);
        mistakes.within("lines[0].quantity", 0, &(1..=1_000_000));
        mistakes.words("remark", &"长".repeat(11), 10);
        mistakes.words("name", "a\u{0}b", 10);
        let refusal = mistakes.none_in(sku).unwrap_err();
        assert_eq!(
            (refusal.code, refusal.class.status()),
            ("invalid_value", 422)
        );
        assert_eq!(
            refusal.evidence,
            [
                Evidence::new(
                    "lines[0].sku",
                    "a SKU of 1 to 64 letters, digits, dots, underscores or hyphens",
                    "a b"
                ),
                Evidence::new("lines[0].quantity", "1..=1000000", "0"),
                Evidence::new("remark", "1 to 10 characters", "11 characters"),
                Evidence::new("name", "no control characters", "a control character"),
            ]
        );
    }

    #[test]
    fn good_values_pass_and_texts_are_trimmed() {
        let mut mistakes = Mistakes::default();
        assert_eq!(mistakes.words("name", " 张三\n", 2), "张三");
        assert_eq!(mistakes.words_if_given("remark", Some("  "), 5), None);
        assert_eq!(mistakes.none_in(Some(7)).unwrap(), 7);
    }

    #[test]
    fn a_report_has_an_end() {
        let mut mistakes = Mistakes::default();
        for _ in 0..1000 {
            mistakes.note("at", "little", &"much".repeat(1000));
        }
        let refusal = mistakes.none_in(Some(())).unwrap_err();
        assert_eq!(refusal.evidence.len(), MOST);
        assert_eq!(refusal.evidence[0].found.chars().count(), LONGEST_QUOTE + 1);
    }
}
