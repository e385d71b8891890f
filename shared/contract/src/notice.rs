//! Notices for customers and staff (6.1.2): what the outside topics carry. No personal data:
//! whoever sends mail or messages looks the recipient up.

use domain::event_kind::EventKind;
use domain::identifiers::CustomerId;
use domain::order::{OrderId, StageName};
use serde::{Deserialize, Serialize};

use crate::event_text;
use crate::message::{Attribute, EventMessage};
use crate::notice_text::{self, Reached};

/// The version of [`NoticeMessage`].
pub const VERSION: u16 = 1;

/// Whom a notice is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Audience {
    /// The customer.
    Customer,
    /// The company's staff.
    Staff,
}

/// A notice. The same notice can come more than once: `notice_id` tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeMessage {
    /// The version of this shape, [`VERSION`].
    pub version: u16,
    /// The same for every copy of the notice.
    pub notice_id: String,
    /// Whom it is for.
    pub audience: Audience,
    /// The template, named after the event.
    pub template: EventKind,
    /// The order it is about, if it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub order_id: Option<OrderId>,
    /// The channel's own number of the order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub external_no: Option<String>,
    /// The customer's identifier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<CustomerId>,
    /// Where the order stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage: Option<StageName>,
    /// The text in Chinese.
    pub chinese: String,
    /// The text in English.
    pub english: String,
    /// Ties together everything that one request set off.
    pub correlation_id: String,
}

/// Whom an event is told to.
#[must_use]
pub const fn audiences(kind: EventKind) -> &'static [Audience] {
    match kind {
        EventKind::OrderReceived
        | EventKind::OrderApproved
        | EventKind::OrderReserved
        | EventKind::OrderDispatched
        | EventKind::OrderDelivered
        | EventKind::OrderCompleted
        | EventKind::OrderNegotiationProposed
        | EventKind::OrderPaymentAwaited
        | EventKind::OrderSupplyRescheduled
        | EventKind::OrderServiceBooked
        | EventKind::ShipmentCustomerInformed
        | EventKind::PaymentRefunded => &[Audience::Customer],
        EventKind::OrderReviewRequested
        | EventKind::OrderHoldPlaced
        | EventKind::OrderHoldReleased
        | EventKind::OrderReviewReassigned
        | EventKind::OrderReviewEscalated
        | EventKind::PaymentRefundRequested
        | EventKind::ShipmentExceptionRaised
        | EventKind::ShipmentExceptionEscalated
        | EventKind::WaybillRefused
        | EventKind::WaybillVoidRefused
        | EventKind::ReceivableAged
        | EventKind::StockLotExpired
        | EventKind::LowStockFound
        | EventKind::OrderImportFinished => &[Audience::Staff],
        EventKind::OrderRejected
        | EventKind::OrderShort
        | EventKind::OrderReservationLost
        | EventKind::OrderCancelled
        | EventKind::OrderRestCancelled
        | EventKind::OrderReservationGivenUp => &[Audience::Customer, Audience::Staff],
        EventKind::OrderReviewDeferred
        | EventKind::OrderNegotiationClosed
        | EventKind::OrderCleared
        | EventKind::OrderPaymentReceived
        | EventKind::OrderRefunded
        | EventKind::OrderBilled
        | EventKind::OrderSettled
        | EventKind::OrderCreditOverridden
        | EventKind::OrderQuotasTaken
        | EventKind::OrderSplitAgreed
        | EventKind::OrderServicesOrdered
        | EventKind::OrderServicesAwaited
        | EventKind::OrderServiceCompleted
        | EventKind::OrderParcelDelivered
        | EventKind::OrderReviewClaimed
        | EventKind::OrderReviewReleased
        | EventKind::AccountOpened
        | EventKind::AccountProfileRecorded
        | EventKind::AccountAssessed
        | EventKind::PaymentRecorded
        | EventKind::ShipmentBooked
        | EventKind::ShipmentProgressed
        | EventKind::ShipmentDeliveryConfirmed
        | EventKind::ShipmentHeard
        | EventKind::ShipmentExceptionRepeated
        | EventKind::ShipmentExceptionClaimed
        | EventKind::ShipmentExceptionMeasureTaken
        | EventKind::ShipmentExceptionResolved
        | EventKind::ReceivableOpened
        | EventKind::ReceivableReduced
        | EventKind::ReceivableCleared
        | EventKind::StockReceived
        | EventKind::StockAdjusted
        | EventKind::ProductRevised
        | EventKind::PolicyRevised
        | EventKind::ContactDisclosed
        | EventKind::CalendarYearPublished
        | EventKind::OrderImportBegun
        | EventKind::OrderImportAdvanced
        | EventKind::BlacklistEntryListed
        | EventKind::BlacklistEntryLifted
        | EventKind::PriceAgreed
        | EventKind::PromotionRevised
        | EventKind::OrderSupplyPegged
        | EventKind::OrderSupplyEnded
        | EventKind::SupplierRevised
        | EventKind::SupplierDeliveryCounted
        | EventKind::SupplierOfferRevised
        | EventKind::PurchaseOrderRaised
        | EventKind::PurchaseOrderApproved
        | EventKind::PurchaseOrderPlaced
        | EventKind::PurchaseOrderPromiseMoved
        | EventKind::PurchaseOrderGoodsReceived
        | EventKind::PurchaseOrderClosed
        | EventKind::PurchaseOrderCancelled
        | EventKind::PurchaseOrderPegReleased
        | EventKind::OrderPicked
        | EventKind::StockLotOpened
        | EventKind::StockLotClosed
        | EventKind::CarrierAgreementRevised
        | EventKind::ProductionLineRevised
        | EventKind::ProductionLineReplanned
        | EventKind::RoutingRevised
        | EventKind::WorkOrderRaised
        | EventKind::WorkOrderRescheduled
        | EventKind::WorkOrderStarted
        | EventKind::WorkOrderReported
        | EventKind::WorkOrderCompleted
        | EventKind::WorkOrderInspected
        | EventKind::WorkOrderClosed
        | EventKind::WorkOrderCancelled
        | EventKind::WorkOrderPegReleased
        | EventKind::StocktakePlanned
        | EventKind::StocktakeCounted
        | EventKind::StocktakeRecountRequired
        | EventKind::StocktakeCountCompleted
        | EventKind::StocktakeApproved
        | EventKind::StocktakeCancelled
        | EventKind::StorageZoneAssigned
        | EventKind::PurchaseOrderReturnRaised
        | EventKind::PurchaseOrderReturnCancelled
        | EventKind::SupplierReturnCounted
        | EventKind::SupplierReturnRaised
        | EventKind::SupplierReturnShipped
        | EventKind::SupplierReturnAnswered
        | EventKind::SupplierReturnClosed
        | EventKind::SupplierReturnCancelled
        | EventKind::DisposalFound
        | EventKind::DisposalProposed
        | EventKind::DisposalRejected
        | EventKind::DisposalApproved
        | EventKind::DisposalLapsed
        | EventKind::DisposalSearchFinished
        | EventKind::DisposalSearchBegun
        | EventKind::DisposalSearchAdvanced
        | EventKind::OrderWaybillsRequested
        | EventKind::OrderWaybillVoided
        | EventKind::WaybillRequested
        | EventKind::WaybillIssued
        | EventKind::WaybillVoidAsked
        | EventKind::WaybillVoided
        | EventKind::WaybillPrinted
        | EventKind::WaybillLeft
        | EventKind::WaybillHandedOver
        | EventKind::HandoverManifestClosed
        | EventKind::ReorderPointRevised
        | EventKind::ReorderPointRemoved
        | EventKind::ReorderPointSupplyOrdered
        | EventKind::ReorderPointNotOrdered
        | EventKind::ReorderPointSupplyEnded
        | EventKind::Replenished
        | EventKind::StockSpread
        | EventKind::StockEvenedOut => &[],
    }
}

impl NoticeMessage {
    /// The notice of one event of a message. The order, if it is about one, is added by whoever
    /// has loaded it.
    #[must_use]
    pub fn of(message: &EventMessage, kind: EventKind, audience: Audience) -> Self {
        let words = event_text::event(kind);
        Self {
            version: VERSION,
            notice_id: format!(
                "{}:{}:{}:{kind}",
                message.aggregate.name(),
                message.id,
                message.sequence
            ),
            audience,
            template: kind,
            order_id: None,
            external_no: None,
            customer: None,
            stage: None,
            chinese: words.chinese.to_owned(),
            english: words.english.to_owned(),
            correlation_id: message.correlation_id.clone(),
        }
    }

    /// The same about an order, in words that tell what became of it, where there are such.
    #[must_use]
    pub fn about(mut self, order: &domain::order::Order, reached: Reached) -> Self {
        if let Some(text) = notice_text::of(self.template, order, reached) {
            self.chinese = text.chinese;
            self.english = text.english;
        }
        self.order_id = Some(order.id);
        self.external_no = order.external_no.as_ref().map(ToString::to_string);
        self.customer = Some(order.customer.clone());
        self.stage = Some(order.stage.name());
        self
    }

    /// The body.
    ///
    /// # Errors
    /// Never for values of this type; the signature is that of the serialiser.
    pub fn to_body(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// The attributes that subscribers filter on.
    #[must_use]
    pub fn attributes(&self) -> [Attribute; 2] {
        [
            Attribute {
                name: "template",
                data_type: "String",
                value: self.template.name().to_owned(),
            },
            Attribute {
                name: "correlation_id",
                data_type: "String",
                value: self.correlation_id.clone(),
            },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::aggregate::AggregateKind;
    use domain::route::{Queue, route};

    #[test]
    fn exactly_the_events_that_reach_the_notifier_are_told_to_somebody() {
        for kind in EventKind::ALL {
            let arrives = route(*kind).contains(&Queue::Notify);
            assert_eq!(arrives, !audiences(*kind).is_empty(), "{kind}");
        }
    }

    #[test]
    fn copies_of_a_notice_have_one_identity() {
        let message = EventMessage {
            version: 1,
            aggregate: AggregateKind::Order,
            id: "o-1".to_owned(),
            sequence: 4,
            kinds: vec![EventKind::OrderApproved, EventKind::OrderCleared],
            correlation_id: "abcdefgh".to_owned(),
            hops: 1,
        };
        let notice = NoticeMessage::of(&message, EventKind::OrderApproved, Audience::Customer);
        assert_eq!(notice.notice_id, "order:o-1:4:order_approved");
        assert_eq!(
            notice.to_body().unwrap(),
            r#"{"version":1,"notice_id":"order:o-1:4:order_approved","audience":"customer","template":"order_approved","chinese":"订单已通过审核","english":"Order approved","correlation_id":"abcdefgh"}"#
        );
        assert_eq!(notice.attributes()[0].value, "order_approved");
    }
}
