//! The operations on stock (5.2).

use super::catalogue::SEEN;
use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// To record goods that came in.
pub(super) const RECEIVE: OperationDoc = OperationDoc {
    operation: "receiveStock",
    summary: "Record goods that came in (5.2.3)",
    description: "Orders that wait for them go on by themselves. Goods kept by lot name the lot and, where the product asks for \
                  it, the expiry; 409 `shelf_life_too_short` for what may no longer leave. The same receipt again changes \
                  nothing; another one under the same number is refused.",
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
                  warehouse. Goods kept by lot name the lot. The same adjustment again changes nothing; another one under the same number is refused.",
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

/// To list the lots there are.
pub(super) const LOTS: OperationDoc = OperationDoc {
    operation: "listLots",
    summary: "List the lots of a SKU in a warehouse (5.2.1)",
    description: "What expires first comes first. Lots that are used up are among them.",
    success: (200, "LotsView"),
    query: &[
        ("warehouse", "The warehouse; the main one if left out"),
        CURSOR,
        LIMIT,
    ],
    ..NOTHING
};

/// To find who got a lot.
pub(super) const LOT_ISSUES: OperationDoc = OperationDoc {
    operation: "listLotIssues",
    summary: "List who got a lot, for a recall 召回 (5.2.2)",
    description: "Every consignment that the lot was picked for, whether it has left or waits, of every warehouse and of \
                  every expiry that the number has.",
    success: (200, "LotIssuesView"),
    query: &[CURSOR, LIMIT],
    ..NOTHING
};

/// To pick.
pub(super) const PICK: OperationDoc = OperationDoc {
    operation: "pickOrder",
    summary: "Pick a consignment by lot 拣货 (5.2.2)",
    description: "Goods kept by lot are picked from what expires first, never from what may no longer leave. Picking again \
                  changes nothing, unless what was picked may no longer leave: then it is picked anew. When what was reserved \
                  may no longer leave and nothing else is there, it is quarantined, the consignment gives back what it has, and \
                  the order is short again; the answer says so.",
    request: Some("PickRequest"),
    success: (200, "PickListView"),
    problems: &[404, 409],
    ..NOTHING
};

/// To report what could not be picked.
pub(super) const PICK_FAILURE: OperationDoc = OperationDoc {
    operation: "reportPickFailure",
    summary: "Report picked pieces as short or damaged (5.2.2)",
    description: "They are quarantined and picked from other lots in the same transaction; where there are none, the \
                  consignment gives back what it has, and the order is short again. 409 `lot_not_picked` for more than is picked \
                  of the lot. The same report again changes nothing; another one under the same number is refused.",
    request: Some("PickFailureRequest"),
    success: (200, "PickListView"),
    problems: &[404, 409],
    ..NOTHING
};

/// To read how a level is spread.
pub(super) const SHARDS: OperationDoc = OperationDoc {
    operation: "getStockShards",
    summary: "Read over how many shards a stock level is spread, and what each holds (5.2.1)",
    success: (200, "StockShardsView"),
    ..NOTHING
};

/// To spread a level over shards.
pub(super) const SPREAD: OperationDoc = OperationDoc {
    operation: "spreadStock",
    summary: "Spread the stock level of a hot SKU over shards (5.2.1)",
    description: "What is available is shared out over them; with fewer shards than before the others are drained. \
                  What is reserved stays in its shard. At any time, in one transaction. The same number again changes \
                  nothing. 409 `kept_by_lot` for goods that are kept by lot, `under_count` while a stocktake counts the level.",
    request: Some("StockShardsRequest"),
    success: (200, "StockShardsView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To even out the shards of a level.
pub(super) const EVEN_OUT: OperationDoc = OperationDoc {
    operation: "evenOutStock",
    summary: "Even out the shards of a stock level (5.2.1)",
    description: "What is available is shared out anew, and shards that are no longer in use are drained. \
                  409 `under_count` while a stocktake counts the level.",
    success: (200, "StockShardsView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};
