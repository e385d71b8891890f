//! The operations on credit accounts and receivables (8.1).

use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// To read an account.
pub(super) const ACCOUNT: OperationDoc = OperationDoc {
    operation: "getAccount",
    summary: "Read a customer's credit account (8.1)",
    success: (200, "AccountView"),
    ..NOTHING
};

/// To record the facts that a score rests on.
pub(super) const RECORD_PROFILE: OperationDoc = OperationDoc {
    operation: "recordAccountProfile",
    summary: "Open a credit account or record what is known of the customer (8.1.1)",
    description: "An assessment falls due at once.",
    request: Some("AccountProfileRequest"),
    success: (200, "AccountView"),
    ..NOTHING
};

/// To list what is owed.
pub(super) const RECEIVABLES: OperationDoc = OperationDoc {
    operation: "listReceivables",
    summary: "List what customers owe (8.1.3)",
    success: (200, "ReceivablesView"),
    query: &[
        (
            "list",
            "`overdue` (unless said otherwise) or `open`, by due date",
        ),
        CURSOR,
        LIMIT,
    ],
    ..NOTHING
};
