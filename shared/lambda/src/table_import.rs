//! Files of master data: each row is entered as a single one would be (4.2.2–4.2.4, 5.2.1).

use std::collections::HashSet;

use crate::http::{Failure, Request, Response};
use crate::text_table;
use contract::table::{Table, TableImportView, TableRowView};

use crate::master_data::Changed;

/// What became of each row that `enter` was given. Rows are entered one by one, so a file that was cut
/// off half-way is sent again: what is valid already changes nothing.
///
/// # Errors
/// What is wrong with the file as a whole, and faults of ours; what `enter` refuses is told in its row.
pub async fn import<R, V, A>(
    request: &Request,
    table: &Table<R, V>,
    enter: impl AsyncFn(R) -> Result<Changed<A>, Failure>,
) -> Result<Response, Failure> {
    request.only_query(&[])?;
    let content = request.file()?;
    text_table::check_type(request.header("content-type"), &[text_table::CSV])?;
    let (mut seen, mut results) = (HashSet::new(), Vec::new());
    for row in table.read(text_table::rows(content)?)? {
        let says = if seen.insert(row.id.clone()) {
            row.says
        } else {
            Err(table.twice(&row.id))
        };
        let outcome = match says {
            Ok(says) => enter(says).await,
            Err(refusal) => Err(refusal.into()),
        };
        let (number, id) = (row.row, row.id);
        results.push(match outcome {
            Ok(now) => TableRowView::carried_out(number, id, now.changed, now.version),
            Err(Failure::Refused(refusal)) => {
                TableRowView::refused(number, id, &refusal, table, request.language)
            }
            Err(ours) => return Err(ours),
        });
    }
    Response::ok(&TableImportView::of(results))
}
