//! Reallocation 库存调配: goods that are reserved go to orders that need them more (5.2.1, 5.1.3). It is worked out before
//! anything is written, order by order, and committed as it was shown.

mod policy;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use jiff::Timestamp;

pub use policy::{ReallocationCriterion, ReallocationPolicy};

use crate::account::Grade;
use crate::aggregate::{Decision, fold};
use crate::identifiers::Sku;
use crate::order::{
    Facts, Order, OrderEvent, OrderId, StageName, give_up, needs, reserve, reserved_of,
};
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::region::RegionCode;
use crate::sourcing::{Levels, Sourced, source};
use crate::stock::Warehouse;
use crate::stock_spread::{SpreadLevels, move_shards};

/// The most orders that one reallocation changes, so that it is one transaction.
pub const MOST_ORDERS: usize = 20;

/// An order that has goods or wants them.
#[derive(Clone, Debug)]
pub struct Claimant {
    /// The order.
    pub order: Order,
    /// The grade of its customer, if it has an account.
    pub grade: Option<Grade>,
}

/// Who gives goods and who gets them.
#[derive(Clone, Debug)]
pub struct Reallocation {
    /// What each order decides, in the order in which it happens.
    pub decisions: Vec<(OrderId, Decision<OrderEvent>)>,
    /// Every order that has or wants the goods, the one that needs them most first.
    pub outcomes: Vec<Outcome>,
}

/// What becomes of one order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The order.
    pub order: OrderId,
    /// How it stands.
    pub before: Standing,
    /// How it would stand.
    pub after: Standing,
}

/// How an order stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Its stage.
    pub stage: StageName,
    /// Pieces of the SKU that are reserved for it in the warehouse and have not left.
    pub reserved: u32,
    /// Pieces of the SKU that it is short of.
    pub missing: u32,
    /// When it is due to move on.
    pub due: Timestamp,
}

/// Works out who gives a SKU in a warehouse to whom. Each order that is short of it, the one that needs it most
/// first, gets what is available and what orders that need it less have, those that need it least first; no more of
/// them than it takes. `levels` is what each warehouse can promise, and what each shard of those that are spread has.
///
/// # Errors
/// `nothing_to_reallocate` when nobody can be helped; `calendar_year_missing`.
pub fn reallocate(
    sku: &Sku,
    warehouse: &Warehouse,
    claimants: &[Claimant],
    (levels, spread): (&Levels, &SpreadLevels),
    facts: &Facts<'_>,
) -> Result<Reallocation, Refusal> {
    let policy = &facts.policy.reallocation;
    let mut ranked: Vec<&Claimant> = claimants.iter().collect();
    ranked.sort_by(|a, b| policy.compare(a, b));
    let mut pool = Pool {
        goods: (sku, warehouse),
        levels: levels.clone(),
        spread: spread.clone(),
        changed: BTreeMap::new(),
        decisions: Vec::new(),
    };
    for (rank, taker) in ranked.iter().enumerate() {
        let below = ranked.get(rank.saturating_add(1)..).unwrap_or_default();
        pool.serve(&taker.order, below, facts)?;
    }
    if pool.decisions.is_empty() {
        return Err(nothing(sku, warehouse, claimants.len()));
    }
    let standing = |order: &Order| Standing {
        stage: order.stage.name(),
        reserved: reserved_of(order, sku, warehouse),
        missing: missing_of(order, sku),
        due: order.stage.due(),
    };
    let outcomes = ranked.iter().map(|claimant| {
        let order = &claimant.order;
        Outcome {
            order: order.id,
            before: standing(order),
            after: standing(pool.changed.get(&order.id).unwrap_or(order)),
        }
    });
    Ok(Reallocation {
        outcomes: outcomes.collect(),
        decisions: pool.decisions,
    })
}

/// What is there, and what was decided so far.
struct Pool<'a> {
    goods: (&'a Sku, &'a Warehouse),
    levels: Levels,
    /// What each shard has of the levels that are spread.
    spread: SpreadLevels,
    changed: BTreeMap<OrderId, Order>,
    decisions: Vec<(OrderId, Decision<OrderEvent>)>,
}

impl Pool<'_> {
    /// Finds goods for one order, from those below it if there must.
    fn serve(
        &mut self,
        taker: &Order,
        below: &[&Claimant],
        facts: &Facts<'_>,
    ) -> Result<(), Refusal> {
        let (sku, warehouse) = self.goods;
        let gave = self.changed.contains_key(&taker.id);
        if gave || missing_of(taker, sku) == 0 || needs(taker).is_empty() {
            return Ok(());
        }
        let (mut levels, mut spread) = (self.levels.clone(), self.spread.clone());
        let mut sourced = wanted(taker, &levels, facts);
        let mut donors: Vec<&Order> = Vec::new();
        for donor in below.iter().rev().map(|claimant| &claimant.order) {
            if is_filled(&sourced, sku) || self.is_full(donors.len()) {
                break;
            }
            if self.changed.contains_key(&donor.id) || reserved_of(donor, sku, warehouse) == 0 {
                continue;
            }
            let given = give_up(donor, sku, warehouse, facts)?;
            if !given.events.is_empty() {
                add_released(donor, &mut levels, self.goods);
                move_shards(&mut spread, &given.adjustments);
                sourced = wanted(taker, &levels, facts);
                donors.push(donor);
            }
        }
        let gets_some = sourced
            .taken
            .iter()
            .flat_map(|(_, pieces)| pieces)
            .any(|it| it.sku == *sku);
        if !gets_some || self.is_full(donors.len()) {
            return Ok(());
        }
        for donor in donors {
            self.decide(donor, give_up(donor, sku, warehouse, facts)?)?;
        }
        for (from, pieces) in &sourced.taken {
            for taken in pieces {
                let level = levels.entry((from.clone(), taken.sku.clone())).or_default();
                *level = level.saturating_sub(u64::from(taken.quantity));
            }
        }
        let taken = reserve(taker, &sourced.drawn_from(&spread, taker.id), facts)?;
        move_shards(&mut spread, &taken.adjustments);
        (self.levels, self.spread) = (levels, spread);
        self.decide(taker, taken)
    }

    /// Whether a taker and so many more givers would be more than one transaction holds.
    fn is_full(&self, givers: usize) -> bool {
        self.decisions.len().saturating_add(givers) >= MOST_ORDERS
    }

    fn decide(&mut self, order: &Order, decision: Decision<OrderEvent>) -> Result<(), Refusal> {
        let after = fold(Some(order.clone()), &decision.events);
        let after = after.ok().flatten().ok_or_else(|| {
            Refusal::new(
                RefusalClass::Conflict,
                "nothing_to_reallocate",
                "订单状态不允许调配",
                "an order does not stand where it could give or take",
            )
        })?;
        self.changed.insert(order.id, after);
        self.decisions.push((order.id, decision));
        Ok(())
    }
}

/// Where the order would be filled from.
fn wanted(order: &Order, levels: &Levels, facts: &Facts<'_>) -> Sourced {
    let province = order.ship_to_region.map_or(0, RegionCode::province_prefix);
    let policy = &facts.policy.sourcing;
    source(
        &needs(order),
        Some(levels),
        policy,
        province,
        order.split_shipments,
    )
}

/// Whether nothing of the SKU would be missing.
fn is_filled(sourced: &Sourced, sku: &Sku) -> bool {
    !sourced.taken.is_empty() && !sourced.missing.iter().any(|missing| missing.sku == *sku)
}

/// What the order gives back becomes available: of one that may not be split, everything.
fn add_released(order: &Order, levels: &mut Levels, (sku, warehouse): (&Sku, &Warehouse)) {
    for consignment in order.waiting_consignments() {
        for pieces in consignment.pieces {
            let gives = !order.split_shipments
                || (pieces.sku == *sku && consignment.warehouse == *warehouse);
            if gives {
                let place = (consignment.warehouse.clone(), pieces.sku);
                let level = levels.entry(place).or_default();
                *level = level.saturating_add(u64::from(pieces.quantity));
            }
        }
    }
}

/// Pieces of a SKU that the order is short of.
fn missing_of(order: &Order, sku: &Sku) -> u32 {
    let mut short = order.stage.short().iter();
    short
        .find(|short| short.sku == *sku)
        .map_or(0, |short| short.missing)
}

fn nothing(sku: &Sku, warehouse: &Warehouse, claimants: usize) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "nothing_to_reallocate",
        format!("没有可为商品 {sku} 调配的订单"),
        format!("no order that is short of {sku} can be helped by orders that need it less"),
    )
    .because(Evidence::new(
        format!("{sku} in {warehouse}"),
        "an order that is short of it, and orders below it that have it",
        format!("{claimants} orders that have or want it"),
    ))
}
