//! Batch import of orders from a file (4.1.1): its columns, its bounds, its progress and what
//! became of its rows.

mod arrange;
mod choices;
mod column;
pub mod limits;
mod reading;
mod view;

pub use arrange::{SheetRow, arrange, empty, too_many_columns, too_many_rows};
pub use column::{COLUMNS, Column};
pub use reading::{problems, request};
pub use view::{ImportView, RowProblemView, RowResultView, RowResultsView};
