//! The operations on the catalogue (4.2.2, 4.2.3).

use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// A version that was read, for changes that may do without.
pub(super) const SEEN: (&str, bool, &str) = (
    "if-match",
    false,
    "The `ETag` that was read, to change no other version",
);

/// Which page of master data, and how.
pub(super) const LIST_QUERY: &[(&str, &str)] = &[
    CURSOR,
    LIMIT,
    ("format", "`json`, which it is if left out, or `csv`"),
];

/// What a table is sent as.
pub(super) const TABLE: &[&str] = &["text/csv", "application/octet-stream"];

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

/// To list them.
pub(super) const PRODUCTS: OperationDoc = OperationDoc {
    operation: "listProducts",
    summary: "List the catalogue, or export it as a table (4.2.2)",
    description: "By SKU, a page at a time. With `format=csv` the page is a text table in UTF-8 that `POST \
                  /v1/products/import` reads back, and the header `x-next-cursor` tells where the next page begins. Versions \
                  that are still to come are not in the table. Customers see neither floor prices nor plans.",
    success: (200, "ProductsView"),
    query: LIST_QUERY,
    ..NOTHING
};

/// To enter or change many at once.
pub(super) const IMPORT_PRODUCTS: OperationDoc = OperationDoc {
    operation: "importProducts",
    summary: "Enter or change products from a table (4.2.2)",
    description: "The body is a text table in UTF-8 or GB18030 (sent as application/octet-stream), of at most 256 KiB and \
                  200 rows, with the columns of the export; `sku`, `name`, `on_sale` and `weight_g` are needed, prices are in \
                  fen, and without prices the price is whatever is agreed. Each row is entered as `PUT /v1/products/{sku}` \
                  would, or refused with everything that is wrong with its cells. The same file again changes nothing.",
    takes_file: TABLE,
    success: (200, "TableImportView"),
    problems: &[422],
    ..NOTHING
};
