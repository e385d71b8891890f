//! The sweep: whatever a function should have moved on and did not is nudged again.

use contract::message::{EventMessage, VERSION};
use domain::event_kind::EventKind;
use domain::order::{Order, StageName};
use jiff::SignedDuration;
use lambda::Fault;
use lambda::schedule::Job;

use crate::App;

/// How long something may rest before it is nudged: far longer than a message takes, far
/// shorter than anybody would want to wait.
const REST: SignedDuration = SignedDuration::from_mins(2);

/// Orders that are read in one page.
const PAGE: u32 = 100;

/// The most orders of one stage that are nudged in one run; the next run takes the next.
const MOST: u64 = 1_000;

/// The stages that a function leaves by itself, and the event that makes it try.
const MOVED_BY_FUNCTIONS: [(StageName, EventKind); 4] = [
    (StageName::Received, EventKind::OrderReviewDeferred),
    (StageName::Negotiating, EventKind::OrderNegotiationProposed),
    (StageName::Preparing, EventKind::OrderCleared),
    (StageName::Delivered, EventKind::OrderDelivered),
];

/// Publishes a nudge for every order that is overdue in such a stage. A nudge too many does
/// no harm.
pub(crate) async fn sweep(app: &App, job: Job) -> Result<u64, Fault> {
    let until = job.at.checked_sub(REST).map_err(Fault::poison)?;
    let mut nudged = 0_u64;
    for (stage, kind) in MOVED_BY_FUNCTIONS {
        let mut cursor = None;
        let most = nudged.saturating_add(MOST);
        loop {
            let list = stage.work_list();
            let page = app
                .store
                .work_states::<Order>(list, Some(until), cursor.as_deref(), PAGE)
                .await?;
            let stuck = page.items.iter().map(|loaded| &loaded.state);
            let nudges: Vec<EventMessage> = stuck
                .filter(|order| is_stuck(order))
                .map(|order| nudge(order.id.to_string(), kind, &job))
                .collect();
            let published = app.events.publish_all(&nudges).await;
            published.map_err(|failed| failed.fault)?;
            nudged = nudged.saturating_add(nudges.len() as u64);
            match page.next {
                Some(next) if nudged < most => cursor = Some(next),
                _ => break,
            }
        }
    }
    Ok(nudged)
}

/// Whether a function, and not the customer's money, is what the order waits for.
const fn is_stuck(order: &Order) -> bool {
    !order.billed
}

fn nudge(id: String, kind: EventKind, job: &Job) -> EventMessage {
    EventMessage {
        version: VERSION,
        aggregate: domain::aggregate::AggregateKind::Order,
        id,
        // No commit stands behind it.
        sequence: 0,
        kinds: vec![kind],
        correlation_id: job.correlation_id.clone(),
        hops: 0,
    }
}
