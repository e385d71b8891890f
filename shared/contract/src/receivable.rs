//! What customers still owe (8.1.3).

use domain::receivable::{Age, Receivable, days_late};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::names;

/// Receivables, a page at a time, the longest due first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceivablesView {
    /// The business date that ages are of.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Always CNY.
    pub currency: String,
    /// What is owed on this page, in fen.
    pub page_outstanding_fen: i64,
    /// The receivables of this page.
    pub items: Vec<ReceivableView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// What a customer owes for one delivered order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReceivableView {
    /// The order.
    pub order_id: Uuid,
    /// Who owes.
    pub customer: String,
    /// What was owed at first, in fen.
    pub amount_fen: i64,
    /// What is owed still, in fen.
    pub outstanding_fen: i64,
    /// The last day to pay.
    #[schema(value_type = String, format = Date)]
    pub due_on: Date,
    /// Days since then; negative before.
    pub days_late: i32,
    /// Its age.
    #[schema(schema_with = names::age)]
    pub age: Age,
}

impl ReceivablesView {
    /// A page of receivables with their ages on a date.
    #[must_use]
    pub fn of<'a>(
        receivables: impl IntoIterator<Item = &'a Receivable>,
        on: Date,
        next_cursor: Option<String>,
    ) -> Self {
        let items: Vec<_> = receivables
            .into_iter()
            .map(|receivable| ReceivableView::of(receivable, on))
            .collect();
        let owed = items
            .iter()
            .fold(0_i64, |sum, item| sum.saturating_add(item.outstanding_fen));
        Self {
            on,
            currency: crate::CURRENCY.to_owned(),
            page_outstanding_fen: owed,
            items,
            next_cursor,
        }
    }
}

impl ReceivableView {
    fn of(receivable: &Receivable, on: Date) -> Self {
        Self {
            order_id: receivable.order,
            customer: receivable.customer.to_string(),
            amount_fen: receivable.amount.fen(),
            outstanding_fen: receivable.outstanding.fen(),
            due_on: receivable.due_on,
            days_late: days_late(receivable.due_on, on),
            age: Age::of(receivable.due_on, on),
        }
    }
}
