use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The number of a work order 生产工单 (5.1.1): 1–64 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct WorkOrderNo(String);

/// The text is not a work order's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a work order's number of 1 to 64 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidWorkOrderNo {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl WorkOrderNo {
    /// Reads a work order's number as written.
    ///
    /// # Errors
    /// [`InvalidWorkOrderNo`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidWorkOrderNo> {
        if fits(text, 1..=64, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidWorkOrderNo { found: shown(text) })
        }
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for WorkOrderNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for WorkOrderNo {
    type Error = InvalidWorkOrderNo;

    fn try_from(text: String) -> Result<Self, InvalidWorkOrderNo> {
        Self::parse(&text)
    }
}
