//! The operations on the catalogue (4.2.2, 4.2.3).

use super::operations::{NOTHING, OperationDoc};

/// A version that was read, for changes that may do without.
pub(super) const SEEN: (&str, bool, &str) = (
    "if-match",
    false,
    "The `ETag` that was read, to change no other version",
);

/// To read a product.
pub(super) const PRODUCT: OperationDoc = OperationDoc {
    operation: "getProduct",
    summary: "Read a product of the catalogue",
    description: "`ETag` is its version.",
    success: (200, "ProductView"),
    ..NOTHING
};

/// To enter or change one.
pub(super) const REVISE_PRODUCT: OperationDoc = OperationDoc {
    operation: "reviseProduct",
    summary: "Enter or change a product of the catalogue",
    description: "With `If-Match` only if it still is the version that was read.",
    request: Some("ProductRequest"),
    success: (200, "ProductView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};
