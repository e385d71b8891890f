//! What would become of an order, before it is placed (4.1.4, R1).

use domain::order::Order;
use domain::region::RegionCode;
use domain::review_rules::{Finding, ReviewOutcome};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::finding::FindingView;
use crate::terms::ContractView;

/// What would become of an order if it were placed (4.1.4, R1). Nothing was created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CheckView {
    /// Whether it would be received and not rejected by the automatic review.
    pub acceptable: bool,
    /// The division of the delivery address (GB/T 2260), if it could be told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_region: Option<String>,
    /// The same in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_region_name: Option<String>,
    /// Always CNY.
    pub currency: String,
    /// The sum of the lines, in fen.
    pub total_fen: i64,
    /// What would make the contract, and since when there would be one (4.3.4).
    pub contract: ContractView,
    /// Everything that the automatic review would find.
    pub findings: Vec<FindingView>,
}

impl CheckView {
    /// What would become of this order with these findings.
    #[must_use]
    pub fn of(order: &Order, findings: &[Finding], for_staff: bool) -> Self {
        let view = if for_staff {
            FindingView::of
        } else {
            FindingView::for_customers
        };
        Self {
            acceptable: ReviewOutcome::of(findings, false) != ReviewOutcome::Rejected,
            ship_to_region: order.ship_to_region.map(|region| region.to_string()),
            ship_to_region_name: order.ship_to_region.map(RegionCode::full_name),
            currency: crate::CURRENCY.to_owned(),
            total_fen: order.total.fen(),
            contract: ContractView::of(order),
            findings: findings.iter().map(view).collect(),
        }
    }
}
