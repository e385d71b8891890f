//! The operations on suppliers and purchase orders (5.1.2, 5.1.3).

use super::catalogue::SEEN;
use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// To list the suppliers.
pub(super) const SUPPLIERS: OperationDoc = OperationDoc {
    operation: "listSuppliers",
    summary: "List the suppliers (5.1.2)",
    description: "By code, a page at a time.",
    success: (200, "SuppliersView"),
    query: &[CURSOR, LIMIT],
    ..NOTHING
};

/// To read one.
pub(super) const SUPPLIER: OperationDoc = OperationDoc {
    operation: "getSupplier",
    summary: "Read a supplier, and how well it delivered (5.1.2)",
    description: "`ETag` is its version.",
    success: (200, "SupplierView"),
    ..NOTHING
};

/// To enter or change one.
pub(super) const REVISE_SUPPLIER: OperationDoc = OperationDoc {
    operation: "reviseSupplier",
    summary: "Enter or change a supplier (5.1.2)",
    description: "Its scores follow from its deliveries and stay. With `If-Match` only if it still is the version that \
                  was read.",
    request: Some("SupplierRequest"),
    success: (200, "SupplierView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To read an offer.
pub(super) const OFFER: OperationDoc = OperationDoc {
    operation: "getOffer",
    summary: "Read what a supplier asks for a SKU (5.1.2)",
    description: "`ETag` is its version.",
    success: (200, "OfferView"),
    ..NOTHING
};

/// To enter or change one.
pub(super) const REVISE_OFFER: OperationDoc = OperationDoc {
    operation: "reviseOffer",
    summary: "Enter or change what a supplier asks for a SKU (5.1.2)",
    description: "Each quantity from the minimum on has one price: the first price begins at the minimum or below, and each \
                  at a greater quantity than the one before. A choice considers up to 100 suppliers of a SKU. With \
                  `If-Match` only if it still is the version that was read.",
    request: Some("OfferRequest"),
    success: (200, "OfferView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To see what would be bought.
pub(super) const QUOTE: OperationDoc = OperationDoc {
    operation: "quotePurchase",
    summary: "See from whom goods would be bought, and why (5.1.2)",
    description: "Among the suppliers that deliver in time the one with the lowest landed cost, weighed by its scores; if \
                  nobody does, the earliest. Nothing is written.",
    request: Some("QuoteRequest"),
    success: (200, "PurchaseQuote"),
    problems: &[409],
    ..NOTHING
};

/// To raise a purchase order.
pub(super) const RAISE: OperationDoc = OperationDoc {
    operation: "raisePurchaseOrder",
    summary: "Raise a purchase order (5.1.2)",
    description: "What orders are short of is ordered by itself. The same request again changes nothing; another one under \
                  the same number is refused. A price above the standard cost by more than the policy's tolerance needs \
                  the approval of a second person.",
    request: Some("PurchaseOrderRequest"),
    success: (201, "PurchaseOrderView"),
    problems: &[409],
    ..NOTHING
};

/// To read one.
pub(super) const PURCHASE_ORDER: OperationDoc = OperationDoc {
    operation: "getPurchaseOrder",
    summary: "Read a purchase order (5.1.2)",
    description: "`ETag` is its version.",
    success: (200, "PurchaseOrderView"),
    ..NOTHING
};

/// To approve its price.
pub(super) const APPROVE: OperationDoc = OperationDoc {
    operation: "approvePurchaseOrder",
    summary: "Approve the price of a purchase order (5.1.2)",
    description: "Not by whoever raised it (four-eyes).",
    success: (200, "PurchaseOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say that it was placed.
pub(super) const PLACE: OperationDoc = OperationDoc {
    operation: "placePurchaseOrder",
    summary: "Record that a purchase order was placed with its supplier (5.1.2)",
    description: "With the reference of the contract and the date that the supplier promised.",
    request: Some("PlacementRequest"),
    success: (200, "PurchaseOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say that it comes on another day.
pub(super) const PROMISE: OperationDoc = OperationDoc {
    operation: "movePromise",
    summary: "Record that the supplier promised another date (5.1.3)",
    description: "The order that waits for the goods shows it, and its customer is told.",
    request: Some("PromiseRequest"),
    success: (200, "PurchaseOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say what came in.
pub(super) const RECEIVE: OperationDoc = OperationDoc {
    operation: "receivePurchase",
    summary: "Record goods of a purchase order that came in and were inspected (5.1.2)",
    description: "Only what passed becomes stock; the supplier still owes what failed. Never more than it owes. The same \
                  receipt again changes nothing; another one under the same number is refused. Orders that wait for the \
                  goods go on by themselves.",
    request: Some("GoodsReceiptRequest"),
    success: (201, "PurchaseOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To close it short.
pub(super) const CLOSE: OperationDoc = OperationDoc {
    operation: "closePurchaseOrder",
    summary: "Close a purchase order of which no more comes (5.1.2)",
    request: Some("ReasonRequest"),
    success: (200, "PurchaseOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To cancel it.
pub(super) const CANCEL: OperationDoc = OperationDoc {
    operation: "cancelPurchaseOrder",
    summary: "Cancel a purchase order of which nothing came (5.1.2)",
    request: Some("ReasonRequest"),
    success: (200, "PurchaseOrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};
