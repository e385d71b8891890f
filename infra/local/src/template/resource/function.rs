//! `AWS::Serverless::Function`.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::template::error::{Reading, TemplateError};
use crate::template::section::{Section, text_of};
use crate::template::stack::{FailedRuns, Function, Route};

use super::{destination, event};

const DEFAULT_MEMORY_MB: u64 = 128;
const DEFAULT_TIMEOUT_S: u64 = 3;

/// A function with the HTTP routes that lead to it.
#[derive(Debug)]
pub(crate) struct ReadFunction {
    /// The function.
    pub(crate) function: Function,
    /// Its routes; whether they need a token is still as the event said.
    pub(crate) routes: Vec<ReadRoute>,
}

/// A route before the API's defaults are known.
#[derive(Debug)]
pub(crate) struct ReadRoute {
    /// Path of the event in the template.
    pub(crate) at: String,
    /// The route; `authorized` is not decided yet.
    pub(crate) route: Route,
    /// `NONE`, an authorizer's name, or nothing said.
    pub(crate) authorizer: Option<String>,
}

/// Reads a function; `program` is the name of the binary deployed as `bootstrap`.
pub(crate) fn read(
    name: String,
    program: String,
    mut properties: Section,
) -> Reading<ReadFunction> {
    let mut read = ReadFunction {
        function: Function {
            name,
            program,
            environment: read_environment(&mut properties)?,
            memory_mb: properties
                .number("MemorySize")?
                .unwrap_or(DEFAULT_MEMORY_MB),
            timeout_s: properties.number("Timeout")?.unwrap_or(DEFAULT_TIMEOUT_S),
            queues: Vec::new(),
            streams: Vec::new(),
            schedules: Vec::new(),
            failed_runs: read_failed_runs(&mut properties)?,
        },
        routes: Vec::new(),
    };
    refuse_other_packages(&mut properties)?;
    for (event_name, section) in properties.sections("Events")? {
        event::read(&event_name, section, &mut read)?;
    }
    properties.done()?;
    Ok(read)
}

fn read_environment(properties: &mut Section) -> Reading<BTreeMap<String, String>> {
    let Some(mut environment) = properties.section("Environment")? else {
        return Ok(BTreeMap::new());
    };
    let variables = environment.section("Variables")?;
    environment.done()?;
    let Some(variables) = variables else {
        return Ok(BTreeMap::new());
    };
    let path = variables.path().to_owned();
    let Value::Object(variables) = variables.rest() else {
        return Ok(BTreeMap::new());
    };
    variables
        .into_iter()
        .map(|(name, value)| Ok((name.clone(), text_of(&format!("{path}.{name}"), &value)?)))
        .collect()
}

fn read_failed_runs(properties: &mut Section) -> Reading<Option<FailedRuns>> {
    const DEFAULT_RETRIES: u64 = 2;
    const DEFAULT_AGE_S: u64 = 6 * 3600;
    let Some(mut config) = properties.section("EventInvokeConfig")? else {
        return Ok(None);
    };
    let read = FailedRuns {
        max_retries: config
            .number("MaximumRetryAttempts")?
            .unwrap_or(DEFAULT_RETRIES),
        max_age_s: config
            .number("MaximumEventAgeInSeconds")?
            .unwrap_or(DEFAULT_AGE_S),
        on_failure_queue: destination::read_on_failure(&mut config)?,
    };
    config.done()?;
    Ok(Some(read))
}

fn refuse_other_packages(properties: &mut Section) -> Reading<()> {
    match properties.text("PackageType")? {
        None => Ok(()),
        Some(kind) if kind == "Zip" => Ok(()),
        Some(kind) => Err(TemplateError::unknown(
            properties.path_of("PackageType"),
            "package type",
            &kind,
        )),
    }
}
