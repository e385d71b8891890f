//! What a developer may look at and do, under `/_yudan/`: state, messages, jobs.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Path, Query, Request, State};
use axum::http::{Response, StatusCode};
use axum::middleware::{self, Next};
use axum::routing::{get, post};
use axum::{Json, Router};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer;
use crate::bus::{AttributeValue, Bus, BusError, MessageAttributes};
use crate::host::status::Watch;
use crate::runtime_api::Outcome;
use crate::scheduler::ScheduledFunction;

/// Messages shown at once, unless asked otherwise.
const DEFAULT_LIMIT: u32 = 100;

/// What the developer endpoints look at.
pub struct Developer {
    /// Queues and topics.
    pub bus: Bus,
    /// Schedules by which jobs are run.
    pub schedules: Vec<Arc<ScheduledFunction>>,
    /// State of the host.
    pub watch: Watch,
}

pub(super) fn router(developer: Arc<Developer>) -> Router {
    Router::new()
        .route("/_yudan/status", get(status))
        .route("/_yudan/queues/{name}/messages", get(queue_messages))
        .route("/_yudan/topics/{name}/messages", get(topic_messages))
        .route("/_yudan/jobs/{name}", post(run_job))
        .layer(middleware::from_fn(refuse_other_sites))
        .with_state(developer)
}

/// The port is open to this machine only, but so is every web page its browser shows.
async fn refuse_other_sites(request: Request, next: Next) -> Response<Body> {
    let site = request
        .headers()
        .get("sec-fetch-site")
        .and_then(|site| site.to_str().ok());
    match site {
        Some("cross-site" | "same-site") => answer::message(
            StatusCode::FORBIDDEN,
            "pages of other sites may not use the developer endpoints",
        ),
        _ => next.run(request).await,
    }
}

async fn status(State(developer): State<Arc<Developer>>) -> Response<Body> {
    match developer
        .watch
        .status(&developer.bus, &developer.schedules)
        .await
    {
        Ok(status) => answer::json_answer(StatusCode::OK, &status),
        Err(error) => answer::message(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

#[derive(Deserialize)]
struct Limit {
    limit: Option<u32>,
}

async fn queue_messages(
    State(developer): State<Arc<Developer>>,
    Path(name): Path<String>,
    Query(Limit { limit }): Query<Limit>,
) -> Result<Json<Value>, Response<Body>> {
    let messages = developer
        .bus
        .peek(&name, limit.unwrap_or(DEFAULT_LIMIT))
        .await
        .map_err(refused)?;
    let messages: Vec<Value> = messages
        .into_iter()
        .map(|message| {
            json!({
                "message_id": message.message_id,
                "body": parsed(&message.body),
                "attributes": plain_attributes(&message.attributes),
                "sent_ms": message.sent_ms,
                "visible_at_ms": message.visible_at_ms,
                "receive_count": message.receive_count,
                "dead_letter_source": message.dead_letter_source,
            })
        })
        .collect();
    Ok(Json(json!({"queue": name, "messages": messages})))
}

async fn topic_messages(
    State(developer): State<Arc<Developer>>,
    Path(name): Path<String>,
    Query(Limit { limit }): Query<Limit>,
) -> Result<Json<Value>, Response<Body>> {
    let messages = developer
        .bus
        .recent(&name, limit.unwrap_or(DEFAULT_LIMIT))
        .await
        .map_err(refused)?;
    let messages: Vec<Value> = messages
        .into_iter()
        .map(|message| {
            json!({
                "message_id": message.message_id,
                "published_ms": message.published_ms,
                "subject": message.subject,
                "message": parsed(&message.message),
                "attributes": plain_attributes(&message.attributes),
            })
        })
        .collect();
    Ok(Json(json!({"topic": name, "messages": messages})))
}

#[derive(Deserialize)]
struct On {
    date: Option<String>,
}

/// Runs a job now, as if it were the given day, and waits for the function's answer.
async fn run_job(
    State(developer): State<Arc<Developer>>,
    Path(name): Path<String>,
    Query(On { date }): Query<On>,
) -> Response<Body> {
    let Some(schedule) = developer
        .schedules
        .iter()
        .find(|schedule| is_named(schedule, &name))
    else {
        let known: Vec<String> = developer
            .schedules
            .iter()
            .map(|schedule| job_name(schedule))
            .collect();
        let problem = format!("no job `{name}`; there are {}", known.join(", "));
        return answer::message(StatusCode::NOT_FOUND, &problem);
    };
    let date = match date.map(|date| date.parse::<Date>()) {
        None => schedule.today(),
        Some(Ok(date)) => date,
        Some(Err(_)) => {
            return answer::message(StatusCode::BAD_REQUEST, "expected ?date=YYYY-MM-DD");
        }
    };
    let due = match schedule.time_on(date) {
        Ok(due) => due,
        Err(problem) => return answer::message(StatusCode::BAD_REQUEST, &problem),
    };
    match schedule.start(due, 1).await {
        Outcome::Answer(body) => answer::from_job(body),
        Outcome::Failed(body) => answer::json_answer(
            StatusCode::BAD_GATEWAY,
            &json!({"message": "the job failed", "error": parsed(&String::from_utf8_lossy(&body))}),
        ),
        Outcome::TimedOut => answer::message(
            StatusCode::GATEWAY_TIMEOUT,
            "the job took longer than its function may",
        ),
        Outcome::Crashed => answer::message(
            StatusCode::BAD_GATEWAY,
            "the job's process ended; see its log",
        ),
    }
}

/// A job is known by the `job` of its input, by its schedule's name, or by its function.
fn is_named(schedule: &ScheduledFunction, name: &str) -> bool {
    job_name(schedule) == name || schedule.schedule.name == name || schedule.function() == name
}

fn job_name(schedule: &ScheduledFunction) -> String {
    serde_json::from_str::<Value>(&schedule.schedule.input)
        .ok()
        .and_then(|input| Some(input.get("job")?.as_str()?.to_owned()))
        .unwrap_or_else(|| schedule.schedule.name.clone())
}

fn refused(error: BusError) -> Response<Body> {
    answer::message(StatusCode::NOT_FOUND, &error.to_string())
}

/// JSON texts are shown as what they hold.
fn parsed(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| Value::from(text))
}

fn plain_attributes(attributes: &MessageAttributes) -> Value {
    attributes
        .iter()
        .map(|(name, attribute)| {
            let value = match &attribute.value {
                AttributeValue::Text(text) if attribute.data_type == "String.Array" => parsed(text),
                AttributeValue::Text(text) => Value::from(text.as_str()),
                AttributeValue::Binary(bytes) => Value::from(hex::encode(bytes)),
            };
            (name.clone(), value)
        })
        .collect()
}
