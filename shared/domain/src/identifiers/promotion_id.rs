use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The name of a promotion, which order lines give (4.2.4): 1–64 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct PromotionId(String);

/// The text is not a promotion's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a promotion's name of 1 to 64 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidPromotionId {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl PromotionId {
    /// Reads a promotion's name as written.
    ///
    /// # Errors
    /// [`InvalidPromotionId`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidPromotionId> {
        if fits(text, 1..=64, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPromotionId { found: shown(text) })
        }
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PromotionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PromotionId {
    type Error = InvalidPromotionId;

    fn try_from(text: String) -> Result<Self, InvalidPromotionId> {
        Self::parse(&text)
    }
}
