//! Shops on e-commerce platforms that push their orders here (4.1.1).

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::refusal::{Refusal, quote};

/// The most characters of a code. It stands before the platform's order number, which keeps 47 of
/// the 64 characters of an external order number.
const LONGEST_CODE: usize = 16;
/// The most shops.
const MOST: usize = 200;

/// What a shop is called in the address that its platform pushes to: lower-case letters, digits
/// and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct ShopCode(String);

/// The text is not a shop's code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a shop code of 1 to 16 lower-case letters, digits or hyphens, found {found:?}")]
pub struct InvalidShopCode {
    /// The text as given, cut short.
    pub found: String,
}

impl ShopCode {
    /// Reads a code as written.
    ///
    /// # Errors
    /// [`InvalidShopCode`] with what was expected and found.
    pub fn parse(text: &str) -> Result<Self, InvalidShopCode> {
        let fits = (1..=LONGEST_CODE).contains(&text.len())
            && text
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
        if fits {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidShopCode { found: quote(text) })
        }
    }

    /// The external number of the shop's order with this number: two shops may count alike, and
    /// their orders are two orders (4.1.3). A code holds no colon, so each text is read one way.
    #[must_use]
    pub fn external_no(&self, number: &str) -> String {
        format!("{self}:{number}")
    }
}

impl fmt::Display for ShopCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for ShopCode {
    type Error = InvalidShopCode;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

/// Whose format a shop's orders come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Platform {
    /// 蓝桥市集: nested trades, amounts as texts in yuan, times of China without an offset.
    Lanqiao,
    /// 松风优选: flat orders, amounts as whole fen, times with their offset.
    Songfeng,
    /// The shape of our own interface, for shops that can send whatever is asked for.
    Yudan,
}

impl Platform {
    /// Every platform.
    pub const ALL: [Self; 3] = [Self::Lanqiao, Self::Songfeng, Self::Yudan];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Lanqiao => "lanqiao",
            Self::Songfeng => "songfeng",
            Self::Yudan => "yudan",
        }
    }
}

/// A shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Shop {
    /// Whose format its orders come in.
    pub platform: Platform,
    /// Whether its orders are taken.
    pub enabled: bool,
}

/// Refuses more shops than a policy should carry.
///
/// # Errors
/// `invalid_value` with the field, what is expected and what was found.
pub(crate) fn check(shops: &BTreeMap<ShopCode, Shop>) -> Result<(), Refusal> {
    if shops.len() <= MOST {
        return Ok(());
    }
    Err(Refusal::invalid(
        "shops",
        format!("at most {MOST} shops"),
        shops.len().to_string(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_code_names_a_shop() {
        let longest = "a".repeat(LONGEST_CODE);
        let too_long = "a".repeat(LONGEST_CODE + 1);
        for (text, expected) in [
            ("tea", true),
            ("tea-2", true),
            (longest.as_str(), true),
            (too_long.as_str(), false),
            ("", false),
            ("Tea", false),
            ("tea:2", false),
            ("tea 2", false),
            ("茶", false),
        ] {
            assert_eq!(ShopCode::parse(text).is_ok(), expected, "{text}");
            let wire = serde_json::to_string(text).unwrap();
            let read = serde_json::from_str::<ShopCode>(&wire);
            assert_eq!(read.is_ok(), expected, "{text} on the wire");
        }
    }

    #[test]
    fn numbers_of_two_shops_never_meet() {
        let number = |shop: &str, number: &str| ShopCode::parse(shop).unwrap().external_no(number);
        assert_eq!(number("tea", "1001"), "tea:1001");
        assert_ne!(number("tea", "1001"), number("tea-2", "1001"));
        assert_ne!(number("tea", "x:1"), number("x", "tea:1"));
    }

    #[test]
    fn the_names_of_platforms_are_those_of_the_policy() {
        for platform in Platform::ALL {
            let wire = serde_json::to_value(platform).unwrap();
            assert_eq!(wire, platform.name());
        }
    }

    #[test]
    fn a_policy_carries_a_bounded_number_of_shops() {
        let shop = Shop {
            platform: Platform::Yudan,
            enabled: true,
        };
        let shops = |count: usize| -> BTreeMap<ShopCode, Shop> {
            (0..count)
                .map(|number| (ShopCode(format!("s{number}")), shop))
                .collect()
        };
        assert!(check(&shops(MOST)).is_ok());
        assert_eq!(check(&shops(MOST + 1)).unwrap_err().evidence[0].at, "shops");
    }
}
