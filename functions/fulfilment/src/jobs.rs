//! The jobs that the clock sets off, by name.

use lambda::Answer;
use lambda::schedule::{self, Job};

use crate::{App, expiry};

/// Runs the job of that name: `expiry` quarantines lots that may no longer leave (5.2.2).
pub(crate) async fn run(app: &App, job: Job) -> Answer {
    match job.name.as_str() {
        "expiry" => {
            schedule::run(job, "expiry", async |job| {
                expiry::expire_lots(app, job).await
            })
            .await
        }
        // It refuses what is not of that name.
        _ => schedule::run(job, "expiry", async |_| Ok(0)).await,
    }
}
