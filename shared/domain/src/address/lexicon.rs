//! The spellings of division names, generated at build time from `data/`.

use crate::region::{Level, RegionCode};

/// How a spelling relates to the division.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NameKind {
    /// The official name: `武侯区`.
    Full,
    /// A former or everyday name with a suffix of its own: `铜梁县`, `恩施州`, `台北市`.
    Former,
    /// A development zone; the division is the one that contains it.
    Zone,
    /// The name without its suffix: `武侯`. Streets, shops and people are called that too.
    Short,
}

/// One spelling of one division.
#[derive(Clone, Copy, Debug)]
struct Name {
    text: &'static str,
    code: u32,
    kind: NameKind,
    /// Counts only below a division that contains it.
    local: bool,
}

/// A town that went another way when its division was dissolved or changed (2.4).
#[derive(Clone, Copy, Debug)]
struct MovedTown {
    /// The division's name without its suffix.
    division: &'static str,
    /// The town's name without its suffix.
    town: &'static str,
    code: u32,
}

static NAMES: &[Name] = include!(concat!(env!("OUT_DIR"), "/names.rs"));

static MOVED_TOWNS: &[MovedTown] = include!(concat!(env!("OUT_DIR"), "/moved_towns.rs"));

/// A division's name found in an address.
#[derive(Clone, Copy, Debug)]
pub(super) struct Match {
    pub(super) region: RegionCode,
    pub(super) kind: NameKind,
    pub(super) local: bool,
    /// The name without its suffix is only known to the table; here it is the text as found.
    pub(super) text: &'static str,
    pub(super) end: usize,
}

impl Match {
    /// Whether the name carries a suffix, so that it can hardly be a person or a shop.
    pub(super) fn is_strong(&self) -> bool {
        match self.kind {
            NameKind::Full | NameKind::Former | NameKind::Zone => true,
            NameKind::Short => false,
        }
    }

    /// Whether the division is a county-level city such as 昆山.
    pub(super) fn is_county_level_city(&self) -> bool {
        self.region.level() == Level::County && self.region.name().ends_with('市')
    }
}

/// Every division name that begins at `at`, shorter ones first.
///
/// Each further character narrows one binary search; it stops as soon as no name begins so.
pub(super) fn names_at(text: &[char], at: usize) -> Vec<Match> {
    let mut found = Vec::new();
    let mut prefix = String::new();
    for (length, c) in text.get(at..).unwrap_or_default().iter().enumerate() {
        prefix.push(*c);
        let first = NAMES.partition_point(|name| name.text < prefix.as_str());
        let beginning = NAMES.get(first..).unwrap_or_default();
        if !beginning
            .first()
            .is_some_and(|name| name.text.starts_with(&prefix))
        {
            break;
        }
        let spelled = beginning.iter().take_while(|name| name.text == prefix);
        found.extend(spelled.filter_map(|name| {
            Some(Match {
                region: RegionCode::from_number(name.code)?,
                kind: name.kind,
                local: name.local,
                text: name.text,
                end: at + length + 1,
            })
        }));
    }
    found
}

/// Where the town that follows a division's name went, when it went another way than the rest.
pub(super) fn moved_town(division: &str, text: &[char], town_at: usize) -> Option<RegionCode> {
    let moved = MOVED_TOWNS.iter().find(|moved| {
        let suffix_at = town_at + moved.town.chars().count();
        let suffix = ["镇", "街道", "乡"].iter();
        division.trim_end_matches('区') == moved.division
            && super::spelling::starts_with(text, town_at, moved.town)
            && suffix
                .into_iter()
                .any(|suffix| super::spelling::starts_with(text, suffix_at, suffix))
    })?;
    RegionCode::from_number(moved.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<(&'static str, String)> {
        let text: Vec<char> = text.chars().collect();
        let found = names_at(&text, 0);
        found
            .into_iter()
            .map(|found| (found.text, found.region.to_string()))
            .collect()
    }

    #[test]
    fn names_are_found_with_all_their_meanings() {
        let table: &[(&str, &[(&str, &str)])] = &[
            (
                "武侯区科华北路",
                &[("武侯", "510107"), ("武侯区", "510107")],
            ),
            (
                "吉林市",
                &[("吉林", "220000"), ("吉林", "220200"), ("吉林市", "220200")],
            ),
            ("延边州", &[("延边", "222400"), ("延边州", "222400")]),
            ("铜梁县", &[("铜梁", "500151"), ("铜梁县", "500151")]),
            ("双江县", &[("双江", "530925"), ("双江县", "530925")]),
            ("某某路", &[]),
            ("", &[]),
        ];
        for (text, expected) in table {
            let found = names(text);
            let found: Vec<(&str, &str)> = found
                .iter()
                .map(|(text, code)| (*text, code.as_str()))
                .collect();
            assert_eq!(&found, expected, "{text}");
        }
    }

    #[test]
    fn every_name_leads_to_a_current_division_and_the_table_is_sorted() {
        assert!(NAMES.is_sorted_by(|a, b| (a.text, a.code) < (b.text, b.code)));
        for name in NAMES {
            let region = RegionCode::from_number(name.code).unwrap();
            assert!(!region.is_retired(), "{}", name.text);
            assert!(name.text.chars().count() >= 2, "{}", name.text);
        }
    }
}
