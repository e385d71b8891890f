use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The code of a supplier 供应商 (5.1.2), such as `ba-nan-tea`: 1–64 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct SupplierCode(String);

/// The text is not a supplier code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a supplier code of 1 to 64 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidSupplierCode {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl SupplierCode {
    /// Reads a supplier code as written.
    ///
    /// # Errors
    /// [`InvalidSupplierCode`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidSupplierCode> {
        if fits(text, 1..=64, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidSupplierCode { found: shown(text) })
        }
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SupplierCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for SupplierCode {
    type Error = InvalidSupplierCode;

    fn try_from(text: String) -> Result<Self, InvalidSupplierCode> {
        Self::parse(&text)
    }
}
