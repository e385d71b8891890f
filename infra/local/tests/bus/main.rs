//! The local queues and topics: their semantics by Rust calls with a clock moved by hand, their wire forms by the real
//! SDK clients, and that nothing is lost when the process dies.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot go on may stop by a panic"
)]

mod dead_letters;
mod filter_matching;
mod filter_refusals;
mod limits;
mod long_poll;
mod queue_life;
mod restart;
mod sns_client;
mod sqs_batches;
mod sqs_client;
mod sqs_queues;
mod topic_delivery;

use std::time::Duration;

use yudan::bus::{
    Bus, BusError, Clock, ErrorCode, Location, ManualClock, NewMessage, QueueSpec, ReceiveRequest,
    ReceivedMessage,
};

/// 2026-11-24T00:00:00Z.
const START_MS: i64 = 1_795_478_400_000;

/// An empty bus in memory with a clock to move.
fn bus_with_clock() -> (Bus, ManualClock) {
    let clock = ManualClock::new(START_MS);
    let location = Location::Memory;
    let bus = Bus::open_with_clock(&location, "local", Clock::Manual(clock.clone())).unwrap();
    (bus, clock)
}

/// A bus with one queue.
fn bus_with_queue(name: &str) -> (Bus, ManualClock) {
    let (bus, clock) = bus_with_clock();
    bus.ensure_queue(QueueSpec::named(name)).unwrap();
    (bus, clock)
}

async fn send(bus: &Bus, queue: &str, body: &str) -> String {
    bus.send(queue, NewMessage::with_body(body))
        .await
        .unwrap()
        .message_id
}

async fn receive(bus: &Bus, queue: &str) -> Vec<ReceivedMessage> {
    bus.receive(queue, ReceiveRequest::up_to(10)).await.unwrap()
}

async fn bodies(bus: &Bus, queue: &str) -> Vec<String> {
    receive(bus, queue)
        .await
        .into_iter()
        .map(|message| message.body)
        .collect()
}

fn seconds(count: u64) -> Duration {
    Duration::from_secs(count)
}

fn code<T: std::fmt::Debug>(result: Result<T, BusError>) -> ErrorCode {
    result.unwrap_err().code
}
