//! The rows of an import become orders, one chunk a step (4.1.1). A step that ends half-way is
//! done again from its beginning: an order that it had made is recognised by its identifier.

use contract::message::EventMessage;
use contract::order_draft::Entry;
use contract::order_import::limits::LARGEST_RESULTS;
use contract::order_import::{problems, request};
use contract::order_request::OrderRequest;
use contract::problem::OurFault;
use domain::aggregate::AggregateKind;
use domain::import_rows::{ImportedOrder, RowOutcome, RowProblem, RowResult};
use domain::order::OrderId;
use domain::order_import::{self, OrderImport, ROWS_ARE_KEPT, Tally};
use futures_util::{StreamExt as _, TryStreamExt as _};
use jiff::Timestamp;
use lambda::http::Failure;
use lambda::rule_book::Rules;
use lambda::{Fault, origin};
use store::{
    CommitMeta, Digest, ImportContent, ImportPart, Plan, Registration, RegistrationKey, Written,
};
use uuid::Uuid;

use crate::App;
use crate::place::{digest, reused, unnamed_customer};
use crate::receive::{self, Arrival, Outcome};

/// Orders of a chunk that are received side by side.
const AT_A_TIME: usize = 4;

/// An import came in or made a step: it makes the next.
pub(crate) async fn nudged(app: &App, message: &EventMessage) -> Result<(), Fault> {
    if message.aggregate != AggregateKind::OrderImport {
        return Ok(());
    }
    let Some(loaded) = app.store.load::<OrderImport>(&message.id).await? else {
        return Ok(());
    };
    // A step behind this message was made already, and nudges by itself; the sweep's has none.
    let is_old = message.sequence != 0 && message.sequence < loaded.version;
    let import = loaded.state;
    if is_old || import.finished_at.is_some() {
        return Ok(());
    }
    let chunk = import.chunks_done;
    let Some(orders) = app.store.import_rows(&import.id, chunk).await? else {
        let lost = format!("the rows {chunk} of the import {} are gone", import.id);
        return Err(Fault::poison(lost));
    };
    let meta = origin::counted_step(message, "intake");
    let (results, orders) = receive_all(app, &import, &orders, &meta).await?;
    note(app, &import.id, chunk, results, orders, &meta).await
}

/// Receives every order of a chunk; what became of each row, and how many orders were made.
async fn receive_all(
    app: &App,
    import: &OrderImport,
    orders: &[ImportedOrder],
    meta: &CommitMeta,
) -> Result<(Vec<RowResult>, u32), Fault> {
    let rules = app.rules.open().await.map_err(fault)?;
    let done: Vec<Done> = futures_util::stream::iter(orders)
        .map(|order| receive_one(app, import, order, meta, &rules))
        .buffered(AT_A_TIME)
        .try_collect()
        .await?;
    let made = done
        .iter()
        .filter(|done| matches!(done, Done::Made(_)))
        .count();
    let results = orders
        .iter()
        .zip(&done)
        .flat_map(|(order, done)| done.results(order))
        .collect();
    Ok((results, u32::try_from(made).unwrap_or(u32::MAX)))
}

/// What became of the rows of an order.
enum Done {
    Made(OrderId),
    There(Option<OrderId>),
    Refused(Vec<RowProblem>),
}

impl Done {
    fn results(&self, order: &ImportedOrder) -> Vec<RowResult> {
        let result = |row: u32| match self {
            Self::Made(id) => RowResult {
                row,
                outcome: RowOutcome::Accepted,
                order: Some(*id),
                problems: Vec::new(),
            },
            Self::There(id) => RowResult {
                row,
                outcome: RowOutcome::AlreadyThere,
                order: *id,
                problems: Vec::new(),
            },
            Self::Refused(problems) => RowResult {
                row,
                outcome: RowOutcome::Refused,
                order: None,
                problems: problems_of(row, problems),
            },
        };
        order.rows.iter().map(|row| result(row.row)).collect()
    }
}

/// A row's own problems; a row without any is told which row its order failed by.
fn problems_of(row: u32, problems: &[RowProblem]) -> Vec<RowProblem> {
    let own: Vec<RowProblem> = problems
        .iter()
        .filter(|problem| problem.row == row)
        .cloned()
        .collect();
    if !own.is_empty() {
        return own;
    }
    let other = problems.first().map_or(row, |problem| problem.row);
    vec![RowProblem {
        row,
        column: None,
        code: "import_order_refused".to_owned(),
        chinese: format!("同一订单的第 {other} 行有误，整张订单未接收"),
        english: format!("row {other} of the same order is wrong, so none of it was taken"),
        expected: "an order without mistakes".to_owned(),
        found: format!("a mistake in row {other}"),
    }]
}

async fn receive_one(
    app: &App,
    import: &OrderImport,
    rows: &ImportedOrder,
    meta: &CommitMeta,
    rules: &Rules,
) -> Result<Done, Fault> {
    match receive_rows(app, import, rows, meta, rules).await {
        Ok(done) => Ok(done),
        Err(Failure::Refused(refusal)) => Ok(Done::Refused(problems(rows, &refusal))),
        Err(failure @ Failure::Ours(..)) => Err(fault(failure)),
    }
}

async fn receive_rows(
    app: &App,
    import: &OrderImport,
    rows: &ImportedOrder,
    meta: &CommitMeta,
    rules: &Rules,
) -> Result<Done, Failure> {
    let facts = rules.at(meta.at);
    let body = match request(rows, import.channel) {
        Ok(body) => body,
        Err(problems) => return Ok(Done::Refused(problems)),
    };
    let id = order_id(import, rows);
    let digest = digest(&body)?;
    let claim = claim(import, rows, &body, digest, id)?;
    let mut draft = body.clone().into_draft(Entry {
        entered_by: import.entered_by.clone(),
        entered_as: import.entered_as.clone(),
        own_customer: None,
        unnamed_customer: unnamed_customer(body.customer.uscc.as_deref(), id)?,
        may_backdate: true,
        now: facts.now,
    })?;
    let order = receive::drafted(app, &mut draft, id, &facts).await?;
    let meta = CommitMeta {
        actor: import.entered_by.clone(),
        ..meta.clone()
    };
    let arrival = Arrival {
        draft: &draft,
        order: &order,
        claims: &[claim],
        may_be_there: true,
    };
    match receive::receive(app, &arrival, &meta, rules).await? {
        Outcome::New(_) | Outcome::There(_) => Ok(Done::Made(id)),
        Outcome::Held(held) => match held.iter().find(|held| held.digest != digest) {
            Some(other) => Err(reused(other, digest).into()),
            None => Ok(Done::There(
                held.first().and_then(|held| held.target.parse().ok()),
            )),
        },
    }
}

/// An identifier that the same rows of the same import always lead to, sorted by the time at
/// which the file came in as others are by theirs.
fn order_id(import: &OrderImport, rows: &ImportedOrder) -> OrderId {
    let row = rows.rows.first().map_or(0, |row| row.row);
    let seed = Digest::of(format!("{}:{row}", import.id).as_bytes());
    let mut random = [0; 10];
    random.copy_from_slice(&seed.as_bytes()[..10]);
    let millis = u64::try_from(import.begun_at.as_millisecond()).unwrap_or_default();
    uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
}

/// What an imported order claims for itself: the channel's number for ever; without one, its
/// content and its place among the same in the file, for as long as the rows are kept.
fn claim(
    import: &OrderImport,
    rows: &ImportedOrder,
    body: &OrderRequest,
    digest: Digest,
    id: Uuid,
) -> Result<Registration, Failure> {
    let number = body.external_no.as_deref().map(|number| {
        domain::identifiers::ExternalNo::parse(number).map_err(|error| {
            domain::refusal::Refusal::invalid(
                "external_no",
                "1 to 64 visible characters without spaces",
                error.found,
            )
        })
    });
    let (key, expires_at) = match number.transpose()? {
        Some(number) => (
            RegistrationKey::External {
                channel: import.channel,
                number,
            },
            None,
        ),
        None => (
            RegistrationKey::Imported {
                channel: import.channel,
                content: format!("{digest:?}"),
                same_before: rows.same_before,
            },
            import.begun_at.checked_add(ROWS_ARE_KEPT).ok(),
        ),
    };
    Ok(Registration {
        key,
        digest,
        target: id.to_string(),
        expires_at,
    })
}

/// Writes what became of the chunk, and that it is done.
async fn note(
    app: &App,
    import: &str,
    chunk: u32,
    results: Vec<RowResult>,
    orders: u32,
    meta: &CommitMeta,
) -> Result<(), Fault> {
    let (tally, results) = (tally(&results, orders), bounded(results));
    let written = app
        .store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<OrderImport>(import).await? else {
                return Ok::<_, Fault>(Plan::new(()));
            };
            let decision = order_import::advance(&loaded.state, chunk, tally, meta.at);
            if decision.events.is_empty() {
                return Ok(Plan::new(()));
            }
            let expires_at = loaded.state.begun_at.checked_add(ROWS_ARE_KEPT);
            let part = ImportPart {
                import: import.to_owned(),
                chunk,
                content: ImportContent::Results(results.clone()),
                expires_at: expires_at.unwrap_or(Timestamp::MAX),
            };
            Ok(Plan::new(())
                .carry_out(&loaded, decision)?
                .import_part(part))
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::poison(format!(
            "a step of an import met a bound: {unmet:?}"
        ))),
    }
}

fn tally(results: &[RowResult], orders: u32) -> Tally {
    results.iter().fold(
        Tally {
            orders,
            ..Tally::default()
        },
        |tally, result| {
            let one = match result.outcome {
                RowOutcome::Accepted => Tally {
                    accepted: 1,
                    ..Tally::default()
                },
                RowOutcome::Refused => Tally {
                    refused: 1,
                    ..Tally::default()
                },
                RowOutcome::AlreadyThere => Tally {
                    already_there: 1,
                    ..Tally::default()
                },
            };
            tally.and(one)
        },
    )
}

/// Results that an item can hold: where every row has many problems, only the first ones stay.
fn bounded(mut results: Vec<RowResult>) -> Vec<RowResult> {
    for most in [8, 2, 1] {
        if serde_json::to_string(&results).is_ok_and(|text| text.len() <= LARGEST_RESULTS) {
            break;
        }
        for result in &mut results {
            result.problems.truncate(most);
        }
    }
    results
}

fn fault(failure: impl Into<Failure>) -> Fault {
    match failure.into() {
        Failure::Refused(refusal) => Fault::from(refusal),
        Failure::Ours(OurFault::Internal, cause) => Fault::Poison(cause),
        Failure::Ours(OurFault::Busy | OurFault::Unavailable, cause) => Fault::Retry(cause),
    }
}
