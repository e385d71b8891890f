//! What names stand for: parameters, conditions, physical names of resources.

use std::collections::BTreeMap;

use serde_json::Value;

use super::error::{Reading, TemplateError};
use super::intrinsic::Scope;
use super::locality::{self, Locality, arn};
use super::section::{Section, text_of};
use super::{Resource, meaningless_here};

/// Keys of a parameter that only constrain what a deployer may type.
const PARAMETER_CONSTRAINTS: &[&str] = &[
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
];

/// A scope holding parameters and pseudo parameters.
pub(super) fn parameters(mut section: Section, locality: &Locality<'_>) -> Reading<Scope> {
    let mut scope = Scope {
        parameters: pseudo_parameters(),
        ..Scope::default()
    };
    let Value::Object(declared) =
        std::mem::replace(&mut section, Section::of("Parameters", Value::Null)?).rest()
    else {
        return Ok(scope);
    };
    for (name, parameter) in declared {
        let mut parameter = Section::of(format!("Parameters.{name}"), parameter)?;
        for constraint in PARAMETER_CONSTRAINTS {
            parameter.take(constraint);
        }
        let kind = parameter.required_text("Type")?;
        let default = parameter.take("Default");
        let value = match (locality.parameters.get(&name), default) {
            (Some(value), _) => value.clone(),
            (None, Some(default)) => text_of(&parameter.path_of("Default"), &default)?,
            (None, None) => {
                return Err(TemplateError::at(
                    parameter.path(),
                    "no default, and the local host has no value for it; give it a default or a development value",
                ));
            }
        };
        let value = match kind.as_str() {
            "String" | "Number" => Value::String(value),
            "CommaDelimitedList" => value
                .split(',')
                .map(|part| Value::from(part.trim()))
                .collect(),
            other => {
                return Err(TemplateError::unknown(
                    parameter.path_of("Type"),
                    "parameter type",
                    other,
                ));
            }
        };
        parameter.done()?;
        scope.parameters.insert(name, value);
    }
    Ok(scope)
}

fn pseudo_parameters() -> BTreeMap<String, Value> {
    [
        ("AWS::Region", locality::REGION),
        ("AWS::AccountId", locality::ACCOUNT),
        ("AWS::Partition", locality::PARTITION),
        ("AWS::URLSuffix", locality::URL_SUFFIX),
        ("AWS::StackName", locality::STACK_NAME),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), Value::from(value)))
    .collect()
}

/// Decides every condition. Conditions may refer to each other in any order.
pub(super) fn decide_conditions(scope: &mut Scope, conditions: Value) -> Reading<()> {
    let Value::Object(mut open) = Section::of("Conditions", conditions)?.rest() else {
        return Ok(());
    };
    while !open.is_empty() {
        let mut problem = None;
        let mut decided = Vec::new();
        for (name, condition) in &open {
            let path = format!("Conditions.{name}");
            match scope.evaluate(&path, condition) {
                Ok(Some(Value::Bool(flag))) => decided.push((name.clone(), flag)),
                Ok(other) => {
                    return Err(TemplateError::at(
                        path,
                        format!("expected a condition, found {other:?}"),
                    ));
                }
                Err(error) => problem = Some(error),
            }
        }
        if let (true, Some(problem)) = (decided.is_empty(), problem) {
            return Err(problem);
        }
        for (name, flag) in decided {
            open.remove(&name);
            scope.conditions.insert(name, flag);
        }
    }
    Ok(())
}

/// Gives every resource its physical name, reference and attributes.
pub(super) fn name_resources(
    scope: &mut Scope,
    resources: &[Resource],
    locality: &Locality<'_>,
) -> Reading<()> {
    for resource in resources {
        let id = resource.logical_id.clone();
        let (reference, attributes) = match resource.kind.as_str() {
            "AWS::DynamoDB::Table" => {
                let name = explicit_name(scope, resource, "TableName")?;
                let table = arn("dynamodb", &format!("table/{name}"));
                let stream = format!("{table}/stream/local");
                (name, vec![("Arn", table), ("StreamArn", stream)])
            }
            "AWS::SQS::Queue" => {
                let name = explicit_name(scope, resource, "QueueName")?;
                let url = locality.queue_url(&name);
                (
                    url.clone(),
                    vec![
                        ("Arn", arn("sqs", &name)),
                        ("QueueName", name),
                        ("QueueUrl", url),
                    ],
                )
            }
            "AWS::SNS::Topic" => {
                let name = explicit_name(scope, resource, "TopicName")?;
                let topic = arn("sns", &name);
                (
                    topic.clone(),
                    vec![("TopicArn", topic), ("TopicName", name)],
                )
            }
            "AWS::Serverless::Function" => {
                let name = program_of(resource)?;
                let function = arn("lambda", &format!("function:{name}"));
                (name, vec![("Arn", function)])
            }
            // Whatever else can be referred to is referred to by things without a meaning here.
            kind => {
                let service = kind.split("::").nth(1).unwrap_or_default().to_lowercase();
                let attributes = match meaningless_here::reason(kind) {
                    Some(_) => vec![("Arn", arn(&service, &id))],
                    None => Vec::new(),
                };
                (id.clone(), attributes)
            }
        };
        scope.references.insert(id.clone(), reference);
        for (attribute, value) in attributes {
            scope
                .attributes
                .insert((id.clone(), attribute.to_owned()), value);
        }
    }
    Ok(())
}

fn explicit_name(scope: &Scope, resource: &Resource, property: &str) -> Reading<String> {
    let path = format!("Resources.{}.Properties.{property}", resource.logical_id);
    match resource.properties.get(property) {
        None => Ok(resource.logical_id.clone()),
        Some(name) => match scope.evaluate(&path, name)? {
            Some(name) => text_of(&path, &name),
            None => Ok(resource.logical_id.clone()),
        },
    }
}

/// The crate whose binary is a function's program: `Metadata.BuildProperties.Binary`, or the
/// last part of `CodeUri`, or the logical id without `Function`.
pub(super) fn program_of(resource: &Resource) -> Reading<String> {
    let binary = resource
        .metadata
        .pointer("/BuildProperties/Binary")
        .and_then(Value::as_str);
    let folder = resource
        .properties
        .get("CodeUri")
        .and_then(Value::as_str)
        .and_then(|uri| uri.trim_end_matches('/').rsplit('/').next())
        .filter(|folder| !folder.is_empty() && !folder.contains('.'));
    let id = resource
        .logical_id
        .strip_suffix("Function")
        .map(str::to_lowercase);
    binary.or(folder).map(str::to_owned).or(id).ok_or_else(|| {
        TemplateError::at(
            format!("Resources.{}", resource.logical_id),
            "no program: give `Metadata.BuildProperties.Binary` the name of its crate",
        )
    })
}
