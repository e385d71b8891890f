use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The code of a carrier's service (5.3.1), such as `express`: 1–32 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ServiceCode(String);

/// The text is not the code of a service.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a service code of 1 to 32 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidServiceCode {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl ServiceCode {
    /// Reads a service code as written.
    ///
    /// # Errors
    /// [`InvalidServiceCode`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidServiceCode> {
        if fits(text, 1..=32, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidServiceCode { found: shown(text) })
        }
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ServiceCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ServiceCode {
    type Error = InvalidServiceCode;

    fn try_from(text: String) -> Result<Self, InvalidServiceCode> {
        Self::parse(&text)
    }
}
