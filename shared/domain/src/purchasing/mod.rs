//! Purchasing 采购 (5.1.2, 5.1.3): suppliers, what they offer, the choice among them, and the orders
//! that are placed with them.

mod choice;
mod offer;
mod policy;
mod purchase_order;
mod supplier;
mod supplier_return;

pub use choice::{Bid, Bidder, ChoiceReason, Excluded, Exclusion, Need, SupplierChoice, choose};
pub use offer::{MOST_OFFERS, OfferEvent, PriceBreak, SupplierOffer, offer_id, offers_list};
pub use policy::PurchasingPolicy;
pub use purchase_order::{
    APPROVAL_LIST, Approval, DELIVERY_LIST, GoodsReceipt, MOST_RECEIPTS, MOST_RETURNS,
    PLACEMENT_LIST, Peg, Placement, Promise, PurchaseOrder, PurchaseOrderEvent, PurchaseStage,
    ReceivedLot, Reception, ReturnedGoods, approve, cancel, close, move_promise, moves,
    needs_approval, place, raise, receive, release_peg,
};
pub use supplier::{
    Delivery, DeliveryRecord, SUPPLIERS_LIST, Supplier, SupplierEvent, SupplierProfile,
    count_delivery, revise_profile,
};
pub use supplier_return::{
    RETURN_ANSWER_LIST, RETURN_CLOSING_LIST, RETURN_SHIPMENT_LIST, RecordedAnswer, ReturnDraft,
    ReturnSource, ReturnStage, ShippedReturn, SupplierAnswer, SupplierReturn, SupplierReturnEvent,
    answer_return, cancel_return, close_return, raise_return, ship_return,
};
