//! Sharing out pieces evenly.

use super::{Shard, ShardLevel, ShardMove};

/// The moves after which each of the first `shards` has its equal part of what is available, and the others nothing;
/// the first ones have one piece more where it does not divide.
pub(super) fn moves(levels: &[ShardLevel], shards: u8) -> Vec<ShardMove> {
    let total = levels.iter().map(|level| level.available).sum::<u64>();
    let parts = u64::from(shards.max(1));
    let (each, over) = (total / parts, total % parts);
    let width = usize::from(shards).max(levels.len());
    let target = |shard: usize| match u64::try_from(shard).unwrap_or(u64::MAX) {
        shard if shard >= parts => 0,
        shard if shard < over => each.saturating_add(1),
        _ => each,
    };
    let has = |shard: usize| levels.get(shard).map_or(0, |level| level.available);
    let mut lacking: Vec<(usize, u64)> = (0..width)
        .map(|shard| (shard, target(shard).saturating_sub(has(shard))))
        .filter(|(_, lacks)| *lacks > 0)
        .rev()
        .collect();
    let mut moves = Vec::new();
    for from in 0..width {
        let mut more = has(from).saturating_sub(target(from));
        while more > 0 {
            let Some((to, lacks)) = lacking.last_mut() else {
                return moves;
            };
            // A move beyond the range of its number is left for the next time.
            let quantity = u32::try_from(more.min(*lacks)).unwrap_or(u32::MAX);
            moves.push(ShardMove {
                from: number(from),
                to: number(*to),
                quantity,
            });
            more = more.saturating_sub(u64::from(quantity));
            *lacks = lacks.saturating_sub(u64::from(quantity));
            if *lacks == 0 {
                lacking.pop();
            }
        }
    }
    moves
}

/// How many of `quantity` new pieces each of the first `shards` takes in, so that those with the least become equal
/// first.
pub(super) fn shares(levels: &[ShardLevel], shards: u8, quantity: u32) -> Vec<(Shard, u32)> {
    let has = |shard: Shard| {
        let level = levels.get(usize::from(shard));
        level.map_or(0, |level| level.available)
    };
    let mut emptiest: Vec<Shard> = (0..shards.max(1)).collect();
    emptiest.sort_by_key(|shard| has(*shard));
    // The fewest of them that can be filled up to a height which no other is below.
    let mut filled = 0_u64;
    let mut sum = u64::from(quantity);
    for shard in &emptiest {
        if filled > 0 && has(*shard) >= sum / filled {
            break;
        }
        sum = sum.saturating_add(has(*shard));
        filled = filled.saturating_add(1);
    }
    let filled = filled.max(1);
    let (height, over) = (sum / filled, sum % filled);
    let shares = emptiest.into_iter().zip(0..filled).map(|(shard, place)| {
        let height = height.saturating_add(u64::from(place < over));
        let share = height.saturating_sub(has(shard));
        (shard, u32::try_from(share).unwrap_or(u32::MAX))
    });
    let mut shares: Vec<(Shard, u32)> = shares.filter(|(_, share)| *share > 0).collect();
    shares.sort_unstable();
    shares
}

fn number(shard: usize) -> Shard {
    Shard::try_from(shard).unwrap_or(Shard::MAX)
}
