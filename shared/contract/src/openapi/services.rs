//! The operations on services of orders (5.1, 5.3).

use super::catalogue::SEEN;
use super::operations::{NOTHING, OperationDoc};

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
