use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The number of a lot 批号 (5.2.1): 1–32 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct LotNo(String);

/// The text is not a lot's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a lot's number of 1 to 32 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidLotNo {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl LotNo {
    /// Reads a lot's number as written.
    ///
    /// # Errors
    /// [`InvalidLotNo`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidLotNo> {
        if fits(text, 1..=32, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidLotNo { found: shown(text) })
        }
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LotNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LotNo {
    type Error = InvalidLotNo;

    fn try_from(text: String) -> Result<Self, InvalidLotNo> {
        Self::parse(&text)
    }
}
