//! An order as people see it, each as much as it may.

use domain::contact::Contact;
use domain::money::Money;
use domain::order::{CancelReason, CustomerKind, Order, ScopeBy, Stage, proposed_total};
use domain::payment_terms::PaymentMethod;
use domain::region::RegionCode;
use domain::review_rules::Finding;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

mod contact;

pub use contact::ContactView;

use crate::cancel::RestCancelledView;
use crate::claim::ReviewStateView;
use crate::consignment::{ConsignmentView, ParcelView, parcels};
use crate::credit_override::CreditOverrideView;
use crate::finding::FindingView;
use crate::hold::HoldView;
use crate::names;
use crate::negotiation::RoundView;
use crate::order_request::ScheduledPayment;
use crate::order_service::OrderedServiceView;
use crate::order_summary::OrderSummary;
use crate::pick::{PickFailureView, PickView};
use crate::proposal::ProposalBody;
use crate::purchasing::{PromiseOfLine, ShortageView, SupplyView};
use crate::terms::ContractView;

/// An order. Its version is in `ETag` too, to be sent back in `If-Match`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderView {
    /// What lists show of it.
    #[serde(flatten)]
    pub summary: OrderSummary,
    /// Consumer or business.
    #[schema(schema_with = names::customer_kind)]
    pub customer_kind: CustomerKind,
    /// The division of the customer's domicile (GB/T 2260), where it was given and could be told (2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "510100")]
    pub customer_region: Option<String>,
    /// Which place decides that it is out-of-region (2.1).
    #[schema(schema_with = names::scope_by)]
    pub scope_by: ScopeBy,
    /// The division of the delivery address, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "四川省成都市武侯区")]
    pub ship_to_region_name: Option<String>,
    /// What is ordered.
    pub lines: Vec<LineView>,
    /// What was given back, in fen.
    pub refunded_fen: i64,
    /// What is still to be paid, in fen.
    pub outstanding_fen: i64,
    /// How it is paid.
    pub payment: PaymentTermsView,
    /// The delivery date asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub requested_delivery: Option<Date>,
    /// The day by which all goods were promised when preparation began; it stays what it was (6.1.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub first_promised_on: Option<Date>,
    /// The day on which they are expected now, while they are prepared or on their way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub expected_on: Option<Date>,
    /// The contract in the eyes of the law (4.3.4).
    pub contract: ContractView,
    /// What the review found, while it matters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub findings: Vec<FindingView>,
    /// The counter-proposal that waits for an answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<ProposalBody>,
    /// The total if that is accepted, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposed_total_fen: Option<i64>,
    /// Every round of negotiation, oldest first (4.3.3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<RoundView>,
    /// Whether the customer agreed to several shipments (5.2.1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub split_shipments: bool,
    /// What is reserved, by what leaves together (5.2.1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consignments: Vec<ConsignmentView>,
    /// What is short, while the order waits for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub short: Vec<ShortageView>,
    /// Why it was rejected or cancelled, in somebody's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Which of its lines are services, and what became of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<OrderedServiceView>,
    /// What was cancelled of it after a part had left (4.3.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_cancelled: Option<RestCancelledView>,
    /// Its parcels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shipments: Vec<ParcelView>,
    /// Who ordered and who receives; masked for readers who need not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactView>,
    /// Who entered it; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_by: Option<String>,
    /// Where the review stands, while the order waits for one; for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewStateView>,
    /// What somebody allowed it beyond the customer's limit (8.1.2); for staff.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_override: Option<CreditOverrideView>,
    /// What was and is bought and made for it (5.1.3); for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplies: Vec<SupplyView>,
    /// What is and was picked for it by lot (5.2.2); for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<PickView>,
    /// What pickers reported (5.2.2); for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pick_failures: Vec<PickFailureView>,
    /// Every hold that the order has and had (4.3.2); for staff.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<HoldView>,
    /// The path of the customer's tracking page, with the answer to placing the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "/v1/track/AZPxons8fe-KkBI0VniavGdEsdCl…")]
    pub tracking: Option<String>,
}

/// One line of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineView {
    /// The goods.
    pub sku: String,
    /// The name that the customer saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The specification that the customer saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specification: Option<String>,
    /// The model that the customer saw.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The unit that the quantity is meant in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Pieces.
    pub quantity: u32,
    /// Price of one piece, in fen.
    pub unit_price_fen: i64,
    /// The promotion whose price that is (4.2.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promotion: Option<String>,
    /// What it may count on, while goods are found for the order or wait to leave (5.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub promise: Option<PromiseOfLine>,
}

/// How an order is paid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentTermsView {
    /// The method.
    #[schema(schema_with = names::payment_method)]
    pub method: PaymentMethod,
    /// What is due when; sums to the total.
    pub schedule: Vec<ScheduledPayment>,
}

impl OrderView {
    /// An order in a version, without contact, operator and tracking path: whoever may give
    /// these to the reader adds them.
    #[must_use]
    pub fn of(order: &Order, version: u64) -> Self {
        let schedule = order
            .payment
            .schedule
            .iter()
            .map(ScheduledPayment::of)
            .collect();
        let mut view = Self {
            summary: OrderSummary::of(order, version),
            customer_kind: order.customer_kind,
            customer_region: order.customer_region.map(|region| region.to_string()),
            scope_by: order.scope_by,
            ship_to_region_name: order.ship_to_region.map(RegionCode::full_name),
            lines: lines(order),
            refunded_fen: order.refunded.fen(),
            outstanding_fen: order.outstanding().fen(),
            payment: PaymentTermsView {
                method: order.payment.method,
                schedule,
            },
            requested_delivery: order.requested_delivery,
            first_promised_on: order.delivery_promise.map(|it| it.first),
            expected_on: order.expected_on(),
            contract: ContractView::of(order),
            findings: Vec::new(),
            proposal: None,
            proposed_total_fen: None,
            rounds: order.rounds.iter().map(RoundView::of).collect(),
            short: shortages(order),
            split_shipments: order.split_shipments,
            consignments: ConsignmentView::all_of(order),
            reason: None,
            services: OrderedServiceView::all_of(order),
            rest_cancelled: RestCancelledView::of(order),
            shipments: parcels(order),
            contact: None,
            entered_by: None,
            review: None,
            credit_override: None,
            supplies: Vec::new(),
            picks: Vec::new(),
            pick_failures: Vec::new(),
            holds: Vec::new(),
            tracking: None,
        };
        view.add_stage(order);
        if let Stage::Negotiating { proposal, .. } = &order.stage {
            let total = proposed_total(order, proposal).ok();
            view.proposed_total_fen = total.map(Money::fen);
        }
        view
    }

    /// The same with what only staff see: who entered it, its holds, all evidence of the findings, and
    /// where its review stands at `now`.
    #[must_use]
    pub fn for_staff(mut self, order: &Order, now: Timestamp) -> Self {
        self.entered_by = Some(order.entered_by.clone());
        if let Stage::AwaitingReview { findings, .. } | Stage::Rejected { findings, .. } =
            &order.stage
        {
            self.findings = findings.iter().map(FindingView::of).collect();
        }
        self.review = ReviewStateView::of(order, now);
        self.credit_override = order.credit_override.as_ref().map(CreditOverrideView::of);
        self.rounds = order.rounds.iter().map(RoundView::for_staff).collect();
        self.supplies = order.supplies.iter().map(SupplyView::of).collect();
        for (line, promise) in self.lines.iter_mut().zip(order.promises()) {
            line.promise = Some(PromiseOfLine::for_staff(&promise));
        }
        self.picks = PickView::all_of(order);
        self.pick_failures = PickFailureView::all_of(order);
        self.holds = order.holds.iter().map(HoldView::of).collect();
        self
    }

    /// The same with who ordered and who receives.
    #[must_use]
    pub fn with_contact(mut self, contact: &Contact) -> Self {
        self.contact = Some(ContactView::of(contact));
        self
    }

    /// The same with the path of the tracking page.
    #[must_use]
    pub fn with_tracking(mut self, token: &str) -> Self {
        self.tracking = Some(format!("/v1/track/{token}"));
        self
    }

    fn add_stage(&mut self, order: &Order) {
        match &order.stage {
            Stage::AwaitingReview { findings, .. } => self.findings = views(findings),
            Stage::Negotiating { proposal, .. } => self.proposal = Some(ProposalBody::of(proposal)),
            Stage::Rejected {
                findings, reason, ..
            } => {
                self.findings = views(findings);
                self.reason.clone_from(reason);
            }
            Stage::Cancelled {
                reason: CancelReason::Requested { words },
                ..
            } => self.reason = Some(words.clone()),
            Stage::Cancelled {
                reason: CancelReason::FullyRefunded,
                ..
            } => {
                self.reason = Some("已全额退款".to_owned());
            }
            Stage::Received { .. }
            | Stage::Approved { .. }
            | Stage::AwaitingPayment { .. }
            | Stage::Preparing { .. }
            | Stage::Ready { .. }
            | Stage::Dispatched { .. }
            | Stage::Serving { .. }
            | Stage::Delivered { .. }
            | Stage::Completed { .. } => {}
        }
    }
}

/// Findings as customers may see them.
fn views(findings: &[Finding]) -> Vec<FindingView> {
    findings.iter().map(FindingView::for_customers).collect()
}

fn lines(order: &Order) -> Vec<LineView> {
    let promises = order.promises();
    let view = |(place, line): (usize, &domain::order::Line)| LineView {
        sku: line.sku.to_string(),
        name: line.name.clone(),
        specification: line.specification.clone(),
        model: line.model.clone(),
        unit: line.unit.clone(),
        quantity: line.quantity,
        unit_price_fen: line.unit_price.fen(),
        promotion: line.promotion.as_ref().map(ToString::to_string),
        promise: promises.get(place).map(PromiseOfLine::of),
    };
    order.lines.iter().enumerate().map(view).collect()
}

pub(crate) fn shortages(order: &Order) -> Vec<ShortageView> {
    let view = |short| ShortageView::of(order, short);
    order.stage.short().iter().map(view).collect()
}
