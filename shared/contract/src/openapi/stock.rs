//! The operations on stock (5.2).

use super::operations::{NOTHING, OperationDoc};

/// To record goods that came in.
pub(super) const RECEIVE: OperationDoc = OperationDoc {
    operation: "receiveStock",
    summary: "Record goods that came in (5.2.3)",
    description: "Orders that wait for them go on by themselves. The same receipt again changes nothing; another \
                  one under the same number is refused.",
    request: Some("StockReceiptRequest"),
    success: (201, "StockReceiptView"),
    problems: &[409],
    ..NOTHING
};

/// To record any other change.
pub(super) const ADJUST: OperationDoc = OperationDoc {
    operation: "adjustStock",
    summary: "Adjust stock, keep it apart or bring it elsewhere (5.2.3)",
    description: "All lines or none: 409 `stock_short` when fewer pieces are there, with how many. Increase, decrease \
                  and scrap are for managers; release also for planners; quarantine and transfer also for the \
                  warehouse. The same adjustment again changes nothing; another one under the same number is refused.",
    request: Some("StockAdjustmentRequest"),
    success: (201, "StockAdjustmentView"),
    problems: &[409],
    ..NOTHING
};

/// To read such a change.
pub(super) const ADJUSTMENT: OperationDoc = OperationDoc {
    operation: "getStockAdjustment",
    summary: "Read a stock adjustment (5.2.3)",
    success: (200, "StockAdjustmentView"),
    ..NOTHING
};

/// To read what there is.
pub(super) const STOCK: OperationDoc = OperationDoc {
    operation: "getStock",
    summary: "Read what there is of a SKU (5.2.1)",
    success: (200, "StockView"),
    ..NOTHING
};
