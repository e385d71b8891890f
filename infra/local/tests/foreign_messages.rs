//! What comes to a stage's queue from a sender of another version, or from nobody of ours: the
//! real function says why it cannot be handled, and it rests where people look. Nothing is dropped.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test that cannot go on may stop by a panic"
)]

mod support;

use aws_sdk_sqs::config::{BehaviorVersion, Credentials, Region};
use serde_json::Value;
use yudan::host::{Host, Place, Settings, Workers};

const TEMPLATE: &str = include_str!("../../template.yaml");

/// How often a stage's queue lets a message be received.
const TRIES: usize = 5;

/// Bodies, and what the log must say of each.
const FOREIGN: [(&str, &str); 6] = [
    (
        r#"{"version":2,"aggregate":"order","id":"1","sequence":1,"kinds":["order_received"],"correlation_id":"later","hops":0}"#,
        "expected version 1, found 2; deploy the receiver before the sender",
    ),
    (
        r#"{"version":0,"order":"1"}"#,
        "expected version 1, found 0; deploy the receiver before the sender",
    ),
    (
        r#"{"version":1,"aggregate":"order","id":"1","sequence":1,"kinds":["order_teleported"],"correlation_id":"unknown kind","hops":0}"#,
        "unknown variant `order_teleported`",
    ),
    (
        r#"{"version":1,"aggregate":"order","id":"1","sequence":1,"kinds":["order_received"]}"#,
        "missing field `correlation_id`",
    ),
    (r#"{"aggregate":"order"}"#, "missing field `version`"),
    ("order 1", "expected value at line 1 column 1"),
];

fn settings() -> Settings {
    Settings {
        workers: Workers::Processes(env!("CARGO_BIN_EXE_yudan").into()),
        ..support::settings(Place::Temporary)
    }
}

fn client(host: &Host) -> aws_sdk_sqs::Client {
    let config = aws_sdk_sqs::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new("cn-northwest-1"))
        .credentials_provider(Credentials::new("local", "local", None, None, "test"))
        .endpoint_url(host.internal_endpoint());
    aws_sdk_sqs::Client::from_conf(config.build())
}

/// What a function printed so far.
fn printed(host: &Host, function: &str) -> String {
    let log = host
        .directory()
        .file("logs")
        .join(format!("{function}.log"));
    std::fs::read_to_string(log).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_that_cannot_be_handled_is_put_aside_with_its_reason_in_the_log() {
    let host = Host::start(TEMPLATE, &settings()).unwrap();
    let bus = host.bus();
    let (client, queue) = (client(&host), bus.queue_url("ReviewQueue"));
    for (body, _) in FOREIGN {
        let sent = client.send_message().queue_url(&queue).message_body(body);
        sent.send().await.unwrap();
    }
    support::wait_until("every message is put aside", async || {
        bus.counts("ReviewQueueDlq").await.unwrap().visible == FOREIGN.len() as u64
    })
    .await;
    let counts = bus.counts("ReviewQueue").await.unwrap();
    assert_eq!((counts.visible, counts.in_flight), (0, 0));
    let mut dead: Vec<String> = bus
        .peek("ReviewQueueDlq", 10)
        .await
        .unwrap()
        .into_iter()
        .map(|message| message.body)
        .collect();
    let mut sent = FOREIGN.map(|(body, _)| body.to_owned()).to_vec();
    dead.sort();
    sent.sort();
    assert_eq!(dead, sent, "as they were sent");
    let log = printed(&host, "review");
    host.stop().await;
    for (body, reason) in FOREIGN {
        let lines = log
            .lines()
            .filter_map(|line| serde_json::from_str::<Value>(line).ok());
        let told = lines.filter(|line| {
            line["outcome"] == "poison"
                && line["error"]
                    .as_str()
                    .is_some_and(|error| error.contains(reason))
        });
        assert_eq!(told.count(), TRIES, "{body}: {reason}\n{log}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_message_of_a_sender_that_says_more_is_handled() {
    let host = Host::start(TEMPLATE, &settings()).unwrap();
    let bus = host.bus();
    let body = r#"{"version":1,"aggregate":"order","id":"01970000-0000-7000-8000-000000000000","sequence":1,"kinds":[],"correlation_id":"c","hops":0,"tenant":"later"}"#;
    let sent = client(&host)
        .send_message()
        .queue_url(bus.queue_url("NotifyQueue"))
        .message_body(body);
    sent.send().await.unwrap();
    support::wait_until("the message is handled", async || {
        printed(&host, "notify").contains(r#""message":"message""#)
    })
    .await;
    support::wait_until("the message is gone", async || {
        let counts = bus.counts("NotifyQueue").await.unwrap();
        (counts.visible, counts.in_flight) == (0, 0)
    })
    .await;
    assert_eq!(bus.counts("NotifyQueueDlq").await.unwrap().visible, 0);
    host.stop().await;
}
