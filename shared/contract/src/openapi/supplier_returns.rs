//! The operations on returns to suppliers (5.1.2).

use super::catalogue::SEEN;
use super::operations::{NOTHING, OperationDoc};

/// To raise one.
pub(super) const RETURN: OperationDoc = OperationDoc {
    operation: "raiseSupplierReturn",
    summary: "Raise a return of goods to their supplier (5.1.2)",
    description: "Of what failed the inspection, or of what is kept apart in quarantine; never more than came with the \
                  purchase order and is on no other return. The same request again changes nothing; another one under \
                  the same number is refused.",
    request: Some("SupplierReturnRequest"),
    success: (201, "SupplierReturnView"),
    problems: &[409],
    ..NOTHING
};

/// To read one.
pub(super) const SUPPLIER_RETURN: OperationDoc = OperationDoc {
    operation: "getSupplierReturn",
    summary: "Read a return to a supplier (5.1.2)",
    description: "`ETag` is its version.",
    success: (200, "SupplierReturnView"),
    ..NOTHING
};

/// To say that it left.
pub(super) const SHIP_RETURN: OperationDoc = OperationDoc {
    operation: "shipSupplierReturn",
    summary: "Record that a return left with a waybill (5.1.2)",
    description: "Goods from quarantine leave stock in the same transaction, and count for the supplier's quality score. \
                  409 `stock_short` when fewer are kept apart.",
    request: Some("ReturnShipmentRequest"),
    success: (200, "SupplierReturnView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say what the supplier does.
pub(super) const ANSWER_RETURN: OperationDoc = OperationDoc {
    operation: "answerSupplierReturn",
    summary: "Record what the supplier does about a return (5.1.2)",
    description: "It gives money back by a credit note, or delivers again.",
    request: Some("ReturnAnswerRequest"),
    success: (200, "SupplierReturnView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To close it.
pub(super) const CLOSE_RETURN: OperationDoc = OperationDoc {
    operation: "closeSupplierReturn",
    summary: "Close a return whose money or goods came (5.1.2)",
    description: "Not by whoever recorded the answer (four-eyes).",
    success: (200, "SupplierReturnView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To cancel it.
pub(super) const CANCEL_RETURN: OperationDoc = OperationDoc {
    operation: "cancelSupplierReturn",
    summary: "Cancel a return whose goods have not left (5.1.2)",
    request: Some("ReasonRequest"),
    success: (200, "SupplierReturnView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};
