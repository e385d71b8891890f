//! Work lists: what a person must do next, by due time (4.3.2, 7.1.1).

use domain::aggregate::AggregateKind;
use domain::order::Order;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::claim::ReviewStateView;
use crate::lot::StockLotView;
use crate::names;
use crate::order_summary::OrderSummary;

/// A page of a work list, the longest due first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkView {
    /// The list.
    #[schema(example = "order:awaiting_review")]
    pub list: String,
    /// The entries of this page.
    pub items: Vec<WorkItemView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// Something that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WorkItemView {
    /// What kind of thing it is.
    #[schema(schema_with = names::aggregate)]
    pub kind: AggregateKind,
    /// Its identifier within the kind.
    pub id: String,
    /// When it is due.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// Whether that has passed.
    pub overdue: bool,
    /// The order, if it is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order: Option<OrderSummary>,
    /// Where its review stands, if the order waits for one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewStateView>,
    /// The lot, if it is one (5.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lot: Option<StockLotView>,
}

impl WorkItemView {
    /// An entry as it stands at `now`.
    #[must_use]
    pub fn of(kind: AggregateKind, id: String, due: Timestamp, now: Timestamp) -> Self {
        Self {
            kind,
            id,
            due,
            overdue: due < now,
            order: None,
            review: None,
            lot: None,
        }
    }

    /// The same with the lot that it is.
    #[must_use]
    pub fn with_lot(mut self, lot: StockLotView) -> Self {
        self.lot = Some(lot);
        self
    }

    /// The same with the order that it is, due when the order is.
    #[must_use]
    pub fn with_order(mut self, order: &Order, version: u64, now: Timestamp) -> Self {
        self.due = order.stage.due();
        self.overdue = self.due < now;
        self.order = Some(OrderSummary::of(order, version));
        self.review = ReviewStateView::of(order, now);
        self
    }
}
