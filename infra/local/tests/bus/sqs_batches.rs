//! The real SQS client against the router: batches.

use aws_sdk_sqs::error::ProvideErrorMetadata as _;
use aws_sdk_sqs::types::{
    ChangeMessageVisibilityBatchRequestEntry, DeleteMessageBatchRequestEntry,
    SendMessageBatchRequestEntry,
};

use crate::sqs_client::client;

#[tokio::test]
async fn a_batch_fails_entry_by_entry() {
    let (client, url, _clock, _bus) = client().await;
    let entry = |id: &str, body: &str, delay| {
        SendMessageBatchRequestEntry::builder()
            .id(id)
            .message_body(body)
            .delay_seconds(delay)
            .build()
            .unwrap()
    };
    let entries = vec![
        entry("good", "x", 0),
        entry("late", "x", 901),
        entry("control", "\u{1}", 0),
    ];
    let answer = client
        .send_message_batch()
        .queue_url(&url)
        .set_entries(Some(entries))
        .send()
        .await
        .unwrap();
    assert_eq!(answer.successful().len(), 1);
    assert_eq!(answer.successful()[0].id(), "good");
    let mut failed: Vec<_> = answer
        .failed()
        .iter()
        .map(|it| (it.id(), it.code(), it.sender_fault()))
        .collect();
    failed.sort_unstable();
    assert_eq!(
        failed,
        [
            ("control", "InvalidMessageContents", true),
            ("late", "InvalidParameterValue", true)
        ]
    );

    let received = client
        .receive_message()
        .queue_url(&url)
        .send()
        .await
        .unwrap();
    let handle = received.messages()[0].receipt_handle().unwrap();
    let change = |id: &str, handle: &str| {
        ChangeMessageVisibilityBatchRequestEntry::builder()
            .id(id)
            .receipt_handle(handle)
            .visibility_timeout(60)
            .build()
            .unwrap()
    };
    let answer = client
        .change_message_visibility_batch()
        .queue_url(&url)
        .entries(change("1", handle))
        .entries(change("2", "nonsense"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (answer.successful()[0].id(), answer.failed()[0].code()),
        ("1", "ReceiptHandleIsInvalid")
    );
    let deletion = |id: &str, handle: &str| {
        DeleteMessageBatchRequestEntry::builder()
            .id(id)
            .receipt_handle(handle)
            .build()
            .unwrap()
    };
    let answer = client
        .delete_message_batch()
        .queue_url(&url)
        .entries(deletion("1", handle))
        .entries(deletion("2", "nonsense"))
        .send()
        .await
        .unwrap();
    assert_eq!(
        (answer.successful()[0].id(), answer.failed()[0].id()),
        ("1", "2")
    );
}

#[tokio::test]
async fn a_wrong_batch_is_refused_as_a_whole() {
    let (client, url, _clock, bus) = client().await;
    let entry = |id: String, body: String| {
        SendMessageBatchRequestEntry::builder()
            .id(id)
            .message_body(body)
            .build()
            .unwrap()
    };
    let eleven = (0..11)
        .map(|n| entry(n.to_string(), "x".to_owned()))
        .collect();
    let twice = vec![entry("a".to_owned(), "x".to_owned()); 2];
    let bad_id = vec![entry("a b".to_owned(), "x".to_owned())];
    let long = (0..2)
        .map(|n| entry(n.to_string(), "x".repeat(200_000)))
        .collect();
    for (entries, expected) in [
        (vec![], "AWS.SimpleQueueService.EmptyBatchRequest"),
        (
            eleven,
            "AWS.SimpleQueueService.TooManyEntriesInBatchRequest",
        ),
        (twice, "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"),
        (bad_id, "AWS.SimpleQueueService.InvalidBatchEntryId"),
        (long, "AWS.SimpleQueueService.BatchRequestTooLong"),
    ] {
        let refused = client
            .send_message_batch()
            .queue_url(&url)
            .set_entries(Some(entries))
            .send()
            .await;
        assert_eq!(refused.unwrap_err().code(), Some(expected));
    }
    assert_eq!(bus.counts("work").await.unwrap().visible, 0);
}
