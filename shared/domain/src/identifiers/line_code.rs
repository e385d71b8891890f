use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The code of a production line 产线 (5.1.1): 1–32 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct LineCode(String);

/// The text is not a production line's code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a production line's code of 1 to 32 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidLineCode {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl LineCode {
    /// Reads a production line's code as written.
    ///
    /// # Errors
    /// [`InvalidLineCode`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidLineCode> {
        if fits(text, 1..=32, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidLineCode { found: shown(text) })
        }
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for LineCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for LineCode {
    type Error = InvalidLineCode;

    fn try_from(text: String) -> Result<Self, InvalidLineCode> {
        Self::parse(&text)
    }
}
