use std::fmt;

use serde::{Deserialize, Serialize};

use super::text::{fits, shown};

/// The order number a channel gave (4.1.3), unique within the channel: 1–64 visible characters
/// without spaces, in any script, case kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ExternalNo(String);

/// The text is not an external order number.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "expected an external order number of 1 to 64 visible characters without spaces, found {found:?}"
)]
pub struct InvalidExternalNo {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl ExternalNo {
    /// Reads an external order number as written.
    ///
    /// # Errors
    /// [`InvalidExternalNo`] with what was expected and found.
    pub fn parse(text: &str) -> Result<ExternalNo, InvalidExternalNo> {
        if fits(text, 1..=64, is_visible) {
            Ok(ExternalNo(text.to_owned()))
        } else {
            Err(InvalidExternalNo { found: shown(text) })
        }
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ExternalNo {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ExternalNo {
    type Error = InvalidExternalNo;

    fn try_from(text: String) -> Result<ExternalNo, InvalidExternalNo> {
        ExternalNo::parse(&text)
    }
}

impl std::str::FromStr for ExternalNo {
    type Err = InvalidExternalNo;

    fn from_str(text: &str) -> Result<ExternalNo, InvalidExternalNo> {
        ExternalNo::parse(text)
    }
}

/// Neither space nor control, nor a character that shows nothing or turns the reading direction:
/// two numbers that look the same must be the same.
fn is_visible(c: char) -> bool {
    let shows_nothing = matches!(c,
        '\u{00AD}' | '\u{034F}' | '\u{061C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}');
    !c.is_whitespace() && !c.is_control() && !shows_nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn well_formed_texts_are_kept_as_written() {
        for text in ["1", "淘宝-2020/02#15", "😀", &"单".repeat(64)] {
            assert_eq!(ExternalNo::parse(text).unwrap().as_str(), text);
            let wire = serde_json::to_string(&ExternalNo::parse(text).unwrap()).unwrap();
            assert_eq!(
                serde_json::from_str::<ExternalNo>(&wire)
                    .unwrap()
                    .to_string(),
                text
            );
        }
    }

    #[test]
    fn anything_else_is_refused_also_on_the_wire() {
        for text in [
            "",
            "a b",
            "a\t",
            "a\u{200B}b",
            "\u{202E}12",
            "a\u{3000}",
            &"1".repeat(65),
        ] {
            assert!(ExternalNo::parse(text).is_err(), "{text:?}");
            let wire = serde_json::to_string(text).unwrap();
            assert!(
                serde_json::from_str::<ExternalNo>(&wire).is_err(),
                "{text:?}"
            );
        }
    }
}
