//! The tables generated at build time from `data/`, sorted by code.

/// A division that exists today.
#[derive(Clone, Copy, Debug)]
pub(super) struct Division {
    pub(super) code: u32,
    pub(super) name: &'static str,
}

/// A division that no longer exists; its code was not given to another one.
#[derive(Clone, Copy, Debug)]
pub(super) struct Retired {
    pub(super) code: u32,
    pub(super) name: &'static str,
    /// The division that took it over, or the one that took over most of it.
    pub(super) successor: u32,
}

static CURRENT: &[Division] = include!(concat!(env!("OUT_DIR"), "/divisions.rs"));

static RETIRED: &[Retired] = include!(concat!(env!("OUT_DIR"), "/retired.rs"));

/// The current division with this code.
pub(super) fn current(code: u32) -> Option<&'static Division> {
    let index = CURRENT.binary_search_by_key(&code, |division| division.code);
    CURRENT.get(index.ok()?)
}

/// The retired division with this code.
pub(super) fn retired(code: u32) -> Option<&'static Retired> {
    let index = RETIRED.binary_search_by_key(&code, |division| division.code);
    RETIRED.get(index.ok()?)
}

/// Every current division, by code.
pub(super) fn all_current() -> &'static [Division] {
    CURRENT
}

/// Whether a current division other than `code` itself lies inside the city `code`.
pub(super) fn has_counties(code: u32) -> bool {
    let next = CURRENT.partition_point(|division| division.code <= code);
    CURRENT
        .get(next)
        .is_some_and(|division| division.code / 100 == code / 100)
}

#[cfg(test)]
mod tests {
    use crate::region::{Level, RegionCode};

    #[test]
    fn the_table_holds_all_divisions_of_2026() {
        let count = |level| {
            RegionCode::all()
                .filter(|code| code.level() == level)
                .count()
        };
        assert_eq!(count(Level::Province), 34);
        assert_eq!(count(Level::City), 333);
        assert_eq!(count(Level::County), 2_847);
        let lowest: Vec<&str> = RegionCode::all()
            .filter(|code| code.is_lowest() && code.level() != Level::County)
            .map(RegionCode::name)
            .collect();
        let expected = [
            "东莞市",
            "中山市",
            "儋州市",
            "嘉峪关市",
            "台湾省",
            "香港特别行政区",
            "澳门特别行政区",
        ];
        assert_eq!(lowest, expected);
    }

    #[test]
    fn every_division_lies_within_its_parents() {
        for region in RegionCode::all() {
            assert!(region.is_within(region.province()), "{region:?}");
            assert!(
                region
                    .parent()
                    .is_none_or(|parent| region.is_within(parent))
            );
            assert!(!region.name().is_empty() && !region.is_retired());
            assert_eq!(region.current(), region);
        }
    }
}
