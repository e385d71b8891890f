use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, shown};

/// The code of a carrier (5.3.1), such as `shunfeng`: 1–32 of `a–z 0–9 -`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct CarrierCode(String);

/// The text is not a carrier code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a carrier code of 1 to 32 lower-case letters, digits or hyphens, found {found:?}"
)]
pub struct InvalidCarrierCode {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl CarrierCode {
    /// Reads a carrier code as written.
    ///
    /// # Errors
    /// [`InvalidCarrierCode`] with what was expected and found.
    pub fn parse(text: &str) -> Result<CarrierCode, InvalidCarrierCode> {
        if fits(text, 1..=32, is_carrier_character) {
            Ok(CarrierCode(text.to_owned()))
        } else {
            Err(InvalidCarrierCode { found: shown(text) })
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CarrierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CarrierCode {
    type Error = InvalidCarrierCode;

    fn try_from(text: String) -> Result<CarrierCode, InvalidCarrierCode> {
        CarrierCode::parse(&text)
    }
}

impl std::str::FromStr for CarrierCode {
    type Err = InvalidCarrierCode;

    fn from_str(text: &str) -> Result<CarrierCode, InvalidCarrierCode> {
        CarrierCode::parse(text)
    }
}

fn is_carrier_character(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_texts_are_kept_as_written() {
        for text in ["shunfeng", "jd-2", "x"] {
            assert_eq!(CarrierCode::parse(text).unwrap().as_str(), text);
            let wire = serde_json::to_string(&CarrierCode::parse(text).unwrap()).unwrap();
            assert_eq!(
                serde_json::from_str::<CarrierCode>(&wire)
                    .unwrap()
                    .to_string(),
                text
            );
        }
    }

    #[test]
    fn anything_else_is_refused_also_on_the_wire() {
        for text in ["", "SF", "顺丰", "a b", "a_b", &"x".repeat(33)] {
            assert!(CarrierCode::parse(text).is_err(), "{text:?}");
            let wire = serde_json::to_string(text).unwrap();
            assert!(
                serde_json::from_str::<CarrierCode>(&wire).is_err(),
                "{text:?}"
            );
        }
    }
}
