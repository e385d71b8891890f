use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The number of a purchase order 采购订单 (5.1.2): 1–64 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct PurchaseOrderNo(String);

/// The text is not a purchase order's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a purchase order's number of 1 to 64 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidPurchaseOrderNo {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl PurchaseOrderNo {
    /// Reads a purchase order's number as written.
    ///
    /// # Errors
    /// [`InvalidPurchaseOrderNo`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidPurchaseOrderNo> {
        if fits(text, 1..=64, is_code_character) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPurchaseOrderNo { found: shown(text) })
        }
    }

    /// The identifier as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PurchaseOrderNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PurchaseOrderNo {
    type Error = InvalidPurchaseOrderNo;

    fn try_from(text: String) -> Result<Self, InvalidPurchaseOrderNo> {
        Self::parse(&text)
    }
}
