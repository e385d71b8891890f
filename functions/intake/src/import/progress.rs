//! How an import stands, and what became of its rows (4.1.1).

use contract::order_import::{ImportView, RowResultView, RowResultsView};
use domain::import_rows::{RowOutcome, RowResult};
use domain::order_import::OrderImport;
use domain::refusal::{Refusal, quote};
use lambda::http::{Failure, Request, Response};
use store::StoreError;

use crate::App;

/// Chunks that one page looks through for rows that are asked for.
const CHUNKS_OF_A_PAGE: u32 = 10;

/// `GET /v1/imports/{id}`
pub(crate) async fn show(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&[])?;
    Response::ok(&ImportView::of(&import(app, &request).await?))
}

/// `GET /v1/imports/{id}/rows?only=&cursor=`: a page is a chunk of rows, or what is left of it.
pub(crate) async fn rows(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["only", "cursor"])?;
    let only = only(&request)?;
    let import = import(app, &request).await?;
    let mut chunk = match request.query("cursor") {
        None => 0,
        Some(cursor) => cursor
            .parse()
            .ok()
            .filter(|chunk| *chunk < import.chunks)
            .ok_or(StoreError::InvalidCursor)?,
    };
    let mut items = Vec::new();
    for _ in 0..CHUNKS_OF_A_PAGE {
        if chunk >= import.chunks_done || !items.is_empty() {
            break;
        }
        items = results(app, &import, chunk).await?;
        items.retain(|result| only.is_none_or(|only| result.outcome == only));
        chunk = chunk.saturating_add(1);
    }
    Response::ok(&RowResultsView {
        items: items
            .iter()
            .map(|result| RowResultView::of(result, request.language))
            .collect(),
        next_cursor: (chunk < import.chunks_done).then(|| chunk.to_string()),
    })
}

/// The import that a request is about.
pub(super) async fn import(app: &App, request: &Request) -> Result<OrderImport, Failure> {
    let id = request.path("id");
    let loaded = app.store.load::<OrderImport>(id).await?;
    let loaded = loaded.ok_or_else(|| Refusal::not_found("import", "导入", id))?;
    Ok(loaded.state)
}

/// What became of a chunk's rows; nothing once that has expired.
pub(super) async fn results(
    app: &App,
    import: &OrderImport,
    chunk: u32,
) -> Result<Vec<RowResult>, Failure> {
    let results = app.store.import_results(&import.id, chunk).await?;
    Ok(results.unwrap_or_default())
}

fn only(request: &Request) -> Result<Option<RowOutcome>, Refusal> {
    let Some(text) = request.query("only") else {
        return Ok(None);
    };
    let found = RowOutcome::ALL.into_iter().find(|it| it.name() == text);
    let known = RowOutcome::ALL.map(RowOutcome::name).join(", ");
    found
        .map(Some)
        .ok_or_else(|| Refusal::invalid("query.only", known, quote(text)))
}
