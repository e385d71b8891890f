use std::fmt;

use super::Mobile;

/// The phone number that a text means, however it is written (4.2.4): a mainland mobile, or a landline
/// with its area code. Two texts that mean one number are equal.
///
/// Personal data (R21–R26): `Debug` shows `***`, and an error never repeats what was found.
#[derive(Clone, PartialEq, Eq)]
pub struct Phone(String);

/// The text means no phone number. What was found is described, not repeated: it may be somebody's
/// number with a typing error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {expected}, found {found}", expected = Self::EXPECTED)]
pub struct InvalidPhone {
    /// What the text looks like, without any of its digits.
    pub found: String,
}

impl InvalidPhone {
    /// What would have been right.
    pub const EXPECTED: &str = "a mobile number, or a landline with its area code";
}

/// The country code of the mainland, as it is dialled and as it is written.
const COUNTRY: [&str; 3] = ["+86", "0086", "86"];

// As escapes: in many fonts they look like those of ASCII.
const FULL_WIDTH_PLUS: char = '\u{ff0b}';
const FULL_WIDTH_HYPHEN: char = '\u{ff0d}';
const FULL_WIDTH_OPEN: char = '\u{ff08}';
const FULL_WIDTH_CLOSE: char = '\u{ff09}';
const FULL_WIDTH_ZERO: char = '\u{ff10}';
const FULL_WIDTH_NINE: char = '\u{ff19}';

impl Phone {
    /// Reads a number written in any of the usual ways: with spaces, hyphens, dots or brackets, in
    /// full-width characters, with a country code, or a mobile with the 0 of a long-distance call.
    ///
    /// # Errors
    /// [`InvalidPhone`] with what is there instead.
    pub fn parse(text: &str) -> Result<Self, InvalidPhone> {
        let written = plain(text).ok_or_else(|| InvalidPhone {
            found: format!("{} characters, not all of a number", text.chars().count()),
        })?;
        let national = COUNTRY
            .iter()
            .find_map(|code| national(&written, code))
            .unwrap_or(written);
        let of_mobile = national.strip_prefix('0').unwrap_or(&national);
        if Mobile::parse(of_mobile).is_ok() {
            return Ok(Self(of_mobile.to_owned()));
        }
        let is_landline = national.starts_with('0') && (10..=12).contains(&national.len());
        if !is_landline || national.contains('+') {
            let digits = national.chars().filter(char::is_ascii_digit).count();
            return Err(InvalidPhone {
                found: format!("{digits} digits of neither"),
            });
        }
        Ok(Self(national))
    }

    /// Its digits: eleven of a mobile, or 0, area code and number. Never for logs.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether `text` gives the number away, with or without what separates its digits.
    #[must_use]
    pub fn is_told_in(&self, text: &str) -> bool {
        let told: String = text.chars().filter_map(digit).collect();
        told.contains(self.0.trim_start_matches('0'))
    }
}

impl fmt::Debug for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

/// The digits of a number, and a plus sign before them, without what separates them; `None` when there
/// is something else.
fn plain(text: &str) -> Option<String> {
    let mut plain = String::new();
    for character in text.chars() {
        match character {
            '+' | FULL_WIDTH_PLUS if plain.is_empty() => plain.push('+'),
            '-' | FULL_WIDTH_HYPHEN | '.' | '(' | ')' | FULL_WIDTH_OPEN | FULL_WIDTH_CLOSE => {}
            space if space.is_whitespace() => {}
            other => plain.push(digit(other)?),
        }
    }
    Some(plain)
}

/// A digit of ASCII or full width, as one of ASCII.
fn digit(character: char) -> Option<char> {
    match character {
        '0'..='9' => Some(character),
        FULL_WIDTH_ZERO..=FULL_WIDTH_NINE => {
            let value = u32::from(character).checked_sub(u32::from(FULL_WIDTH_ZERO))?;
            char::from_digit(value, 10)
        }
        _ => None,
    }
}

/// The number behind the country code, as it is dialled within the country; `None` when there is no
/// such code.
fn national(written: &str, code: &str) -> Option<String> {
    let rest = written.strip_prefix(code).filter(|rest| rest.len() >= 9)?;
    let is_dialled = rest.starts_with('0') || Mobile::parse(rest).is_ok();
    Some(if is_dialled {
        rest.to_owned()
    } else {
        format!("0{rest}")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn however_a_number_is_written_it_is_the_same() {
        for (number, spellings) in [
            (
                "13900139000",
                &[
                    "13900139000",
                    " 139 0013-9000 ",
                    "+86 139 0013 9000",
                    "+86-13900139000",
                    "(+86)13900139000",
                    "008613900139000",
                    "8613900139000",
                    "013900139000",
                    "+86 0 13900139000",
                    "\u{ff0b}\u{ff18}\u{ff16}\u{ff08}139\u{ff09}0013\u{ff0d}9000",
                    "+86(139)0013.9000",
                ][..],
            ),
            (
                "02367890123",
                &[
                    "02367890123",
                    "023-67890123",
                    "(023) 6789 0123",
                    "+86 23 6789 0123",
                    "0086-23-67890123",
                    "86 023 67890123",
                ],
            ),
            ("0571888866", &["0571-888866", "+86 571 888866"]),
            ("01088886666", &["010-8888 6666", "+861088886666"]),
        ] {
            for text in spellings {
                assert_eq!(Phone::parse(text).unwrap().as_str(), number, "{text}");
            }
        }
    }

    #[test]
    fn what_is_no_number_is_described_and_not_repeated() {
        for text in [
            "",
            "+",
            "12345678901",
            "67890123",
            "1390013900",
            "139001390001",
            "+852 9123 4567",
            "+1 202 555 0123 45",
            "139 0013 9000 转 8",
            "0139001390001",
            "86+13900139000",
        ] {
            let told = Phone::parse(text).unwrap_err().to_string();
            let digits: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).collect();
            for part in digits.into_iter().filter(|part| part.len() > 2) {
                assert!(!told.contains(part), "{text}: {told}");
            }
        }
        assert_eq!(format!("{:?}", Phone::parse("13900139000").unwrap()), "***");
    }

    #[test]
    fn a_number_is_found_in_words() {
        let phone = Phone::parse("023-67890123").unwrap();
        for (words, told) in [
            ("023 6789-0123 多次拒付", true),
            ("+86 23 67890123", true),
            ("多次拒付,共 3 次", false),
        ] {
            assert_eq!(phone.is_told_in(words), told, "{words}");
        }
    }

    proptest! {
        #[test]
        fn what_was_read_reads_as_itself(text in "[+0-9 ()-]{0,20}|\\PC{0,20}") {
            if let Ok(phone) = Phone::parse(&text) {
                prop_assert_eq!(Phone::parse(phone.as_str()).unwrap(), phone);
            }
        }
    }
}
