//! The sweep: whatever a function should have moved on and did not is nudged again.

use contract::message::{EventMessage, VERSION};
use domain::aggregate::AggregateKind;
use domain::calendar::business_date;
use domain::event_kind::EventKind;
use domain::hold_policy::BlockedStep;
use domain::order::{EscalationLevel, Order, Stage, StageName};
use domain::order_import::{self, OrderImport};
use domain::production::{LINES_LIST, ProductionLine};
use domain::waybill::{REQUESTED_LIST, VOIDING_LIST};
use jiff::{SignedDuration, Timestamp};
use lambda::Fault;
use lambda::schedule::Job;

use crate::App;

/// How long something may rest before it is nudged: far longer than a message takes, far
/// shorter than anybody would want to wait.
const REST: SignedDuration = SignedDuration::from_mins(2);

/// Orders that are read in one page.
const PAGE: u32 = 100;

/// The most orders of one list that are nudged in one run; the next run takes the next.
const MOST: u64 = 1_000;

/// The lists that a function takes orders from by itself, and the event that makes it try. What
/// was escalated to the manager stays where it is until a person decides.
const MOVED_BY_FUNCTIONS: [(&str, EventKind); 6] = [
    (
        StageName::Received.work_list(),
        EventKind::OrderReviewDeferred,
    ),
    (
        StageName::AwaitingReview.work_list(),
        EventKind::OrderReviewEscalated,
    ),
    (
        EscalationLevel::TeamLead.work_list(),
        EventKind::OrderReviewEscalated,
    ),
    (
        StageName::Negotiating.work_list(),
        EventKind::OrderNegotiationProposed,
    ),
    (StageName::Preparing.work_list(), EventKind::OrderCleared),
    (StageName::Delivered.work_list(), EventKind::OrderDelivered),
];

/// Publishes a nudge for every order that is overdue in such a list. A nudge too many does
/// no harm.
pub(crate) async fn sweep(app: &App, job: Job) -> Result<u64, Fault> {
    let until = job.at.checked_sub(REST).map_err(Fault::poison)?;
    let mut nudged = 0_u64;
    for (list, kind) in MOVED_BY_FUNCTIONS {
        let mut cursor = None;
        let most = nudged.saturating_add(MOST);
        loop {
            let page = app
                .store
                .work_states::<Order>(list, Some(until), cursor.as_deref(), PAGE)
                .await?;
            let stuck = page.items.iter().map(|loaded| &loaded.state);
            let nudges: Vec<EventMessage> = stuck
                .filter(|order| is_stuck(order))
                .map(|order| nudge(AggregateKind::Order, order.id.to_string(), kind, &job))
                .collect();
            nudged = nudged.saturating_add(publish(app, &nudges).await?);
            match page.next {
                Some(next) if nudged < most => cursor = Some(next),
                _ => break,
            }
        }
    }
    nudged = nudged.saturating_add(waybills(app, until, &job).await?);
    let nudged = nudged.saturating_add(imports(app, until, &job).await?);
    Ok(nudged.saturating_add(lines(app, &job).await?))
}

/// Publishes a nudge for every production line on which something was not made by the day on which it was planned,
/// so that it is planned again.
async fn lines(app: &App, job: &Job) -> Result<u64, Fault> {
    let today = business_date(job.at);
    let (mut nudged, mut cursor) = (0_u64, None);
    loop {
        let page = app
            .store
            .work_states::<ProductionLine>(LINES_LIST, None, cursor.as_deref(), PAGE)
            .await?;
        let slipped = page.items.iter().map(|loaded| &loaded.state);
        let slipped = slipped.filter(|line| line.has_slipped(today));
        let kind = EventKind::ProductionLineReplanned;
        let nudges: Vec<EventMessage> = slipped
            .map(|line| {
                let code = line.profile.code.to_string();
                nudge(AggregateKind::ProductionLine, code, kind, job)
            })
            .collect();
        nudged = nudged.saturating_add(publish(app, &nudges).await?);
        match page.next {
            Some(next) if nudged < MOST => cursor = Some(next),
            _ => return Ok(nudged),
        }
    }
}

/// Publishes a nudge for every waybill of which the carrier has not answered for too long.
async fn waybills(app: &App, until: Timestamp, job: &Job) -> Result<u64, Fault> {
    let mut nudged = 0;
    for (list, kind) in [
        (REQUESTED_LIST, EventKind::WaybillRequested),
        (VOIDING_LIST, EventKind::WaybillVoidAsked),
    ] {
        let (mut cursor, most) = (None, nudged + MOST);
        loop {
            let page = app
                .store
                .work(list, Some(until), cursor.as_deref(), PAGE)
                .await?;
            let entries = page.items.into_iter();
            let nudges: Vec<EventMessage> = entries
                .map(|entry| nudge(AggregateKind::Waybill, entry.id, kind, job))
                .collect();
            nudged += publish(app, &nudges).await?;
            match page.next {
                Some(next) if nudged < most => cursor = Some(next),
                _ => break,
            }
        }
    }
    Ok(nudged)
}

/// Publishes a nudge for every import that took no step for too long; there are never many.
async fn imports(app: &App, until: Timestamp, job: &Job) -> Result<u64, Fault> {
    let page = app
        .store
        .work_states::<OrderImport>(order_import::RUNNING, Some(until), None, PAGE)
        .await?;
    let stuck = page.items.into_iter().map(|loaded| loaded.state.id);
    let nudges: Vec<EventMessage> = stuck
        .map(|id| {
            nudge(
                AggregateKind::OrderImport,
                id,
                EventKind::OrderImportAdvanced,
                job,
            )
        })
        .collect();
    publish(app, &nudges).await
}

async fn publish(app: &App, nudges: &[EventMessage]) -> Result<u64, Fault> {
    let published = app.events.publish_all(nudges).await;
    published.map_err(|failed| failed.fault)?;
    Ok(nudges.len() as u64)
}

/// Whether a function, and neither the customer's money nor the release of a hold, is what the
/// order waits for.
fn is_stuck(order: &Order) -> bool {
    let held =
        matches!(order.stage, Stage::Preparing { .. }) && order.is_on_hold(BlockedStep::Prepare);
    !order.billed && !held
}

fn nudge(aggregate: AggregateKind, id: String, kind: EventKind, job: &Job) -> EventMessage {
    EventMessage {
        version: VERSION,
        aggregate,
        id,
        // No commit stands behind it.
        sequence: 0,
        kinds: vec![kind],
        correlation_id: job.correlation_id.clone(),
        hops: 0,
    }
}
