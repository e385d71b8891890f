//! Goods that are reserved go to orders that need them more (5.2.1, 5.1.3).

use std::collections::BTreeMap;

use domain::account::Grade;
use domain::order::{OrderId, StageName};
use domain::reallocation::{Claimant, Outcome, Reallocation, Standing};
use domain::refusal::Refusal;
use domain::stock::{MAIN_WAREHOUSE, Warehouse};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::mistakes::Mistakes;
use crate::names;
use crate::stock::check_code;

/// What is to be worked out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReallocationQuoteRequest {
    /// The warehouse whose goods are reallocated; the main one if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: Option<String>,
}

/// What was worked out is to be done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReallocationRequest {
    /// The warehouse whose goods are reallocated; the main one if it is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "CQ1", max_length = 16)]
    pub warehouse: Option<String>,
    /// Every order that was shown to change, as it was shown.
    #[schema(min_items = 1, max_items = 20)]
    pub changes: Vec<ReallocationChange>,
}

/// An order that changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ReallocationChange {
    /// The order.
    pub order_id: Uuid,
    /// The version that was seen.
    pub version: u64,
    /// Pieces that are reserved for it afterwards.
    pub reserved: u32,
}

/// Who gives goods and who gets them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReallocationView {
    /// The goods.
    pub sku: String,
    /// Where.
    pub warehouse: String,
    /// Every order that has or wants them, the one that needs them most first.
    pub orders: Vec<ReallocatedOrderView>,
}

/// What becomes of one order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ReallocatedOrderView {
    /// The order.
    pub order_id: Uuid,
    /// The version that was seen.
    pub version: u64,
    /// The grade of its customer, if it has an account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "A")]
    pub grade: Option<Grade>,
    /// The date that the customer asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub requested_delivery: Option<Date>,
    /// When it was received.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
    /// Whether anything changes for it.
    pub changes: bool,
    /// How it stands.
    pub before: StandingView,
    /// How it stands afterwards.
    pub after: StandingView,
}

/// How an order stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct StandingView {
    /// Its stage.
    #[schema(schema_with = names::stage)]
    pub stage: StageName,
    /// Pieces that are reserved for it and have not left.
    pub reserved: u32,
    /// Pieces that it is short of.
    pub missing: u32,
    /// When it is due to move on.
    #[schema(value_type = String, format = DateTime)]
    pub due: Timestamp,
}

impl ReallocationQuoteRequest {
    /// The warehouse.
    ///
    /// # Errors
    /// 422 `invalid_value` for a text that is no warehouse's code.
    pub fn into_warehouse(self) -> Result<Warehouse, Refusal> {
        let mut mistakes = Mistakes::default();
        let warehouse = warehouse(self.warehouse, &mut mistakes);
        mistakes.none_in(Some(warehouse))
    }
}

impl ReallocationRequest {
    /// The warehouse and the changes, by order.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_parts(self) -> Result<(Warehouse, Vec<ReallocationChange>), Refusal> {
        let mut mistakes = Mistakes::default();
        let warehouse = warehouse(self.warehouse, &mut mistakes);
        let mut changes = self.changes;
        mistakes.within(
            "changes",
            changes.len(),
            &(1..=domain::reallocation::MOST_ORDERS),
        );
        changes.sort();
        mistakes.none_in(Some((warehouse, changes)))
    }
}

fn warehouse(named: Option<String>, mistakes: &mut Mistakes) -> Warehouse {
    let warehouse = named.unwrap_or_else(|| MAIN_WAREHOUSE.to_owned());
    check_code(mistakes, "warehouse", &warehouse, 16);
    warehouse
}

impl ReallocationView {
    /// The wire form, with the versions of the orders.
    #[must_use]
    pub fn of(
        (sku, warehouse): (&str, &str),
        reallocation: &Reallocation,
        claimants: &[Claimant],
        versions: &BTreeMap<OrderId, u64>,
    ) -> Self {
        let view = |outcome: &Outcome| {
            let claimant = claimants.iter().find(|it| it.order.id == outcome.order)?;
            Some(ReallocatedOrderView {
                order_id: outcome.order,
                version: versions.get(&outcome.order).copied().unwrap_or_default(),
                grade: claimant.grade,
                requested_delivery: claimant.order.requested_delivery,
                received_at: claimant.order.received_at,
                changes: reallocation
                    .decisions
                    .iter()
                    .any(|(id, _)| *id == outcome.order),
                before: StandingView::of(&outcome.before),
                after: StandingView::of(&outcome.after),
            })
        };
        Self {
            sku: sku.to_owned(),
            warehouse: warehouse.to_owned(),
            orders: reallocation.outcomes.iter().filter_map(view).collect(),
        }
    }

    /// Every order that changes, by order.
    #[must_use]
    pub fn changes(&self) -> Vec<ReallocationChange> {
        let changing = self.orders.iter().filter(|order| order.changes);
        let mut changes: Vec<ReallocationChange> = changing
            .map(|order| ReallocationChange {
                order_id: order.order_id,
                version: order.version,
                reserved: order.after.reserved,
            })
            .collect();
        changes.sort();
        changes
    }
}

impl StandingView {
    fn of(standing: &Standing) -> Self {
        Self {
            stage: standing.stage,
            reserved: standing.reserved,
            missing: standing.missing,
            due: standing.due,
        }
    }
}
