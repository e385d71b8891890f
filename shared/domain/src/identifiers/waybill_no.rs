use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, shown};

/// A carrier's waybill number (5.3.2, I): 6–32 ASCII letters, digits or hyphens, kept in upper case.
///
/// Carriers' own patterns change without notice, so they are hints elsewhere and never enforced.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct WaybillNo(String);

/// The text is not a waybill number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a waybill number of 6 to 32 letters, digits or hyphens, found {found:?}")]
pub struct InvalidWaybillNo {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl WaybillNo {
    /// Reads a waybill number and puts it in upper case.
    ///
    /// # Errors
    /// [`InvalidWaybillNo`] with what was expected and found.
    pub fn parse(text: &str) -> Result<WaybillNo, InvalidWaybillNo> {
        if fits(text, 6..=32, is_waybill_character) {
            Ok(WaybillNo(text.to_ascii_uppercase()))
        } else {
            Err(InvalidWaybillNo { found: shown(text) })
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WaybillNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for WaybillNo {
    type Error = InvalidWaybillNo;

    fn try_from(text: String) -> Result<WaybillNo, InvalidWaybillNo> {
        WaybillNo::parse(&text)
    }
}

impl std::str::FromStr for WaybillNo {
    type Err = InvalidWaybillNo;

    fn from_str(text: &str) -> Result<WaybillNo, InvalidWaybillNo> {
        WaybillNo::parse(text)
    }
}

fn is_waybill_character(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waybills_are_kept_in_upper_case() {
        let table = [
            ("sf1234567890123", Some("SF1234567890123")),
            ("JD0012345678-1-1-", Some("JD0012345678-1-1-")),
            ("123456", Some("123456")),
            ("12345", None),
            ("SF 123456", None),
            ("单号123456", None),
            ("１２３４５６", None),
            ("123456789012345678901234567890123", None),
        ];
        for (text, kept) in table {
            let found = WaybillNo::parse(text).ok();
            assert_eq!(found.as_ref().map(WaybillNo::as_str), kept, "{text}");
            let wire = serde_json::to_string(text).unwrap();
            assert_eq!(serde_json::from_str(&wire).ok(), found);
        }
    }
}
