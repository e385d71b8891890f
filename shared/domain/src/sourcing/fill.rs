//! Filling an order from each combination of warehouses.

use super::{Filling, Levels, SourcingCriterion, SourcingOption, SourcingPolicy, WarehouseRule};
use crate::money::Money;
use crate::stock::{MAIN_WAREHOUSE, Pieces, Warehouse};

/// What each combination of warehouses can give; combinations of which a member gives nothing are left
/// out, since without it they are there too. Where an order may not be split, only single warehouses.
pub(super) fn fillings(
    needs: &[&Pieces],
    levels: &Levels,
    policy: &SourcingPolicy,
    province: u8,
    may_split: bool,
) -> Vec<Filling> {
    let rules = ordered(policy, province);
    let combinations = 1_u32 << rules.len();
    let combinations = (1..combinations).filter(|set| may_split || set.count_ones() == 1);
    combinations
        .filter_map(|set| {
            let members: Vec<&WarehouseRule> = rules
                .iter()
                .enumerate()
                .filter(|(index, _)| set & (1 << index) != 0)
                .map(|(_, rule)| rule)
                .collect();
            let taken = filled(needs, levels, &members);
            let useful = taken.len() == members.len();
            useful.then(|| (judged(needs, &taken, &members, province), taken))
        })
        .collect()
}

/// What of `needs` is not in `taken`.
pub(super) fn missing(needs: &[&Pieces], taken: &[(Warehouse, Vec<Pieces>)]) -> Vec<Pieces> {
    let given = |need: &Pieces| {
        let pieces = taken.iter().flat_map(|(_, pieces)| pieces);
        let same = pieces.filter(|pieces| pieces.sku == need.sku);
        same.fold(0_u32, |sum, pieces| sum.saturating_add(pieces.quantity))
    };
    let left = needs.iter().map(|need| Pieces {
        sku: need.sku.clone(),
        quantity: need.quantity.saturating_sub(given(need)),
    });
    left.filter(|pieces| pieces.quantity > 0).collect()
}

/// The warehouses in the order in which one of them is asked before another, by the policy's criteria.
fn ordered(policy: &SourcingPolicy, province: u8) -> Vec<WarehouseRule> {
    if policy.warehouses.is_empty() {
        return vec![WarehouseRule {
            warehouse: MAIN_WAREHOUSE.to_owned(),
            serves: Vec::new(),
            priority: 0,
            costs: Vec::new(),
        }];
    }
    let mut rules = policy.warehouses.clone();
    rules.sort_by_cached_key(|rule| {
        let place = |criterion: &SourcingCriterion| match criterion {
            SourcingCriterion::FewestShipments => 0,
            SourcingCriterion::Region => i64::from(!serves(rule, province)),
            SourcingCriterion::LandedCost => cost(rule, province, 1).fen(),
            SourcingCriterion::Priority => i64::from(rule.priority),
        };
        let places: Vec<i64> = policy.criteria.iter().map(place).collect();
        (places, rule.warehouse.clone())
    });
    rules
}

/// What the warehouses give, each as much as it has; those that give nothing are not in it.
fn filled(
    needs: &[&Pieces],
    levels: &Levels,
    members: &[&WarehouseRule],
) -> Vec<(Warehouse, Vec<Pieces>)> {
    let mut left: Vec<u32> = needs.iter().map(|need| need.quantity).collect();
    let mut taken = Vec::new();
    for rule in members {
        let mut pieces = Vec::new();
        for (need, left) in needs.iter().zip(&mut left) {
            let level = (rule.warehouse.clone(), need.sku.clone());
            let there = levels.get(&level).copied().unwrap_or_default();
            let quantity = (*left).min(u32::try_from(there).unwrap_or(u32::MAX));
            if quantity > 0 {
                *left = left.saturating_sub(quantity);
                pieces.push(Pieces {
                    sku: need.sku.clone(),
                    quantity,
                });
            }
        }
        if !pieces.is_empty() {
            taken.push((rule.warehouse.clone(), pieces));
        }
    }
    taken
}

fn judged(
    needs: &[&Pieces],
    taken: &[(Warehouse, Vec<Pieces>)],
    members: &[&WarehouseRule],
    province: u8,
) -> SourcingOption {
    let mut option = SourcingOption {
        warehouses: Vec::new(),
        missing: count(&missing(needs, taken)),
        outside_region: 0,
        priority: 0,
        cost: Money::ZERO,
    };
    for ((warehouse, pieces), rule) in taken.iter().zip(members) {
        let pieces = count(pieces);
        option.warehouses.push(warehouse.clone());
        if !serves(rule, province) {
            option.outside_region = option.outside_region.saturating_add(pieces);
        }
        let ranks = pieces.saturating_mul(u64::from(rule.priority));
        option.priority = option.priority.saturating_add(ranks);
        let cost = option.cost.checked_add(cost(rule, province, pieces));
        option.cost = cost.unwrap_or(Money::from_fen(i64::MAX));
    }
    option
}

fn count(pieces: &[Pieces]) -> u64 {
    pieces.iter().map(|pieces| u64::from(pieces.quantity)).sum()
}

fn serves(rule: &WarehouseRule, province: u8) -> bool {
    rule.serves.is_empty() || rule.serves.contains(&province)
}

/// What one shipment of so many pieces costs.
fn cost(rule: &WarehouseRule, province: u8, pieces: u64) -> Money {
    let zone = rule
        .costs
        .iter()
        .find(|zone| zone.provinces.is_empty() || zone.provinces.contains(&province));
    let cost = zone.map_or(Some(Money::ZERO), |zone| {
        zone.per_shipment
            .checked_add(zone.per_piece.checked_mul(pieces)?)
    });
    cost.unwrap_or(Money::from_fen(i64::MAX))
}
