//! The hourly job `silence`: parcels of which nothing is heard, and exceptions that are late (5.3.3).

use domain::aggregate::Decision;
use domain::order::{Facts, StageName};
use domain::shipment::{
    EXCEPTION_LIST, ExceptionFacts, Shipment, ShipmentEvent, escalate_exceptions, find_silence,
    shipment_id, silent_kinds,
};
use lambda::schedule::Job;
use lambda::{Fault, origin};
use store::{CommitMeta, Loaded, Plan};

use crate::{App, claim_facts};

/// Orders, or parcels, that are read in one page.
const PAGE: u32 = 100;

/// Finds what silence means for every parcel of an order that has left, and escalates every exception that is late.
/// A run that repeats, overlaps, is late or stops half-way ends in the same state: each parcel is decided on again
/// in its own transaction, by the time at which the job was due.
pub(crate) async fn run(app: &App, job: Job) -> Result<u64, Fault> {
    let meta = origin::job("tracking", &job.correlation_id);
    let rules = app.rules.open().await?;
    let rules = rules.at(job.at);
    let found = find(app, &meta, &rules).await?;
    let escalated = escalate(app, &meta, &rules).await?;
    Ok(found.saturating_add(escalated))
}

/// Goes through the orders that have left, page by page; only parcels that are silent cost more than that read.
async fn find(app: &App, meta: &CommitMeta, rules: &Facts<'_>) -> Result<u64, Fault> {
    let list = StageName::Dispatched.work_list();
    let (mut cursor, mut found) = (None::<String>, 0_u64);
    loop {
        let page = app
            .store
            .work_states::<domain::order::Order>(list, None, cursor.as_deref(), PAGE)
            .await?;
        let parcels = page.items.iter().flat_map(|it| &it.state.shipments);
        let open = parcels.filter(|it| it.delivered_at.is_none());
        let ids: Vec<String> = open
            .map(|it| shipment_id(&it.carrier, &it.waybill_no))
            .collect();
        for known in app.store.load_many::<Shipment>(&ids).await? {
            let facts = ExceptionFacts {
                now: rules.now,
                policy: &rules.policy.tracking,
                calendar: rules.calendar,
                claim: domain::shipment::ClaimFacts::default(),
            };
            if silent_kinds(&known.state, &facts).is_empty() {
                continue;
            }
            let id = shipment_id(&known.state.carrier, &known.state.waybill_no);
            change(app, meta, &id, async |loaded: &Loaded<Shipment>| {
                let facts = claim_facts::of(&app.store, &loaded.state, rules).await?;
                Ok(find_silence(&loaded.state, &facts))
            })
            .await?;
            found = found.saturating_add(1);
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(found);
        }
    }
}

/// Goes through the exceptions that were due; those of which all are escalated rest in another list.
async fn escalate(app: &App, meta: &CommitMeta, rules: &Facts<'_>) -> Result<u64, Fault> {
    let (mut cursor, mut seen) = (None::<String>, 0_u64);
    loop {
        let page = app
            .store
            .work_states::<Shipment>(EXCEPTION_LIST, Some(rules.now), cursor.as_deref(), PAGE)
            .await?;
        for known in page.items {
            let late = escalate_exceptions(&known.state, rules.now);
            if late.events.is_empty() {
                continue;
            }
            let id = shipment_id(&known.state.carrier, &known.state.waybill_no);
            change(app, meta, &id, async |loaded: &Loaded<Shipment>| {
                Ok(escalate_exceptions(&loaded.state, rules.now))
            })
            .await?;
            seen = seen.saturating_add(1);
        }
        cursor = page.next;
        if cursor.is_none() {
            return Ok(seen);
        }
    }
}

/// Decides on a parcel as it is now.
async fn change(
    app: &App,
    meta: &CommitMeta,
    id: &str,
    decide: impl AsyncFn(&Loaded<Shipment>) -> Result<Decision<ShipmentEvent>, Fault>,
) -> Result<(), Fault> {
    app.store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<Shipment>(id).await? else {
                return Ok::<_, Fault>(Plan::new(()));
            };
            let decision = decide(&loaded).await?;
            Ok(Plan::new(()).carry_out(&loaded, decision)?)
        })
        .await?;
    Ok(())
}
