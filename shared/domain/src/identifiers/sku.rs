use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// A stock keeping unit as the catalogue writes it (4.2.2): 1–64 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Sku(String);

/// The text is not a SKU.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a SKU of 1 to 64 letters, digits, dots, underscores or hyphens, found {found:?}")]
pub struct InvalidSku {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl Sku {
    /// Reads a SKU as written.
    ///
    /// # Errors
    /// [`InvalidSku`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Sku, InvalidSku> {
        if fits(text, 1..=64, is_code_character) {
            Ok(Sku(text.to_owned()))
        } else {
            Err(InvalidSku { found: shown(text) })
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Sku {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Sku {
    type Error = InvalidSku;

    fn try_from(text: String) -> Result<Sku, InvalidSku> {
        Sku::parse(&text)
    }
}

impl std::str::FromStr for Sku {
    type Err = InvalidSku;

    fn from_str(text: &str) -> Result<Sku, InvalidSku> {
        Sku::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_texts_are_kept_as_written() {
        for text in ["A1", "a.b_c-9", &"x".repeat(64)] {
            assert_eq!(Sku::parse(text).unwrap().as_str(), text);
            let wire = serde_json::to_string(&Sku::parse(text).unwrap()).unwrap();
            assert_eq!(
                serde_json::from_str::<Sku>(&wire).unwrap().to_string(),
                text
            );
        }
    }

    #[test]
    fn anything_else_is_refused_also_on_the_wire() {
        for text in ["", " A1", "A/1", "A#1", "手机", &"x".repeat(65)] {
            assert!(Sku::parse(text).is_err(), "{text:?}");
            let wire = serde_json::to_string(text).unwrap();
            assert!(serde_json::from_str::<Sku>(&wire).is_err(), "{text:?}");
        }
    }
}
