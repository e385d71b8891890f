use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The number of a handover manifest 交接单 (5.3.2): 1–64 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ManifestNo(String);

/// The text is not a manifest's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a manifest's number of 1 to 64 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidManifestNo {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl ManifestNo {
    /// Reads a manifest's number as written.
    ///
    /// # Errors
    /// [`InvalidManifestNo`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidManifestNo> {
        if fits(text, 1..=64, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidManifestNo { found: shown(text) })
        }
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ManifestNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ManifestNo {
    type Error = InvalidManifestNo;

    fn try_from(text: String) -> Result<Self, InvalidManifestNo> {
        Self::parse(&text)
    }
}
