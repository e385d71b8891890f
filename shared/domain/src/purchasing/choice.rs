//! Which supplier goods are bought from, and why (5.1.2).
//!
//! Every supplier whose offer is in force bids: the quantity that meets the need at its lowest landed
//! cost (goods and inbound freight), and when it would arrive. Among those that arrive in time the bid
//! with the lowest *weighed cost* is chosen; if none does, the one that arrives earliest. What is bought
//! beyond the need is paid for like the rest. With everything in permille:
//!
//! ```text
//! weighed = landed × (1 + quality weight × (1 − quality) + on-time weight × (1 − on-time score))
//! ```

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{PurchasingPolicy, Supplier, SupplierOffer};
use crate::calendar::business_date;
use crate::identifiers::{Sku, SupplierCode};
use crate::money::Money;
use crate::order::Facts;
use crate::refusal::{Evidence, Refusal, RefusalClass};

#[cfg(test)]
pub(super) mod samples;
#[cfg(test)]
mod tests;

/// What is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The goods.
    pub sku: Sku,
    /// Pieces, at least one.
    pub quantity: u32,
    /// When they should be there.
    pub by: Date,
}

/// A supplier with its offer for the goods.
#[derive(Clone, Copy, Debug)]
pub struct Bidder<'a> {
    /// Who.
    pub supplier: &'a Supplier,
    /// What it asks; `None` before its offer is in force.
    pub offer: Option<&'a SupplierOffer>,
}

/// What buying from a supplier would cost and take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bid {
    /// Who.
    pub supplier: SupplierCode,
    /// Pieces that would be ordered; never fewer than needed.
    pub quantity: u32,
    /// Price of one piece, in fen.
    pub unit_price: Money,
    /// Inbound freight, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub freight: Money,
    /// Landed cost 到货成本: goods and freight, in fen.
    pub landed: Money,
    /// Landed cost weighed by the scores, in fen, rounded up; what bids are compared by.
    pub weighed: Money,
    /// When they would be there.
    pub arrives: Date,
    /// Pieces that passed of those inspected, in permille.
    pub quality_permille: u16,
    /// Receipts on time, in permille.
    pub on_time_permille: u16,
}

/// Why a supplier was not considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "because", rename_all = "snake_case")]
pub enum Exclusion {
    /// Orders may not be placed with it today.
    NotValid,
    /// Its offer is not in force yet.
    OfferNotInForce,
    /// The goods would come after they are needed, while others would come in time.
    Late {
        /// When they would be there.
        arrives: Date,
    },
    /// They would come in a year of which no working calendar is known.
    CalendarYearMissing,
    /// It is more than can be ordered or paid at once.
    TooMuch,
}

/// A supplier that was not considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Who.
    pub supplier: SupplierCode,
    /// Why.
    #[serde(flatten)]
    pub reason: Exclusion,
}

/// What decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChoiceReason {
    /// The lowest weighed cost among those in time.
    LowestCost,
    /// Nobody would come in time; this one comes first.
    Earliest,
    /// A person named it.
    Named,
}

impl ChoiceReason {
    /// Every reason.
    pub const ALL: [Self; 3] = [Self::LowestCost, Self::Earliest, Self::Named];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::LowestCost => "lowest_cost",
            Self::Earliest => "earliest",
            Self::Named => "named",
        }
    }
}

/// From whom goods are bought, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierChoice {
    /// The bid that was taken.
    pub chosen: Bid,
    /// What decided.
    pub reason: ChoiceReason,
    /// Everyone who was considered, the best first.
    pub considered: Vec<Bid>,
    /// Everyone who was not, and why; by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
}

/// Chooses among the bidders, or takes the one that a person `named`, whenever it would deliver. The
/// order of the bidders does not matter; of equals the earlier is taken, then the first by code.
///
/// # Errors
/// `no_supplier_available` with each supplier that was excluded, and why.
pub fn choose(
    need: &Need,
    bidders: &[Bidder<'_>],
    named: Option<&SupplierCode>,
    facts: &Facts<'_>,
) -> Result<SupplierChoice, Refusal> {
    let (mut bids, mut excluded) = (Vec::new(), Vec::new());
    for bidder in bidders {
        match bid(need, *bidder, facts) {
            Ok(bid) => bids.push(bid),
            Err(reason) => excluded.push(Excluded {
                supplier: bidder.supplier.profile.code.clone(),
                reason,
            }),
        }
    }
    let policy = &facts.policy.purchasing;
    bids.sort_by_cached_key(|bid| (weigh(bid, policy), bid.arrives, bid.supplier.clone()));
    let reason = if named.is_some() {
        ChoiceReason::Named
    } else if bids.iter().any(|bid| bid.arrives <= need.by) {
        let late = bids.extract_if(.., |bid| bid.arrives > need.by);
        excluded.extend(late.map(|bid| Excluded {
            supplier: bid.supplier,
            reason: Exclusion::Late {
                arrives: bid.arrives,
            },
        }));
        ChoiceReason::LowestCost
    } else {
        // Stable, so that what comes on the same day stays sorted by cost.
        bids.sort_by_key(|bid| bid.arrives);
        ChoiceReason::Earliest
    };
    excluded.sort_by(|a, b| a.supplier.cmp(&b.supplier));
    let chosen = match named {
        None => bids.first(),
        Some(named) => bids.iter().find(|bid| bid.supplier == *named),
    };
    match chosen.cloned() {
        Some(chosen) => Ok(SupplierChoice {
            chosen,
            reason,
            considered: bids,
            excluded,
        }),
        None => Err(nobody(need, named, &excluded)),
    }
}

/// What a supplier bids for what is needed, or why it cannot.
fn bid(need: &Need, bidder: Bidder<'_>, facts: &Facts<'_>) -> Result<Bid, Exclusion> {
    let Bidder { supplier, offer } = bidder;
    let profile = &supplier.profile;
    if !profile.is_valid_on(business_date(facts.now)) {
        return Err(Exclusion::NotValid);
    }
    let offer = offer.ok_or(Exclusion::OfferNotInForce)?;
    let days = offer
        .lead_time_working_days
        .unwrap_or(profile.lead_time_working_days);
    let arrives = facts
        .calendar
        .add_working_days(facts.now, u32::from(days))
        .map_err(|_| Exclusion::CalendarYearMissing)?;
    let quantity = offer
        .quantity_for(need.quantity)
        .ok_or(Exclusion::TooMuch)?;
    let (unit_price, freight, landed) = offer
        .unit_price(quantity)
        .zip(offer.freight(quantity))
        .zip(offer.landed_cost(quantity))
        .map(|((price, freight), landed)| (price, freight, landed))
        .ok_or(Exclusion::TooMuch)?;
    let policy = &facts.policy.purchasing;
    let bid = Bid {
        supplier: profile.code.clone(),
        quantity,
        unit_price,
        freight,
        landed,
        weighed: landed,
        arrives: business_date(arrives),
        quality_permille: supplier.record.quality_permille(policy),
        on_time_permille: supplier.record.on_time_permille(policy),
    };
    let fen = weigh(&bid, policy).checked_add(MILLIONTHS - 1);
    let fen = fen.and_then(|sum| i64::try_from(sum / MILLIONTHS).ok());
    let weighed = Money::from_fen(fen.ok_or(Exclusion::TooMuch)?);
    Ok(Bid { weighed, ..bid })
}

/// A weight in permille of a score in permille.
const MILLIONTHS: i128 = 1_000_000;

/// The weighed cost, in millionths of a fen, so that nothing is rounded.
fn weigh(bid: &Bid, policy: &PurchasingPolicy) -> i128 {
    let lacking = |score: u16| i128::from(1_000_u16.saturating_sub(score));
    let quality = i128::from(policy.quality_weight_permille) * lacking(bid.quality_permille);
    let on_time = i128::from(policy.on_time_weight_permille) * lacking(bid.on_time_permille);
    i128::from(bid.landed.fen()) * (MILLIONTHS + quality + on_time)
}

fn nobody(need: &Need, named: Option<&SupplierCode>, excluded: &[Excluded]) -> Refusal {
    let refusal = Refusal::new(
        RefusalClass::Conflict,
        "no_supplier_available",
        format!(
            "商品 {} 没有可用的供应商报价，请先录入供应商及报价",
            need.sku
        ),
        format!(
            "no supplier offers {} now; enter a supplier and its offer first",
            need.sku
        ),
    );
    let expected = named.map_or_else(
        || "a supplier whose offer is in force".to_owned(),
        |named| format!("an offer of {named} that is in force"),
    );
    if excluded.is_empty() {
        return refusal.because(Evidence::new("supplier", expected, "none"));
    }
    excluded.iter().fold(refusal, |refusal, excluded| {
        let found = match &excluded.reason {
            Exclusion::NotValid => "orders may not be placed with it today".to_owned(),
            Exclusion::OfferNotInForce => "its offer is not in force yet".to_owned(),
            Exclusion::Late { arrives } => format!("it would come on {arrives}"),
            Exclusion::CalendarYearMissing => {
                "it would come in a year without a calendar".to_owned()
            }
            Exclusion::TooMuch => "more than can be ordered or paid at once".to_owned(),
        };
        let found = format!("{}: {found}", excluded.supplier);
        refusal.because(Evidence::new("supplier", expected.clone(), found))
    })
}
