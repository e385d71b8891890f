//! The order 异地订单: one aggregate from intake to completion (clauses 4 to 7).

mod agree;
mod cancel;
mod cancel_rest;
mod channel;
mod claim;
mod consignment;
mod credit_override;
mod deliver;
mod delivery_promise;
mod escalation;
mod event;
mod evolve;
mod formation;
mod fulfil;
mod give_up;
mod hold;
mod likeness;
mod line;
mod negotiation;
mod ordered_service;
mod pick;
mod pick_plan;
mod picking;
mod promise;
mod proposal;
mod quota;
mod receive;
mod review;
mod scope;
mod service;
mod settle;
mod stage;
mod supply;
mod waybills;

#[cfg(test)]
mod cancel_rest_stories;
#[cfg(test)]
mod chances;
#[cfg(test)]
mod claim_stories;
#[cfg(test)]
mod credit_override_stories;
#[cfg(test)]
mod delivery_promise_stories;
#[cfg(test)]
mod hold_stories;
#[cfg(test)]
mod negotiation_stories;
#[cfg(test)]
mod pick_chances;
#[cfg(test)]
mod pick_stories;
#[cfg(test)]
mod proposal_stories;
#[cfg(test)]
mod quota_stories;
#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod service_stories;
#[cfg(test)]
mod stories;
#[cfg(test)]
mod supply_stories;
#[cfg(test)]
mod waybill_stories;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use agree::agree_to_split;
pub use cancel::{CancelReason, CancelScope, cancel};
pub use cancel_rest::RestCancellation;
pub use channel::{Channel, CustomerKind};
pub use claim::{ReviewClaim, assign_review, claim_review, release_claim};
pub use consignment::{Consignment, OrderShipment, ShardPieces};
pub use credit_override::{CreditOverride, LONGEST_OVERRIDE_DAYS, override_credit};
pub use deliver::deliver;
pub use delivery_promise::DeliveryPromise;
pub use escalation::{Escalation, EscalationLevel, escalate_review};
pub use event::OrderEvent;
pub use formation::Formation;
pub(crate) use fulfil::later;
pub use fulfil::{dispatch, dispatch_parcels, needs, ready_consignment, reserve};
pub use give_up::{GivenUp, give_up, reserved_of};
pub use hold::{Hold, HoldRelease, Holder, MOST_HOLDS, place_hold, release_hold};
pub use likeness::Likeness;
pub use line::Line;
pub use negotiation::{
    CustomerAnswer, ProposalAnswer, ProposalMade, Round, answer_proposal, proposal_expired,
};
pub use ordered_service::{Appointment, OrderedService, ServiceBooking, ServiceCompletion};
pub use pick::{
    LostBecause, LostPieces, LostReservation, LotGoods, MOST_PICK_FAILURES, PickFailure,
    PickedPieces,
};
pub use picking::{lose_reservation, pick, report_pick_failure};
pub use promise::LinePromise;
pub use proposal::{Proposal, ProposedPrice, ProposedQuantity, Substitute, proposed_total};
pub use receive::{OrderDraft, receive};
pub(crate) use review::year_missing;
pub use review::{ManualDecision, decide_manually, review_automatically};
pub use scope::{ScopeBy, only_services};
pub use service::{
    Completion, FURTHEST_APPOINTMENT_DAYS, LONGEST_APPOINTMENT_DAYS, book_service, complete_service,
};
pub use settle::{bill_or_settle, receive_payment, refund};
pub use stage::{Shortage, Stage, StageName};
pub use supply::{MOST_SUPPLIES, Supply, SupplySource, end_supply, peg_supply, reschedule_supply};
pub use waybills::{MOST_WAYBILLS, OrderWaybill, OrderWaybills, request_waybills, void_waybill};

use crate::aggregate::{Aggregate, CustomerPlace, Index, Misfit};
use crate::calendar::WorkingCalendar;
use crate::identifiers::{CustomerId, ExternalNo};
use crate::money::Money;
use crate::payment_terms::PaymentTerms;
use crate::policy::Policy;
use crate::quota::QuotaShare;
use crate::region::RegionCode;
use crate::role::Role;
use crate::terms::TermsShown;

/// An order's identifier.
pub type OrderId = Uuid;

/// A payment that counts towards the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPayment {
    /// The payment's id.
    pub payment: String,
    /// What of it counts towards this order, in fen.
    pub allocated: Money,
}

/// The state of an order. It holds no personal data: that is in its [`Contact`](crate::contact::Contact).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Order {
    /// Its identifier.
    pub id: OrderId,
    /// Where it came in (4.1.1).
    pub channel: Channel,
    /// The channel's own number (4.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_no: Option<ExternalNo>,
    /// Who ordered.
    pub customer: CustomerId,
    /// Consumer or business.
    pub customer_kind: CustomerKind,
    /// Division of the customer's domicile, where it was given (2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer_region: Option<RegionCode>,
    /// Division of the delivery address; `None` when it could not be told (2.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ship_to_region: Option<RegionCode>,
    /// Where it may lie, when the division that decides could not be told (2.5).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub region_candidates: Vec<RegionCode>,
    /// Which of the two decides whether it is out-of-region (2.1).
    #[serde(default, skip_serializing_if = "scope::is_usual")]
    pub scope_by: ScopeBy,
    /// What is missing from the contact, so that the review needs no personal data (4.2.1).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contact_gaps: Vec<ContactGap>,
    /// What is ordered.
    pub lines: Vec<Line>,
    /// Sum of the lines, in fen.
    pub total: Money,
    /// The total that the caller stated, where it is another one (4.2.3), in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stated_total: Option<Money>,
    /// How it is paid.
    pub payment: PaymentTerms,
    /// The date the customer asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_delivery: Option<Date>,
    /// Who entered it, for the four-eyes rule (4.3.2).
    pub entered_by: String,
    /// In which role, where the policy gave that role a discount of its own (4.2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entered_as: Option<Role>,
    /// When the customer ordered, where the channel says so.
    pub ordered_at: Timestamp,
    /// The terms that the customer was shown (R3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsShown>,
    /// When the seller accepted it, where that makes the contract (R2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<Timestamp>,
    /// When it was received here.
    pub received_at: Timestamp,
    /// The order that it is likely a repetition of (4.1.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub likely_duplicate_of: Option<OrderId>,
    /// Where it stands.
    #[serde(flatten)]
    pub stage: Stage,
    /// Payments counted so far, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub paid: Money,
    /// Refunds counted so far, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub refunded: Money,
    /// Credit it holds on the customer's account, in fen (8.1.2).
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub exposure: Money,
    /// The payments behind `paid`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub payments: Vec<OrderPayment>,
    /// Whether the customer agreed to several shipments 分批发货 (5.2.1).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub split_shipments: bool,
    /// What was reserved for it where that is not everything from the main warehouse; see
    /// [`consignments`](Self::consignments).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub consignments: Vec<Consignment>,
    /// Which of its lines are services, and what became of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<OrderedService>,
    /// What was cancelled of it after a part had left (4.3.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rest_cancelled: Option<RestCancellation>,
    /// Its parcels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shipments: Vec<OrderShipment>,
    /// Whether a receivable was opened for it (8.1.3).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub billed: bool,
    /// Every hold it had and has (4.3.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub holds: Vec<Hold>,
    /// Every round of negotiation (4.3.3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rounds: Vec<Round>,
    /// What somebody allowed it beyond the customer's limit (8.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit_override: Option<CreditOverride>,
    /// What of that its approval may use, in fen (8.1.2).
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub beyond_limit: Money,
    /// What it took of quotas and has not given back (4.2.4).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quotas: Vec<QuotaShare>,
    /// What was and is bought and made for it (5.1.3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub supplies: Vec<Supply>,
    /// What was picked by lot, sorted; it stays when it has left (5.2.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub picks: Vec<PickedPieces>,
    /// What pickers reported of it (5.2.2).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pick_failures: Vec<PickFailure>,
    /// The waybills of its parcels (5.3.2).
    #[serde(default, skip_serializing_if = "OrderWaybills::is_empty")]
    pub waybills: OrderWaybills,
    /// When it should arrive, since its preparation began (6.1.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivery_promise: Option<DeliveryPromise>,
}

/// Something the review needs and the contact lacks (4.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactGap {
    /// No recipient name.
    RecipientName,
    /// No phone, or one that cannot be right.
    Phone,
    /// The customer's own phone cannot be right.
    CustomerPhone,
    /// The customer's name cannot be one: fewer than two characters, or no letter in it.
    CustomerName,
}

/// What every decision on an order may look at besides the order.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The instant of the decision.
    pub now: Timestamp,
    /// The rules in force.
    pub policy: &'a Policy,
    /// Working days.
    pub calendar: &'a WorkingCalendar,
}

impl Order {
    /// What is still to be paid, in fen; never negative.
    #[must_use]
    pub fn outstanding(&self) -> Money {
        self.total
            .checked_sub(self.paid)
            .filter(|rest| rest.is_positive())
            .unwrap_or(Money::ZERO)
    }

    /// What was paid and not given back, in fen.
    #[must_use]
    pub fn held(&self) -> Money {
        self.paid.checked_sub(self.refunded).unwrap_or(Money::ZERO)
    }
}

impl Aggregate for Order {
    const KIND: crate::aggregate::AggregateKind = crate::aggregate::AggregateKind::Order;
    type Event = OrderEvent;

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn evolve(state: Option<Self>, event: &OrderEvent) -> Result<Self, Misfit> {
        evolve::evolve(state, event)
    }

    fn index(&self) -> Index {
        Index {
            customer: Some(CustomerPlace {
                customer: self.customer.clone(),
                at: self.received_at,
            }),
            work: Some(self.stage.work_place()),
        }
    }
}
