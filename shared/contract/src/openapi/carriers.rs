//! The operations on parcels, agreements with carriers and what they would charge (5.3.1, 5.3.2).

use super::catalogue::SEEN;
use super::operations::{CURSOR, LIMIT, NOTHING, OperationDoc};

/// To hand an order over.
pub(super) const DISPATCH: OperationDoc = OperationDoc {
    operation: "dispatchOrder",
    summary: "Hand an order to a carrier (5.3.2)",
    description: "Without a carrier the cheapest service that arrives in time is chosen, the better performance of equals; if \
                  none does, the fastest. The choice is explained: every service with what its price is made of, or why it does \
                  not come into question.",
    request: Some("ShipmentRequest"),
    success: (201, "ShipmentView"),
    problems: &[409],
    ..NOTHING
};

/// To list the agreements.
pub(super) const CARRIERS: OperationDoc = OperationDoc {
    operation: "listCarriers",
    summary: "List carriers with their agreements (5.3.1)",
    description: "By carrier, a page at a time.",
    success: (200, "AgreementsView"),
    query: &[CURSOR, LIMIT],
    ..NOTHING
};

/// To read an agreement.
pub(super) const AGREEMENT: OperationDoc = OperationDoc {
    operation: "getCarrierAgreement",
    summary: "Read the agreement with a carrier (5.3.1)",
    description: "Also when it does not hold now. `ETag` is its version.",
    success: (200, "AgreementView"),
    ..NOTHING
};

/// To enter or change one.
pub(super) const REVISE_AGREEMENT: OperationDoc = OperationDoc {
    operation: "reviseCarrierAgreement",
    summary: "Enter or change the agreement with a carrier (5.3.1)",
    description: "As a whole. Refused with everything that is wrong and where: a division in two zones, bands of weight \
                  with gaps or overlaps, prices that fall as weight rises, amounts below nought, no zones. With `If-Match` only \
                  if it still is the version that was read. Parcels go by it within seconds.",
    request: Some("CarrierAgreement"),
    success: (200, "AgreementView"),
    problems: &[412],
    query: &[(
        "effective_from",
        "Since when this is valid, such as 2026-12-31T16:00:00Z; at once if left out. Up to eight versions may wait",
    )],
    headers: &[SEEN],
    ..NOTHING
};

/// To export the tariffs of an agreement.
pub(super) const TARIFFS: OperationDoc = OperationDoc {
    operation: "exportTariffs",
    summary: "Export the tariffs of a carrier as a table (5.3.1)",
    description: "A text table in UTF-8, a zone a row, that `POST /v1/carriers/{carrier}/tariffs/import` reads back. A zone \
                  with more than 70 divisions goes on in the next row.",
    gives_file: &["text/csv"],
    query: &[("format", "`csv`, which it is if left out")],
    ..NOTHING
};

/// To import them.
pub(super) const IMPORT_TARIFFS: OperationDoc = OperationDoc {
    operation: "importTariffs",
    summary: "Replace tariffs of a carrier from a table (5.3.1)",
    description: "The body is a text table in UTF-8 or GB18030 (sent as application/octet-stream), of at most 256 KiB and \
                  1,000 rows, with the columns of the export. Services that are named get these zones in place of theirs; the \
                  rest of the agreement stays. All of it or nothing: what is wrong is told by row and column. Divisions are \
                  codes with spaces between, none for everywhere else; bands are `grams=fen` with spaces between.",
    takes_file: &["text/csv", "application/octet-stream"],
    success: (200, "AgreementView"),
    problems: &[412, 422],
    query: &[(
        "effective_from",
        "Since when this is valid, such as 2026-12-31T16:00:00Z; at once if left out",
    )],
    headers: &[SEEN],
    ..NOTHING
};

/// To ask what a parcel would cost.
pub(super) const QUOTES: OperationDoc = OperationDoc {
    operation: "quoteCarriers",
    summary: "Ask what every service would charge for a parcel (5.3.1)",
    description: "Nothing is written. Shows what each price is made of, when the parcel would leave and arrive, who does not \
                  come into question and why, and which service would be chosen.",
    request: Some("CarrierQuotesRequest"),
    success: (200, "CarrierQuotesView"),
    ..NOTHING
};
