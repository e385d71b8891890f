//! The events of a function: HTTP routes, queues, table streams, schedules.

use serde_json::Value;

use crate::template::error::{Reading, TemplateError};
use crate::template::meaningless_here;
use crate::template::section::{Section, text_of};
use crate::template::stack::{QueueSource, Route, Schedule, StreamSource};

use super::function::{ReadFunction, ReadRoute};
use super::{destination, name_in_arn, table_in_arn};

const API_TIMEOUT_MS: u64 = 30_000;
const REPORTS_FAILURES: &str = "ReportBatchItemFailures";
/// Batches of one queue in work at once, unless the template says otherwise.
const DEFAULT_QUEUE_CONCURRENCY: u64 = 2;

/// Reads one entry of `Events` into the function.
pub(crate) fn read(name: &str, mut event: Section, read: &mut ReadFunction) -> Reading<()> {
    let kind = event.required_text("Type")?;
    let mut properties = event
        .section("Properties")?
        .unwrap_or(Section::of(event.path_of("Properties"), Value::Null)?);
    event.done()?;
    for property in meaningless_here::properties(&kind) {
        properties.take(property);
    }
    match kind.as_str() {
        "HttpApi" => read
            .routes
            .push(read_route(&read.function.name, properties)?),
        "SQS" => read.function.queues.extend(read_queue(properties)?),
        "DynamoDB" => read.function.streams.extend(read_stream(name, properties)?),
        "ScheduleV2" => {
            let default_name = format!("{}-{name}", read.function.name);
            read.function
                .schedules
                .extend(read_schedule(default_name, properties)?);
        }
        other => {
            return Err(TemplateError::unknown(
                properties.path(),
                "event type",
                other,
            ));
        }
    }
    Ok(())
}

fn read_route(function: &str, mut properties: Section) -> Reading<ReadRoute> {
    let at = properties.path().to_owned();
    // The stack has one API; SAM's implicit one and a reference to it mean the same here.
    properties.take("ApiId");
    let route = Route {
        method: properties.required_text("Method")?.to_uppercase(),
        path: properties.required_text("Path")?,
        function: function.to_owned(),
        authorized: false,
        timeout_ms: properties
            .number("TimeoutInMillis")?
            .unwrap_or(API_TIMEOUT_MS)
            .min(API_TIMEOUT_MS),
    };
    if let Some(version) = properties.text("PayloadFormatVersion")?
        && version != "2.0"
    {
        return Err(TemplateError::unknown(
            format!("{at}.PayloadFormatVersion"),
            "payload version",
            &version,
        ));
    }
    let authorizer = match properties.section("Auth")? {
        None => None,
        Some(mut auth) => {
            let authorizer = auth.text("Authorizer")?;
            auth.done()?;
            authorizer
        }
    };
    properties.done()?;
    Ok(ReadRoute {
        at,
        route,
        authorizer,
    })
}

fn read_queue(mut properties: Section) -> Reading<Option<QueueSource>> {
    let enabled = properties.flag("Enabled")?.unwrap_or(true);
    let concurrency = match properties.section("ScalingConfig")? {
        None => None,
        Some(mut scaling) => {
            let maximum = scaling.number("MaximumConcurrency")?;
            scaling.done()?;
            maximum
        }
    };
    let source = QueueSource {
        queue: name_in_arn(&properties.required_text("Queue")?).to_owned(),
        batch_size: properties.number("BatchSize")?.unwrap_or(10),
        batching_window_s: properties
            .number("MaximumBatchingWindowInSeconds")?
            .unwrap_or(0),
        concurrency: concurrency
            .unwrap_or(DEFAULT_QUEUE_CONCURRENCY)
            .min(DEFAULT_QUEUE_CONCURRENCY),
        reports_failures: reports_failures(&mut properties)?,
    };
    properties.done()?;
    Ok(enabled.then_some(source))
}

fn read_stream(name: &str, mut properties: Section) -> Reading<Option<StreamSource>> {
    let enabled = properties.flag("Enabled")?.unwrap_or(true);
    let start = properties.required_text("StartingPosition")?;
    if start != "TRIM_HORIZON" {
        return Err(TemplateError::unknown(
            properties.path_of("StartingPosition"),
            "starting position",
            &start,
        ));
    }
    let source = StreamSource {
        event: name.to_owned(),
        table: table_in_arn(&properties.required_text("Stream")?).to_owned(),
        batch_size: properties.number("BatchSize")?.unwrap_or(100),
        batching_window_s: properties
            .number("MaximumBatchingWindowInSeconds")?
            .unwrap_or(0),
        max_retries: properties.limit("MaximumRetryAttempts")?,
        max_age_s: properties.limit("MaximumRecordAgeInSeconds")?,
        bisect_on_error: properties
            .flag("BisectBatchOnFunctionError")?
            .unwrap_or(false),
        reports_failures: reports_failures(&mut properties)?,
        filters: read_filters(&mut properties)?,
        on_failure_queue: destination::read_on_failure(&mut properties)?,
    };
    properties.done()?;
    Ok(enabled.then_some(source))
}

fn reports_failures(properties: &mut Section) -> Reading<bool> {
    let path = properties.path_of("FunctionResponseTypes");
    let types = properties.texts("FunctionResponseTypes")?;
    match types.iter().find(|kind| *kind != REPORTS_FAILURES) {
        Some(other) => Err(TemplateError::unknown(path, "response type", other)),
        None => Ok(!types.is_empty()),
    }
}

fn read_filters(properties: &mut Section) -> Reading<Vec<Value>> {
    let Some(mut criteria) = properties.section("FilterCriteria")? else {
        return Ok(Vec::new());
    };
    let filters = criteria.list("Filters")?;
    criteria.done()?;
    filters
        .into_iter()
        .map(|(path, filter)| {
            let mut filter = Section::of(path, filter)?;
            let at = filter.path_of("Pattern");
            let pattern = filter.required_text("Pattern")?;
            let pattern = serde_json::from_str(&pattern)
                .map_err(|error| TemplateError::at(at.clone(), format!("not JSON: {error}")))?;
            filter.done()?;
            crate::event_source::filter::check(&pattern)
                .map_err(|problem| TemplateError::at(at, problem))?;
            Ok(pattern)
        })
        .collect()
}

fn read_schedule(default_name: String, mut properties: Section) -> Reading<Option<Schedule>> {
    let enabled = properties
        .text("State")?
        .is_none_or(|state| state == "ENABLED");
    let at = properties.path_of("ScheduleExpression");
    let (max_retries, max_age_s) = read_retry_policy(&mut properties)?;
    let schedule = Schedule {
        name: properties.text("Name")?.unwrap_or(default_name),
        expression: properties.required_text("ScheduleExpression")?,
        timezone: properties
            .text("ScheduleExpressionTimezone")?
            .unwrap_or_else(|| "UTC".to_owned()),
        input: match properties.take("Input") {
            None => "{}".to_owned(),
            Some(value @ Value::Object(_)) => value.to_string(),
            Some(value) => text_of(&properties.path_of("Input"), &value)?,
        },
        max_retries,
        max_age_s,
        dead_letter_queue: read_dead_letter(&mut properties)?,
    };
    properties.done()?;
    crate::scheduler::expression::Expression::parse(&schedule.expression, &schedule.timezone)
        .map_err(|problem| TemplateError::at(at, problem))?;
    Ok(enabled.then_some(schedule))
}

fn read_retry_policy(properties: &mut Section) -> Reading<(u64, u64)> {
    const DEFAULT_RETRIES: u64 = 185;
    const DEFAULT_AGE_S: u64 = 24 * 3600;
    let Some(mut policy) = properties.section("RetryPolicy")? else {
        return Ok((DEFAULT_RETRIES, DEFAULT_AGE_S));
    };
    let retries = policy
        .number("MaximumRetryAttempts")?
        .unwrap_or(DEFAULT_RETRIES);
    let age = policy
        .number("MaximumEventAgeInSeconds")?
        .unwrap_or(DEFAULT_AGE_S);
    policy.done()?;
    Ok((retries, age))
}

fn read_dead_letter(properties: &mut Section) -> Reading<Option<String>> {
    let Some(mut config) = properties.section("DeadLetterConfig")? else {
        return Ok(None);
    };
    let arn = config.text("Arn")?;
    let logical = config.text("QueueLogicalId")?;
    config.take("Type");
    config.done()?;
    Ok(arn.map(|arn| name_in_arn(&arn).to_owned()).or(logical))
}
