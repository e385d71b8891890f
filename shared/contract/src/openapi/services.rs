//! The operations by which it is agreed with customers how their orders are carried out (5.1, 5.2.1, 5.3).

use super::catalogue::SEEN;
use super::operations::{NOTHING, OperationDoc};

/// To agree to several shipments.
pub(super) const AGREE_TO_SPLIT: OperationDoc = OperationDoc {
    operation: "agreeToSplit",
    summary: "Agree that an order leaves in several shipments (5.2.1)",
    description: "What is there of a short order is reserved and may leave first. Possible until all of it has left; \
                  again, it changes nothing.",
    success: (200, "OrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To work out who gives goods to whom.
pub(super) const QUOTE_REALLOCATION: OperationDoc = OperationDoc {
    operation: "quoteReallocation",
    summary: "Work out which orders would give a SKU to orders that need it more (5.2.1)",
    description: "Nothing is written. Orders are ranked by the policy (`reallocation`); each that is short gets what is \
                  available and what orders below it have, those that need it least first. Shows every order before and \
                  after. Looks at the 50 that wait longest and the 200 ready ones due first.",
    request: Some("ReallocationQuoteRequest"),
    success: (200, "ReallocationView"),
    problems: &[409],
    ..NOTHING
};

/// To do it.
pub(super) const REALLOCATE: OperationDoc = OperationDoc {
    operation: "reallocate",
    summary: "Give a SKU to the orders that need it more, as was shown (5.2.1)",
    description: "In one transaction, or 409 `reallocation_stale` when orders or stock have changed since. Orders that give \
                  stand in line again, and their customers are told.",
    request: Some("ReallocationRequest"),
    success: (200, "ReallocationView"),
    problems: &[409],
    ..NOTHING
};

/// To agree when.
pub(super) const BOOK: OperationDoc = OperationDoc {
    operation: "bookService",
    summary: "Agree when a service of an order is carried out (5.1)",
    description: "Possible once the order is cleared; another time replaces the one before, and the customer is told. 409 \
                  `service_not_ordered` when no line is such a service, `payment_due_before_dispatch` while what is due \
                  before dispatch is not paid.",
    request: Some("AppointmentRequest"),
    success: (200, "OrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};

/// To say that it was done.
pub(super) const COMPLETE: OperationDoc = OperationDoc {
    operation: "completeService",
    summary: "Record that a service of an order was carried out (5.1)",
    description: "With the last one, when all goods are with the customer, the order is delivered. 409 `appointment_missing` \
                  without an appointment. Again, it changes nothing.",
    request: Some("ServiceCompletionRequest"),
    success: (200, "OrderView"),
    problems: &[409, 412],
    headers: &[SEEN],
    ..NOTHING
};
