//! Messages that were received too often.

use yudan::bus::{
    AttributeValue, Bus, ManualClock, MessageAttribute, NewMessage, QueueSpec, ReceiveRequest,
    Redrive,
};

use crate::{START_MS, bodies, bus_with_queue, receive, seconds, send};

/// A bus whose queue `work` puts a message aside into `dead` after `max_receive_count` receives.
pub(crate) fn with_dead_letters(max_receive_count: u32) -> (Bus, ManualClock) {
    let (bus, clock) = bus_with_queue("dead");
    let redrive = Some(Redrive {
        dead_letter_queue: "dead".to_owned(),
        max_receive_count,
    });
    bus.ensure_queue(QueueSpec {
        redrive,
        ..QueueSpec::named("work")
    })
    .unwrap();
    (bus, clock)
}

#[tokio::test]
async fn a_poison_message_is_received_exactly_as_often_as_allowed() {
    for max in [1, 3] {
        let (bus, clock) = with_dead_letters(max);
        let message = NewMessage {
            attributes: [("kind".to_owned(), MessageAttribute::text("bad"))].into(),
            ..NewMessage::with_body("poison")
        };
        let id = bus.send("work", message).await.unwrap().message_id;
        for count in 1..=max {
            assert_eq!(receive(&bus, "work").await[0].receive_count, count);
            assert!(receive(&bus, "dead").await.is_empty());
            clock.advance(seconds(30));
        }
        assert_eq!(
            bus.counts("dead").await.unwrap().visible,
            0,
            "only a receive puts it aside"
        );
        assert!(receive(&bus, "work").await.is_empty());
        let dead = receive(&bus, "dead").await.remove(0);
        assert_eq!((dead.message_id, dead.sent_ms), (id, START_MS));
        assert_eq!(
            dead.attributes["kind"].value,
            AttributeValue::Text("bad".to_owned())
        );
        assert_eq!(dead.dead_letter_source.as_deref(), Some("work"));
        assert_eq!(dead.receive_count, max + 1);
    }
}

#[tokio::test]
async fn good_messages_behind_a_poison_one_come_in_the_same_receive() {
    let (bus, _clock) = with_dead_letters(1);
    for body in ["p1", "p2", "good"] {
        send(&bus, "work", body).await;
    }
    let poisoned = bus
        .receive(
            "work",
            ReceiveRequest {
                max: 2,
                visibility_timeout_s: Some(0),
                wait_s: None,
            },
        )
        .await
        .unwrap();
    assert_eq!(poisoned.len(), 2);
    assert_eq!(bodies(&bus, "work").await, ["good"]);
    assert_eq!(bodies(&bus, "dead").await, ["p1", "p2"]);
}

#[tokio::test]
async fn receives_before_the_dead_letter_queue_do_not_count_against_its_own_limit() {
    let (bus, clock) = bus_with_queue("last");
    let chain = [("dead", "last", 2), ("work", "dead", 1)];
    for (name, target, max_receive_count) in chain {
        let redrive = Some(Redrive {
            dead_letter_queue: target.to_owned(),
            max_receive_count,
        });
        bus.ensure_queue(QueueSpec {
            redrive,
            ..QueueSpec::named(name)
        })
        .unwrap();
    }
    send(&bus, "work", "poison").await;
    for (queue, expected) in [
        ("work", 1),
        ("work", 0),
        ("dead", 1),
        ("dead", 1),
        ("dead", 0),
        ("last", 1),
    ] {
        assert_eq!(receive(&bus, queue).await.len(), expected, "{queue}");
        clock.advance(seconds(30));
    }
}

#[tokio::test]
async fn a_message_behind_a_poison_one_is_handed_out_once_even_if_it_stays_visible() {
    let (bus, _clock) = with_dead_letters(2);
    let visible = ReceiveRequest {
        max: 2,
        visibility_timeout_s: Some(0),
        wait_s: None,
    };
    send(&bus, "work", "poison").await;
    for _ in 0..2 {
        assert_eq!(bus.receive("work", visible).await.unwrap().len(), 1);
    }
    send(&bus, "work", "good").await;
    let messages = bus.receive("work", visible).await.unwrap();
    let bodies: Vec<_> = messages
        .iter()
        .map(|message| message.body.as_str())
        .collect();
    assert_eq!(bodies, ["good"]);
}
