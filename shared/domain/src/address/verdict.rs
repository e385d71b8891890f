//! What all mentions of an address amount to: one division without doubt, or a person decides.

use super::chain::contradictions;
use super::following::Standing;
use super::mentions::{Mention, Mentions, mentions};
use super::resolution::Resolution;
use super::spelling::{starts_with, word_at};
use crate::region::{Level, RegionCode};

/// Everyday one-character names that only occur behind 驻: the office of one place in another.
const SEATS: [&str; 12] = [
    "京", "沪", "津", "渝", "穗", "深", "汉", "蓉", "宁", "杭", "港", "澳",
];

/// Resolves a normalised address.
pub(super) fn verdict(text: &[char]) -> Resolution {
    let mut found = mentions(text);
    let people_only = found.trusted.iter().all(|mention| mention.person_like);
    if !people_only {
        found.trusted.retain(|mention| !mention.person_like);
    }
    let contradictory = found.trusted.iter().find_map(|mention| {
        let others = contradictions(text, &mention.chain);
        (!others.is_empty()).then(|| [mention.chain.leaves.clone(), others].concat())
    });
    if let Some(candidates) = contradictory {
        return Resolution::unknown(candidates);
    }
    if people_only || names_a_seat_elsewhere(text) {
        return Resolution::unknown(everything(&found));
    }
    combined(&found.trusted)
}

/// Puts the mentions together: what lies in each other narrows down, what contradicts is doubt.
fn combined(mentions: &[Mention]) -> Resolution {
    let mut decided: Option<(Vec<RegionCode>, bool)> = None;
    for mention in mentions {
        let leaves = &mention.chain.leaves;
        let strong = mention.chain.strong > 0;
        let Some((before, before_strong)) = &mut decided else {
            decided = Some((leaves.clone(), strong));
            continue;
        };
        let common = narrowed(before, leaves);
        if !common.is_empty() {
            *before = common;
            *before_strong |= strong;
        } else if contradicts(mention, before, *before_strong) {
            return Resolution::unknown(before.iter().chain(leaves).copied());
        }
    }
    match decided {
        Some((leaves, _)) => match leaves.as_slice() {
            &[region] => Resolution::resolved(region),
            several => Resolution::unknown(several.iter().copied()),
        },
        None => Resolution::unknown([]),
    }
}

/// The deeper of each two divisions that lie in each other.
fn narrowed(before: &[RegionCode], leaves: &[RegionCode]) -> Vec<RegionCode> {
    let mut common = Vec::new();
    for a in before {
        for b in leaves {
            let deeper = if a.is_within(*b) {
                Some(*a)
            } else {
                b.is_within(*a).then_some(*b)
            };
            common.extend(deeper.filter(|region| !common.contains(region)));
        }
    }
    common
}

/// Whether a mention elsewhere is another place, or only a street, shop or person called so.
fn contradicts(mention: &Mention, before: &[RegionCode], before_strong: bool) -> bool {
    let chain = &mention.chain;
    if chain.strong == 0 {
        let wide = chain.leaves.iter().all(|leaf| leaf.level() < Level::County);
        return match chain.standing {
            Some(Standing::Alone) => wide || !before_strong,
            Some(Standing::BeforeStreet) | None => !before_strong,
        };
    }
    // Districts of 台北 or 香港 are not in the table, but districts elsewhere share their names.
    let below_untabled = before.iter().all(|region| region.is_cross_border())
        && chain.names == 1
        && chain
            .leaves
            .iter()
            .all(|leaf| leaf.level() == Level::County);
    !below_untabled && (mention.begins_part || chain.names > 1)
}

/// `四川省驻北京办事处`: the place named first is not where it is.
fn names_a_seat_elsewhere(text: &[char]) -> bool {
    let named = |at: usize| {
        word_at(text, at, &SEATS).is_some() || !super::lexicon::names_at(text, at).is_empty()
    };
    (0..text.len())
        .any(|at| text[at] == '驻' && !starts_with(text, at + 1, "马店") && named(at + 1))
}

fn everything(found: &Mentions) -> Vec<RegionCode> {
    let trusted = found.trusted.iter().map(|mention| &mention.chain);
    let chains = trusted.chain(&found.doubtful);
    chains
        .flat_map(|chain| chain.leaves.iter().copied())
        .collect()
}
