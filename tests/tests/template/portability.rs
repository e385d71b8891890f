//! One text for the partitions `aws` and `aws-cn`.

use crate::document::TEXT;

/// Service principals that have the same name in every partition. IAM refuses
/// `lambda.amazonaws.com.cn`; only CloudWatch Logs names its region and suffix.
const UNIVERSAL_PRINCIPALS: [&str; 3] = [
    "lambda.amazonaws.com",
    "scheduler.amazonaws.com",
    "sns.amazonaws.com",
];

/// What the China regions do not have, or not with Lambda.
const ABSENT_IN_CHINA: [&str; 9] = [
    "Cognito",
    "FunctionUrlConfig",
    "AWS::Lambda::Url",
    "Tracing",
    "TracingConfig",
    "XRay",
    "ProvisionedPollerConfig",
    "MetricsConfig",
    "RecursiveLoop",
];

/// Lines without their comments, numbered from 1.
fn lines() -> impl Iterator<Item = (usize, &'static str)> {
    TEXT.lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line.split(" #").next().unwrap_or(line)))
        .filter(|(_, line)| !line.trim_start().starts_with('#'))
}

#[test]
fn no_arn_and_no_address_names_a_partition() {
    for (number, line) in lines() {
        assert!(
            !line.contains("arn:aws"),
            "line {number}: expected arn:${{AWS::Partition}}, found {line}"
        );
        let principal = UNIVERSAL_PRINCIPALS
            .iter()
            .any(|name| line.contains(&format!("Service: {name}")));
        assert!(
            !line.contains("amazonaws") || principal,
            "line {number}: expected ${{AWS::URLSuffix}}, or a service principal of every partition, found {line}"
        );
    }
}

#[test]
fn nothing_absent_in_china_is_used() {
    for (number, line) in lines() {
        let found = ABSENT_IN_CHINA.iter().find(|name| line.contains(**name));
        assert_eq!(found, None, "line {number}: {line}");
    }
}

#[test]
fn nothing_is_an_anchor_or_an_alias() {
    // CloudFormation does not read them everywhere, and the next reader has to look elsewhere.
    for (number, line) in lines() {
        let marked = line.split_whitespace().any(|word| {
            let named = |mark| {
                word.strip_prefix(mark)
                    .is_some_and(|name: &str| name.starts_with(char::is_alphabetic))
            };
            named('&') || named('*') || word == "<<:"
        });
        assert!(
            !marked,
            "line {number}: expected the value itself, found an anchor or alias: {line}"
        );
    }
}
