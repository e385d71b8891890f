use std::fmt;

use serde::{Deserialize, Serialize};

/// A mainland mobile number (4.2.1): eleven digits, `^1[3-9]\d{9}$`, without country code.
///
/// Personal data (R21–R26): `Debug` shows `***`, lists and logs use [`Mobile::masked`], and only
/// `Display` and [`Mobile::as_str`] give the number itself.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Mobile(String);

/// The text is not a mobile number. What was found is described, not repeated: it may be
/// somebody's number with a typing error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a mobile number of 11 digits beginning 13 to 19, found {found}")]
pub struct InvalidMobile {
    /// What the text looks like, without any of its digits.
    pub found: String,
}

impl Mobile {
    /// Reads a mobile number; spaces, hyphens and a country code are not accepted.
    ///
    /// # Errors
    /// [`InvalidMobile`] with the number of characters found and what is wrong with them.
    pub fn parse(text: &str) -> Result<Mobile, InvalidMobile> {
        let bytes = text.as_bytes();
        let invalid = |found: String| Err(InvalidMobile { found });
        if !bytes.iter().all(u8::is_ascii_digit) {
            return invalid(format!(
                "{} characters, not all digits",
                text.chars().count()
            ));
        }
        if bytes.len() != 11 {
            return invalid(format!("{} digits", bytes.len()));
        }
        if bytes[0] != b'1' || !(b'3'..=b'9').contains(&bytes[1]) {
            return invalid("11 digits with another beginning".to_owned());
        }
        Ok(Mobile(text.to_owned()))
    }

    /// The whole number: for carriers and messages to the person, never for logs.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `138****1234`, for lists (R21–R26).
    pub fn masked(&self) -> String {
        format!("{}****{}", &self.0[..3], &self.0[7..])
    }
}

impl fmt::Display for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Mobile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl TryFrom<String> for Mobile {
    type Error = InvalidMobile;

    fn try_from(text: String) -> Result<Mobile, InvalidMobile> {
        Mobile::parse(&text)
    }
}

impl std::str::FromStr for Mobile {
    type Err = InvalidMobile;

    fn from_str(text: &str) -> Result<Mobile, InvalidMobile> {
        Mobile::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_eleven_digits_beginning_13_to_19_are_a_mobile() {
        let table = [
            ("13800138000", true),
            ("19912345678", true),
            ("12812345678", false),
            ("23812345678", false),
            ("1381234567", false),
            ("138123456789", false),
            ("+8613812345678", false),
            ("138 1234 5678", false),
            ("１３８１２３４５６７８", false),
            ("", false),
        ];
        for (text, valid) in table {
            assert_eq!(Mobile::parse(text).is_ok(), valid, "{text}");
            let wire = serde_json::to_string(text).unwrap();
            assert_eq!(serde_json::from_str::<Mobile>(&wire).is_ok(), valid);
        }
    }

    #[test]
    fn neither_debug_nor_an_error_gives_the_number_away() {
        let mobile = Mobile::parse("13812341234").unwrap();
        assert_eq!(format!("{mobile:?}"), "***");
        assert_eq!(mobile.masked(), "138****1234");
        let error = Mobile::parse("138123412345").unwrap_err();
        assert!(!error.to_string().contains("1234"));
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,20}") {
            let _ = Mobile::parse(&text).map(|mobile| mobile.masked());
        }
    }
}
