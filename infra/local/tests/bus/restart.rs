//! What is answered is kept: across an orderly end and across `kill -9`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::json;
use yudan::bus::{
    Bus, FilterScope, Location, MessageAttribute, NewMessage, Publication, QueueSpec,
    ReceiveRequest, Subscription,
};

use crate::receive;

const DATABASE: &str = "YUDAN_TEST_BUS_DATABASE";

struct Directory(PathBuf);

impl Directory {
    fn new() -> Self {
        let path = std::env::temp_dir().join(format!("yudan-bus-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir(&path).unwrap();
        Self(path)
    }

    fn location(&self) -> Location {
        Location::File(self.0.join("bus.db"))
    }
}

impl Drop for Directory {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn open(location: &Location) -> Bus {
    let bus = Bus::open(location, "local").unwrap();
    bus.ensure_queue(QueueSpec::named("work")).unwrap();
    bus.ensure_topic("events").unwrap();
    bus.ensure_subscription(Subscription {
        topic: "events".to_owned(),
        queue: "work".to_owned(),
        raw_delivery: true,
        filter_policy: Some(json!({ "kind": ["wanted"] })),
        filter_scope: FilterScope::MessageAttributes,
    })
    .unwrap();
    bus
}

#[tokio::test]
async fn a_restart_keeps_messages_their_state_and_subscriptions() {
    let directory = Directory::new();
    let bus = open(&directory.location());
    crate::send(&bus, "work", "in flight").await;
    let held = receive(&bus, "work").await.remove(0);
    let waiting = crate::send(&bus, "work", "waiting").await;
    let late = NewMessage {
        delay_s: Some(900),
        ..NewMessage::with_body("late")
    };
    bus.send("work", late).await.unwrap();
    drop(bus);

    let bus = open(&directory.location());
    let counts = bus.counts("work").await.unwrap();
    assert_eq!(
        (counts.visible, counts.in_flight, counts.delayed),
        (1, 1, 1)
    );
    assert_eq!(receive(&bus, "work").await[0].message_id, waiting);
    bus.delete("work", &held.receipt_handle).await.unwrap();
    assert_eq!(bus.counts("work").await.unwrap().in_flight, 1);
    let attributes = [("kind".to_owned(), MessageAttribute::text("wanted"))].into();
    let publication = Publication {
        message: "news".to_owned(),
        subject: None,
        attributes,
    };
    bus.publish("events", publication).await.unwrap();
    assert_eq!(crate::bodies(&bus, "work").await, ["news"]);
    assert_eq!(
        bus.recent("events", 10).await.unwrap()[0].delivered_to,
        ["work"]
    );
}

#[tokio::test]
async fn what_a_receiver_that_is_gone_held_returns_at_once_and_counts_as_received() {
    let directory = Directory::new();
    let bus = open(&directory.location());
    crate::send(&bus, "work", "held").await;
    receive(&bus, "work").await;
    let late = NewMessage {
        delay_s: Some(900),
        ..NewMessage::with_body("late")
    };
    bus.send("work", late).await.unwrap();
    drop(bus);

    let bus = tokio::task::spawn_blocking(move || {
        let bus = open(&directory.location());
        bus.return_held("work").unwrap();
        (bus, directory)
    });
    let (bus, _directory) = bus.await.unwrap();
    let counts = bus.counts("work").await.unwrap();
    assert_eq!(
        (counts.visible, counts.in_flight, counts.delayed),
        (1, 0, 1)
    );
    let again = receive(&bus, "work").await;
    assert_eq!(
        (again[0].body.as_str(), again[0].receive_count),
        ("held", 2)
    );
}

#[test]
fn a_database_of_another_version_is_refused() {
    let directory = Directory::new();
    let Location::File(path) = directory.location() else {
        unreachable!()
    };
    let other = rusqlite::Connection::open(&path).unwrap();
    other.pragma_update(None, "user_version", 99).unwrap();
    let error = Bus::open(&directory.location(), "local").err().unwrap();
    assert!(error.message.contains("version 99"), "{error}");
}

/// Not a test of its own: the process that [`a_killed_process_loses_nothing_it_answered`] kills.
#[tokio::test]
#[ignore = "runs until it is killed, by the test that starts it"]
async fn sends_until_killed() {
    let Some(database) = std::env::var_os(DATABASE) else {
        return;
    };
    let bus = open(&Location::File(database.into()));
    loop {
        let sends = (0..8).map(|_| {
            tokio::spawn({
                let bus = bus.clone();
                async move { crate::send(&bus, "work", "x").await }
            })
        });
        for send in sends.collect::<Vec<_>>() {
            let id = send.await.unwrap();
            let mut out = std::io::stderr().lock();
            writeln!(out, "sent {id}").unwrap();
        }
    }
}

#[tokio::test]
async fn a_killed_process_loses_nothing_it_answered() {
    let directory = Directory::new();
    let Location::File(database) = directory.location() else {
        unreachable!()
    };
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args([
            "--ignored",
            "--exact",
            "restart::sends_until_killed",
            "--nocapture",
        ])
        .env(DATABASE, &database)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let mut sent = Vec::new();
    for line in lines {
        if let Some(id) = line.unwrap().strip_prefix("sent ") {
            sent.push(id.to_owned());
        }
        if sent.len() == 200 {
            child.kill().unwrap();
            break;
        }
    }
    child.wait().unwrap();
    assert_eq!(sent.len(), 200);

    let bus = open(&directory.location());
    let mut found = Vec::new();
    loop {
        let request = ReceiveRequest {
            max: 10,
            wait_s: Some(0),
            visibility_timeout_s: None,
        };
        let messages = bus.receive("work", request).await.unwrap();
        if messages.is_empty() {
            break;
        }
        found.extend(messages.into_iter().map(|message| message.message_id));
    }
    let lost: Vec<_> = sent.iter().filter(|id| !found.contains(id)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}
