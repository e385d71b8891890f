//! From which warehouses an order is filled 分仓 (5.2.1): the rules are data of the policy, the choice is
//! explained.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::identifiers::Sku;
use crate::money::Money;
use crate::refusal::Refusal;
use crate::stock::{MAIN_WAREHOUSE, Pieces, Warehouse, is_warehouse_code};
use crate::stock_spread::{Draw, SpreadLevels, draw};

mod fill;

#[cfg(test)]
mod tests;

/// The most warehouses there are rules for: every combination of them is looked at.
pub const MOST_WAREHOUSES: usize = 8;

/// Options that an explanation keeps, the best first.
const KEPT: usize = 8;

/// From which warehouses orders are filled, and what matters in choosing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SourcingPolicy {
    /// The warehouses; without any, the main one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warehouses: Vec<WarehouseRule>,
    /// What matters, the most important first; fewer missing pieces always come before.
    #[serde(default = "usual_criteria")]
    pub criteria: Vec<SourcingCriterion>,
}

/// One warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarehouseRule {
    /// Its code, such as `CQ1`.
    pub warehouse: Warehouse,
    /// Two-digit prefixes of the provinces it is meant for; empty means all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<u8>,
    /// Its rank; smaller is taken first.
    #[serde(default)]
    pub priority: u16,
    /// What filling from it costs; the first that contains the province applies, none costs nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub costs: Vec<WarehouseCost>,
}

/// What it costs to send from a warehouse to some provinces: picking, packing and usual freight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WarehouseCost {
    /// Two-digit province prefixes; empty means everywhere else.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub provinces: Vec<u8>,
    /// For each shipment, in fen.
    pub per_shipment: Money,
    /// For each piece, in fen.
    pub per_piece: Money,
}

/// What one way of filling an order is judged by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourcingCriterion {
    /// The fewest shipments.
    FewestShipments,
    /// The fewest pieces from warehouses that are not meant for the province.
    Region,
    /// The lowest cost.
    LandedCost,
    /// The smallest ranks, counted by pieces.
    Priority,
}

/// From where an order, or what of it is there, is filled.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sourced {
    /// Pieces by warehouse, the preferred warehouse first; empty when nothing is to be taken.
    pub taken: Vec<(Warehouse, Vec<Pieces>)>,
    /// From which shards those of them come whose level is spread.
    pub drawn: BTreeMap<(Warehouse, Sku), Draw>,
    /// Pieces that nobody has; empty when everything is taken.
    pub missing: Vec<Pieces>,
    /// How it was chosen; nothing where there was nothing to choose.
    pub considered: Vec<SourcingOption>,
}

/// One way of filling an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourcingOption {
    /// From these warehouses.
    pub warehouses: Vec<Warehouse>,
    /// Pieces that would be missing.
    pub missing: u64,
    /// Pieces from warehouses that are not meant for the province.
    pub outside_region: u64,
    /// The sum of the ranks of the pieces' warehouses.
    pub priority: u64,
    /// What it costs, in fen.
    pub cost: Money,
}

/// Pieces that can be promised, by warehouse and SKU; what is not in it is nought.
pub type Levels = BTreeMap<(Warehouse, Sku), u64>;

impl Default for SourcingPolicy {
    fn default() -> Self {
        Self {
            warehouses: Vec::new(),
            criteria: usual_criteria(),
        }
    }
}

fn usual_criteria() -> Vec<SourcingCriterion> {
    vec![
        SourcingCriterion::FewestShipments,
        SourcingCriterion::Region,
        SourcingCriterion::LandedCost,
        SourcingCriterion::Priority,
    ]
}

impl SourcingPolicy {
    /// Whether the policy says what it says unless somebody changes it.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// The codes of all warehouses that orders are filled from.
    #[must_use]
    pub fn warehouses(&self) -> Vec<Warehouse> {
        if self.warehouses.is_empty() {
            return vec![MAIN_WAREHOUSE.to_owned()];
        }
        let codes = self.warehouses.iter().map(|rule| rule.warehouse.clone());
        codes.collect()
    }

    /// The one warehouse there is to choose from, if there is only one.
    #[must_use]
    pub fn only_warehouse(&self) -> Option<&str> {
        match self.warehouses.as_slice() {
            [] => Some(MAIN_WAREHOUSE),
            [only] => Some(&only.warehouse),
            _ => None,
        }
    }

    /// Refuses rules that contradict themselves.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.warehouses.len() > MOST_WAREHOUSES {
            let (most, found) = (MOST_WAREHOUSES, self.warehouses.len());
            return Err(Refusal::invalid(
                "sourcing.warehouses",
                format!("at most {most} warehouses"),
                found.to_string(),
            ));
        }
        let mut seen = BTreeSet::new();
        for (index, rule) in self.warehouses.iter().enumerate() {
            let at = |field: &str| format!("sourcing.warehouses[{index}].{field}");
            if !is_warehouse_code(&rule.warehouse) || !seen.insert(&rule.warehouse) {
                return Err(Refusal::invalid(
                    at("warehouse"),
                    "each warehouse once: 1 to 16 letters, digits, dots, underscores or hyphens",
                    rule.warehouse.clone(),
                ));
            }
            check_provinces(&at("serves"), &rule.serves)?;
            for (zone, cost) in rule.costs.iter().enumerate() {
                check_provinces(&at(&format!("costs[{zone}].provinces")), &cost.provinces)?;
                for (field, amount) in [
                    ("per_shipment", cost.per_shipment),
                    ("per_piece", cost.per_piece),
                ] {
                    if amount.is_negative() {
                        return Err(Refusal::invalid(
                            at(&format!("costs[{zone}].{field}")),
                            "zero or more fen",
                            amount.fen().to_string(),
                        ));
                    }
                }
            }
        }
        let criteria: BTreeSet<_> = self.criteria.iter().collect();
        if criteria.len() != self.criteria.len() {
            return Err(Refusal::invalid(
                "sourcing.criteria",
                "each criterion once",
                format!("{:?}", self.criteria),
            ));
        }
        Ok(())
    }
}

fn check_provinces(at: &str, provinces: &[u8]) -> Result<(), Refusal> {
    let unknown = provinces.iter().find(|prefix| {
        let code = format!("{prefix:02}0000");
        crate::region::RegionCode::parse(&code).is_err()
    });
    unknown.map_or(Ok(()), |prefix| {
        Err(Refusal::invalid(
            at,
            "two-digit province prefixes of GB/T 2260",
            prefix.to_string(),
        ))
    })
}

/// 5.2.1: chooses where `needs` come from. Every combination of warehouses is looked at, and the best by
/// the policy's criteria is taken; with `levels` unknown there must be one warehouse, which is taken to have
/// everything.
///
/// An order that may not be split comes whole from one warehouse, or nothing of it does; of one that may,
/// what is there is taken.
#[must_use]
pub fn source(
    needs: &[Pieces],
    levels: Option<&Levels>,
    policy: &SourcingPolicy,
    province: u8,
    may_split: bool,
) -> Sourced {
    let needs: Vec<&Pieces> = needs.iter().filter(|need| need.quantity > 0).collect();
    if needs.is_empty() {
        return Sourced::default();
    }
    let Some(levels) = levels else {
        let warehouse = policy.only_warehouse().unwrap_or(MAIN_WAREHOUSE).to_owned();
        let pieces = needs.into_iter().cloned().collect();
        return Sourced {
            taken: vec![(warehouse, pieces)],
            ..Sourced::default()
        };
    };
    let mut fillings = fill::fillings(&needs, levels, policy, province, may_split);
    fillings.sort_by(|a, b| better(policy, a, b));
    let chosen = fillings.len() > 1;
    let considered = fillings.iter().take(KEPT).map(|(option, _)| option.clone());
    let considered: Vec<SourcingOption> = if chosen {
        considered.collect()
    } else {
        Vec::new()
    };
    let Some((option, taken)) = fillings.into_iter().next() else {
        return Sourced {
            missing: needs.into_iter().cloned().collect(),
            ..Sourced::default()
        };
    };
    let missing = fill::missing(&needs, &taken);
    let taken = if option.missing == 0 || may_split {
        taken
    } else {
        Vec::new()
    };
    Sourced {
        taken,
        missing,
        considered,
        ..Sourced::default()
    }
}

impl Sourced {
    /// The same, with the shards named from which `order` takes pieces of levels that are spread.
    #[must_use]
    pub fn drawn_from(mut self, levels: &SpreadLevels, order: Uuid) -> Self {
        for (warehouse, pieces) in &self.taken {
            for pieces in pieces {
                let place = (warehouse.clone(), pieces.sku.clone());
                if let Some(level) = levels.get(&place) {
                    let drawn = draw(order, pieces.quantity, level);
                    self.drawn.insert(place, drawn);
                }
            }
        }
        self
    }
}

type Filling = (SourcingOption, Vec<(Warehouse, Vec<Pieces>)>);

/// Which of two fillings comes first.
fn better(policy: &SourcingPolicy, (a, _): &Filling, (b, _): &Filling) -> Ordering {
    let by = |criterion: &SourcingCriterion| match criterion {
        SourcingCriterion::FewestShipments => a.warehouses.len().cmp(&b.warehouses.len()),
        SourcingCriterion::Region => a.outside_region.cmp(&b.outside_region),
        SourcingCriterion::LandedCost => a.cost.cmp(&b.cost),
        SourcingCriterion::Priority => a.priority.cmp(&b.priority),
    };
    let judged = policy.criteria.iter().map(by);
    let first = a.missing.cmp(&b.missing);
    let judged = judged.fold(first, Ordering::then);
    judged.then_with(|| a.warehouses.cmp(&b.warehouses))
}
