//! What suppliers ask for their goods (5.1.2).

use domain::dated::Dated;
use domain::identifiers::{Sku, SupplierCode};
use domain::money::Money;
use domain::purchasing::{PriceBreak, SupplierOffer};
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// Fen of a price: up to ten billion yuan.
const HIGHEST: i64 = 1_000_000_000_000;

/// An offer of a supplier for a SKU is entered or changed, as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferRequest {
    /// Prices by quantity, the smallest quantity first; each holds until the next begins.
    #[schema(min_items = 1, max_items = 20)]
    pub breaks: Vec<PriceBreakBody>,
    /// The fewest pieces of an order; one if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub minimum_quantity: Option<u32>,
    /// Orders are of a multiple of so many pieces; of any number if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub multiple: Option<u32>,
    /// Inbound freight of each order, in fen; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub freight_per_order_fen: Option<i64>,
    /// Inbound freight of each piece, in fen; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub freight_per_piece_fen: Option<i64>,
    /// Working days from the order to the delivery; the supplier's usual if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 250)]
    pub lead_time_working_days: Option<u16>,
    /// Since when this is valid; at once if left out. Up to eight versions may wait for their day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub effective_from: Option<Timestamp>,
}

/// A price from some quantity on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PriceBreakBody {
    /// The fewest pieces at this price.
    #[schema(minimum = 1)]
    pub from: u32,
    /// Price of one piece, in fen.
    #[schema(minimum = 1)]
    pub unit_price_fen: i64,
}

/// An offer: the version that is valid now or, before the first one is, that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfferView {
    /// Who.
    pub supplier: String,
    /// The goods.
    pub sku: String,
    /// Counts its changes.
    pub version: u64,
    /// The number of the version shown.
    pub valid_version: u64,
    /// What is valid.
    #[serde(flatten)]
    pub offer: OfferRequest,
    /// Versions to come, the next one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upcoming: Vec<UpcomingOffer>,
}

/// A version of an offer that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UpcomingOffer {
    /// Its number.
    pub version: u64,
    /// What will be valid, and since when.
    pub offer: OfferRequest,
}

impl OfferRequest {
    /// The offer of the supplier and for the SKU of the path.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_offer(self, supplier: &str, sku: &str) -> Result<SupplierOffer, Refusal> {
        let mut mistakes = Mistakes::default();
        let supplier = mistakes.parsed("supplier", supplier, SupplierCode::parse);
        let sku = mistakes.parsed("sku", sku, Sku::parse);
        for (place, price) in self.breaks.iter().enumerate() {
            let at = format!("breaks[{place}].unit_price_fen");
            mistakes.within(&at, price.unit_price_fen, &(1..=HIGHEST));
        }
        let mut freight = |at: &str, fen: Option<i64>| {
            let fen = fen.unwrap_or_default();
            mistakes.within(at, fen, &(0..=HIGHEST));
            Money::from_fen(fen)
        };
        let freight_per_order = freight("freight_per_order_fen", self.freight_per_order_fen);
        let freight_per_piece = freight("freight_per_piece_fen", self.freight_per_piece_fen);
        let price = |price: PriceBreakBody| PriceBreak {
            from: price.from,
            unit_price: Money::from_fen(price.unit_price_fen),
        };
        let offer = mistakes.none_in(supplier.zip(sku).map(|(supplier, sku)| SupplierOffer {
            supplier,
            sku,
            breaks: self.breaks.into_iter().map(price).collect(),
            minimum_quantity: self.minimum_quantity.unwrap_or(1),
            multiple: self.multiple.unwrap_or(1),
            freight_per_order,
            freight_per_piece,
            lead_time_working_days: self.lead_time_working_days,
        }))?;
        offer.check()?;
        Ok(offer)
    }

    /// The request that would enter this offer as it is, at once.
    #[must_use]
    pub fn of(offer: &SupplierOffer) -> Self {
        let price = |price: &PriceBreak| PriceBreakBody {
            from: price.from,
            unit_price_fen: price.unit_price.fen(),
        };
        let freight = |freight: Money| Some(freight.fen()).filter(|fen| *fen > 0);
        Self {
            breaks: offer.breaks.iter().map(price).collect(),
            minimum_quantity: Some(offer.minimum_quantity),
            multiple: Some(offer.multiple),
            freight_per_order_fen: freight(offer.freight_per_order),
            freight_per_piece_fen: freight(offer.freight_per_piece),
            lead_time_working_days: offer.lead_time_working_days,
            effective_from: None,
        }
    }
}

impl OfferView {
    /// The wire form of an offer after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(dated: &Dated<SupplierOffer>, version: u64, now: Timestamp) -> Self {
        let valid = dated.at_or_first(now);
        let upcoming = dated.after(now).into_iter().map(|next| UpcomingOffer {
            version: next.version,
            offer: OfferRequest {
                effective_from: Some(next.effective_from),
                ..OfferRequest::of(&next.value)
            },
        });
        Self {
            supplier: valid.value.supplier.to_string(),
            sku: valid.value.sku.to_string(),
            version,
            valid_version: valid.version,
            offer: OfferRequest::of(valid.value),
            upcoming: upcoming.collect(),
        }
    }
}
