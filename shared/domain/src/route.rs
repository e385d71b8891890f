//! Which stage wants to hear of which event: the filter policies of the queues.

use crate::event_kind::EventKind;

/// A queue between the events and a function.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Queue {
    /// Batch imports (4.1.1).
    Import,
    /// Automatic review (4.3.1).
    Review,
    /// Reservation (5.2.1).
    Fulfilment,
    /// Billing and settling (7.1, 8.1.3).
    Settlement,
    /// Customer and staff notices (6.1.2).
    Notify,
}

impl Queue {
    /// Every queue.
    pub const ALL: [Self; 5] = [
        Self::Import,
        Self::Review,
        Self::Fulfilment,
        Self::Settlement,
        Self::Notify,
    ];

    /// The logical id of the queue in the infrastructure template.
    #[must_use]
    pub const fn logical_id(self) -> &'static str {
        match self {
            Self::Import => "ImportQueue",
            Self::Review => "ReviewQueue",
            Self::Fulfilment => "FulfilmentQueue",
            Self::Settlement => "SettlementQueue",
            Self::Notify => "NotifyQueue",
        }
    }
}

/// The queues that an event goes to. The template's filter policies say the same, and a
/// test holds them together.
#[must_use]
pub const fn route(kind: EventKind) -> &'static [Queue] {
    match kind {
        EventKind::OrderImportBegun | EventKind::OrderImportAdvanced => &[Queue::Import],
        EventKind::OrderReviewDeferred => &[Queue::Review],
        // A proposal comes back to the review when it has run out.
        EventKind::OrderNegotiationProposed => &[Queue::Review, Queue::Notify],
        EventKind::OrderCleared
        | EventKind::OrderSplitAgreed
        | EventKind::StockReceived
        | EventKind::StockAdjusted
        | EventKind::PurchaseOrderGoodsReceived
        // Work orders take over their days from it.
        | EventKind::ProductionLineReplanned
        | EventKind::WorkOrderCompleted
        | EventKind::WorkOrderInspected
        | EventKind::StocktakeApproved
        | EventKind::DisposalSearchBegun
        | EventKind::DisposalSearchAdvanced
        // The carrier is asked for a number, or to take it back.
        | EventKind::WaybillRequested
        | EventKind::WaybillVoidAsked
        | EventKind::StockSpread
        | EventKind::StockEvenedOut => &[Queue::Fulfilment],
        // What a cancelled order gives back may be what another waits for.
        EventKind::OrderCancelled
        | EventKind::OrderRestCancelled
        | EventKind::OrderReservationGivenUp => &[Queue::Fulfilment, Queue::Notify],
        // The sweep nudges the review with it when the next level is due.
        EventKind::OrderReviewEscalated => &[Queue::Review, Queue::Notify],
        // It is reserved for again, and what it gave back may be what another waits for.
        EventKind::OrderReservationLost => &[Queue::Fulfilment, Queue::Notify],
        // A released order goes on where it was stopped.
        EventKind::OrderHoldReleased => &[Queue::Fulfilment, Queue::Notify],
        EventKind::OrderDelivered => &[Queue::Settlement, Queue::Notify],
        EventKind::OrderReceived
        | EventKind::OrderReviewRequested
        | EventKind::OrderRejected
        | EventKind::OrderApproved
        | EventKind::OrderPaymentAwaited
        | EventKind::OrderShort
        | EventKind::OrderReserved
        | EventKind::OrderDispatched
        | EventKind::OrderCompleted
        | EventKind::OrderServiceBooked
        | EventKind::OrderHoldPlaced
        | EventKind::OrderReviewReassigned
        | EventKind::OrderSupplyRescheduled
        | EventKind::StockLotExpired
        | EventKind::LowStockFound
        | EventKind::OrderImportFinished
        | EventKind::PaymentRefundRequested
        | EventKind::PaymentRefunded
        | EventKind::ShipmentExceptionRaised
        | EventKind::ShipmentExceptionEscalated
        | EventKind::ShipmentCustomerInformed
        | EventKind::WaybillRefused
        | EventKind::WaybillVoidRefused
        | EventKind::ReceivableAged => &[Queue::Notify],
        EventKind::OrderNegotiationClosed
        | EventKind::OrderCreditOverridden
        | EventKind::OrderParcelDelivered
        | EventKind::OrderQuotasTaken
        | EventKind::OrderServicesOrdered
        | EventKind::OrderServicesAwaited
        | EventKind::OrderServiceCompleted
        | EventKind::OrderReviewClaimed
        | EventKind::OrderReviewReleased
        | EventKind::OrderPaymentReceived
        | EventKind::OrderRefunded
        | EventKind::OrderBilled
        | EventKind::OrderSettled
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
        | EventKind::ProductRevised
        | EventKind::PolicyRevised
        | EventKind::ContactDisclosed
        | EventKind::CalendarYearPublished
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
        | EventKind::PurchaseOrderClosed
        | EventKind::PurchaseOrderCancelled
        | EventKind::PurchaseOrderPegReleased
        | EventKind::OrderPicked
        | EventKind::StockLotOpened
        | EventKind::StockLotClosed
        | EventKind::CarrierAgreementRevised
        | EventKind::ProductionLineRevised
        | EventKind::RoutingRevised
        | EventKind::WorkOrderRaised
        | EventKind::WorkOrderRescheduled
        | EventKind::WorkOrderStarted
        | EventKind::WorkOrderReported
        | EventKind::WorkOrderClosed
        | EventKind::WorkOrderCancelled
        | EventKind::WorkOrderPegReleased
        | EventKind::StocktakePlanned
        | EventKind::StocktakeCounted
        | EventKind::StocktakeRecountRequired
        | EventKind::StocktakeCountCompleted
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
        | EventKind::OrderWaybillsRequested
        | EventKind::OrderWaybillVoided
        | EventKind::WaybillIssued
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
        | EventKind::Replenished => &[],
    }
}
