//! Ways to read a stretch of text as division names, each inside the one before.

use std::collections::HashMap;

use super::following::{Standing, ZONES, standing, suffix_is_swallowed};
use super::lexicon::{Match, NameKind, moved_town, names_at};
use super::spelling::{skip_separators, word_at};
use crate::region::RegionCode;

/// Words between the names that name no division of their own.
const FILLERS: [&str; 7] = [
    "省直辖县级行政区划",
    "省直辖县级行政单位",
    "自治区直辖县级行政区划",
    "自治区直辖县级行政单位",
    "市辖区",
    "直辖县",
    "辖区",
];

/// One way to read a stretch of the address as names that lie in each other.
#[derive(Clone, Debug)]
pub(super) struct Path {
    pub(super) first: Match,
    pub(super) leaf: RegionCode,
    pub(super) names: usize,
    /// How many of the names carry a suffix.
    pub(super) strong: usize,
    pub(super) ends_strong: bool,
    pub(super) standing: Option<Standing>,
    pub(super) end: usize,
}

/// What was already read, by position and the division above: every position is read once.
pub(super) type Known = HashMap<(usize, Option<RegionCode>), Vec<Path>>;

/// The longest ways to go on from `at` inside `within` that end in a name that counts, one for
/// each division they may mean.
pub(super) fn paths(
    text: &[char],
    at: usize,
    within: Option<RegionCode>,
    known: &mut Known,
) -> Vec<Path> {
    if let Some(found) = known.get(&(at, within)) {
        return found.clone();
    }
    let mut found: Vec<Path> = within
        .and_then(|region| zone(text, at, region))
        .into_iter()
        .collect();
    for name in names_at(text, at) {
        let Some(region) = inside(within, &name) else {
            continue;
        };
        if name.is_strong() && suffix_is_swallowed(text, &name) {
            continue;
        }
        let next = skip_fillers(text, name.end);
        let onward = paths(text, next, Some(region), known);
        if onward.is_empty() {
            found.extend(ending(text, name, region, within));
        }
        found.extend(onward.into_iter().map(|path| preceded(path, name)));
    }
    let found = longest(found);
    known.insert((at, within), found.clone());
    found
}

/// The paths that reach furthest; of those to the same division the one with most suffixes.
fn longest(paths: Vec<Path>) -> Vec<Path> {
    let end = paths.iter().map(|path| path.end).max();
    let mut kept: Vec<Path> = Vec::new();
    for path in paths.into_iter().filter(|path| Some(path.end) == end) {
        match kept.iter_mut().find(|other| other.leaf == path.leaf) {
            Some(other) if other.strong < path.strong => *other = path,
            Some(_) => {}
            None => kept.push(path),
        }
    }
    kept
}

/// The division a name leads to from `within`: one inside it, or `within` itself when a zone
/// reaches beyond it (天府新区 lies in 成都 and 眉山).
fn inside(within: Option<RegionCode>, name: &Match) -> Option<RegionCode> {
    match within {
        None => Some(name.region),
        Some(above) if name.region.is_within(above) => Some(name.region),
        Some(above) => {
            (name.kind == NameKind::Zone && above.is_within(name.region)).then_some(above)
        }
    }
}

/// The path that ends with this name, if the name counts where it stands.
fn ending(
    text: &[char],
    name: Match,
    region: RegionCode,
    within: Option<RegionCode>,
) -> Option<Path> {
    let strong = name.is_strong();
    let standing = if strong {
        None
    } else {
        Some(standing(text, &name, within.is_some())?)
    };
    let town_at = skip_separators(text, name.end);
    Some(Path {
        leaf: moved_town(name.text, text, town_at)
            .filter(|town| town.province() == region.province())
            .unwrap_or(region),
        names: 1,
        strong: usize::from(strong),
        ends_strong: strong,
        first: name,
        standing,
        end: name.end,
    })
}

/// `path` with `name` before it.
fn preceded(path: Path, name: Match) -> Path {
    Path {
        names: path.names + 1,
        strong: path.strong + usize::from(name.is_strong()),
        first: name,
        ..path
    }
}

/// A development zone without a name of its own stays where it is.
fn zone(text: &[char], at: usize, region: RegionCode) -> Option<Path> {
    let length = word_at(text, at, &ZONES)?;
    Some(Path {
        leaf: region,
        names: 1,
        strong: 1,
        ends_strong: true,
        first: Match {
            region,
            kind: NameKind::Zone,
            local: true,
            text: "",
            end: at + length,
        },
        standing: None,
        end: at + length,
    })
}

/// Skips separators and fillers between two names. `县` alone is a filler of Chongqing's old
/// notation (`重庆市县城口县`) when a name follows.
fn skip_fillers(text: &[char], at: usize) -> usize {
    let mut at = skip_separators(text, at);
    while let Some(length) = word_at(text, at, &FILLERS) {
        at = skip_separators(text, at + length);
    }
    let county_list = text.get(at) == Some(&'县') && !names_at(text, at + 1).is_empty();
    at + usize::from(county_list)
}
