//! What follows a name without suffix decides whether it is the place or only called after it:
//! `重庆 渝中区` is the place, `重庆南路`, `重庆大厦` and `重庆小面` are not.

use super::lexicon::{Match, names_at};
use super::spelling::{LONG_NUMBER, digits_at, is_separator, skip_separators, word_at};
use crate::region::Level;

const STREETS: [&str; 7] = ["大道", "胡同", "路", "街", "道", "巷", "弄"];

/// Streets and settlements below a county; these need no number to be an address.
const SETTLEMENTS: [&str; 4] = ["街道", "镇", "乡", "村"];

const BUILDINGS: [&str; 11] = [
    "大厦",
    "大楼",
    "大酒店",
    "酒店",
    "饭店",
    "宾馆",
    "广场",
    "花园",
    "公寓",
    "商城",
    "大院",
];

/// Development zones of which every city has one: they lie somewhere in the city.
pub(super) const ZONES: [&str; 15] = [
    "高新技术产业开发区",
    "高新技术开发区",
    "高新产业开发区",
    "高新区",
    "经济技术开发区",
    "经济开发区",
    "技术开发区",
    "经开区",
    "开发区",
    "综合保税区",
    "保税区",
    "自贸区",
    "工业园区",
    "旅游度假区",
    "度假区",
];

/// Zones too different in kind to be taken for granted without a name of their own.
const WIDER_ZONES: [&str; 3] = ["新区", "示范区", "风景区"];

/// Words of shops and institutions: before a street's name they make a city's name part of theirs
/// (`北京华联超市人民路`).
const INSTITUTIONS: [&str; 41] = [
    "店",
    "馆",
    "铺",
    "锅",
    "鸭",
    "餐",
    "酒",
    "门",
    "超市",
    "公司",
    "集团",
    "银行",
    "大学",
    "学院",
    "学校",
    "中学",
    "小学",
    "医院",
    "大厦",
    "大楼",
    "广场",
    "商场",
    "商城",
    "市场",
    "中心",
    "花园",
    "公园",
    "协会",
    "商会",
    "办事处",
    "度假",
    "小面",
    "米粉",
    "拉面",
    "烧烤",
    "小吃",
    "豆花",
    "包子",
    "热干面",
    "机场",
    "车站",
];

/// Names so often given to streets, people and parks that only a suffix, a separator or a district
/// makes them the place.
const CONTESTED: [&str; 4] = ["中山", "朝阳", "兴安", "广安"];

/// Words of bodies that carry the name of where they come from, wherever they are.
const ORGANISATIONS: [&str; 6] = ["公司", "集团", "商会", "同乡会", "会馆", "办事处"];

/// Why a name without suffix is taken for the place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing, a separator or a long number follows.
    Alone,
    /// A street address or a building with a name of its own follows.
    BeforeStreet,
}

/// Whether a name without suffix that ends before `found.end` is the place, and why.
pub(super) fn standing(text: &[char], found: &Match, below_another: bool) -> Option<Standing> {
    let end = found.end;
    let next = skip_separators(text, end);
    if is_street_called_so(text, next) {
        return None;
    }
    let ends_here = next > end || next == text.len() || digits_at(text, end) >= LONG_NUMBER;
    if ends_here {
        let doubtful = names_institution(text, next) && !has_street_of_its_own(text, next);
        return (!doubtful).then_some(Standing::Alone);
    }
    let can_precede_street = match found.region.level() {
        Level::Province | Level::City => true,
        Level::County => below_another && found.is_county_level_city(),
    };
    let address_follows =
        has_street_of_its_own(text, end) || names_another_place(text, end) || names_zone(text, end);
    let place = can_precede_street && address_follows && !CONTESTED.contains(&found.text);
    place.then_some(Standing::BeforeStreet)
}

/// Whether two meanings of this name are equally likely, though one is a city and one a district.
pub(super) fn is_contested(name: &str) -> bool {
    CONTESTED.contains(&name)
}

/// Whether a shop's or crowd's word swallows the suffix: `上海市场`, not `上海市` + `场`.
pub(super) fn suffix_is_swallowed(text: &[char], found: &Match) -> bool {
    found.text.ends_with('市') && text.get(found.end) == Some(&'场')
}

/// `南路`, `中街`, `二路`, `大道`: nothing but a direction or number before the street's suffix.
fn is_street_called_so(text: &[char], at: usize) -> bool {
    let modifiers = modifiers_at(text, at);
    // 大 and 街 may be read as modifier and suffix at once, so every split is tried.
    (at..=at + modifiers).any(|at| word_at(text, at, &STREETS).is_some())
}

/// `科华北路10号`, `中关村大街1号`, `张江镇`: a street with a name of its own and a number, or a
/// settlement, before any separator.
fn has_street_of_its_own(text: &[char], at: usize) -> bool {
    let length = part_length(text, at);
    (at + 1..at + length).any(|suffix_at| {
        let named = || is_street_name(text.get(at..suffix_at).unwrap_or_default());
        let settlement = word_at(text, suffix_at, &SETTLEMENTS).is_some();
        let numbered = || {
            let suffix = word_at(text, suffix_at, &STREETS);
            suffix.is_some_and(|suffix| is_numbered(text, suffix_at + suffix))
        };
        (settlement || numbered()) && named()
    })
}

/// Two to ten characters, at least two of them not mere directions, and no shop or institution.
fn is_street_name(name: &[char]) -> bool {
    let own = name.iter().filter(|c| !is_modifier(**c)).count();
    let named = own >= 2 && name.len() <= 10 && !name.iter().any(char::is_ascii_digit);
    named && (0..name.len()).all(|at| word_at(name, at, &INSTITUTIONS).is_none())
}

/// Whether a house number follows, perhaps after `北段` or `东`: `10号`, `二十号`.
fn is_numbered(text: &[char], at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let directions = rest.iter().take_while(|c| is_direction(**c)).count();
    let after = at + directions;
    let section = usize::from(text.get(after) == Some(&'段'));
    let written = (directions > 0) && text.get(after) == Some(&'号');
    written || digits_at(text, skip_separators(text, after + section)) > 0
}

/// `重庆大厦` after 香港, `重庆南路` after 青岛: a building or street called after another place.
fn names_another_place(text: &[char], at: usize) -> bool {
    names_at(text, at).iter().any(|other| {
        is_street_called_so(text, other.end) || word_at(text, other.end, &BUILDINGS).is_some()
    })
}

/// `东湖高新区` after 武汉, `郑东新区` after 郑州: a zone with a name of its own, not that of a shop
/// or institution.
fn names_zone(text: &[char], at: usize) -> bool {
    (at..=at + 4)
        .take_while(|at| word_at(text, *at, &INSTITUTIONS).is_none())
        .any(|at| {
            word_at(text, at, &ZONES)
                .or(word_at(text, at, &WIDER_ZONES))
                .is_some()
        })
}

/// Whether the part up to the next separator names a shop or an institution.
fn names_institution(text: &[char], at: usize) -> bool {
    (at..at + part_length(text, at)).any(|at| word_at(text, at, &INSTITUTIONS).is_some())
}

/// Whether the part is the name of a company or association and not followed by its street.
pub(super) fn names_organisation(text: &[char], at: usize) -> bool {
    let mut part = at..at + part_length(text, at);
    part.any(|at| word_at(text, at, &ORGANISATIONS).is_some()) && !has_street_of_its_own(text, at)
}

fn part_length(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take_while(|c| !is_separator(**c)).count()
}

fn modifiers_at(text: &[char], at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.iter().take_while(|c| is_modifier(**c)).count()
}

fn is_modifier(c: char) -> bool {
    is_direction(c) || c.is_ascii_digit()
}

fn is_direction(c: char) -> bool {
    "东西南北中前后上下左右大小新老内外环横纵支一二三四五六七八九十第".contains(c)
}
