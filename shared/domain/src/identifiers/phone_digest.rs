use std::fmt;

use serde::{Deserialize, Serialize};

use crate::terms::is_digest;

/// What stands for a phone number where the number itself must not: a keyed digest of 32 bytes, in 64
/// lower-case hexadecimal digits. Whoever lacks the key can neither read a number from it nor try
/// numbers on it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct PhoneDigest(String);

/// The text is no digest. It is not repeated: it may be somebody's number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected 64 lower-case hexadecimal digits, found {found} characters that are not")]
pub struct InvalidPhoneDigest {
    /// How many characters there are.
    pub found: usize,
}

impl PhoneDigest {
    /// Reads a digest.
    ///
    /// # Errors
    /// [`InvalidPhoneDigest`] with the number of characters.
    pub fn parse(text: &str) -> Result<Self, InvalidPhoneDigest> {
        if is_digest(text) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidPhoneDigest {
                found: text.chars().count(),
            })
        }
    }
}

impl fmt::Display for PhoneDigest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for PhoneDigest {
    type Error = InvalidPhoneDigest;

    fn try_from(text: String) -> Result<Self, InvalidPhoneDigest> {
        Self::parse(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_digest_is_64_lower_case_hexadecimal_digits_and_no_number_is_one() {
        let good = "0123456789abcdef".repeat(4);
        let digest = PhoneDigest::parse(&good).unwrap();
        let wire = serde_json::to_string(&digest).unwrap();
        assert_eq!(wire, format!("\"{good}\""));
        assert_eq!(serde_json::from_str::<PhoneDigest>(&wire).unwrap(), digest);
        for text in ["", "13900139000", &good[1..], &good.to_uppercase()] {
            let told = PhoneDigest::parse(text).unwrap_err().to_string();
            assert!(!told.contains("139"), "{told}");
            assert!(serde_json::from_str::<PhoneDigest>(&format!("\"{text}\"")).is_err());
        }
    }
}
