//! From whom goods are bought, and why (5.1.2).

use domain::purchasing::{Bid, ChoiceReason, Excluded, Exclusion, SupplierChoice};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::names;

/// The supplier that was chosen, and everyone who was not.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ChoiceView {
    /// What was agreed with the chosen one.
    pub chosen: BidView,
    /// What decided.
    #[schema(schema_with = names::choice_reason)]
    pub reason: ChoiceReason,
    /// Everyone who was considered, the best first.
    pub considered: Vec<BidView>,
    /// Everyone who was not, and why.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<ExcludedView>,
}

/// What buying from a supplier costs and takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BidView {
    /// Who.
    pub supplier: String,
    /// Pieces that are ordered; never fewer than needed.
    pub quantity: u32,
    /// Price of one piece, in fen.
    pub unit_price_fen: i64,
    /// Inbound freight, in fen.
    pub freight_fen: i64,
    /// Landed cost: goods and freight, in fen.
    pub landed_cost_fen: i64,
    /// Landed cost weighed by the scores, in fen; what bids are compared by.
    pub weighed_cost_fen: i64,
    /// When they would be there.
    #[schema(value_type = String, format = Date)]
    pub arrives: Date,
    /// Pieces that passed of those inspected, in permille.
    pub quality_permille: u16,
    /// Receipts on time, in permille.
    pub on_time_permille: u16,
}

/// A supplier that was not considered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExcludedView {
    /// Who.
    pub supplier: String,
    /// Why: `not_valid`, `offer_not_in_force`, `late`, `calendar_year_missing` or `too_much`.
    #[schema(example = "late")]
    pub because: String,
    /// When the goods would be there, where they would be late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub arrives: Option<Date>,
}

impl ChoiceView {
    /// The wire form.
    #[must_use]
    pub fn of(choice: &SupplierChoice) -> Self {
        Self {
            chosen: BidView::of(&choice.chosen),
            reason: choice.reason,
            considered: choice.considered.iter().map(BidView::of).collect(),
            excluded: choice.excluded.iter().map(ExcludedView::of).collect(),
        }
    }
}

impl BidView {
    fn of(bid: &Bid) -> Self {
        Self {
            supplier: bid.supplier.to_string(),
            quantity: bid.quantity,
            unit_price_fen: bid.unit_price.fen(),
            freight_fen: bid.freight.fen(),
            landed_cost_fen: bid.landed.fen(),
            weighed_cost_fen: bid.weighed.fen(),
            arrives: bid.arrives,
            quality_permille: bid.quality_permille,
            on_time_permille: bid.on_time_permille,
        }
    }
}

impl ExcludedView {
    fn of(excluded: &Excluded) -> Self {
        let (because, arrives) = match &excluded.reason {
            Exclusion::NotValid => ("not_valid", None),
            Exclusion::OfferNotInForce => ("offer_not_in_force", None),
            Exclusion::Late { arrives } => ("late", Some(*arrives)),
            Exclusion::CalendarYearMissing => ("calendar_year_missing", None),
            Exclusion::TooMuch => ("too_much", None),
        };
        Self {
            supplier: excluded.supplier.to_string(),
            because: because.to_owned(),
            arrives,
        }
    }
}
