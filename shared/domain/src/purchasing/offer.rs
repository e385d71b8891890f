//! What a supplier asks for a SKU 供应商报价 (5.1.2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::supplier::check_lead_time;
use crate::aggregate::{AggregateKind, Event};
use crate::dated::{Revision, Versioned, is_unnumbered};
use crate::event_kind::EventKind;
use crate::identifiers::{Sku, SupplierCode};
use crate::money::Money;
use crate::refusal::Refusal;

/// The most suppliers of one SKU that a choice considers.
pub const MOST_OFFERS: u32 = 100;

/// The most price breaks of an offer.
const MOST_BREAKS: usize = 20;
/// The most pieces of an order or a step.
pub(super) const MOST_PIECES: u32 = 100_000_000;

/// An offer of one supplier for one SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupplierOffer {
    /// Who.
    pub supplier: SupplierCode,
    /// The goods.
    pub sku: Sku,
    /// Prices by quantity 阶梯价, the smallest quantity first; each holds until the next begins.
    pub breaks: Vec<PriceBreak>,
    /// The fewest pieces of an order, at least 1.
    pub minimum_quantity: u32,
    /// Orders are of a multiple of so many pieces, at least 1.
    pub multiple: u32,
    /// Inbound freight of each order, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub freight_per_order: Money,
    /// Inbound freight of each piece, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub freight_per_piece: Money,
    /// Working days from the order to the delivery, where they are not the supplier's usual.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead_time_working_days: Option<u16>,
}

/// A price from some quantity on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriceBreak {
    /// The fewest pieces at this price.
    pub from: u32,
    /// Price of one piece, in fen.
    pub unit_price: Money,
}

/// An event of an offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OfferEvent {
    /// It was entered or changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole new offer.
        offer: SupplierOffer,
        /// Since when it is valid; at once without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effective_from: Option<Timestamp>,
        /// The number of this version.
        #[serde(default, skip_serializing_if = "is_unnumbered")]
        version: u64,
    },
}

impl Event for OfferEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::SupplierOfferRevised,
        }
    }
}

impl OfferEvent {
    /// The event of a revision by somebody.
    #[must_use]
    pub fn revised(revision: Revision<SupplierOffer>, by: String) -> Self {
        Self::Revised {
            at: revision.at,
            by,
            offer: revision.value,
            effective_from: revision.effective_from,
            version: revision.version,
        }
    }
}

/// The identifier of a supplier's offer for a SKU, such as `tea-1/TEA-001`.
#[must_use]
pub fn offer_id(supplier: &SupplierCode, sku: &Sku) -> String {
    format!("{supplier}/{sku}")
}

/// The list of all offers for a SKU.
#[must_use]
pub fn offers_list(sku: &Sku) -> String {
    format!("supplier_offer:{sku}")
}

impl SupplierOffer {
    /// Refuses an offer that makes no sense: each quantity that can be ordered has one price.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        for (at, pieces) in [
            ("minimum_quantity", self.minimum_quantity),
            ("multiple", self.multiple),
        ] {
            if !(1..=MOST_PIECES).contains(&pieces) {
                let expected = format!("1 to {MOST_PIECES} pieces");
                return Err(Refusal::invalid(at, expected, pieces.to_string()));
            }
        }
        for (at, freight) in [
            ("freight_per_order", self.freight_per_order),
            ("freight_per_piece", self.freight_per_piece),
        ] {
            if freight.is_negative() {
                return Err(Refusal::invalid(
                    at,
                    "0 or more fen",
                    freight.fen().to_string(),
                ));
            }
        }
        if let Some(days) = self.lead_time_working_days {
            check_lead_time(days)?;
        }
        self.check_breaks()
    }

    fn check_breaks(&self) -> Result<(), Refusal> {
        if !(1..=MOST_BREAKS).contains(&self.breaks.len()) {
            let expected = format!("1 to {MOST_BREAKS} prices");
            return Err(Refusal::invalid(
                "breaks",
                expected,
                self.breaks.len().to_string(),
            ));
        }
        let mut before: Option<u32> = None;
        for (place, price) in self.breaks.iter().enumerate() {
            let at = format!("breaks[{place}].from");
            let found = price.from.to_string();
            match before {
                // A first price from a greater quantity would leave a gap before it.
                None if !(1..=self.minimum_quantity).contains(&price.from) => {
                    let expected = format!("1 to {}, the minimum quantity", self.minimum_quantity);
                    return Err(Refusal::invalid(at, expected, found));
                }
                Some(before) if price.from <= before => {
                    let expected = format!("more than {before}, where the price before begins");
                    return Err(Refusal::invalid(at, expected, found));
                }
                None | Some(_) => before = Some(price.from),
            }
            if !price.unit_price.is_positive() {
                let at = format!("breaks[{place}].unit_price");
                let found = price.unit_price.fen().to_string();
                return Err(Refusal::invalid(at, "1 fen or more", found));
            }
        }
        Ok(())
    }

    /// The price of one piece when so many are ordered, in fen.
    #[must_use]
    pub fn unit_price(&self, quantity: u32) -> Option<Money> {
        let holds = self
            .breaks
            .iter()
            .rev()
            .find(|price| price.from <= quantity);
        holds.map(|price| price.unit_price)
    }

    /// Freight and goods of so many pieces, in fen; `None` when no amount can hold it.
    #[must_use]
    pub fn landed_cost(&self, quantity: u32) -> Option<Money> {
        let goods = self
            .unit_price(quantity)?
            .checked_mul(u64::from(quantity))?;
        goods.checked_add(self.freight(quantity)?)
    }

    /// Freight of so many pieces, in fen.
    #[must_use]
    pub fn freight(&self, quantity: u32) -> Option<Money> {
        let pieces = self.freight_per_piece.checked_mul(u64::from(quantity))?;
        pieces.checked_add(self.freight_per_order)
    }

    /// The quantity that meets a need at the lowest landed cost: the need raised to the minimum and to
    /// a multiple, or further to where a lower price begins if the whole costs less. The smaller of
    /// equals. `None` when it is more than can be ordered or no amount can hold its cost.
    #[must_use]
    pub fn quantity_for(&self, need: u32) -> Option<u32> {
        let least = self.raised(need.max(self.minimum_quantity))?;
        let further = self.breaks.iter().map(|price| price.from);
        let further = further.filter(|from| *from > least);
        std::iter::once(least)
            .chain(further.filter_map(|from| self.raised(from)))
            .filter_map(|quantity| Some((self.landed_cost(quantity)?, quantity)))
            .min()
            .map(|(_, quantity)| quantity)
    }

    fn raised(&self, pieces: u32) -> Option<u32> {
        let raised = pieces
            .div_ceil(self.multiple.max(1))
            .checked_mul(self.multiple.max(1))?;
        (raised <= MOST_PIECES).then_some(raised)
    }
}

impl Versioned for SupplierOffer {
    const KIND: AggregateKind = AggregateKind::SupplierOffer;
    type Event = OfferEvent;

    fn id(&self) -> String {
        offer_id(&self.supplier, &self.sku)
    }

    fn revision(event: &OfferEvent) -> Revision<Self> {
        let OfferEvent::Revised {
            at,
            by: _,
            offer,
            effective_from,
            version,
        } = event;
        Revision {
            at: *at,
            version: *version,
            effective_from: *effective_from,
            value: offer.clone(),
        }
    }

    fn list(&self) -> Option<String> {
        Some(offers_list(&self.sku))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::purchasing::choice::samples::offer;
    use proptest::prelude::*;

    #[test]
    fn what_cannot_be_is_refused_where_it_stands() {
        type Spoil = fn(&mut SupplierOffer);
        let fen = Money::from_fen;
        let wrong: [(&str, Spoil); 9] = [
            ("minimum_quantity", |it| it.minimum_quantity = 0),
            ("multiple", |it| it.multiple = 0),
            ("freight_per_order", |it| {
                it.freight_per_order = Money::from_fen(-1)
            }),
            ("freight_per_piece", |it| {
                it.freight_per_piece = Money::from_fen(-1)
            }),
            ("lead_time_working_days", |it| {
                it.lead_time_working_days = Some(0)
            }),
            ("breaks", |it| it.breaks.clear()),
            ("breaks[0].from", |it| {
                it.breaks[0].from = it.minimum_quantity + 1
            }),
            ("breaks[1].from", |it| it.breaks[1].from = it.breaks[0].from),
            ("breaks[1].unit_price", |it| {
                it.breaks[1].unit_price = Money::ZERO
            }),
        ];
        let good = offer("a", &[(1, 100), (50, 90)]);
        assert_eq!(good.check(), Ok(()));
        assert_eq!(good.unit_price(49), Some(fen(100)));
        assert_eq!(good.unit_price(50), Some(fen(90)));
        for (place, spoil) in wrong {
            let mut offer = good.clone();
            spoil(&mut offer);
            assert_eq!(offer.check().unwrap_err().evidence[0].at, place);
        }
    }

    #[test]
    fn quantities_rise_to_the_minimum_to_multiples_and_to_where_it_is_cheaper() {
        let mut offer = offer("a", &[(1, 100), (50, 80)]);
        offer.minimum_quantity = 5;
        offer.multiple = 6;
        for (need, buys) in [
            (1, Some(6)),
            (6, Some(6)),
            (7, Some(12)),
            // 42 cost 4,200, 54 cost 4,320; 48 cost 4,800.
            (42, Some(42)),
            (43, Some(54)),
            (MOST_PIECES + 1, None),
        ] {
            assert_eq!(offer.quantity_for(need), buys, "{need}");
        }
    }

    proptest! {
        #[test]
        fn what_is_bought_meets_the_need_fits_the_offer_and_never_costs_less_than_a_smaller_need(
            need in 1_u32..2_000, minimum in 1_u32..200, multiple in 1_u32..50,
            prices in proptest::collection::btree_map(2_u32..1_500, 1_i64..500, 0..5),
            first in 1_i64..500, per_order in 0_i64..10_000, per_piece in 0_i64..50,
        ) {
            let breaks: Vec<(u32, i64)> = std::iter::once((1, first)).chain(prices).collect();
            let mut offer = offer("a", &breaks);
            offer.minimum_quantity = minimum;
            offer.multiple = multiple;
            offer.freight_per_order = Money::from_fen(per_order);
            offer.freight_per_piece = Money::from_fen(per_piece);
            prop_assert_eq!(offer.check(), Ok(()));
            let buys = offer.quantity_for(need).unwrap();
            prop_assert!(buys >= need && buys >= minimum && buys.is_multiple_of(multiple));
            let cost = |need| offer.landed_cost(offer.quantity_for(need).unwrap()).unwrap();
            prop_assert!(cost(need) <= cost(need + 1));
        }
    }
}
