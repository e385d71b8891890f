use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, is_code_character, shown};

/// The seller's own number for a customer (8.1): 1–64 of `A–Z a–z 0–9 . _ -`, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct CustomerId(String);

/// The text is not a customer id.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected a customer id of 1 to 64 letters, digits, dots, underscores or hyphens, found {found:?}"
)]
pub struct InvalidCustomerId {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

/// What the identifier of somebody without one of their own begins with.
const GUEST: &str = "guest-";

impl CustomerId {
    /// Reads a customer id as written.
    ///
    /// # Errors
    /// [`InvalidCustomerId`] with what was expected and found.
    pub fn parse(text: &str) -> Result<CustomerId, InvalidCustomerId> {
        if fits(text, 1..=64, is_code_character) {
            Ok(CustomerId(text.to_owned()))
        } else {
            Err(InvalidCustomerId { found: shown(text) })
        }
    }

    /// The text of an identifier for somebody who has none, made of an order's.
    pub fn guest_of(order: impl fmt::Display) -> String {
        format!("{GUEST}{order}")
    }

    /// Whether it was made up for one order, so that nothing else can be known of the customer.
    pub fn is_guest(&self) -> bool {
        self.0.starts_with(GUEST)
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for CustomerId {
    type Error = InvalidCustomerId;

    fn try_from(text: String) -> Result<CustomerId, InvalidCustomerId> {
        CustomerId::parse(&text)
    }
}

impl std::str::FromStr for CustomerId {
    type Err = InvalidCustomerId;

    fn from_str(text: &str) -> Result<CustomerId, InvalidCustomerId> {
        CustomerId::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_texts_are_kept_as_written() {
        for text in ["C-1", "a.b_c", &"x".repeat(64)] {
            assert_eq!(CustomerId::parse(text).unwrap().as_str(), text);
            let wire = serde_json::to_string(&CustomerId::parse(text).unwrap()).unwrap();
            assert_eq!(
                serde_json::from_str::<CustomerId>(&wire)
                    .unwrap()
                    .to_string(),
                text
            );
        }
    }

    #[test]
    fn guests_are_told_from_customers_with_an_identifier_of_their_own() {
        for (text, is_guest) in [
            (CustomerId::guest_of(7), true),
            ("C-guest-7".to_owned(), false),
        ] {
            assert_eq!(CustomerId::parse(&text).unwrap().is_guest(), is_guest);
        }
    }

    #[test]
    fn anything_else_is_refused_also_on_the_wire() {
        for text in ["", "a b", "a#b", "张三", &"x".repeat(65)] {
            assert!(CustomerId::parse(text).is_err(), "{text:?}");
            let wire = serde_json::to_string(text).unwrap();
            assert!(
                serde_json::from_str::<CustomerId>(&wire).is_err(),
                "{text:?}"
            );
        }
    }
}
