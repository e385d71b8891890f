//! Batch import of orders from files (4.1.1): a file comes in, its rows are worked off in the
//! background, and the report tells what became of each.

mod file;
mod progress;
mod report;
mod spreadsheet;
mod start;
mod template;
mod text_table;
mod work_off;

use contract::order_import::limits::LONGEST_CELL;

pub(crate) use progress::{rows, show};
pub(crate) use report::report;
pub(crate) use start::start;
pub(crate) use template::template;
pub(crate) use work_off::nudged;

/// The media type of a text table.
const CSV: &str = "text/csv";
/// What a text in UTF-8 begins with, so that spreadsheets read it as such.
const BOM: &[u8] = b"\xEF\xBB\xBF";
/// The media type of a spreadsheet.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// The beginning of a cell: what is too long needs no more than to be seen as such.
fn beginning(cell: &str) -> String {
    let shown = LONGEST_CELL.saturating_mul(2);
    cell.chars().take(shown).collect()
}
