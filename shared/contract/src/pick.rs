//! Picking by lot (5.2.2).

use domain::identifiers::Sku;
use domain::order::{LostBecause, Order, PickFailure, PickedPieces, StageName};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::lot::lot;
use crate::mistakes::Mistakes;
use crate::names;
use crate::purchasing::ShortageView;
use crate::stock::check_code;

/// A consignment is to be picked 拣货.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PickRequest {
    /// Which; needed where several wait to be dispatched.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = 1)]
    pub consignment: Option<u16>,
}

/// Picked pieces are short or damaged. Sending the same report again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PickFailureRequest {
    /// Its number, unique within the order: letters, digits, dots, underscores, hyphens.
    #[schema(example = "JH-2026-0001", min_length = 1, max_length = 64)]
    pub failure_no: String,
    /// For which consignment they were picked.
    #[schema(example = 1)]
    pub consignment: u16,
    /// The goods.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// The number of the lot.
    #[schema(example = "20260301A", max_length = 32)]
    pub lot_no: String,
    /// Its expiry, where the SKU is kept by expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// Pieces.
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub quantity: u32,
    /// What is wrong with them: `short` or `damaged`.
    #[schema(schema_with = names::lost_because)]
    pub because: LostBecause,
}

/// What is picked for an order, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PickListView {
    /// The order.
    pub order: String,
    /// Where it stands. When what was reserved cannot leave and nothing else is there, it is being prepared again.
    #[schema(schema_with = names::stage)]
    pub stage: StageName,
    /// What is picked, of every consignment.
    pub picks: Vec<PickView>,
    /// What is short, while the order waits for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short: Vec<ShortageView>,
}

/// Pieces of a lot, picked for a consignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PickView {
    /// For which consignment.
    pub consignment: u16,
    /// The goods.
    pub sku: String,
    /// The number of the lot.
    pub lot_no: String,
    /// Its expiry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expiry: Option<Date>,
    /// Pieces.
    pub quantity: u32,
}

/// A report of a picker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PickFailureView {
    /// Its number.
    pub failure_no: String,
    /// Which pieces.
    #[serde(flatten)]
    pub pieces: PickView,
    /// What is wrong with them.
    #[schema(schema_with = names::lost_because)]
    pub because: LostBecause,
    /// When it was reported.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// By whom.
    pub by: String,
}

impl PickFailureRequest {
    /// The report, by `by` at `at`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_failure(self, by: &str, at: Timestamp) -> Result<PickFailure, Refusal> {
        let mut mistakes = Mistakes::default();
        check_code(&mut mistakes, "failure_no", &self.failure_no, 64);
        mistakes.within("quantity", self.quantity, &(1..=100_000_000));
        if self.because == LostBecause::Expired {
            let found = LostBecause::Expired.name();
            mistakes.note("because", "short or damaged", found);
        }
        let sku = mistakes.parsed("sku", &self.sku, Sku::parse);
        let lot = lot(&mut mistakes, "lot", Some(&self.lot_no), self.expiry);
        let failure = sku.zip(lot).map(|(sku, lot)| PickFailure {
            failure_no: self.failure_no,
            consignment: self.consignment,
            sku,
            lot,
            quantity: self.quantity,
            because: self.because,
            at,
            by: by.to_owned(),
        });
        mistakes.none_in(failure)
    }
}

impl PickView {
    /// Everything that is or was picked for an order.
    pub(crate) fn all_of(order: &Order) -> Vec<Self> {
        order.picks.iter().map(Self::of).collect()
    }

    fn of(pick: &PickedPieces) -> Self {
        Self {
            consignment: pick.consignment,
            sku: pick.sku.to_string(),
            lot_no: pick.lot.lot_no.to_string(),
            expiry: pick.lot.expiry,
            quantity: pick.quantity,
        }
    }
}

impl PickFailureView {
    /// Everything that pickers reported of an order.
    pub(crate) fn all_of(order: &Order) -> Vec<Self> {
        order.pick_failures.iter().map(Self::of).collect()
    }

    fn of(failure: &PickFailure) -> Self {
        Self {
            failure_no: failure.failure_no.clone(),
            pieces: PickView {
                consignment: failure.consignment,
                sku: failure.sku.to_string(),
                lot_no: failure.lot.lot_no.to_string(),
                expiry: failure.lot.expiry,
                quantity: failure.quantity,
            },
            because: failure.because,
            at: failure.at,
            by: failure.by.clone(),
        }
    }
}

impl PickListView {
    /// The wire form.
    #[must_use]
    pub fn of(order: &Order) -> Self {
        Self {
            order: order.id.to_string(),
            stage: order.stage.name(),
            picks: PickView::all_of(order),
            short: crate::order_view::shortages(order),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn every_bad_value_of_a_report_is_named() {
        let request: PickFailureRequest = serde_json::from_value(json!({
            "failure_no": "a/b", "consignment": 1, "sku": "#", "lot_no": "", "quantity": 0,
            "because": "expired",
        }))
        .unwrap();
        let refused = request.into_failure("u-1", Timestamp::UNIX_EPOCH);
        let refused = refused.unwrap_err();
        let places: Vec<_> = refused.evidence.iter().map(|it| it.at.as_str()).collect();
        assert_eq!(
            places,
            ["failure_no", "quantity", "because", "sku", "lot.lot_no"]
        );
    }
}
