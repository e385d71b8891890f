//! What happens to an order, in the past tense.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    CancelReason, Consignment, CreditOverride, DeliveryPromise, Escalation, GivenUp, Hold,
    HoldRelease, LostReservation, Order, OrderShipment, OrderWaybill, PickFailure, PickedPieces,
    Proposal, ProposalAnswer, ProposalMade, RestCancellation, ReviewClaim, ServiceBooking,
    ServiceCompletion, Shortage, Supply, SupplySource, supply,
};
use crate::identifiers::{CarrierCode, Sku, WaybillNo};
use crate::money::Money;
use crate::quota::QuotaShare;
use crate::review_rules::{Basis, Finding};
use crate::sourcing::SourcingOption;

mod kind;

/// An event of an order. Names and shapes are kept for ever: the journal holds them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OrderEvent {
    /// 4.1 It was received; carries the whole first state.
    Received {
        /// The order as received.
        order: Box<Order>,
    },
    /// 4.3.1 The automatic review could not be done on receipt; the function `review` does it.
    ReviewDeferred {
        /// When it was put off.
        at: Timestamp,
    },
    /// 4.3.1 The automatic review found no reason to reject.
    ReviewRequested {
        /// When a person must have decided.
        due: Timestamp,
        /// Everything it found.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
        /// Which versions of the rules and the catalogue the automatic review went by.
        #[serde(default, skip_serializing_if = "Basis::is_empty")]
        basis: Basis,
    },
    /// 4.3.1 by rules, or 4.3.3 by a person.
    Rejected {
        /// When.
        at: Timestamp,
        /// Every reason found by rules.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
        /// A person's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
        /// Which versions of the rules and the catalogue the automatic review went by.
        #[serde(default, skip_serializing_if = "Basis::is_empty")]
        basis: Basis,
    },
    /// 4.3.3 A counter-proposal was made.
    NegotiationProposed {
        /// When it runs out.
        due: Timestamp,
        /// What is proposed.
        proposal: Proposal,
        /// By whom and when; journals from before rounds were kept lack it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        made: Option<ProposalMade>,
    },
    /// 4.3.3 The customer said yes, no, or nothing in time; a yes changed the order.
    NegotiationClosed {
        /// Whether the customer accepted.
        accepted: bool,
        /// When a person must decide next.
        due: Timestamp,
        /// The order's new total if it was accepted.
        total: Money,
        /// Who answered what; journals from before rounds were kept lack it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        answer: Option<ProposalAnswer>,
        /// What the rules find in the order as it is then.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
    },
    /// 4.3.3 Approved, by a person or, where the policy allows, by rules.
    Approved {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// Credit taken on the customer's account, in fen (8.1.2).
        exposure: Money,
        /// Whether this acceptance makes the contract (R2); if not, there was one before (R1).
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        forms_contract: bool,
        /// Which versions of the rules and the catalogue the automatic review went by.
        #[serde(default, skip_serializing_if = "Basis::is_empty")]
        basis: Basis,
        /// How far the exposure may exceed the limit by it, in fen (8.1.2).
        #[serde(default, skip_serializing_if = "crate::money::is_zero")]
        beyond_limit: Money,
    },
    /// 7.1.1 The payment due before preparation is missing.
    PaymentAwaited {
        /// Until when.
        due: Timestamp,
    },
    /// 7.1.1 Preparation may begin.
    Cleared {
        /// When; the reservation is next, at once.
        at: Timestamp,
        /// By when the order should arrive (6.1.1).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        promise: Option<DeliveryPromise>,
    },
    /// 5.2.1 Reserved goods were given up for an order that needs them more.
    ReservationGivenUp(GivenUp),
    /// 5.2.1 The customer agreed to several shipments.
    SplitAgreed {
        /// When.
        at: Timestamp,
        /// Who said so.
        by: String,
    },
    /// 5.2.1 Some goods are short.
    Short {
        /// When they should be there.
        due: Timestamp,
        /// What is missing.
        short: Vec<Shortage>,
    },
    /// 5.2.1 All goods are reserved, or those of it that are there where it may be split.
    Reserved {
        /// When it should leave.
        due: Timestamp,
        /// The pieces that were reserved, by consignment, and added to those of the same number; without
        /// any, everything from the main warehouse.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        consignments: Vec<Consignment>,
        /// What is short of the rest.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        short: Vec<Shortage>,
        /// From where it could have been taken, the best first; nothing where there was no choice.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        considered: Vec<SourcingOption>,
    },
    /// 5.2.2 A consignment was picked by lot, or picked anew.
    Picked {
        /// Which.
        consignment: u16,
        /// Its whole pick list from then on, sorted.
        picks: Vec<PickedPieces>,
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// What was wrong with pieces that were picked before; they are quarantined.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        failure: Option<Box<PickFailure>>,
    },
    /// 5.2.1 What was reserved for a consignment cannot leave: it gives back all that it has, and the order is
    /// short of it.
    ReservationLost(LostReservation),
    /// 5.3.2 A consignment left; with the last one, the order.
    Dispatched {
        /// When it should arrive.
        due: Timestamp,
        /// With whom.
        shipment: OrderShipment,
        /// The other parcels of the same consignment.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        more: Vec<OrderShipment>,
        /// When the rest should be there, if only what is short is left.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rest_due: Option<Timestamp>,
    },
    /// 5.3.3 One of several parcels was signed for.
    ParcelDelivered {
        /// Who carried it.
        carrier: CarrierCode,
        /// Under which number.
        waybill_no: WaybillNo,
        /// When, as the carrier says.
        at: Timestamp,
    },
    /// 5.3.3 It was signed for, all of it.
    Delivered {
        /// When, as the carrier says.
        at: Timestamp,
    },
    /// 7.1.1 A payment counts towards it.
    PaymentReceived {
        /// The payment's id.
        payment: String,
        /// What of it counts, in fen.
        allocated: Money,
        /// Credit given back to the account, in fen.
        #[serde(default, skip_serializing_if = "crate::money::is_zero")]
        released: Money,
    },
    /// 7.1.1 Money went back.
    Refunded {
        /// The payment it came from.
        payment: String,
        /// How much, in fen.
        amount: Money,
    },
    /// 8.1.3 What is still owed became a receivable.
    Billed {
        /// When it should be paid.
        due: Timestamp,
    },
    /// 7.1.1 Paid in full.
    Settled {
        /// When.
        at: Timestamp,
    },
    /// Delivered and settled.
    Completed {
        /// When.
        at: Timestamp,
    },
    /// Cancelled; credit and stock it held went back.
    Cancelled {
        /// When.
        at: Timestamp,
        /// Why.
        reason: CancelReason,
    },
    /// 4.3.4 What had not left of it was cancelled; it goes on with the rest.
    RestCancelled {
        /// When what left should have arrived.
        due: Timestamp,
        /// What was cancelled.
        cancellation: RestCancellation,
    },
    /// 4.3.2 A reviewer claimed the review.
    ReviewClaimed {
        /// The claim.
        claim: ReviewClaim,
    },
    /// 4.3.2 The reviewer gave the claim back.
    ReviewReleased {
        /// Who.
        by: String,
        /// When.
        at: Timestamp,
    },
    /// 4.3.2 The review was handed to somebody.
    ReviewReassigned {
        /// The claim of whoever it was handed to.
        claim: ReviewClaim,
        /// Who decided that.
        by: String,
    },
    /// 4.3.2 The review is late and was escalated.
    ReviewEscalated {
        /// To whom, and when to the next.
        escalation: Escalation,
    },
    /// 8.1.2 Somebody allowed it to exceed the customer's limit.
    CreditOverridden {
        /// What was allowed.
        granted: CreditOverride,
    },
    /// 4.2.4 It was found acceptable, or a proposal for it was accepted: it takes and gives back so that
    /// it holds what it asks for of what is limited.
    QuotasTaken {
        /// All that it holds from then on.
        taken: Vec<QuotaShare>,
    },
    /// 4.2.2 These of its lines are services.
    ServicesOrdered {
        /// All of them.
        services: Vec<Sku>,
    },
    /// 5.1 All goods are with the customer, if there are any; services are left.
    ServicesAwaited {
        /// When the first of them should be carried out.
        due: Timestamp,
    },
    /// 5.1 It was agreed when a service is carried out.
    ServiceBooked(ServiceBooking),
    /// 5.1 A service was carried out.
    ServiceCompleted(ServiceCompletion),
    /// 4.3.2 It was put on hold.
    HoldPlaced {
        /// The hold.
        hold: Box<Hold>,
    },
    /// 4.3.2 A hold was released.
    HoldReleased {
        /// Which.
        hold: Uuid,
        /// By whom, when and why.
        release: HoldRelease,
    },
    /// 5.1.3 A purchase order or a work order was raised for it.
    SupplyPegged {
        /// When all that is bought and made for it should be there.
        due: Timestamp,
        /// What is bought or made.
        supply: Supply,
    },
    /// 5.1.3 What is bought or made for it is expected on another day.
    SupplyRescheduled {
        /// When all that is bought and made for it should be there.
        due: Timestamp,
        /// Which purchase order or work order.
        #[serde(flatten)]
        source: SupplySource,
        /// The day.
        expected: Date,
        /// The day on which it was expected so far; not in events from before that was written down.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<Date>,
    },
    /// 5.1.3 Nothing more comes from a purchase order or a work order for it.
    SupplyEnded {
        /// Since when.
        at: Timestamp,
        /// Which purchase order or work order.
        #[serde(flatten)]
        source: SupplySource,
        /// Pieces that were made for it and lost.
        #[serde(default, skip_serializing_if = "supply::is_nought")]
        lacking: u32,
    },
    /// 5.3.2 Waybills were requested for parcels of a consignment.
    WaybillsRequested {
        /// When.
        at: Timestamp,
        /// Which; each SKU of a parcel once.
        waybills: Vec<OrderWaybill>,
        /// What all waybills of the order are to collect, in fen (7.1.1).
        #[serde(default, skip_serializing_if = "crate::money::is_zero")]
        cod: Money,
    },
    /// 5.3.2 A waybill is void: the pieces in that parcel need another.
    WaybillVoided {
        /// When.
        at: Timestamp,
        /// The number of the parcel.
        no: u16,
    },
}
