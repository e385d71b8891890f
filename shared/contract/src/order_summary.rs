//! What lists show of orders.

use domain::order::{Channel, Order, StageName};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::names;

/// What lists show of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderSummary {
    /// The order.
    pub id: Uuid,
    /// Counts its changes.
    pub version: u64,
    /// Where it came in.
    #[schema(schema_with = names::channel)]
    pub channel: Channel,
    /// The channel's own number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_no: Option<String>,
    /// The customer's identifier.
    pub customer: String,
    /// Where it stands.
    #[schema(schema_with = names::stage)]
    pub stage: StageName,
    /// When it should leave the stage; when it was entered, if nothing comes after it.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
    /// The division of the delivery address (GB/T 2260), if it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "510107")]
    pub ship_to_region: Option<String>,
    /// Always CNY.
    pub currency: String,
    /// The sum of its lines, in fen.
    pub total_fen: i64,
    /// What was paid, in fen.
    pub paid_fen: i64,
    /// When the customer ordered.
    #[schema(value_type = String, format = DateTime)]
    pub ordered_at: Timestamp,
    /// When it was received here.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
}

/// Orders, a page at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrdersView {
    /// The orders of this page.
    pub items: Vec<OrderSummary>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl OrderSummary {
    /// The summary of an order in a version.
    #[must_use]
    pub fn of(order: &Order, version: u64) -> Self {
        Self {
            id: order.id,
            version,
            channel: order.channel,
            external_no: order.external_no.as_ref().map(ToString::to_string),
            customer: order.customer.to_string(),
            stage: order.stage.name(),
            due: order.stage.due(),
            ship_to_region: order.ship_to_region.map(|region| region.to_string()),
            currency: crate::CURRENCY.to_owned(),
            total_fen: order.total.fen(),
            paid_fen: order.paid.fen(),
            ordered_at: order.ordered_at,
            received_at: order.received_at,
        }
    }
}
