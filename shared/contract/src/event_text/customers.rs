//! Which events customers see.

use domain::event_kind::EventKind;

/// Whether the customer sees the event on its timeline and tracking page (6.1.1). Internal
/// steps, credit and the reasons of others stay inside.
#[must_use]
pub const fn is_for_customers(kind: EventKind) -> bool {
    match kind {
        EventKind::OrderReceived
        | EventKind::OrderRejected
        | EventKind::OrderNegotiationProposed
        | EventKind::OrderApproved
        | EventKind::OrderPaymentAwaited
        | EventKind::OrderCleared
        | EventKind::OrderShort
        | EventKind::OrderSplitAgreed
        | EventKind::OrderReservationGivenUp
        | EventKind::OrderReservationLost
        | EventKind::OrderReserved
        | EventKind::OrderDispatched
        | EventKind::OrderParcelDelivered
        | EventKind::OrderDelivered
        | EventKind::OrderPaymentReceived
        | EventKind::OrderRefunded
        | EventKind::OrderCompleted
        | EventKind::OrderCancelled
        | EventKind::OrderRestCancelled
        | EventKind::ShipmentBooked
        | EventKind::ShipmentProgressed
        | EventKind::OrderServicesAwaited
        | EventKind::OrderServiceBooked
        | EventKind::OrderServiceCompleted
        | EventKind::OrderSupplyRescheduled => true,
        EventKind::OrderReviewDeferred
        | EventKind::OrderReviewRequested
        | EventKind::OrderNegotiationClosed
        | EventKind::OrderBilled
        | EventKind::OrderSettled
        | EventKind::OrderReviewClaimed
        | EventKind::OrderReviewReleased
        | EventKind::OrderReviewReassigned
        | EventKind::OrderReviewEscalated
        | EventKind::OrderCreditOverridden
        | EventKind::OrderQuotasTaken
        | EventKind::OrderServicesOrdered
        | EventKind::OrderHoldPlaced
        | EventKind::OrderHoldReleased
        | EventKind::AccountOpened
        | EventKind::AccountProfileRecorded
        | EventKind::AccountAssessed
        | EventKind::PaymentRecorded
        | EventKind::PaymentRefundRequested
        | EventKind::PaymentRefunded
        | EventKind::ShipmentExceptionRaised
        | EventKind::ShipmentDeliveryConfirmed
        | EventKind::ReceivableOpened
        | EventKind::ReceivableAged
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
        | EventKind::OrderImportFinished
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
        | EventKind::StockLotExpired
        | EventKind::StockLotClosed
        | EventKind::CarrierAgreementRevised
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
        | EventKind::LowStockFound
        | EventKind::ReorderPointSupplyOrdered
        | EventKind::ReorderPointNotOrdered
        | EventKind::ReorderPointSupplyEnded
        | EventKind::Replenished
        | EventKind::WaybillRefused
        | EventKind::WaybillVoidRefused
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
        | EventKind::DisposalSearchAdvanced => false,
    }
}
