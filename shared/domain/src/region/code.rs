use std::fmt;

use serde::{Deserialize, Serialize};

use super::level::Level;
use super::table;

/// A division code of GB/T 2260 (2.1) that exists today or is a retired one of Chongqing (2.4).
///
/// On the wire it is the six digits as a string, `"500103"`. A retired code stays what it is, so
/// old data reads back unchanged; [`RegionCode::current`] gives its successor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct RegionCode(u32);

/// The text is not a known division code.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected a six-digit division code of GB/T 2260 such as 500103, found {found:?}")]
pub struct InvalidRegionCode {
    /// The text as given, cut to its first 40 characters.
    pub found: String,
}

impl RegionCode {
    /// 重庆市, the seller's province unless the policy says otherwise.
    pub const CHONGQING: RegionCode = RegionCode(500_000);

    /// Reads a six-digit code and checks that the division exists or existed.
    ///
    /// # Errors
    /// [`InvalidRegionCode`] when it is not six ASCII digits or names no known division.
    pub fn parse(text: &str) -> Result<RegionCode, InvalidRegionCode> {
        let digits = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit());
        let known = digits.then(|| text.parse().ok().and_then(RegionCode::from_number));
        known.flatten().ok_or_else(|| InvalidRegionCode {
            found: text.chars().take(40).collect(),
        })
    }

    /// The division with this number, if it exists or existed: `500103`.
    pub fn from_number(number: u32) -> Option<RegionCode> {
        let known = table::current(number).is_some() || table::retired(number).is_some();
        known.then_some(RegionCode(number))
    }

    /// The province with this two-digit prefix: 50 is Chongqing.
    pub fn from_province_prefix(prefix: u8) -> Option<RegionCode> {
        RegionCode::from_number(u32::from(prefix) * 10_000)
    }

    /// Every current division, by code.
    pub fn all() -> impl Iterator<Item = RegionCode> {
        table::all_current()
            .iter()
            .map(|division| RegionCode(division.code))
    }

    /// The code as a number, `500103`.
    pub const fn number(self) -> u32 {
        self.0
    }

    /// The province the division lies in; a province lies in itself.
    pub const fn province(self) -> RegionCode {
        RegionCode(self.0 / 10_000 * 10_000)
    }

    /// The first two digits: what scope is decided on (2.1).
    pub const fn province_prefix(self) -> u8 {
        (self.0 / 10_000) as u8
    }

    /// Province, city or county, as the code says.
    pub const fn level(self) -> Level {
        if self.0.is_multiple_of(10_000) {
            Level::Province
        } else if self.0.is_multiple_of(100) {
            Level::City
        } else {
            Level::County
        }
    }

    /// The division directly above: a county's city, or its province where no city lies between
    /// (municipalities, 仙桃, 石河子 …). `None` for a province.
    pub fn parent(self) -> Option<RegionCode> {
        match self.level() {
            Level::Province => None,
            Level::City => Some(self.province()),
            Level::County => {
                let city = self.0 / 100 * 100;
                let exists = table::current(city).is_some();
                Some(if exists {
                    RegionCode(city)
                } else {
                    self.province()
                })
            }
        }
    }

    /// Whether this division is `other` or lies inside it.
    pub fn is_within(self, other: RegionCode) -> bool {
        let mut region = Some(self);
        while let Some(code) = region {
            if code == other {
                return true;
            }
            region = code.parent();
        }
        false
    }

    /// Whether no current division lies inside it: counties, 东莞 中山 儋州 嘉峪关, and 71, 81, 82.
    pub fn is_lowest(self) -> bool {
        match self.level() {
            Level::Province => self.is_cross_border(),
            Level::City => !table::has_counties(self.0),
            Level::County => true,
        }
    }

    /// The division's own name: `武侯区`.
    pub fn name(self) -> &'static str {
        // A code is only made when one of the tables knows it.
        let current = table::current(self.0).map(|division| division.name);
        let retired = || table::retired(self.0).map(|division| division.name);
        current.or_else(retired).unwrap_or_default()
    }

    /// The name with those of the divisions above: `四川省成都市武侯区`.
    pub fn full_name(self) -> String {
        let above = self.parent().map(RegionCode::full_name);
        above.unwrap_or_default() + self.name()
    }

    /// Hong Kong, Macau or Taiwan (2.3): in scope and flagged.
    pub const fn is_cross_border(self) -> bool {
        matches!(self.province_prefix(), 71 | 81 | 82)
    }

    /// Whether the division no longer exists (2.4).
    pub fn is_retired(self) -> bool {
        table::current(self.0).is_none()
    }

    /// The division itself, or for a retired one its successor (2.4): 500105 江北区 → 500157
    /// 两江新区. Where towns of one division went to different successors this is the main one.
    pub fn current(self) -> RegionCode {
        table::retired(self.0).map_or(self, |retired| RegionCode(retired.successor))
    }
}

impl fmt::Display for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl fmt::Debug for RegionCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.0, self.name())
    }
}

impl TryFrom<String> for RegionCode {
    type Error = InvalidRegionCode;

    fn try_from(text: String) -> Result<RegionCode, InvalidRegionCode> {
        RegionCode::parse(&text)
    }
}

impl std::str::FromStr for RegionCode {
    type Err = InvalidRegionCode;

    fn from_str(text: &str) -> Result<RegionCode, InvalidRegionCode> {
        RegionCode::parse(text)
    }
}

impl From<RegionCode> for String {
    fn from(code: RegionCode) -> String {
        code.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> RegionCode {
        RegionCode::parse(text).unwrap()
    }

    #[test]
    fn every_division_knows_its_place() {
        let table = [
            (
                "510107",
                "武侯区",
                "四川省成都市武侯区",
                Level::County,
                "510000",
            ),
            ("510100", "成都市", "四川省成都市", Level::City, "510000"),
            ("500103", "渝中区", "重庆市渝中区", Level::County, "500000"),
            ("429004", "仙桃市", "湖北省仙桃市", Level::County, "420000"),
            (
                "659001",
                "石河子市",
                "新疆维吾尔自治区石河子市",
                Level::County,
                "650000",
            ),
            (
                "469001",
                "五指山市",
                "海南省五指山市",
                Level::County,
                "460000",
            ),
            ("441900", "东莞市", "广东省东莞市", Level::City, "440000"),
            (
                "810000",
                "香港特别行政区",
                "香港特别行政区",
                Level::Province,
                "810000",
            ),
            ("500105", "江北区", "重庆市江北区", Level::County, "500000"),
        ];
        for (text, name, full_name, level, province) in table {
            let region = code(text);
            assert_eq!(region.name(), name);
            assert_eq!(region.full_name(), full_name);
            assert_eq!(region.level(), level);
            assert_eq!(region.province(), code(province));
            assert_eq!(region.to_string(), text);
        }
    }

    #[test]
    fn retired_codes_are_read_and_lead_to_their_successors() {
        let table = [
            ("500105", "500157"),
            ("500112", "500157"),
            ("500224", "500151"),
            ("500381", "500116"),
        ];
        for (old, new) in table {
            assert!(code(old).is_retired());
            assert_eq!(code(old).current(), code(new));
            assert!(!code(new).is_retired());
        }
        // Reused: today's meaning counts.
        assert_eq!(code("500110").name(), "綦江区");
    }

    #[test]
    fn unknown_codes_are_refused_also_on_the_wire() {
        for text in [
            "",
            "50",
            "000000",
            "500199",
            "510199",
            "50010",
            "5001033",
            "+50103",
            "５００１０３",
            "渝渝",
        ] {
            assert!(RegionCode::parse(text).is_err(), "{text}");
            let wire = serde_json::to_string(text).unwrap();
            assert!(serde_json::from_str::<RegionCode>(&wire).is_err());
        }
        let wire = serde_json::to_string(&code("500103")).unwrap();
        assert_eq!(wire, "\"500103\"");
        assert_eq!(
            serde_json::from_str::<RegionCode>(&wire).unwrap(),
            code("500103")
        );
    }

    #[test]
    fn only_71_81_and_82_are_cross_border() {
        let found: Vec<u8> = RegionCode::all()
            .filter(|code| code.is_cross_border())
            .map(RegionCode::province_prefix)
            .collect();
        assert_eq!(found, [71, 81, 82]);
        assert_eq!(RegionCode::from_province_prefix(50), Some(code("500000")));
        assert_eq!(
            RegionCode::from_province_prefix(51).map(RegionCode::name),
            Some("四川省")
        );
        assert_eq!(RegionCode::from_province_prefix(99), None);
    }
}
