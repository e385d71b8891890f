//! What takes an ARN is given one. The reference of a queue is its address, that of a table or a
//! function its name, and a deployment finds out late.

use serde_json::Value;

use crate::document::{TEMPLATE, each};

/// Properties that are an ARN, or a list of them.
const ARNS: [&str; 15] = [
    "Arn",
    "Destination",
    "DestinationArn",
    "Endpoint",
    "KMSMasterKeyId",
    "KmsKeyArn",
    "KmsKeyId",
    "Queue",
    "Resource",
    "Role",
    "RoleArn",
    "Stream",
    "TopicArn",
    "aws:SourceArn",
    "deadLetterTargetArn",
];

/// Whether a value is an ARN: an attribute that is one, a text made of one, or a topic, whose
/// reference is its ARN.
fn is_arn(value: &Value) -> bool {
    let attribute = value["Fn::GetAtt"][1].as_str();
    let made = value["Fn::Sub"].as_str();
    let topic = value["Ref"].as_str();
    attribute.is_some_and(|name| ["Arn", "StreamArn"].contains(&name))
        || made.is_some_and(|text| text.starts_with("arn:") || text.contains(".Arn}"))
        || topic.is_some_and(|id| id.ends_with("Topic"))
        || value == "*"
}

fn collect(value: &Value, path: &str, wrong: &mut Vec<String>) {
    if let Some(fields) = value.as_object() {
        for (key, inner) in fields {
            let path = format!("{path}.{key}");
            if ARNS.contains(&key.as_str()) {
                let others = each(inner).into_iter().filter(|one| !is_arn(one));
                wrong.extend(others.map(|one| format!("{path}: {one}")));
            }
            collect(inner, &path, wrong);
        }
    }
    for (index, inner) in value.as_array().into_iter().flatten().enumerate() {
        collect(inner, &format!("{path}[{index}]"), wrong);
    }
}

#[test]
fn what_takes_an_arn_is_given_one() {
    let mut wrong = Vec::new();
    for part in TEMPLATE.parts() {
        collect(part, "", &mut wrong);
    }
    assert!(
        wrong.is_empty(),
        "expected ARNs, found\n  {}",
        wrong.join("\n  ")
    );
}
