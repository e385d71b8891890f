//! The kind of each event of an order.

use super::OrderEvent;
use crate::aggregate::Event;
use crate::event_kind::EventKind;

impl Event for OrderEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Received { .. } => EventKind::OrderReceived,
            Self::ReviewDeferred { .. } => EventKind::OrderReviewDeferred,
            Self::ReviewRequested { .. } => EventKind::OrderReviewRequested,
            Self::Rejected { .. } => EventKind::OrderRejected,
            Self::NegotiationProposed { .. } => EventKind::OrderNegotiationProposed,
            Self::NegotiationClosed { .. } => EventKind::OrderNegotiationClosed,
            Self::Approved { .. } => EventKind::OrderApproved,
            Self::PaymentAwaited { .. } => EventKind::OrderPaymentAwaited,
            Self::Cleared { .. } => EventKind::OrderCleared,
            Self::ReservationGivenUp(_) => EventKind::OrderReservationGivenUp,
            Self::SplitAgreed { .. } => EventKind::OrderSplitAgreed,
            Self::Short { .. } => EventKind::OrderShort,
            Self::Reserved { .. } => EventKind::OrderReserved,
            Self::Picked { .. } => EventKind::OrderPicked,
            Self::ReservationLost(_) => EventKind::OrderReservationLost,
            Self::Dispatched { .. } => EventKind::OrderDispatched,
            Self::ParcelDelivered { .. } => EventKind::OrderParcelDelivered,
            Self::Delivered { .. } => EventKind::OrderDelivered,
            Self::PaymentReceived { .. } => EventKind::OrderPaymentReceived,
            Self::Refunded { .. } => EventKind::OrderRefunded,
            Self::Billed { .. } => EventKind::OrderBilled,
            Self::Settled { .. } => EventKind::OrderSettled,
            Self::Completed { .. } => EventKind::OrderCompleted,
            Self::Cancelled { .. } => EventKind::OrderCancelled,
            Self::RestCancelled { .. } => EventKind::OrderRestCancelled,
            Self::ReviewClaimed { .. } => EventKind::OrderReviewClaimed,
            Self::ReviewReleased { .. } => EventKind::OrderReviewReleased,
            Self::ReviewReassigned { .. } => EventKind::OrderReviewReassigned,
            Self::ReviewEscalated { .. } => EventKind::OrderReviewEscalated,
            Self::CreditOverridden { .. } => EventKind::OrderCreditOverridden,
            Self::QuotasTaken { .. } => EventKind::OrderQuotasTaken,
            Self::ServicesOrdered { .. } => EventKind::OrderServicesOrdered,
            Self::ServicesAwaited { .. } => EventKind::OrderServicesAwaited,
            Self::ServiceBooked(_) => EventKind::OrderServiceBooked,
            Self::ServiceCompleted(_) => EventKind::OrderServiceCompleted,
            Self::WaybillsRequested { .. } => EventKind::OrderWaybillsRequested,
            Self::WaybillVoided { .. } => EventKind::OrderWaybillVoided,
            Self::HoldPlaced { .. } => EventKind::OrderHoldPlaced,
            Self::HoldReleased { .. } => EventKind::OrderHoldReleased,
            Self::SupplyPegged { .. } => EventKind::OrderSupplyPegged,
            Self::SupplyRescheduled { .. } => EventKind::OrderSupplyRescheduled,
            Self::SupplyEnded { .. } => EventKind::OrderSupplyEnded,
        }
    }
}
