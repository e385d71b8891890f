//! The operations on promotions (4.2.4).

use super::catalogue::SEEN;
use super::operations::{NOTHING, OperationDoc};

/// To read a promotion.
pub(super) const PROMOTION: OperationDoc = OperationDoc {
    operation: "getPromotion",
    summary: "Read a promotion (4.2.4)",
    description: "Also when it does not run now. `ETag` is its version.",
    success: (200, "PromotionView"),
    ..NOTHING
};

/// To enter or change one.
pub(super) const REVISE_PROMOTION: OperationDoc = OperationDoc {
    operation: "revisePromotion",
    summary: "Enter or change a promotion (4.2.4)",
    description: "Order lines name it. The review goes by its price in place of the list price, and counts what orders \
                  take of it over all orders. Only managers may enter one whose price may be below the floor price. \
                  With `If-Match` only if it still is the version that was read.",
    request: Some("PromotionRequest"),
    success: (200, "PromotionView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};
