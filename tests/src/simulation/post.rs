//! Topics and queues: those of the local host, in memory, made from the template, in the time of
//! the simulation.
//!
//! The host's queues answer from a thread of their own. Here each call waits for its answer
//! before anything else happens, so that a run goes the same way whenever it is repeated.

use std::sync::Mutex;
use std::time::Duration;

use axum::body::{Bytes, to_bytes};
use axum::http::HeaderMap;
use lambda::clock::SetClock;
use tokio::sync::Notify;
use yudan::bus::{Bus, Clock, Location, ManualClock, NewMessage, ReceiveRequest, ReceivedMessage};
use yudan::template::{Stack, locality};

/// The topics and queues of one run.
pub(super) struct Post {
    bus: Bus,
    clock: SetClock,
    shown: ManualClock,
    shown_ms: Mutex<i64>,
    /// Something was put into a queue.
    pub(super) arrived: Notify,
}

impl Post {
    pub(super) fn open(stack: &Stack, clock: SetClock) -> Self {
        let now_ms = clock.now().as_millisecond();
        let shown = ManualClock::new(now_ms);
        let by_hand = Clock::Manual(shown.clone());
        let bus = Bus::open_with_clock(&Location::Memory, locality::REGION, by_hand).unwrap();
        yudan::host::queues::make(&bus, stack).unwrap();
        Self {
            bus,
            clock,
            shown,
            shown_ms: Mutex::new(now_ms),
            arrived: Notify::new(),
        }
    }

    /// The queues, at the time that it is.
    pub(super) fn bus(&self) -> &Bus {
        let mut shown_ms = self.shown_ms.lock().unwrap();
        let passed = self.clock.now().as_millisecond() - *shown_ms;
        if let Ok(passed) = u64::try_from(passed) {
            *shown_ms += i64::try_from(passed).unwrap();
            self.shown.advance(Duration::from_millis(passed));
        }
        &self.bus
    }

    /// Answers a call of the SDK's client of topics.
    pub(super) fn publish(&self, headers: HeaderMap, body: Vec<u8>) -> (u16, Vec<u8>) {
        let answer = pollster::block_on(async {
            let answer = self.bus().answer(headers, Bytes::from(body)).await;
            let status = answer.status().as_u16();
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            (status, body.to_vec())
        });
        self.arrived.notify_waiters();
        answer
    }

    /// Puts a message into a queue by hand.
    pub(super) fn send(&self, queue: &str, body: &str) {
        pollster::block_on(self.bus().send(queue, NewMessage::with_body(body))).unwrap();
        self.arrived.notify_waiters();
    }

    /// What is due in a queue, at most `most` messages.
    pub(super) fn receive(&self, queue: &str, most: u32) -> Vec<ReceivedMessage> {
        let request = ReceiveRequest {
            wait_s: Some(0),
            ..ReceiveRequest::up_to(most)
        };
        pollster::block_on(self.bus().receive(queue, request)).unwrap()
    }

    /// Takes a message that is done out of its queue.
    pub(super) fn delete(&self, queue: &str, message: &ReceivedMessage) {
        pollster::block_on(self.bus().delete(queue, &message.receipt_handle)).unwrap();
    }

    /// How many messages are in a queue, in whatever state.
    pub(super) fn count(&self, queue: &str) -> u64 {
        let counts = pollster::block_on(self.bus().counts(queue)).unwrap();
        counts.visible + counts.in_flight + counts.delayed
    }
}
