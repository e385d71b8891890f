//! Everything that may go wrong unseen has an alarm, and every alarm a section of the runbook.

use std::collections::BTreeSet;

use contract::route_table::{Access, ROUTES};
use lambda::metrics::{NAMESPACE, SIGNATURE_REFUSED};
use serde_json::Value;

use crate::document::{TEMPLATE, target};
use crate::queues::dead_letter_queues;

const RUNBOOK: &str = include_str!("../../../infra/RUNBOOK.md");

/// Metric and what it is watched on: a logical id, or the function of a metric of our own.
fn watched() -> BTreeSet<(&'static str, &'static str)> {
    let alarms: Vec<_> = TEMPLATE.resources("AWS::CloudWatch::Alarm").collect();
    let watched: BTreeSet<_> = alarms
        .iter()
        .map(|alarm| {
            let dimension = &alarm.property("Dimensions")[0]["Value"];
            (
                alarm.property("MetricName").as_str().unwrap(),
                target(dimension).or(dimension.as_str()).unwrap(),
            )
        })
        .collect();
    assert_eq!(watched.len(), alarms.len(), "no two alarms watch the same");
    watched
}

#[test]
fn dead_letters_age_errors_throttles_lateness_signatures_and_server_errors_are_watched() {
    let redriven = dead_letter_queues();
    let dead = redriven
        .values()
        .copied()
        .chain(["RelayDlq", "ScheduleDlq"]);
    let functions: Vec<&str> = TEMPLATE.functions().map(|function| function.id).collect();
    let mut expected: BTreeSet<(&str, &str)> = dead
        .map(|queue| ("ApproximateNumberOfMessagesVisible", queue))
        .collect();
    expected.extend(
        redriven
            .keys()
            .map(|queue| ("ApproximateAgeOfOldestMessage", *queue)),
    );
    expected.extend(
        functions
            .iter()
            .flat_map(|id| [("Errors", *id), ("Throttles", *id)]),
    );
    let signed = ROUTES.iter().filter(|route| route.access == Access::Signed);
    expected.extend(signed.map(|route| (SIGNATURE_REFUSED, route.function)));
    expected.extend([("IteratorAge", "RelayFunction"), ("5xx", "OrdersApi")]);
    assert_eq!(watched(), expected);
}

#[test]
fn an_alarm_watches_the_right_name_space_and_dimension() {
    for alarm in TEMPLATE.resources("AWS::CloudWatch::Alarm") {
        let dimensions = alarm.property("Dimensions").as_array().unwrap();
        let [dimension] = dimensions.as_slice() else {
            panic!("{}: expected one dimension", alarm.id)
        };
        let (name, by) = match alarm.property("MetricName").as_str().unwrap() {
            "Errors" | "Throttles" | "IteratorAge" => ("AWS/Lambda", "FunctionName"),
            "5xx" => ("AWS/ApiGateway", "ApiId"),
            SIGNATURE_REFUSED => (NAMESPACE, "function"),
            _ => ("AWS/SQS", "QueueName"),
        };
        assert_eq!(alarm.property("Namespace"), name, "{}", alarm.id);
        assert_eq!(dimension["Name"], by, "{}", alarm.id);
        // The reference of a queue is its address; the metric goes by its name.
        let attribute = &dimension["Value"]["Fn::GetAtt"][1];
        assert_eq!(*attribute == "QueueName", by == "QueueName", "{}", alarm.id);
    }
}

#[test]
fn the_first_dead_letter_the_first_error_and_the_first_throttle_ring() {
    for alarm in TEMPLATE.resources("AWS::CloudWatch::Alarm") {
        assert_eq!(
            alarm.property("TreatMissingData"),
            "notBreaching",
            "{}",
            alarm.id
        );
        assert_eq!(
            alarm.property("ComparisonOperator"),
            "GreaterThanThreshold",
            "{}",
            alarm.id
        );
        assert_eq!(alarm.property("EvaluationPeriods"), 1, "{}", alarm.id);
        assert_eq!(
            alarm.property("AlarmActions")["Fn::If"][0],
            "HasAlarmTopic",
            "{}",
            alarm.id
        );
        let patient = [
            "ApproximateAgeOfOldestMessage",
            "IteratorAge",
            SIGNATURE_REFUSED,
        ]
        .map(Value::from);
        let threshold = alarm.property("Threshold").as_u64().unwrap();
        assert_eq!(
            threshold > 0,
            patient.contains(alarm.property("MetricName")),
            "{}",
            alarm.id
        );
    }
}

#[test]
fn every_alarm_leads_to_the_runbook_and_every_section_to_an_alarm() {
    let sections: BTreeSet<String> = RUNBOOK
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|title| title.to_lowercase().replace(' ', "-"))
        .collect();
    let linked: BTreeSet<String> = TEMPLATE
        .resources("AWS::CloudWatch::Alarm")
        .map(|alarm| {
            let description = alarm.property("AlarmDescription").as_str().unwrap();
            let (_, section) = description
                .split_once("see infra/RUNBOOK.md#")
                .unwrap_or_else(|| {
                    panic!(
                        "{}: expected a section of the runbook, found {description}",
                        alarm.id
                    )
                });
            section.to_owned()
        })
        .collect();
    assert_eq!(linked, sections);
}

#[test]
fn an_alarm_looks_at_the_worst_of_five_minutes() {
    for alarm in TEMPLATE.resources("AWS::CloudWatch::Alarm") {
        let counted = ["Errors", "Throttles", "5xx", SIGNATURE_REFUSED].map(Value::from);
        let statistic = if counted.contains(alarm.property("MetricName")) {
            "Sum"
        } else {
            "Maximum"
        };
        assert_eq!(alarm.property("Statistic"), statistic, "{}", alarm.id);
        assert_eq!(alarm.property("Period"), 300, "{}", alarm.id);
    }
}

#[test]
fn an_alarm_rings_after_as_many_minutes_as_it_says() {
    for alarm in TEMPLATE.resources("AWS::CloudWatch::Alarm") {
        let unit = match alarm.property("MetricName").as_str().unwrap() {
            "ApproximateAgeOfOldestMessage" => 1,
            "IteratorAge" => 1000,
            _ => continue,
        };
        let description = alarm.property("AlarmDescription").as_str().unwrap();
        let (_, after) = description.split_once("over ").unwrap();
        let (minutes, _) = after.split_once(" minutes").unwrap();
        let expected = minutes.parse::<u64>().unwrap() * 60 * unit;
        assert_eq!(
            *alarm.property("Threshold"),
            expected,
            "{}: {description}",
            alarm.id
        );
    }
}
