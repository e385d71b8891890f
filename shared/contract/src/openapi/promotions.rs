//! The operations on promotions (4.2.4).

use super::catalogue::{LIST_QUERY, SEEN, TABLE};
use super::operations::{NOTHING, OperationDoc};

/// To list promotions.
pub(super) const PROMOTIONS: OperationDoc = OperationDoc {
    operation: "listPromotions",
    summary: "List promotions, or export them as a table (4.2.4)",
    description: "By name, also those that do not run now, a page at a time. With `format=csv` the page is a text table \
                  in UTF-8 that `POST /v1/promotions/import` reads back, and the header `x-next-cursor` tells where the \
                  next page begins; where there are none it is the header of such a table. Versions that are still to \
                  come, and what orders have taken, are not in the table.",
    success: (200, "PromotionsView"),
    query: LIST_QUERY,
    ..NOTHING
};

/// To enter or change many at once.
pub(super) const IMPORT_PROMOTIONS: OperationDoc = OperationDoc {
    operation: "importPromotions",
    summary: "Enter or change promotions from a table (4.2.4)",
    description: "The body is a text table in UTF-8 or GB18030 (sent as application/octet-stream), of at most 256 KiB and \
                  200 rows, with the columns of the export: `id`, `sku`, `price_fen`, `from` and `until` are needed, and \
                  `;` stands between several channels, kinds or grades. Each row is entered as `PUT \
                  /v1/promotions/{id}` would, or refused with everything that is wrong with its cells; only managers may \
                  enter rows with `below_floor`. The same file again changes nothing.",
    takes_file: TABLE,
    success: (200, "TableImportView"),
    problems: &[422],
    ..NOTHING
};

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
