//! Receives that wait.

use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use yudan::bus::{Bus, Location, NewMessage, QueueSpec, ReceiveRequest};

use crate::dead_letters::with_dead_letters;
use crate::{bus_with_clock, receive, seconds, send};

/// Polls a future once by hand: whether it is still waiting.
fn is_waiting<T>(future: Pin<&mut impl Future<Output = T>>) -> bool {
    matches!(
        future.poll(&mut Context::from_waker(Waker::noop())),
        Poll::Pending
    )
}

#[tokio::test]
async fn a_waiting_receive_wakes_up_at_once() {
    let waiting = ReceiveRequest {
        max: 1,
        wait_s: Some(20),
        visibility_timeout_s: None,
    };
    // The clock stands still: whatever comes back does so because of the event, not because time passed.
    for event in [
        "arrival",
        "came back",
        "made visible",
        "end of delay",
        "put aside",
    ] {
        let (bus, clock) = with_dead_letters(1);
        let queue = if event == "put aside" { "dead" } else { "work" };
        if event == "came back" {
            bus.ensure_queue(QueueSpec {
                visibility_timeout_s: 5,
                ..QueueSpec::named("work")
            })
            .unwrap();
        } else if event != "put aside" {
            bus.ensure_queue(QueueSpec::named("work")).unwrap();
        }
        let mut handle = String::new();
        if matches!(event, "came back" | "made visible" | "put aside") {
            send(&bus, "work", "one").await;
            handle = receive(&bus, "work").await.remove(0).receipt_handle;
        }
        let receiver = bus.clone();
        let mut receive =
            tokio::spawn(async move { receiver.receive(queue, waiting).await.unwrap() });
        // A look of our own is answered after the look of the receiver that was started before it.
        tokio::task::yield_now().await;
        bus.counts(queue).await.unwrap();
        assert!(is_waiting(Pin::new(&mut receive)), "{event}");
        match event {
            "arrival" => drop(send(&bus, "work", "one").await),
            "came back" => clock.advance(seconds(5)),
            "made visible" => bus.change_visibility("work", &handle, 0).await.unwrap(),
            "put aside" => {
                bus.change_visibility("work", &handle, 0).await.unwrap();
                assert!(crate::receive(&bus, "work").await.is_empty());
            }
            _ => {
                let late = NewMessage {
                    delay_s: Some(3),
                    ..NewMessage::with_body("one")
                };
                bus.send("work", late).await.unwrap();
                clock.advance(seconds(3));
            }
        }
        // Real time: only for a receive that does not wake up, which would wait for the clock forever.
        let woken = tokio::time::timeout(Duration::from_secs(30), receive).await;
        assert_eq!(woken.expect(event).unwrap().len(), 1, "{event}");
    }
}

#[tokio::test]
async fn a_waiting_receive_ends_empty_after_its_time() {
    let (bus, clock) = bus_with_clock();
    bus.ensure_queue(QueueSpec {
        receive_wait_s: 7,
        ..QueueSpec::named("work")
    })
    .unwrap();
    let receiver = bus.clone();
    let receive = tokio::spawn(async move { crate::receive(&receiver, "work").await });
    tokio::task::yield_now().await;
    clock.advance(seconds(7));
    // It may have begun before or after the step of the clock.
    clock.advance(seconds(7));
    assert!(receive.await.unwrap().is_empty());
}

#[tokio::test]
async fn by_the_wall_clock_too_a_receive_sleeps_until_a_message_is_due() {
    let bus = Bus::open(&Location::Memory, "local").unwrap();
    bus.ensure_queue(QueueSpec::named("work")).unwrap();
    let late = NewMessage {
        delay_s: Some(1),
        ..NewMessage::with_body("late")
    };
    bus.send("work", late).await.unwrap();
    let waiting = ReceiveRequest {
        max: 1,
        wait_s: Some(20),
        visibility_timeout_s: None,
    };
    let message = bus.receive("work", waiting).await.unwrap().remove(0);
    let held_ms = message.first_received_ms - message.sent_ms;
    assert!((1_000..20_000).contains(&held_ms), "{held_ms} ms");
}
