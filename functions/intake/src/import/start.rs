//! A file comes in: read, its rows laid down, the import begun (4.1.1).

use std::collections::HashSet;

use contract::order_import::{ImportView, arrange};
use domain::import_rows::ImportedOrder;
use domain::order::Channel;
use domain::order_import::{self, OrderImport, ROWS_ARE_KEPT, Tally};
use domain::refusal::{Evidence, Refusal, quote};
use jiff::Timestamp;
use lambda::http::{Failure, Request, Response};
use lambda::origin;
use store::{Digest, ImportContent, ImportPart, Plan, Written};

use super::file;
use crate::App;
use crate::place::roles;

/// Chunks that are laid down in one transaction: far below its four megabytes.
const CHUNKS_AT_ONCE: usize = 10;

/// `POST /v1/imports?channel=`: 202 with the import that the file leads to, a new one or the one
/// that the same file led to before.
pub(crate) async fn start(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["channel"])?;
    let channel = channel(&request)?;
    let content = request.file()?;
    let id = id_of(channel, content);
    if let Some(known) = app.store.load::<OrderImport>(&id).await? {
        return accepted(&known.state);
    }
    let chunks = arrange(file::rows(request.header("content-type"), content)?)?;
    let import = import(&request, id, channel, &chunks);
    lay_down(app, &request, &import.id, chunks).await?;
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            if let Some(known) = app.store.load::<OrderImport>(&import.id).await? {
                return Ok::<_, Failure>(Plan::new(known.state));
            }
            Ok(Plan::new(import.clone())
                .begin::<OrderImport>(order_import::begin(import.clone()))?)
        })
        .await?;
    match written {
        Written::Done { output, .. } => accepted(&output),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "beginning an import met a bound: {unmet:?}"
        ))),
    }
}

fn accepted(import: &OrderImport) -> Result<Response, Failure> {
    let location = format!("/v1/imports/{}", import.id);
    Ok(Response::json(202, &ImportView::of(import))?.location(location))
}

fn channel(request: &Request) -> Result<Channel, Refusal> {
    let known = Channel::ALL.map(Channel::name).join(", ");
    let text = request.query("channel").unwrap_or_default();
    let channel = Channel::ALL.into_iter().find(|it| it.name() == text);
    let channel = channel.ok_or_else(|| Refusal::invalid("query.channel", known, quote(text)))?;
    match request.caller.channel.as_deref() {
        Some(own) if own != channel.name() => Err(Refusal::forbidden(
            "该调用方只能使用其所属渠道",
            "this caller may use its own channel only",
        )
        .because(Evidence::new("query.channel", own, channel.name()))),
        _ => Ok(channel),
    }
}

/// Half a digest is enough: nobody gains anything by two files of one identifier.
fn id_of(channel: Channel, content: &[u8]) -> String {
    let mut seed = format!("{}:", channel.name()).into_bytes();
    seed.extend_from_slice(content);
    format!("{:?}", Digest::of(&seed))
        .chars()
        .filter(char::is_ascii_hexdigit)
        .take(32)
        .collect()
}

fn import(
    request: &Request,
    id: String,
    channel: Channel,
    chunks: &[Vec<ImportedOrder>],
) -> OrderImport {
    let rows: HashSet<u32> = chunks
        .iter()
        .flatten()
        .flat_map(|order| order.rows.iter().map(|row| row.row))
        .collect();
    let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    OrderImport {
        id,
        channel,
        entered_by: request.caller.subject.clone(),
        entered_as: roles(&request.caller),
        begun_at: request.received_at,
        rows: count(rows.len()),
        chunks: count(chunks.len()),
        chunks_done: 0,
        tally: Tally::default(),
        moved_at: request.received_at,
        finished_at: None,
    }
}

/// The rows go first. Without the import they mean nothing and expire; laid down again by the
/// same file they are the same.
async fn lay_down(
    app: &App,
    request: &Request,
    import: &str,
    chunks: Vec<Vec<ImportedOrder>>,
) -> Result<(), Failure> {
    let expires_at = request
        .received_at
        .checked_add(ROWS_ARE_KEPT)
        .unwrap_or(Timestamp::MAX);
    let parts: Vec<ImportPart> = chunks
        .into_iter()
        .zip(0..)
        .map(|(rows, chunk)| ImportPart {
            import: import.to_owned(),
            chunk,
            content: ImportContent::Rows(rows),
            expires_at,
        })
        .collect();
    for parts in parts.chunks(CHUNKS_AT_ONCE) {
        app.store
            .transact(&origin::request(request), async || {
                let plan = parts.iter().cloned().fold(Plan::new(()), Plan::import_part);
                Ok::<_, Failure>(plan)
            })
            .await?;
    }
    Ok(())
}
