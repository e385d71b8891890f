//! From which shards an order takes its pieces.

use uuid::Uuid;

use super::{Shard, ShardLevel, Spread, SpreadLevel};

/// Pieces taken from shards, each shard once.
pub type Draw = Vec<(Shard, u32)>;

/// The shard that an order asks first, so that many orders at once ask different ones.
#[must_use]
pub fn home_shard(order: Uuid, spread: Spread) -> Shard {
    let shards = u128::from(spread.shards.max(1));
    // The last bits of an identifier are chance or a digest.
    Shard::try_from(order.as_u128() % shards).unwrap_or_default()
}

/// Chooses from which shards an order takes `quantity` pieces that its warehouse has: all of them from its home shard;
/// else from the next shard that has all of them; else from as few as can be, the fullest first. Where nobody has
/// looked, from its home shard.
///
/// What the shards have not is asked of the home shard, whose bound then refuses it: nothing is taken in part.
#[must_use]
pub fn draw(order: Uuid, quantity: u32, level: &SpreadLevel) -> Draw {
    let home = home_shard(order, level.spread);
    let Some(shards) = &level.shards else {
        return vec![(home, quantity)];
    };
    let in_turn = in_turn(home, level.spread, shards, |level| level.available);
    if let Some((shard, _)) = in_turn.iter().find(|(_, has)| *has >= u64::from(quantity)) {
        return vec![(*shard, quantity)];
    }
    from_several(home, quantity, in_turn)
}

/// Takes `quantity` from several shards, the fullest first; what they have not is asked of `first`.
pub(super) fn from_several(first: Shard, quantity: u32, mut shards: Vec<(Shard, u64)>) -> Draw {
    shards.sort_by_key(|(_, has)| std::cmp::Reverse(*has));
    let mut left = quantity;
    let mut drawn = Draw::new();
    for (shard, has) in shards {
        let taken = left.min(u32::try_from(has).unwrap_or(u32::MAX));
        if taken > 0 {
            drawn.push((shard, taken));
            left = left.saturating_sub(taken);
        }
    }
    if left > 0 {
        match drawn.iter_mut().find(|(shard, _)| *shard == first) {
            Some((_, taken)) => *taken = taken.saturating_add(left),
            None => drawn.push((first, left)),
        }
    }
    drawn.sort_unstable();
    drawn
}

/// The shards with what they have: from `home` round those in use, then those that are being drained.
pub(super) fn in_turn(
    home: Shard,
    spread: Spread,
    shards: &[ShardLevel],
    has: impl Fn(&ShardLevel) -> u64,
) -> Vec<(Shard, u64)> {
    let used = spread.shards.max(1);
    let round = (home..used).chain(0..home.min(used));
    let turn = round.chain(used..spread.widest);
    turn.map(|shard| (shard, shards.get(usize::from(shard)).map_or(0, &has)))
        .collect()
}
