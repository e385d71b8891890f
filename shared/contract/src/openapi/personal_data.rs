//! What the operations on personal data do, take and answer (R21–R26).

use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

pub(super) const DISCLOSE: OperationDoc = OperationDoc {
    operation: "discloseContact",
    summary: "See the contact of an order unmasked (R21–R23)",
    description: "Who asks, when and what for is kept in a journal of its own, each time. The order's version \
                  stays the same.",
    request: Some("DisclosureRequest"),
    success: (200, "ContactView"),
    ..NOTHING
};

pub(super) const DISCLOSURES: OperationDoc = OperationDoc {
    operation: "listDisclosures",
    summary: "See who was shown the contact of an order (R21–R23)",
    success: (200, "DisclosuresView"),
    query: &[CURSOR, LIMIT],
    ..NOTHING
};
