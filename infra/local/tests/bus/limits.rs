//! What the real service refuses is refused here.

use yudan::bus::{ErrorCode, MessageAttribute, NewMessage, QueueSpec, ReceiveRequest, Redrive};

use crate::{bus_with_clock, bus_with_queue, code, receive};

#[tokio::test]
async fn what_is_out_of_limits_is_refused() {
    let (bus, _clock) = bus_with_queue("work");
    bus.ensure_queue(QueueSpec::named("other")).unwrap();
    let with = |name: &str, attribute: MessageAttribute| NewMessage {
        attributes: [(name.to_owned(), attribute)].into(),
        ..NewMessage::with_body("x")
    };
    let many = NewMessage {
        attributes: (0..11)
            .map(|n| (format!("a{n}"), MessageAttribute::number(n)))
            .collect(),
        ..NewMessage::with_body("x")
    };
    let messages = [
        (NewMessage::with_body(""), ErrorCode::MissingParameter),
        (
            NewMessage::with_body("x".repeat(262_145)),
            ErrorCode::InvalidParameterValue,
        ),
        (
            NewMessage::with_body("\u{1}"),
            ErrorCode::InvalidMessageContents,
        ),
        (
            NewMessage {
                delay_s: Some(901),
                ..NewMessage::with_body("x")
            },
            ErrorCode::InvalidParameterValue,
        ),
        (many, ErrorCode::InvalidParameterValue),
        (
            with("AWS.x", MessageAttribute::text("v")),
            ErrorCode::InvalidParameterValue,
        ),
        (
            with("a..b", MessageAttribute::text("v")),
            ErrorCode::InvalidParameterValue,
        ),
        (
            with("empty", MessageAttribute::text("")),
            ErrorCode::InvalidParameterValue,
        ),
        (
            with("number", MessageAttribute::number("many")),
            ErrorCode::InvalidParameterValue,
        ),
    ];
    for (message, expected) in messages {
        assert_eq!(
            code(bus.send("work", message.clone()).await),
            expected,
            "{message:.80?}"
        );
    }
    bus.send("work", NewMessage::with_body("x".repeat(262_144)))
        .await
        .unwrap();
    for request in [
        ReceiveRequest::up_to(0),
        ReceiveRequest::up_to(11),
        ReceiveRequest {
            wait_s: Some(21),
            ..ReceiveRequest::default()
        },
        ReceiveRequest {
            visibility_timeout_s: Some(43_201),
            ..ReceiveRequest::default()
        },
    ] {
        assert_eq!(
            code(bus.receive("work", request).await),
            ErrorCode::InvalidParameterValue
        );
    }
    let handle = receive(&bus, "work").await.remove(0).receipt_handle;
    assert_eq!(
        code(bus.delete("work", "no handle").await),
        ErrorCode::ReceiptHandleIsInvalid
    );
    assert_eq!(
        code(bus.delete("other", &handle).await),
        ErrorCode::ReceiptHandleIsInvalid
    );
    assert_eq!(
        code(bus.delete("absent", &handle).await),
        ErrorCode::QueueDoesNotExist
    );
    assert_eq!(
        code(bus.change_visibility("work", &handle, 43_201).await),
        ErrorCode::InvalidParameterValue
    );
    let two = vec![NewMessage::with_body("x".repeat(200_000)); 2];
    assert_eq!(
        code(bus.send_batch("work", two).await),
        ErrorCode::BatchRequestTooLong
    );
}

#[test]
fn a_queue_with_wrong_attributes_is_refused() {
    let (bus, _clock) = bus_with_clock();
    let redrive = |queue: &str, max_receive_count| {
        Some(Redrive {
            dead_letter_queue: queue.to_owned(),
            max_receive_count,
        })
    };
    let good = QueueSpec::named("work");
    for (spec, expected) in [
        (
            QueueSpec::named("work.fifo"),
            ErrorCode::InvalidParameterValue,
        ),
        (
            QueueSpec {
                delay_s: 901,
                ..good.clone()
            },
            ErrorCode::InvalidAttributeValue,
        ),
        (
            QueueSpec {
                retention_s: 59,
                ..good.clone()
            },
            ErrorCode::InvalidAttributeValue,
        ),
        (
            QueueSpec {
                redrive: redrive("absent", 5),
                ..good.clone()
            },
            ErrorCode::InvalidParameterValue,
        ),
        (
            QueueSpec {
                redrive: redrive("absent", 0),
                ..good.clone()
            },
            ErrorCode::InvalidAttributeValue,
        ),
        (
            QueueSpec {
                redrive: redrive("work", 5),
                ..good.clone()
            },
            ErrorCode::InvalidParameterValue,
        ),
    ] {
        assert_eq!(code(bus.ensure_queue(spec)), expected);
    }
}
