//! What the operations of batch imports do, take and answer (4.1.1).

use super::operations::{CURSOR, NOTHING, OperationDoc};

const CSV: &str = "text/csv";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

pub(super) const START: OperationDoc = OperationDoc {
    operation: "importOrders",
    summary: "Import a file of orders (4.1.1)",
    description: "The body is the file: CSV in UTF-8 or GB18030 (sent as application/octet-stream), or .xlsx, of \
                  at most 4 MiB and 10,000 rows. Its first row is the header, in Chinese or English, in any order; rows with one order number are one \
                  order. The rows are worked off in the background: good ones become orders, bad ones are reported. \
                  The same file in the same channel again is the same import. Whatever is wrong with the file as a \
                  whole is refused at once (422), with a code for each.",
    takes_file: &[CSV, XLSX, "application/octet-stream"],
    success: (202, "ImportView"),
    query: &[(
        "channel",
        "`phone`, `fax`, `mail`, `marketplace` or `website`; required",
    )],
    ..NOTHING
};

pub(super) const SHOW: OperationDoc = OperationDoc {
    operation: "getImport",
    summary: "See how far an import is (4.1.1)",
    success: (200, "ImportView"),
    ..NOTHING
};

pub(super) const ROWS: OperationDoc = OperationDoc {
    operation: "listImportRows",
    summary: "List what became of an import's rows (4.1.1)",
    description: "Rows that are done so far, page by page; kept for 30 days.",
    success: (200, "RowResultsView"),
    query: &[
        (
            "only",
            "`refused`, `accepted` or `already_there`; all if left out",
        ),
        CURSOR,
    ],
    ..NOTHING
};

pub(super) const REPORT: OperationDoc = OperationDoc {
    operation: "getImportReport",
    summary: "Read the report of an import as a table (4.1.1)",
    description: "A line for each row, or for each of its problems.",
    gives_file: &[CSV],
    problems: &[422],
    ..NOTHING
};

pub(super) const TEMPLATE: OperationDoc = OperationDoc {
    operation: "getImportTemplate",
    summary: "Read the template of a file to import (4.1.1)",
    description: "With a header, an example and, as .xlsx, a sheet of notes.",
    gives_file: &[CSV, XLSX],
    query: &[("format", "`csv` or `xlsx`, which it is if left out")],
    ..NOTHING
};
