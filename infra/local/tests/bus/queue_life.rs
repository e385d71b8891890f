//! The life of a message in a queue: received, invisible, back, deleted, too old.

use yudan::bus::{ErrorCode, NewMessage, QueueCounts, QueueSpec, ReceiveRequest};

use crate::{START_MS, bodies, bus_with_clock, bus_with_queue, code, receive, seconds, send};

#[tokio::test]
async fn a_received_message_is_invisible_until_its_time_is_over() {
    let (bus, clock) = bus_with_queue("work");
    send(&bus, "work", "one").await;
    let first = receive(&bus, "work").await;
    assert_eq!(
        (first[0].receive_count, first[0].first_received_ms),
        (1, START_MS)
    );
    clock.advance(seconds(29));
    assert!(receive(&bus, "work").await.is_empty());
    clock.advance(seconds(1));
    let again = receive(&bus, "work").await;
    assert_eq!(
        (again[0].receive_count, again[0].first_received_ms),
        (2, START_MS)
    );
    assert_ne!(again[0].receipt_handle, first[0].receipt_handle);
}

#[tokio::test]
async fn a_deleted_message_does_not_come_back_and_deleting_twice_is_no_error() {
    let (bus, clock) = bus_with_queue("work");
    send(&bus, "work", "one").await;
    let handle = receive(&bus, "work").await.remove(0).receipt_handle;
    bus.delete("work", &handle).await.unwrap();
    bus.delete("work", &handle).await.unwrap();
    clock.advance(seconds(3_600));
    assert!(receive(&bus, "work").await.is_empty());
    assert_eq!(bus.counts("work").await.unwrap(), QueueCounts::default());
}

#[tokio::test]
async fn a_handle_works_after_its_time_but_not_after_another_receive() {
    let (bus, clock) = bus_with_queue("work");
    send(&bus, "work", "one").await;
    let old = receive(&bus, "work").await.remove(0).receipt_handle;
    clock.advance(seconds(30));
    let new = receive(&bus, "work").await.remove(0).receipt_handle;
    bus.delete("work", &old).await.unwrap();
    assert_eq!(bus.counts("work").await.unwrap().in_flight, 1);
    clock.advance(seconds(30));
    bus.delete("work", &new).await.unwrap();
    assert_eq!(bus.counts("work").await.unwrap().visible, 0);
}

#[tokio::test]
async fn a_visibility_timeout_of_zero_hands_a_message_out_once_in_a_receive() {
    let (bus, _clock) = bus_with_queue("work");
    send(&bus, "work", "one").await;
    let request = ReceiveRequest {
        max: 10,
        visibility_timeout_s: Some(0),
        wait_s: None,
    };
    for count in 1..=3 {
        let messages = bus.receive("work", request).await.unwrap();
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].receive_count, count);
    }
}

#[tokio::test]
async fn visibility_can_be_changed_only_while_in_flight_and_up_to_twelve_hours() {
    let (bus, clock) = bus_with_queue("work");
    send(&bus, "work", "one").await;
    let handle = receive(&bus, "work").await.remove(0).receipt_handle;
    bus.change_visibility("work", &handle, 100).await.unwrap();
    clock.advance(seconds(99));
    assert!(receive(&bus, "work").await.is_empty());
    let beyond = bus.change_visibility("work", &handle, 43_200).await;
    assert_eq!(code(beyond), ErrorCode::InvalidParameterValue);
    bus.change_visibility("work", &handle, 0).await.unwrap();
    let late = bus.change_visibility("work", &handle, 10).await;
    assert_eq!(code(late), ErrorCode::MessageNotInflight);
    assert_eq!(receive(&bus, "work").await.len(), 1);
    let stale = bus.change_visibility("work", &handle, 10).await;
    assert_eq!(code(stale), ErrorCode::InvalidParameterValue);
}

#[tokio::test]
async fn a_delayed_message_comes_after_its_delay_by_queue_or_by_message() {
    let (bus, clock) = bus_with_clock();
    bus.ensure_queue(QueueSpec {
        delay_s: 60,
        ..QueueSpec::named("slow")
    })
    .unwrap();
    send(&bus, "slow", "queue's delay").await;
    let own = NewMessage {
        delay_s: Some(0),
        ..NewMessage::with_body("own delay")
    };
    bus.send("slow", own).await.unwrap();
    assert_eq!(bodies(&bus, "slow").await, ["own delay"]);
    let counts = bus.counts("slow").await.unwrap();
    assert_eq!(
        (counts.visible, counts.in_flight, counts.delayed),
        (0, 1, 1)
    );
    clock.advance(seconds(60));
    assert!(
        bodies(&bus, "slow")
            .await
            .contains(&"queue's delay".to_owned())
    );
}

#[tokio::test]
async fn a_message_is_kept_as_long_as_the_queue_says() {
    let (bus, clock) = bus_with_queue("work");
    send(&bus, "work", "one").await;
    bus.ensure_queue(QueueSpec {
        retention_s: 60,
        ..QueueSpec::named("work")
    })
    .unwrap();
    assert_eq!(
        bus.counts("work").await.unwrap().oldest_sent_ms,
        Some(START_MS)
    );
    clock.advance(seconds(60));
    assert!(receive(&bus, "work").await.is_empty());
    send(&bus, "work", "two").await;
    clock.advance(seconds(60));
    assert_eq!(bus.counts("work").await.unwrap(), QueueCounts::default());
    send(&bus, "work", "three").await;
    clock.advance(seconds(60));
    assert!(bus.peek("work", 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn looking_is_not_receiving() {
    let (bus, _clock) = bus_with_queue("work");
    send(&bus, "work", "one").await;
    receive(&bus, "work").await;
    send(&bus, "work", "two").await;
    let seen = bus.peek("work", 10).await.unwrap();
    let seen: Vec<_> = seen
        .iter()
        .map(|it| (it.body.as_str(), it.receive_count))
        .collect();
    assert_eq!(seen, [("one", 1), ("two", 0)]);
    assert_eq!(bodies(&bus, "work").await, ["two"]);
}
