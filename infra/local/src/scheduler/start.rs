//! What a scheduled start carries.

use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::bus::{MessageAttribute, NewMessage};
use crate::runtime_api::Outcome;
use crate::template::locality;
use crate::template::stack::Schedule;

/// The event with the scheduler's own values filled in.
pub(super) fn payload(schedule: &Schedule, due: Timestamp, attempt: u64) -> String {
    let values = [
        ("<aws.scheduler.scheduled-time>", whole_seconds(due)),
        ("<aws.scheduler.schedule-arn>", arn_of(schedule)),
        ("<aws.scheduler.execution-id>", Uuid::now_v7().to_string()),
        ("<aws.scheduler.attempt-number>", attempt.to_string()),
    ];
    values
        .iter()
        .fold(schedule.input.clone(), |text, (name, value)| {
            text.replace(name, value)
        })
}

/// The scheduler writes times without fractions.
fn whole_seconds(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn arn_of(schedule: &Schedule) -> String {
    locality::arn("scheduler", &format!("schedule/default/{}", schedule.name))
}

/// Pause before the nth retry: 1, 2, 4 … seconds, a minute at most.
pub(super) fn back_off(retry: u64) -> Duration {
    const LONGEST_S: u64 = 60;
    Duration::from_secs(
        1_u64
            .checked_shl(u32::try_from(retry.saturating_sub(1)).unwrap_or(u32::MAX))
            .unwrap_or(LONGEST_S)
            .clamp(1, LONGEST_S),
    )
}

/// The note about a run that failed for good, as Lambda sends it for asynchronous invocations.
pub(super) fn failed_run(
    schedule: &Schedule,
    function: &str,
    due: Timestamp,
    attempts: u64,
    outcome: &Outcome,
) -> NewMessage {
    let event: Value = serde_json::from_str(&payload(schedule, due, attempts)).unwrap_or_default();
    let note = json!({
        "version": "1.0",
        "timestamp": Timestamp::now().to_string(),
        "requestContext": {
            "requestId": Uuid::now_v7().to_string(),
            "functionArn": locality::arn("lambda", &format!("function:{function}")),
            "condition": "RetriesExhausted",
            "approximateInvokeCount": attempts,
        },
        "requestPayload": event,
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "responsePayload": {"errorMessage": reason(outcome)},
    });
    NewMessage::with_body(note.to_string())
}

fn reason(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Failed(body) => String::from_utf8_lossy(body).into_owned(),
        Outcome::TimedOut => "the function took too long".to_owned(),
        Outcome::Crashed | Outcome::Answer(_) => "the function's process ended".to_owned(),
    }
}

/// The message put aside for a start that failed for good.
pub(super) fn dead_letter(
    schedule: &Schedule,
    due: Timestamp,
    attempts: u64,
    outcome: &Outcome,
) -> NewMessage {
    let mut message = NewMessage::with_body(payload(schedule, due, attempts));
    message.attributes = [
        ("ERROR_CODE", MessageAttribute::text("FunctionError")),
        ("ERROR_MESSAGE", MessageAttribute::text(reason(outcome))),
        (
            "RETRY_ATTEMPTS",
            MessageAttribute::number(attempts.saturating_sub(1)),
        ),
        ("SCHEDULED_TIME", MessageAttribute::text(whole_seconds(due))),
        ("SCHEDULE_ARN", MessageAttribute::text(arn_of(schedule))),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scheduled_time_is_filled_in() {
        let schedule = Schedule {
            name: "daily".to_owned(),
            expression: "rate(1 day)".to_owned(),
            timezone: "UTC".to_owned(),
            input: r#"{"job":"receivables","at":"<aws.scheduler.scheduled-time>"}"#.to_owned(),
            max_retries: 0,
            max_age_s: 60,
            dead_letter_queue: None,
        };
        let due = "2026-11-24T01:02:03.456Z".parse().unwrap();
        assert_eq!(
            payload(&schedule, due, 1),
            r#"{"job":"receivables","at":"2026-11-24T01:02:03Z"}"#
        );
        assert_eq!(
            [1, 2, 7, 99].map(back_off).map(|pause| pause.as_secs()),
            [1, 2, 60, 60]
        );
    }
}
