//! The operations on what holds for single customers: the blacklist (4.2.4) and agreed prices (4.2.3).

use super::catalogue::{LIST_QUERY, SEEN, TABLE};
use super::operations::{NOTHING, OperationDoc};

/// To read an entry of the blacklist.
pub(super) const BLACKLIST_ENTRY: OperationDoc = OperationDoc {
    operation: "getBlacklistEntry",
    summary: "Read what the blacklist says of a customer (4.2.4)",
    description: "Also when it is no longer in force. `ETag` is its version. Not for customers.",
    success: (200, "BlacklistView"),
    ..NOTHING
};

/// To put a customer on it.
pub(super) const BLACKLIST: OperationDoc = OperationDoc {
    operation: "listOnBlacklist",
    summary: "Put a customer on the blacklist (4.2.4)",
    description: "Orders that come in from then on are rejected (`customer_blacklisted`); those that are under way go on. \
                  The customer is not told why. The same again changes nothing.",
    request: Some("BlacklistRequest"),
    success: (200, "BlacklistView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To take a customer off it.
pub(super) const LIFT: OperationDoc = OperationDoc {
    operation: "liftFromBlacklist",
    summary: "Take a customer off the blacklist (4.2.4)",
    description: "The entry stays and says since when it was lifted. Lifting again changes nothing.",
    success: (200, "BlacklistView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To put a phone number on it.
pub(super) const BLACKLIST_PHONE: OperationDoc = OperationDoc {
    operation: "listPhoneOnBlacklist",
    summary: "Put a phone number on the blacklist (4.2.4)",
    description: "Orders whose recipient is reached by it are rejected from then on (`phone_blacklisted`), however the \
                  number is written; those that are under way go on. The customer is not told why. The number is kept \
                  nowhere: `entry` is a keyed digest of it. 201 for a first entry; 200 for a changed one, and for the \
                  same again, which changes nothing.",
    request: Some("PhoneBlacklistRequest"),
    success: (201, "BlacklistedPhoneView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To ask about a number.
pub(super) const LOOK_UP_PHONE: OperationDoc = OperationDoc {
    operation: "lookUpPhoneOnBlacklist",
    summary: "Ask what the blacklist says of a phone number (4.2.4)",
    description: "404 when it was never on the list. Nothing is kept of the question. Not for customers.",
    request: Some("PhoneLookupRequest"),
    success: (200, "BlacklistedPhoneView"),
    problems: &[404],
    ..NOTHING
};

/// To read the entry of a number.
pub(super) const BLACKLISTED_PHONE: OperationDoc = OperationDoc {
    operation: "getBlacklistedPhone",
    summary: "Read an entry of the blacklist about a phone number (4.2.4)",
    description: "Also when it is no longer in force. `ETag` is its version. Not for customers.",
    success: (200, "BlacklistedPhoneView"),
    ..NOTHING
};

/// To take a number off it.
pub(super) const LIFT_PHONE: OperationDoc = OperationDoc {
    operation: "liftPhoneFromBlacklist",
    summary: "Take a phone number off the blacklist (4.2.4)",
    description: "The entry stays and says since when it was lifted. Lifting again changes nothing.",
    success: (200, "BlacklistedPhoneView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};

/// To list agreed prices.
pub(super) const AGREED_PRICES: OperationDoc = OperationDoc {
    operation: "listAgreedPrices",
    summary: "List agreed prices, or export them as a table (4.2.3)",
    description: "By audience and SKU, also those that are not valid now, a page at a time. With `format=csv` the page is \
                  a text table in UTF-8 that `POST /v1/prices/import` reads back, and the header `x-next-cursor` tells \
                  where the next page begins; where there are none it is the header of such a table.",
    success: (200, "AgreedPricesView"),
    query: LIST_QUERY,
    ..NOTHING
};

/// To agree on many at once.
pub(super) const IMPORT_AGREED_PRICES: OperationDoc = OperationDoc {
    operation: "importAgreedPrices",
    summary: "Agree on prices from a table (4.2.3)",
    description: "The body is a text table in UTF-8 or GB18030 (sent as application/octet-stream), of at most 256 KiB and \
                  200 rows, with the columns of the export: `audience`, `sku`, `price_fen` and `from` are needed, `until` \
                  ends an agreement. Each row is entered as `PUT /v1/prices/{audience}/{sku}` would, or refused with \
                  everything that is wrong with its cells. The same file again changes nothing.",
    takes_file: TABLE,
    success: (200, "TableImportView"),
    problems: &[422],
    ..NOTHING
};

/// To read an agreed price.
pub(super) const AGREED_PRICE: OperationDoc = OperationDoc {
    operation: "getAgreedPrice",
    summary: "Read a price agreed with a customer or for a grade (4.2.3)",
    description: "The audience is `customer:<id>` or `grade:<letter>`. Also when it is not valid now. `ETag` is its version.",
    success: (200, "AgreedPriceView"),
    ..NOTHING
};

/// To agree on a price.
pub(super) const AGREE_ON_PRICE: OperationDoc = OperationDoc {
    operation: "agreeOnPrice",
    summary: "Agree on a price with a customer or for a grade (4.2.3)",
    description: "The review goes by the customer's price, else by that of the grade of its credit account, else by the \
                  list price; the floor price always holds. It takes the place of what was agreed before. An \
                  agreement ends by setting its last day.",
    request: Some("AgreedPriceRequest"),
    success: (200, "AgreedPriceView"),
    problems: &[412],
    headers: &[SEEN],
    ..NOTHING
};
