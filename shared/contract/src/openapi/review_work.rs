//! The operations by which people share the reviews and put orders on hold (4.3.2).

use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// The filters of the reviewers' work list.
pub(super) const LIST_QUERY: &[(&str, &str)] = &[
    (
        "claimed_by",
        "Of `review`: `me`, `none`, or who claimed it. This and the following filter within a page, \
         which may then be short, or empty, and still have a `next_cursor`",
    ),
    (
        "escalation",
        "Of `review`: `none`, `team_lead` or `manager`",
    ),
    (
        "minimum_total_fen",
        "Of `review`: orders of at least this total",
    ),
    ("rule", "Of `review`: orders with a finding of this rule"),
    (
        "region",
        "Of `review`: orders to the province of this division",
    ),
    ("overdue", "Of `review`: `true` for overdue ones only"),
    (
        "warehouse",
        "Of `near_expiry` and `expired`: lots in this warehouse; it filters within a page",
    ),
    (
        "days",
        "Of `near_expiry`: lots that may leave for at most so many days, 0 to 3650, 30 if left out",
    ),
    CURSOR,
    LIMIT,
];

/// To claim a review.
pub(super) const CLAIM: OperationDoc = OperationDoc {
    operation: "claimReview",
    summary: "Claim the review of an order (4.3.2)",
    description: "While the claim lasts nobody else decides (`review_claimed`); it ends after the minutes of the \
                      policy. Claiming again renews it in its second half. Not by whoever entered the order.",
    success: (200, "OrderView"),
    problems: &[409, 412],
    ..NOTHING
};

/// To give a claim back.
pub(super) const RELEASE_CLAIM: OperationDoc = OperationDoc {
    operation: "releaseClaim",
    summary: "Give a claim on a review back (4.3.2)",
    description: "Without a claim nothing changes.",
    success: (200, "OrderView"),
    problems: &[409, 412],
    ..NOTHING
};

/// To hand a review to somebody.
pub(super) const ASSIGN: OperationDoc = OperationDoc {
    operation: "assignReview",
    summary: "Hand a review to somebody (4.3.2)",
    description: "Whoever has it now. Not to whoever entered the order.",
    request: Some("AssignmentRequest"),
    success: (200, "OrderView"),
    problems: &[409, 412],
    ..NOTHING
};

/// To let an order exceed its customer's limit.
pub(super) const OVERRIDE_CREDIT: OperationDoc = OperationDoc {
    operation: "overrideCredit",
    summary: "Let an order exceed its customer's credit limit (8.1.2)",
    description: "By neither who entered the order nor who approves it. The approval may then take the customer's \
                  exposure beyond the limit by the amount, until it expires. A later one takes the place of the first.",
    request: Some("CreditOverrideRequest"),
    success: (200, "OrderView"),
    problems: &[409, 412],
    ..NOTHING
};

/// To put an order on hold.
pub(super) const PLACE_HOLD: OperationDoc = OperationDoc {
    operation: "placeHold",
    summary: "Put an order on hold (4.3.2)",
    description: "The policy says which steps a reason blocks, and which roles place and release it. A step that is \
                      blocked is refused (`order_on_hold`). An order that is on hold for the reason stays as it is.",
    request: Some("HoldRequest"),
    success: (200, "OrderView"),
    problems: &[409, 412],
    ..NOTHING
};

/// To release a hold.
pub(super) const RELEASE_HOLD: OperationDoc = OperationDoc {
    operation: "releaseHold",
    summary: "Release a hold (4.3.2)",
    description: "What waited for it goes on by itself. Releasing again changes nothing.",
    request: Some("HoldReleaseRequest"),
    success: (200, "OrderView"),
    problems: &[409, 412],
    ..NOTHING
};
