use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::shown;

/// The 31 characters of GB 32100 in order of their value; I, O, S, V and Z are left out.
const ALPHABET: &[u8; 31] = b"0123456789ABCDEFGHJKLMNPQRTUWXY";

/// A unified social credit code 统一社会信用代码 (GB 32100, section I): 18 characters, the last a
/// check digit over the first 17; kept in upper case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct Uscc(String);

/// Why a text is not a unified social credit code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum InvalidUscc {
    /// Wrong length or a character outside the alphabet.
    #[error("expected 18 digits or capital letters other than I, O, S, V and Z, found {found:?}")]
    Malformed {
        /// The text as given, cut to its first 40 characters.
        found: String,
    },
    /// Well-formed, but mistyped somewhere.
    #[error("expected check digit {expected:?} at the end, found {found:?}: the code is mistyped")]
    WrongCheckDigit {
        /// The check digit the first 17 characters call for.
        expected: char,
        /// The code as given.
        found: String,
    },
}

impl Uscc {
    /// Reads a code in either case and verifies its check digit.
    ///
    /// # Errors
    /// [`InvalidUscc`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Uscc, InvalidUscc> {
        let malformed = || InvalidUscc::Malformed { found: shown(text) };
        if text.len() != 18 {
            return Err(malformed());
        }
        let code = text.to_ascii_uppercase();
        let values = code.bytes().map(value).collect::<Option<Vec<u32>>>();
        let values = values.ok_or_else(malformed)?;
        let expected = check_character(&values[..17]);
        if !code.ends_with(expected) {
            return Err(InvalidUscc::WrongCheckDigit {
                expected,
                found: code,
            });
        }
        Ok(Uscc(code))
    }

    /// The code in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The value of a character in GB 32100, if it has one.
fn value(character: u8) -> Option<u32> {
    let position = ALPHABET.iter().position(|known| *known == character)?;
    u32::try_from(position).ok()
}

/// `(31 − Σ value × 3^i mod 31) mod 31` over the first 17 values, as a character.
fn check_character(values: &[u32]) -> char {
    let mut weight = 1;
    let mut sum = 0;
    for value in values {
        sum = (sum + value * weight) % 31;
        weight = weight * 3 % 31;
    }
    char::from(ALPHABET[((31 - sum) % 31) as usize])
}

impl fmt::Display for Uscc {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Uscc {
    type Error = InvalidUscc;

    fn try_from(text: String) -> Result<Uscc, InvalidUscc> {
        Uscc::parse(&text)
    }
}

impl std::str::FromStr for Uscc {
    type Err = InvalidUscc;

    fn from_str(text: &str) -> Result<Uscc, InvalidUscc> {
        Uscc::parse(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn published_codes_and_their_misprints_are_told_apart() {
        let table = [
            ("91110000600037341L", true, ""),
            ("914403001922038216", true, ""),
            ("9144030071526726XG", true, "organisation part ends in X"),
            ("91330100799655058B", true, ""),
            (
                "91350100M000100Y43",
                true,
                "example printed with GB 32100-2015",
            ),
            (
                "9150000020286320X6",
                true,
                "Chongqing (characters 3-4 = 50)",
            ),
            ("91500101000000019M", true, "synthetic, Chongqing Wanzhou"),
            (
                "92500103000000027A",
                true,
                "synthetic sole trader, Chongqing Yuzhong",
            ),
            ("91110000600037341l", true, "lower case is read"),
            ("91500000202823358N", false, "wrong check digit"),
            ("9150010100000001IM", false, "I is not in the alphabet"),
            ("91110000600037341", false, "17 characters"),
            ("911100006000373410L", false, "19 characters"),
            ("渝渝渝渝渝渝", false, "18 bytes but not 18 characters"),
            ("", false, ""),
        ];
        for (text, valid, note) in table {
            assert_eq!(Uscc::parse(text).is_ok(), valid, "{text} {note}");
            let wire = serde_json::to_string(text).unwrap();
            assert_eq!(serde_json::from_str::<Uscc>(&wire).is_ok(), valid);
        }
    }

    proptest! {
        #[test]
        fn one_mistyped_character_is_always_noticed(
            values in prop::collection::vec(0u32..31, 17),
            place in 0usize..18,
            shift in 1usize..31,
        ) {
            let mut code: Vec<u8> = values.iter().map(|value| ALPHABET[*value as usize]).collect();
            code.push(check_character(&values) as u8);
            let text = String::from_utf8(code.clone()).unwrap();
            prop_assert!(Uscc::parse(&text).is_ok());
            let old = value(code[place]).unwrap() as usize;
            code[place] = ALPHABET[(old + shift) % 31];
            let text = String::from_utf8(code).unwrap();
            let refused = matches!(Uscc::parse(&text), Err(InvalidUscc::WrongCheckDigit { .. }));
            prop_assert!(refused);
        }
    }
}
