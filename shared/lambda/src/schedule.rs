//! Jobs that the clock sets off.

use std::time::Instant;

use domain::calendar::business_date;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Deserialize;
use tracing::Instrument as _;

use crate::fault::Fault;
use crate::serve::Answer;
use crate::unwind::caught;
use crate::{correlation, telemetry};

/// A job and the time it was scheduled for.
///
/// Schedules fire at least once, and late at times: a job goes by `at`, never by the clock, and
/// running it twice must equal running it once.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(from = "Input")]
pub struct Job {
    /// Which job.
    pub name: String,
    /// When it was due.
    pub at: Timestamp,
    /// The business date of `at`, in Asia/Shanghai.
    pub date: Date,
    /// Ties together everything it sets off.
    pub correlation_id: String,
}

/// What the template's schedules send.
#[derive(Deserialize)]
struct Input {
    job: String,
    at: Timestamp,
}

impl From<Input> for Job {
    fn from(input: Input) -> Self {
        Self::new(input.job, input.at)
    }
}

impl Job {
    /// A job due at `at`.
    #[must_use]
    pub fn new(name: impl Into<String>, at: Timestamp) -> Self {
        Self {
            name: name.into(),
            at,
            date: business_date(at),
            correlation_id: correlation::fresh(),
        }
    }
}

/// A job of a name that the function does not know.
#[derive(Debug, thiserror::Error)]
#[error("expected the job {expected}, found {found:?}: check the schedule's input in the template")]
struct UnknownJob {
    expected: &'static str,
    found: String,
}

/// Runs the job named `expected` with `work`, which answers how many things it handled.
///
/// A fault or a panic fails the event, so that the schedule tries again and at last hands it to
/// its dead-letter queue.
pub async fn run<W>(job: Job, expected: &'static str, work: W) -> Answer
where
    W: AsyncFnOnce(Job) -> Result<u64, Fault>,
{
    let started = Instant::now();
    let span = tracing::info_span!("job", correlation_id = %job.correlation_id);
    async {
        let (name, date) = (job.name.clone(), job.date);
        let result = if job.name == expected {
            caught(work(job)).await.unwrap_or_else(|panicked| Err(Fault::poison(panicked)))
        } else {
            Err(Fault::poison(UnknownJob { expected, found: job.name }))
        };
        let (function, duration_ms) = (telemetry::function(), telemetry::millis(started));
        match result {
            Ok(handled) => {
                tracing::info!(function, job = name, %date, handled, duration_ms, "job");
                Answer::Done
            }
            Err(fault) => {
                let (outcome, error) = (fault.name(), fault.chain());
                tracing::error!(function, job = name, %date, duration_ms, outcome, error, "job failed");
                let (Fault::Retry(cause) | Fault::Poison(cause)) = fault;
                Answer::Failed(cause)
            }
        }
    }
    .instrument(span)
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(at: &str) -> Job {
        Job::new("credit", at.parse().unwrap())
    }

    #[test]
    fn the_business_date_is_that_of_shanghai() {
        assert_eq!(
            job("2026-10-31T15:59:59Z").date,
            jiff::civil::date(2026, 10, 31)
        );
        assert_eq!(
            job("2026-10-31T16:00:00Z").date,
            jiff::civil::date(2026, 11, 1)
        );
    }

    #[tokio::test]
    async fn a_job_runs_once_and_its_faults_fail_the_event() {
        let at = "2026-11-01T00:00:00Z";
        assert!(matches!(
            run(job(at), "credit", async |_| Ok(3)).await,
            Answer::Done
        ));
        let refused: [Answer; 3] = [
            run(job(at), "receivables", async |_| Ok(3)).await,
            run(job(at), "credit", async |_| {
                Err(Fault::retry("not there just now"))
            })
            .await,
            run(job(at), "credit", async |_| panic!("a defect")).await,
        ];
        for answer in refused {
            assert!(matches!(answer, Answer::Failed(_)));
        }
    }
}
