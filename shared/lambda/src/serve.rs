//! The loop of a function: take an event, recognise it, hand it over, give back the answer.

use std::pin::Pin;
use std::process::ExitCode;
use std::time::Instant;

use lambda_runtime::{Diagnostic, LambdaEvent, service_fn};
use serde::Serialize;
use serde_json::value::RawValue;

use crate::config::ConfigError;
use crate::http::Reply;
use crate::queue::BatchReply;
use crate::trigger::Trigger;
use crate::unwind::caught;
use crate::{BoxError, fault, telemetry};

/// What a function gives back, in the form its trigger expects.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// To an HTTP request.
    Http(Reply),
    /// To a batch: the records that failed.
    Batch(BatchReply),
    /// To a job that was done.
    Done,
    /// The whole event failed; whoever invoked the function may try again. Already logged.
    #[serde(skip)]
    Failed(BoxError),
}

/// An event came to a function that has nothing to do with its kind.
#[derive(Debug, thiserror::Error)]
#[error(
    "expected another kind of trigger, found {found}: check the events of this function in the template"
)]
struct Misdirected {
    found: &'static str,
}

impl Answer {
    /// The reply to an HTTP request, if it is one.
    #[must_use]
    pub const fn reply(&self) -> Option<&Reply> {
        if let Self::Http(reply) = self {
            Some(reply)
        } else {
            None
        }
    }

    /// The identifiers of the records of a batch that failed, if it answers a batch.
    #[must_use]
    pub fn failed_records(&self) -> Option<Vec<&str>> {
        if let Self::Batch(reply) = self {
            Some(reply.failed().collect())
        } else {
            None
        }
    }

    /// To an event of a kind that this function does not take.
    #[must_use]
    pub fn misdirected(trigger: &Trigger) -> Self {
        let error = Misdirected {
            found: trigger.name(),
        };
        tracing::error!(function = telemetry::function(), error = %error, "event refused");
        Self::Failed(Box::new(error))
    }
}

/// Why a function ended.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// It could not start.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// It was not started by Lambda or the local host.
    #[error(
        "expected {missing} in the environment, found nothing: functions are started by Lambda, or here by `yudan`"
    )]
    NotInvoked {
        /// The missing variable.
        missing: &'static str,
    },
    /// The runtime gave up.
    #[error("the runtime interface ended")]
    Runtime(#[source] BoxError),
}

/// What the runtime library reads from the environment, and panics without.
const RUNTIME_ENVIRONMENT: [&str; 4] = [
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_RUNTIME_API",
];

/// Serves events with `handle` until the process is ended. `app` is what the function built at
/// its start: clients and configuration.
///
/// # Errors
/// [`RunError`] when there is no runtime to serve, or it gave up.
pub async fn serve<A, H>(function: &'static str, app: A, handle: H) -> Result<(), RunError>
where
    H: AsyncFn(&A, Trigger) -> Answer,
{
    telemetry::start(function);
    if let Some(missing) = RUNTIME_ENVIRONMENT
        .into_iter()
        .find(|name| std::env::var_os(name).is_none())
    {
        return Err(RunError::NotInvoked { missing });
    }
    let (app, handle) = (&app, &handle);
    lambda_runtime::run(service_fn(
        move |event: LambdaEvent<Box<RawValue>>| async move {
            match answered(app, handle, event.payload.get()).await {
                Answer::Failed(error) => Err(Diagnostic {
                    error_type: "Failed".to_owned(),
                    error_message: error.to_string(),
                }),
                answer @ (Answer::Http(_) | Answer::Batch(_) | Answer::Done) => Ok(answer),
            }
        },
    ))
    .await
    .map_err(RunError::Runtime)
}

/// The answer to one raw event. Panics and unknown shapes are logged failures.
async fn answered<A, H>(app: &A, handle: &H, event: &str) -> Answer
where
    H: AsyncFn(&A, Trigger) -> Answer,
{
    let started = Instant::now();
    telemetry::mark_cold_start();
    let trigger = match Trigger::recognise(event) {
        Ok(trigger) => trigger,
        Err(error) => return refused(Box::new(error), started),
    };
    // Boxed and erased: a handler's future nests the futures of every client call below it,
    // deeper than the compiler follows from `main`.
    let handled: Pin<Box<dyn Future<Output = Answer> + '_>> = Box::pin(handle(app, trigger));
    match caught(handled).await {
        Ok(answer) => answer,
        Err(panicked) => refused(Box::new(panicked), started),
    }
}

fn refused(error: BoxError, started: Instant) -> Answer {
    let duration_ms = telemetry::millis(started);
    let (function, chain) = (telemetry::function(), fault::chain(error.as_ref()));
    tracing::error!(function, error = chain, duration_ms, "event failed");
    Answer::Failed(error)
}

/// Ends a function's `main`: logs why it ended, once, and says so to the system.
#[must_use]
pub fn exit_code(result: Result<(), RunError>) -> ExitCode {
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(
                function = telemetry::function(),
                error = fault::chain(&error),
                "function ended"
            );
            ExitCode::FAILURE
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const JOB: &str = r#"{"job":"credit","at":"2026-11-01T00:00:00Z"}"#;

    async fn done(_: &(), _: Trigger) -> Answer {
        Answer::Done
    }

    async fn panicking(_: &(), _: Trigger) -> Answer {
        panic!("a defect")
    }

    #[tokio::test]
    async fn an_event_is_recognised_and_handed_over() {
        assert!(matches!(answered(&(), &done, JOB).await, Answer::Done));
    }

    #[tokio::test]
    async fn unknown_shapes_and_panics_are_failures_not_the_end() {
        assert!(matches!(
            answered(&(), &done, "{}").await,
            Answer::Failed(_)
        ));
        assert!(matches!(
            answered(&(), &panicking, JOB).await,
            Answer::Failed(_)
        ));
        assert!(matches!(answered(&(), &done, JOB).await, Answer::Done));
    }

    #[test]
    fn a_done_job_answers_null() {
        assert_eq!(serde_json::to_string(&Answer::Done).unwrap(), "null");
    }
}
