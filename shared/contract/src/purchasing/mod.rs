//! Suppliers, their offers, and purchase orders (5.1.2, 5.1.3).

mod choice;
mod offer;
mod purchase_order;
mod received_lot;
mod request;
mod supplier;
mod supplier_return;
mod supply;
#[cfg(test)]
mod tests;

pub use choice::{BidView, ChoiceView, ExcludedView};
pub use offer::{OfferRequest, OfferView, PriceBreakBody, UpcomingOffer};
pub use purchase_order::{GoodsReceiptView, PegView, PromiseView, PurchaseOrderView};
pub use received_lot::ReceivedLotBody;
pub use request::{
    GoodsReceiptRequest, PlacementRequest, PromiseRequest, PurchaseOrderRequest, PurchaseQuote,
    QuoteRequest, ReasonRequest, RequestedPurchase,
};
pub use supplier::{SupplierRequest, SupplierView, SuppliersView};
pub use supplier_return::{
    CreditNoteBody, ReplacementBody, ReturnAnswerRequest, ReturnFrom, ReturnShipmentRequest,
    SupplierReturnRequest, SupplierReturnView,
};
pub use supply::{PromiseOfLine, ShortageView, SupplyView};
