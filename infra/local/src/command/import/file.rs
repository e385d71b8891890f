//! A file of orders in the system's own columns, worked off by the server (4.1.1).

use std::path::Path;
use std::time::Duration;

use contract::order_import::{ImportView, RowResultView};

use crate::client::Client;
use crate::command::Failure;

/// Between two looks at the progress.
const LOOK_AGAIN: Duration = Duration::from_millis(500);

/// The server tells by the content what kind of file it is.
const ANY_FILE: &str = "application/octet-stream";

/// Sends the file, waits until all rows are done, and prints what became of them. Whether every
/// row became an order.
///
/// # Errors
/// [`Failure`] when the file cannot be read, or the server refuses it or is not there.
pub(super) fn import(client: &Client, file: &Path, channel: &str) -> Result<bool, Failure> {
    let content = std::fs::read(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut import = client.import_file(channel, ANY_FILE, &content)?;
    while !import.finished {
        std::thread::sleep(LOOK_AGAIN);
        import = client.import(&import.id)?;
    }
    print!("{}", summary(&import));
    let mut cursor = None;
    loop {
        let page = client.import_rows(&import.id, Some("refused"), cursor.as_deref())?;
        page.items.iter().for_each(print_refused);
        cursor = page.next_cursor;
        if cursor.is_none() {
            return Ok(import.refused == 0);
        }
    }
}

fn summary(import: &ImportView) -> String {
    let ImportView {
        rows,
        accepted,
        refused,
        already_there,
        orders,
        id,
        ..
    } = import;
    format!(
        "  rows          {rows:>8}\n  accepted      {accepted:>8}   orders {orders}\n  already there {already_there:>8}\n  \
         refused       {refused:>8}\n  import {id}\n"
    )
}

fn print_refused(result: &RowResultView) {
    for problem in &result.problems {
        let column = problem.column.as_deref().unwrap_or("-");
        println!(
            "  row {}, {column}: {}; expected {}, found {}",
            result.row, problem.code, problem.expected, problem.found
        );
    }
}
