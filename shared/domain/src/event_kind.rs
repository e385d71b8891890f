//! Names of all events: what messages carry and subscribers filter on.

use serde::{Deserialize, Serialize};

macro_rules! event_kinds {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)*) => {
        /// The kind of an event, flat over all aggregates.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum EventKind { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl EventKind {
            /// Every kind.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The kind with this name.
            #[must_use]
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

event_kinds! {
    /// 4.1 An order was received.
    OrderReceived = "order_received",
    /// 4.3.1 Its automatic review was put off.
    OrderReviewDeferred = "order_review_deferred",
    /// 4.3.1 It passed the automatic review and waits for a person.
    OrderReviewRequested = "order_review_requested",
    /// 4.3.1, 4.3.3 It was rejected.
    OrderRejected = "order_rejected",
    /// 4.3.3 A counter-proposal was made.
    OrderNegotiationProposed = "order_negotiation_proposed",
    /// 4.3.3 The counter-proposal was accepted, declined or ran out.
    OrderNegotiationClosed = "order_negotiation_closed",
    /// 4.3.3 It was approved.
    OrderApproved = "order_approved",
    /// 7.1.1 It waits for the payment due before preparation.
    OrderPaymentAwaited = "order_payment_awaited",
    /// 7.1.1 Nothing stands in the way of preparing the goods.
    OrderCleared = "order_cleared",
    /// 5.2.1 Its goods are reserved, all or those of a consignment.
    OrderReserved = "order_reserved",
    /// 5.2.1 It gave up reserved goods for an order that needs them more.
    OrderReservationGivenUp = "order_reservation_given_up",
    /// 5.2.1 Its customer agreed to several shipments.
    OrderSplitAgreed = "order_split_agreed",
    /// 5.2.1 Some of its goods are short.
    OrderShort = "order_short",
    /// 5.3.2 It, or a consignment of it, left with a carrier.
    OrderDispatched = "order_dispatched",
    /// 5.3.3 The recipient signed for one of its parcels.
    OrderParcelDelivered = "order_parcel_delivered",
    /// 5.3.3 The recipient signed for all of it.
    OrderDelivered = "order_delivered",
    /// 7.1.1 Money for it came in.
    OrderPaymentReceived = "order_payment_received",
    /// 7.1.1 Money for it went back.
    OrderRefunded = "order_refunded",
    /// 8.1.3 What is still owed became a receivable.
    OrderBilled = "order_billed",
    /// 7.1.1 It is paid in full.
    OrderSettled = "order_settled",
    /// It is delivered and settled.
    OrderCompleted = "order_completed",
    /// It was cancelled.
    OrderCancelled = "order_cancelled",
    /// 4.3.4 What had not left of it was cancelled.
    OrderRestCancelled = "order_rest_cancelled",
    /// 4.3.2 A reviewer claimed its review.
    OrderReviewClaimed = "order_review_claimed",
    /// 4.3.2 The reviewer gave the claim back.
    OrderReviewReleased = "order_review_released",
    /// 4.3.2 Its review was handed to somebody.
    OrderReviewReassigned = "order_review_reassigned",
    /// 4.3.2 Its review is late and was escalated.
    OrderReviewEscalated = "order_review_escalated",
    /// 8.1.2 It may exceed its customer's limit.
    OrderCreditOverridden = "order_credit_overridden",
    /// 4.2.4 It took its share of what is limited.
    OrderQuotasTaken = "order_quotas_taken",
    /// 4.2.2 Which of its lines are services.
    OrderServicesOrdered = "order_services_ordered",
    /// 5.1 Nothing but services is left of it.
    OrderServicesAwaited = "order_services_awaited",
    /// 5.1 It was agreed when a service of it is carried out.
    OrderServiceBooked = "order_service_booked",
    /// 5.1 A service of it was carried out.
    OrderServiceCompleted = "order_service_completed",
    /// 4.3.2 It was put on hold.
    OrderHoldPlaced = "order_hold_placed",
    /// 4.3.2 A hold was released.
    OrderHoldReleased = "order_hold_released",
    /// 5.1.3 A purchase order or a work order was raised for it.
    OrderSupplyPegged = "order_supply_pegged",
    /// 5.1.3 What is bought or made for it is expected on another day.
    OrderSupplyRescheduled = "order_supply_rescheduled",
    /// 5.1.3 Nothing more comes from a purchase order or a work order for it.
    OrderSupplyEnded = "order_supply_ended",
    /// 5.2.2 Its goods were picked, or picked anew.
    OrderPicked = "order_picked",
    /// 5.2.1 Goods that were reserved for it turned out not to be there, or not to be good.
    OrderReservationLost = "order_reservation_lost",
    /// 8.1.1 A credit account was opened.
    AccountOpened = "account_opened",
    /// 8.1.1 The facts that the score rests on were recorded.
    AccountProfileRecorded = "account_profile_recorded",
    /// 8.1.1 A score, a grade and a limit were set.
    AccountAssessed = "account_assessed",
    /// 7.1.1 A payment was recorded.
    PaymentRecorded = "payment_recorded",
    /// 7.1.1 Money is to go back the way it came.
    PaymentRefundRequested = "payment_refund_requested",
    /// 7.1.1 Money went back.
    PaymentRefunded = "payment_refunded",
    /// 5.3.2 A parcel was handed to a carrier.
    ShipmentBooked = "shipment_booked",
    /// 5.3.3 The carrier reported progress.
    ShipmentProgressed = "shipment_progressed",
    /// 5.3.3 The carrier reported something a person must look at.
    ShipmentExceptionRaised = "shipment_exception_raised",
    /// 5.3.3 A person found out that the recipient has it.
    ShipmentDeliveryConfirmed = "shipment_delivery_confirmed",
    /// 5.3.3 A parcel was heard of without coming further.
    ShipmentHeard = "shipment_heard",
    /// 5.3.3 An open exception was reported again, with another code.
    ShipmentExceptionRepeated = "shipment_exception_repeated",
    /// 5.3.3 Somebody looks after an exception.
    ShipmentExceptionClaimed = "shipment_exception_claimed",
    /// 5.3.3 Something was done about an exception.
    ShipmentExceptionMeasureTaken = "shipment_exception_measure_taken",
    /// 5.3.3 An exception is late, and the manager looks after it.
    ShipmentExceptionEscalated = "shipment_exception_escalated",
    /// 5.3.3 An exception ended.
    ShipmentExceptionResolved = "shipment_exception_resolved",
    /// 5.3.3, 6.1.2 The customer is told of an exception.
    ShipmentCustomerInformed = "shipment_customer_informed",
    /// 8.1.3 A receivable was opened.
    ReceivableOpened = "receivable_opened",
    /// 8.1.3 It moved to another age.
    ReceivableAged = "receivable_aged",
    /// 8.1.3 Part of it was paid.
    ReceivableReduced = "receivable_reduced",
    /// 8.1.3 All of it was paid.
    ReceivableCleared = "receivable_cleared",
    /// 5.2.3 Goods came in.
    StockReceived = "stock_received",
    /// 5.2.3 Stock was adjusted.
    StockAdjusted = "stock_adjusted",
    /// A product was entered or changed.
    ProductRevised = "product_revised",
    /// The policy was changed.
    PolicyRevised = "policy_revised",
    /// R22 Somebody was shown the personal data of an order.
    ContactDisclosed = "contact_disclosed",
    /// 4.3.2 A year of the working calendar was entered or corrected.
    CalendarYearPublished = "calendar_year_published",
    /// 4.1.1 A file of orders came in.
    OrderImportBegun = "order_import_begun",
    /// 4.1.1 Some of its rows were worked off.
    OrderImportAdvanced = "order_import_advanced",
    /// 4.1.1 None of its rows are left.
    OrderImportFinished = "order_import_finished",
    /// 4.2.4 A customer or a phone was put on the blacklist, or what is said of it was changed.
    BlacklistEntryListed = "blacklist_entry_listed",
    /// 4.2.4 A customer or a phone was taken off the blacklist.
    BlacklistEntryLifted = "blacklist_entry_lifted",
    /// 4.2.3 A price was agreed with a customer or for a grade.
    PriceAgreed = "price_agreed",
    /// 4.2.4 A promotion was entered or changed.
    PromotionRevised = "promotion_revised",
    /// 5.1.2 A supplier was entered or changed.
    SupplierRevised = "supplier_revised",
    /// 5.1.2 A delivery counts towards a supplier's scores.
    SupplierDeliveryCounted = "supplier_delivery_counted",
    /// 5.1.2 An offer of a supplier was entered or changed.
    SupplierOfferRevised = "supplier_offer_revised",
    /// 5.1.2 A purchase order was raised.
    PurchaseOrderRaised = "purchase_order_raised",
    /// 5.1.2 Its price was approved.
    PurchaseOrderApproved = "purchase_order_approved",
    /// 5.1.2 It was placed with the supplier.
    PurchaseOrderPlaced = "purchase_order_placed",
    /// 5.1.3 The supplier promised another date.
    PurchaseOrderPromiseMoved = "purchase_order_promise_moved",
    /// 5.1.2 Its goods came in, in whole or in part.
    PurchaseOrderGoodsReceived = "purchase_order_goods_received",
    /// 5.1.2 What is missing no longer comes.
    PurchaseOrderClosed = "purchase_order_closed",
    /// 5.1.2 It was cancelled.
    PurchaseOrderCancelled = "purchase_order_cancelled",
    /// 5.1.3 The order that it was raised for no longer waits.
    PurchaseOrderPegReleased = "purchase_order_peg_released",
    /// 5.3.1 An agreement with a carrier was entered or changed.
    CarrierAgreementRevised = "carrier_agreement_revised",
    /// 5.1.1 A production line was entered or changed.
    ProductionLineRevised = "production_line_revised",
    /// 5.1.1 The work of a production line was planned again.
    ProductionLineReplanned = "production_line_replanned",
    /// 5.1.1 How a SKU is made was entered or changed.
    RoutingRevised = "routing_revised",
    /// 5.1.1 A work order was raised.
    WorkOrderRaised = "work_order_raised",
    /// 5.1.3 It is made on other days.
    WorkOrderRescheduled = "work_order_rescheduled",
    /// 5.1.1 Its making began.
    WorkOrderStarted = "work_order_started",
    /// 5.1.1 Pieces of it were made.
    WorkOrderReported = "work_order_reported",
    /// 5.1.1 Its making was declared done.
    WorkOrderCompleted = "work_order_completed",
    /// 5.1.1 What was made was inspected.
    WorkOrderInspected = "work_order_inspected",
    /// 5.1.1 What is missing is no longer made.
    WorkOrderClosed = "work_order_closed",
    /// 5.1.1 It was cancelled.
    WorkOrderCancelled = "work_order_cancelled",
    /// 5.1.3 The order that it was raised for no longer waits.
    WorkOrderPegReleased = "work_order_peg_released",
    /// 5.2.2 The first pieces of a lot came into a warehouse.
    StockLotOpened = "stock_lot_opened",
    /// 5.2.2 A lot may no longer leave.
    StockLotExpired = "stock_lot_expired",
    /// 5.2.2 Nothing is left of a lot that may no longer leave.
    StockLotClosed = "stock_lot_closed",
    /// 5.2.2 A stocktake was planned.
    StocktakePlanned = "stocktake_planned",
    /// 5.2.2 Some of its lines were counted.
    StocktakeCounted = "stocktake_counted",
    /// 5.2.2 Some of its lines are to be counted by somebody else.
    StocktakeRecountRequired = "stocktake_recount_required",
    /// 5.2.2 All of its lines are counted.
    StocktakeCountCompleted = "stocktake_count_completed",
    /// 5.2.2 It was approved, and stock is what was counted.
    StocktakeApproved = "stocktake_approved",
    /// 5.2.2 It was cancelled.
    StocktakeCancelled = "stocktake_cancelled",
    /// 5.2.2 A warehouse keeps a SKU in a zone.
    StorageZoneAssigned = "storage_zone_assigned",
    /// 5.1.2 Goods of a purchase order are to go back.
    PurchaseOrderReturnRaised = "purchase_order_return_raised",
    /// 5.1.2 Goods of a purchase order do not go back after all.
    PurchaseOrderReturnCancelled = "purchase_order_return_cancelled",
    /// 5.1.2 A return counts for a supplier's scores.
    SupplierReturnCounted = "supplier_return_counted",
    /// 5.1.2 A return to a supplier was raised.
    SupplierReturnRaised = "supplier_return_raised",
    /// 5.1.2 Its goods left.
    SupplierReturnShipped = "supplier_return_shipped",
    /// 5.1.2 The supplier said what it does.
    SupplierReturnAnswered = "supplier_return_answered",
    /// 5.1.2 The money or the goods came.
    SupplierReturnClosed = "supplier_return_closed",
    /// 5.1.2 It was cancelled before its goods left.
    SupplierReturnCancelled = "supplier_return_cancelled",
    /// 5.2.2 Stock that may have to be disposed of was found.
    DisposalFound = "disposal_found",
    /// 5.2.2 Somebody proposed what is to become of it.
    DisposalProposed = "disposal_proposed",
    /// 5.2.2 A manager decided against that.
    DisposalRejected = "disposal_rejected",
    /// 5.2.2 A manager decided for it, and it was carried out.
    DisposalApproved = "disposal_approved",
    /// 5.2.2 Why it was found is gone.
    DisposalLapsed = "disposal_lapsed",
    /// 5.2.2 The search of a day began.
    DisposalSearchBegun = "disposal_search_begun",
    /// 5.2.2 A page of the catalogue was searched.
    DisposalSearchAdvanced = "disposal_search_advanced",
    /// 5.2.2 None of its pages are left.
    DisposalSearchFinished = "disposal_search_finished",
    /// 5.3.2 Waybills were requested for parcels of it.
    OrderWaybillsRequested = "order_waybills_requested",
    /// 5.3.2 A waybill of it is void: the pieces in that parcel need another.
    OrderWaybillVoided = "order_waybill_voided",
    /// 5.3.2 A waybill was requested.
    WaybillRequested = "waybill_requested",
    /// 5.3.2 The carrier gave its number.
    WaybillIssued = "waybill_issued",
    /// 5.3.2 The carrier will not carry the parcel.
    WaybillRefused = "waybill_refused",
    /// 5.3.2 It is to be voided.
    WaybillVoidAsked = "waybill_void_asked",
    /// 5.3.2 It is void.
    WaybillVoided = "waybill_voided",
    /// 5.3.2 The carrier does not take its number back.
    WaybillVoidRefused = "waybill_void_refused",
    /// 5.3.2 Its label was printed.
    WaybillPrinted = "waybill_printed",
    /// 5.3.2 Its parcel left.
    WaybillLeft = "waybill_left",
    /// 5.3.2 Its parcel was put on a handover manifest.
    WaybillHandedOver = "waybill_handed_over",
    /// 5.3.2 A handover manifest was closed.
    HandoverManifestClosed = "handover_manifest_closed",
    /// 5.2.1 A reorder point was entered or changed.
    ReorderPointRevised = "reorder_point_revised",
    /// 5.2.1 It is watched no more.
    ReorderPointRemoved = "reorder_point_removed",
    /// 5.2.1 Stock fell below a reorder point.
    LowStockFound = "low_stock_found",
    /// 5.2.1 Pieces were ordered for its stock.
    ReorderPointSupplyOrdered = "reorder_point_supply_ordered",
    /// 5.2.1 Nothing could be ordered for low stock.
    ReorderPointNotOrdered = "reorder_point_not_ordered",
    /// 5.2.1 Nothing more comes of what was ordered for its stock.
    ReorderPointSupplyEnded = "reorder_point_supply_ended",
    /// 5.2.1 Stock is low no more.
    Replenished = "replenished",
    /// 5.2.1 A stock level was spread over another number of shards.
    StockSpread = "stock_spread",
    /// 5.2.1 The shards of a stock level were evened out.
    StockEvenedOut = "stock_evened_out",
}

impl std::fmt::Display for EventKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
