//! Jobs that the clock starts.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::document::{Resource, TEMPLATE, target};
use crate::roles::source;

fn schedules() -> impl Iterator<Item = (Resource<'static>, &'static str, &'static Value)> {
    TEMPLATE.functions().flat_map(|function| {
        function
            .events("ScheduleV2")
            .map(move |(event, schedule)| (function, event, schedule))
    })
}

/// What is wrong with a schedule expression.
fn mistake(expression: &str) -> Option<&'static str> {
    let (kind, inner) = expression
        .strip_suffix(')')
        .and_then(|text| text.split_once('('))
        .unwrap_or_default();
    let fields: Vec<&str> = inner.split(' ').collect();
    match (kind, fields.as_slice()) {
        ("rate", [number, unit]) => match (number.parse::<u32>(), *unit) {
            (Ok(1), "minute" | "hour" | "day") => None,
            (Ok(2..), "minutes" | "hours" | "days") => None,
            _ => Some(
                "a rate is a number above zero and a unit in the singular for 1, else in the plural",
            ),
        },
        ("cron", [minute, hour, day, month, weekday, _year]) => {
            let within = |field: &str, limits: std::ops::RangeInclusive<u32>| {
                field == "*" || field.parse().is_ok_and(|number| limits.contains(&number))
            };
            if (*day == "?") == (*weekday == "?") {
                Some("of day of month and day of week exactly one is `?`")
            } else if !within(minute, 0..=59) || !within(hour, 0..=23) || !within(month, 1..=12) {
                Some("minute, hour or month is out of range")
            } else {
                None
            }
        }
        _ => Some("expected rate(number unit) or cron() with six fields"),
    }
}

#[test]
fn schedule_expressions_are_well_formed_and_in_chinese_time() {
    for (function, event, schedule) in schedules() {
        let expression = schedule["ScheduleExpression"].as_str().unwrap();
        assert_eq!(
            mistake(expression),
            None,
            "{}.{event}: {expression}",
            function.id
        );
        assert_eq!(
            schedule["ScheduleExpressionTimezone"], "Asia/Shanghai",
            "{}.{event}",
            function.id
        );
    }
}

#[test]
fn mistakes_in_expressions_are_found() {
    for wrong in [
        "rate(1 minutes)",
        "rate(5 minute)",
        "rate(0 days)",
        "rate(5)",
        "cron(0 3 1 * * *)",
        "cron(0 3 ? * ? *)",
        "cron(60 3 1 * ? *)",
        "cron(0 24 1 * ? *)",
        "cron(0 3 1 * ?)",
        "every(5 minutes)",
        "rate 5 minutes",
    ] {
        assert!(mistake(wrong).is_some(), "{wrong}");
    }
}

#[test]
fn a_job_is_told_its_name_and_when_it_was_due() {
    let mut names = BTreeSet::new();
    for (function, event, schedule) in schedules() {
        let input: Value = serde_json::from_str(schedule["Input"].as_str().unwrap()).unwrap();
        let job = input["job"].as_str().unwrap();
        assert_eq!(
            input,
            json!({ "job": job, "at": "<aws.scheduler.scheduled-time>" }),
            "{}.{event}",
            function.id
        );
        // Schedules share one name space per account and region, so the stack is part of the name.
        assert_eq!(
            schedule["Name"],
            json!({ "Fn::Sub": format!("${{AWS::StackName}}-{job}") })
        );
        assert!(names.insert(job.to_owned()), "{job} is scheduled twice");
        let runs = format!("schedule::run(job,\"{job}\"");
        assert!(
            source(function.binary()).contains(&runs),
            "{}.{event}: its sources run no job {job}",
            function.id
        );
    }
    assert_eq!(
        names,
        BTreeSet::from(
            [
                "credit",
                "disposals",
                "expiry",
                "receivables",
                "reorder",
                "silence",
                "sweep"
            ]
            .map(str::to_owned)
        )
    );
}

#[test]
fn a_run_that_cannot_start_and_a_run_that_fails_become_dead_letters() {
    for (function, event, schedule) in schedules() {
        assert_eq!(
            target(&schedule["DeadLetterConfig"]["Arn"]),
            Some("ScheduleDlq"),
            "{}.{event}",
            function.id
        );
        assert!(
            schedule["RetryPolicy"]["MaximumRetryAttempts"].is_u64(),
            "{}.{event}",
            function.id
        );
        // The scheduler starts runs asynchronously: what becomes of them is the function's affair.
        let failed = &function.property("EventInvokeConfig")["DestinationConfig"]["OnFailure"]["Destination"];
        assert_eq!(target(failed), Some("ScheduleDlq"), "{}", function.id);
    }
}

#[test]
fn the_scheduler_may_start_exactly_the_jobs() {
    let mut scheduled: Vec<&str> = schedules().map(|(function, ..)| function.id).collect();
    for (function, event, schedule) in schedules() {
        assert_eq!(
            target(&schedule["RoleArn"]),
            Some("ScheduleRole"),
            "{}.{event}",
            function.id
        );
    }
    let role = TEMPLATE.resource("AWS::IAM::Role", "ScheduleRole");
    let trust = &role.property("AssumeRolePolicyDocument")["Statement"][0];
    let this_account =
        json!({ "StringEquals": { "aws:SourceAccount": { "Ref": "AWS::AccountId" } } });
    assert_eq!(trust["Principal"]["Service"], "scheduler.amazonaws.com");
    assert_eq!(
        trust["Condition"], this_account,
        "schedules of others start nothing"
    );
    let statements = role.property("Policies")[0]["PolicyDocument"]["Statement"]
        .as_array()
        .unwrap();
    let start = statements
        .iter()
        .find(|statement| statement["Action"] == "lambda:InvokeFunction")
        .unwrap();
    let mut startable: Vec<&str> = start["Resource"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(target)
        .collect();
    scheduled.sort_unstable();
    scheduled.dedup();
    startable.sort_unstable();
    assert_eq!(startable, scheduled);
}
