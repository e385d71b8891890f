//! The jobs that the clock sets off, by name.

use lambda::Answer;
use lambda::schedule::{self, Job};

use crate::{App, disposal, expiry, reorder};

/// Runs a job by its name: `expiry` quarantines lots that may no longer leave, `disposals` finds what is to be disposed
/// of (5.2.2), `reorder` finds stock that fell below its reorder point (5.2.1). One of another name fails and is told so.
pub(crate) async fn run(app: &App, job: Job) -> Answer {
    match job.name.as_str() {
        "expiry" => {
            schedule::run(job, "expiry", async |job| {
                expiry::expire_lots(app, job).await
            })
            .await
        }
        "disposals" => {
            schedule::run(job, "disposals", async |job| {
                disposal::search(app, job).await
            })
            .await
        }
        "reorder" => {
            schedule::run(job, "reorder", async |job| reorder::watch(app, job).await).await
        }
        _ => schedule::run(job, "a job of fulfilment", async |_| Ok(0)).await,
    }
}
