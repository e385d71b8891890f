//! The daily ageing of everything that is owed (8.1.3).

use domain::calendar;
use domain::receivable::{self, OPEN_LIST, OVERDUE_LIST, Receivable};
use jiff::Timestamp;
use lambda::Fault;
use lambda::schedule::Job;
use store::{CommitMeta, Plan};

use crate::App;

/// Receivables that are looked at in one page.
const PAGE: u32 = 100;

/// Brings the age of everything past due up to the job's date. Ages only grow, so runs that
/// repeat, overlap, stop half-way or skip days end in the same state.
pub(crate) async fn age_all(app: &App, job: Job) -> Result<u64, Fault> {
    let meta = lambda::origin::job("receivables", &job.correlation_id);
    // The last day to pay is still in time; what is due before this morning is not.
    let until = calendar::at(job.date, 0, 0).map_err(Fault::poison)?;
    // First those that are overdue already, so that none is looked at twice in one run.
    let overdue = age_list(app, OVERDUE_LIST, until, &job, &meta).await?;
    let newly = age_list(app, OPEN_LIST, until, &job, &meta).await?;
    Ok(overdue.saturating_add(newly))
}

async fn age_list(
    app: &App,
    list: &str,
    until: Timestamp,
    job: &Job,
    meta: &CommitMeta,
) -> Result<u64, Fault> {
    let mut cursor = None;
    let mut seen = 0_u64;
    loop {
        let page = app
            .store
            .work_states::<Receivable>(list, Some(until), cursor.as_deref(), PAGE)
            .await?;
        for known in page.items.into_iter().map(|loaded| loaded.state) {
            seen = seen.saturating_add(1);
            if receivable::age(&known, job.date).events.is_empty() {
                continue;
            }
            let id = known.order.to_string();
            app.store
                .transact(meta, async || {
                    let Some(loaded) = app.store.load::<Receivable>(&id).await? else {
                        return Ok::<_, Fault>(Plan::new(()));
                    };
                    Ok(Plan::new(())
                        .carry_out(&loaded, receivable::age(&loaded.state, job.date))?)
                })
                .await?;
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(seen),
        }
    }
}
