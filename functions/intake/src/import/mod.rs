//! Batch import of orders from files (4.1.1): a file comes in, its rows are worked off in the
//! background, and the report tells what became of each.

mod file;
mod progress;
mod report;
mod spreadsheet;
mod start;
mod template;
mod work_off;

pub(crate) use progress::{rows, show};
pub(crate) use report::report;
pub(crate) use start::start;
pub(crate) use template::template;
pub(crate) use work_off::nudged;

/// The media type of a spreadsheet.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
