//! The operations on payments (7.1.1).

use super::operations::{IDEMPOTENCY, NOTHING, OperationDoc, SIGNATURE, TIMESTAMP};

/// To record an offline payment.
pub(super) const RECORD: OperationDoc = OperationDoc {
    operation: "recordPayment",
    summary: "Record money that came in offline (7.1.1)",
    description: "The same reference again changes nothing; with other content it is refused. What the order does \
                      not owe is set aside.",
    request: Some("PaymentRequest"),
    success: (201, "PaymentView"),
    problems: &[409],
    ..NOTHING
};

/// To take a provider's notice.
pub(super) const NOTIFY: OperationDoc = OperationDoc {
    operation: "notifyPayment",
    summary: "Take a payment provider's notice (7.1.1, P)",
    description: "The same transaction again changes nothing. Money for unknown or closed orders, too much money \
                      and other currencies are set aside, never lost.",
    request: Some("PaymentNotifyRequest"),
    success: (200, "PaymentView"),
    problems: &[409],
    headers: &[TIMESTAMP, SIGNATURE],
    ..NOTHING
};

/// To record money that went back.
pub(super) const REFUND: OperationDoc = OperationDoc {
    operation: "refundPayment",
    summary: "Record money that went back (7.1.1)",
    description: "The same refund number again changes nothing.",
    request: Some("RefundRequest"),
    success: (200, "PaymentView"),
    problems: &[409],
    headers: &[IDEMPOTENCY],
    ..NOTHING
};
