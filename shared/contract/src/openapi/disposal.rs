//! The operations on disposal (5.2.2).

use super::catalogue::SEEN;
use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// Which lot, of goods that are kept by lot.
const LOT: &[(&str, &str)] = &[
    (
        "lot_no",
        "The number of the lot, of goods that are kept by lot",
    ),
    ("expiry", "Its expiry, of goods that are kept by expiry"),
];

/// To list what was found.
pub(super) const DISPOSALS: OperationDoc = OperationDoc {
    operation: "listDisposals",
    summary: "List stock that may have to be disposed of (5.2.2)",
    description: "Slow-moving and damaged stock, and lots near their expiry or past it, that the daily search found, with what speaks \
                  for it; the longest due first.",
    success: (200, "DisposalsView"),
    query: &[
        (
            "stage",
            "`found`, which is usual: somebody is to propose something; or `proposed`: a manager is to decide",
        ),
        CURSOR,
        LIMIT,
    ],
    ..NOTHING
};

/// To read one.
pub(super) const DISPOSAL: OperationDoc = OperationDoc {
    operation: "getDisposal",
    summary: "Read what becomes of stock that may have to be disposed of (5.2.2)",
    description: "`ETag` is its version.",
    success: (200, "DisposalView"),
    query: LOT,
    ..NOTHING
};

/// To propose something.
pub(super) const PROPOSE_DISPOSAL: OperationDoc = OperationDoc {
    operation: "proposeDisposal",
    summary: "Propose what is to become of stock (5.2.2)",
    description: "Scrap, mark down, return to the supplier, or keep until a day.",
    request: Some("DisposalProposalRequest"),
    success: (200, "DisposalView"),
    problems: &[409, 412],
    headers: &[SEEN],
    query: LOT,
    ..NOTHING
};

/// To decide.
pub(super) const DECIDE_DISPOSAL: OperationDoc = OperationDoc {
    operation: "decideDisposal",
    summary: "Decide what becomes of stock (5.2.2)",
    description: "Not by whoever proposed it (four-eyes). What is approved is carried out in the same transaction: stock \
                  that is scrapped leaves, stock that goes back is kept apart and a return to its supplier is raised. 409 \
                  `stock_short` when fewer pieces are there.",
    request: Some("DisposalDecisionRequest"),
    success: (200, "DisposalView"),
    problems: &[409, 412],
    headers: &[SEEN],
    query: LOT,
    ..NOTHING
};
