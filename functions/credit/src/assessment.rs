//! The scheduled assessment of every account that is due (8.1.1).

use domain::account::{self, ASSESSMENT_LIST, Account};
use domain::{calendar, credit_assessment};
use jiff::ToSpan;
use lambda::Fault;
use lambda::schedule::Job;
use store::{CommitMeta, Plan, Written};

use crate::{App, history};

/// Accounts that are looked at in one page.
const PAGE: u32 = 50;

/// Assesses every account whose assessment is due on the job's date. An account that is done
/// is due later, so a run that stops half-way is finished by the next, and a second run of
/// the same date finds nothing.
pub(crate) async fn assess_due(app: &App, job: Job) -> Result<u64, Fault> {
    let meta = lambda::origin::job("credit", &job.correlation_id);
    let until = calendar::at(job.date, 23, 59).map_err(Fault::poison)?;
    let mut cursor = None;
    let mut assessed = 0_u64;
    loop {
        let page = app
            .store
            .work(ASSESSMENT_LIST, Some(until), cursor.as_deref(), PAGE)
            .await?;
        for entry in &page.items {
            assess(app, &entry.id, &job, &meta).await?;
            assessed = assessed.saturating_add(1);
        }
        match page.next {
            Some(next) => cursor = Some(next),
            None => return Ok(assessed),
        }
    }
}

async fn assess(app: &App, customer: &str, job: &Job, meta: &CommitMeta) -> Result<(), Fault> {
    let rules = app.rules.open().await?;
    let days = i64::from(rules.policy_at(meta.at).value.credit.assessment_days);
    let next = job.date.checked_add(days.days()).map_err(Fault::poison)?;
    let history = history::of_customer(&app.store, customer, job.date).await?;
    let written = app
        .store
        .transact(meta, async || {
            let Some(loaded) = app.store.load::<Account>(customer).await? else {
                return Ok::<_, Fault>(Plan::new(()));
            };
            let assessment = credit_assessment::assess(&loaded.state.profile, &history, job.date);
            Ok(Plan::new(())
                .carry_out(&loaded, account::assess(&loaded.state, assessment, next))?)
        })
        .await?;
    match written {
        Written::Done { .. } => Ok(()),
        Written::Unmet(unmet) => Err(Fault::retry(format!(
            "the limit changed meanwhile: {unmet:?}"
        ))),
    }
}
