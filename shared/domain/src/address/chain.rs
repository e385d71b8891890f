//! Chains of division names: `四川省` `成都市` `武侯区`, each inside the one before.

use super::following::{Standing, is_contested, suffix_is_swallowed};
use super::lexicon::{NameKind, names_at};
use super::path::{Known, Path, paths};
use crate::region::{Level, RegionCode};

/// The names found from one position on, read as far as they go.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The divisions it may mean; more than one when a name is ambiguous.
    pub(super) leaves: Vec<RegionCode>,
    /// How many names it has.
    pub(super) names: usize,
    /// How many of them carry a suffix.
    pub(super) strong: usize,
    /// Whether the last of them does.
    pub(super) ends_strong: bool,
    /// Why its last name counts, when that one has no suffix.
    pub(super) standing: Option<Standing>,
    /// Begins with an official province name.
    pub(super) begins_with_province: bool,
    /// Begins with a name that needs a division above it.
    pub(super) local: bool,
}

/// The longest chain that begins at `start`, if any name there counts.
pub(super) fn chain_at(text: &[char], start: usize, known: &mut Known) -> Option<Chain> {
    let paths = paths(text, start, None, known);
    let best = paths.iter().max_by_key(|path| path.strong)?;
    let first = &best.first;
    Some(Chain {
        start,
        end: best.end,
        leaves: meanings(&paths),
        names: best.names,
        strong: best.strong,
        ends_strong: best.ends_strong,
        standing: best.standing,
        begins_with_province: first.kind == NameKind::Full
            && first.region.level() == Level::Province,
        local: paths.iter().all(|path| path.first.local),
    })
}

/// The divisions the longest paths mean, each once. One that contains all others stands for them;
/// one short name means its province before its city, and its city before its districts.
fn meanings(paths: &[Path]) -> Vec<RegionCode> {
    let leaves: Vec<RegionCode> = paths.iter().map(|path| path.leaf).collect();
    let all_inside = |above: &RegionCode| leaves.iter().all(|leaf| leaf.is_within(*above));
    if let Some(above) = leaves.iter().copied().find(all_inside) {
        return vec![above];
    }
    let one_short_name = paths
        .iter()
        .all(|path| path.leaf == path.first.region && path.first.kind == NameKind::Short);
    if one_short_name && !paths.iter().any(|path| is_contested(path.first.text)) {
        for level in [Level::Province, Level::City] {
            let mut of_level = leaves.iter().copied().filter(|leaf| leaf.level() == level);
            if let (Some(only), None) = (of_level.next(), of_level.next()) {
                return vec![only];
            }
        }
    }
    leaves
}

/// Divisions named right behind a chain that do not lie in it: `成都市朝阳区` contradicts itself.
/// What follows behind a separator is a mention of its own.
///
/// Nothing contradicts a city or county without further divisions (东莞市东城区, 台北市中山区);
/// a district however never contains another one (北碚区两江新区).
pub(super) fn contradictions(text: &[char], chain: &Chain) -> Vec<RegionCode> {
    let &[leaf] = chain.leaves.as_slice() else {
        return Vec::new();
    };
    let district = leaf.level() == Level::County && leaf.name().ends_with('区');
    if leaf.is_lowest() && !district {
        return Vec::new();
    }
    names_at(text, chain.end)
        .into_iter()
        .filter(|name| name.kind == NameKind::Full && !name.local)
        .filter(|name| !suffix_is_swallowed(text, name))
        .map(|name| name.region)
        .filter(|region| !region.is_within(leaf) && !leaf.is_within(*region))
        .collect()
}
