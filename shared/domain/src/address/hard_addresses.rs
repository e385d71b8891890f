//! The resolver against addresses that are easy to get wrong (2.5), and its general promises.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::spelling::in_traditional;
use super::{MAX_CANDIDATES, Resolution, resolve};
use crate::region::{Level, RegionCode};

/// `address → code`, or `?` where a person has to decide.
const TABLE: &str = include_str!("hard_addresses.txt");

fn code(text: &str) -> RegionCode {
    RegionCode::parse(text).unwrap()
}

#[test]
fn every_hard_address_is_resolved_rightly_or_left_to_a_person() {
    let mut wrong = Vec::new();
    let rows: Vec<&str> = TABLE.lines().filter(|line| line.contains(" → ")).collect();
    for row in &rows {
        let (text, expected) = row.rsplit_once(" → ").unwrap();
        let found = resolve(text);
        let shown = found
            .region()
            .map_or("?".to_owned(), |region| region.to_string());
        if shown != expected {
            wrong.push(format!("{row}: found {found:?}"));
        }
    }
    assert!(rows.len() >= 150, "{}", rows.len());
    assert!(
        wrong.is_empty(),
        "{} wrong:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

#[test]
fn unknown_addresses_name_their_candidates() {
    let table: &[(&str, &[&str])] = &[
        ("朝阳区建国路88号", &["110105", "220104"]),
        ("江北区", &["330205", "500157"]),
        ("江苏省鼓楼区", &["320106", "320302"]),
        ("重庆路88号", &[]),
        ("成都市朝阳区", &["510100", "110105", "220104"]),
        ("高新区", &[]),
    ];
    for (text, candidates) in table {
        let candidates = candidates.iter().map(|text| code(text)).collect();
        assert_eq!(resolve(text), Resolution::Unknown { candidates }, "{text}");
    }
}

#[test]
fn a_resolution_tells_its_level() {
    let table = [
        ("上海", Level::Province),
        ("青岛市重庆南路", Level::City),
        ("四川省成都市武侯区", Level::County),
    ];
    for (text, expected) in table {
        let Resolution::Resolved { region, level } = resolve(text) else {
            panic!("{text} is unknown");
        };
        assert_eq!((level, region.level()), (expected, expected));
    }
}

#[test]
fn every_official_full_name_resolves_to_its_own_code() {
    for region in RegionCode::all() {
        let name = region.full_name();
        assert_eq!(resolve(&name), Resolution::resolved(region), "{name}");
        let name = in_traditional(&name);
        assert_eq!(resolve(&name), Resolution::resolved(region), "{name}");
    }
}

#[test]
fn an_official_name_alone_never_means_a_division_of_another_name() {
    let mut names = BTreeSet::new();
    for region in RegionCode::all() {
        names.insert(region.name());
    }
    for name in names {
        if let Some(region) = resolve(name).region() {
            assert_eq!(region.name(), name);
        }
    }
}

/// Streets and buildings called after places, as they follow real addresses.
const STREETS: [&str; 24] = [
    "重庆路88号",
    "重庆南路1号",
    "北京西路20号",
    "南京东路100号",
    "中山大道18号",
    "朝阳路3号",
    "江北大道2号",
    "鼓楼大街9号",
    "上海路5号",
    "长安街1号",
    "重庆大厦",
    "香港花园",
    "四川饭店",
    "人民路88号",
    "解放碑步行街",
    "高新区创业路1号",
    "新华书店",
    "海南岛路7号",
    "青岛啤酒城",
    "和平路",
    "西湖大道",
    "武昌路",
    "1号楼2单元301室",
    "北京华联超市",
];

proptest! {
    #[test]
    fn a_street_behind_it_never_moves_an_address_to_another_province(
        index in 0usize..3_214,
        street in prop::sample::select(&STREETS[..]),
        separator in prop::sample::select(&["", " ", "，"][..]),
    ) {
        let region = RegionCode::all().nth(index).unwrap();
        let text = format!("{}{separator}{street}", region.full_name());
        let found = resolve(&text).region();
        prop_assert!(
            found.is_some_and(|found| found.is_within(region)),
            "{} gives {:?}", text, found
        );
    }

    #[test]
    fn any_text_is_resolved_without_panic_to_few_candidates(text in "\\PC{0,300}") {
        if let Resolution::Unknown { candidates } = resolve(&text) {
            prop_assert!(candidates.len() <= MAX_CANDIDATES);
        }
    }

    #[test]
    fn mixed_pieces_of_addresses_never_panic(
        pieces in prop::collection::vec(prop::sample::select(&[
            "重庆", "市", "北京市", "区", "路", "88号", "13812345678", " ", "朝阳", "县", "驻", "场",
            "新区", "市辖区", "四川省", "渝北区", "统景镇", "大道", "，", "台湾", "李",
        ][..]), 0..60),
    ) {
        let text = pieces.concat();
        let found = resolve(&text);
        prop_assert_eq!(&found, &resolve(&text));
        if let Some(region) = found.region() {
            prop_assert!(!region.is_retired());
        }
    }
}
