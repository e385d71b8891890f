//! The real SQS client against the router: queues.

use aws_sdk_sqs::types::QueueAttributeName;

use crate::sqs_client::client;

#[tokio::test]
async fn queues_are_made_described_listed_and_purged() {
    let (client, url, _clock, bus) = client().await;
    let create = || {
        client
            .create_queue()
            .queue_name("more")
            .attributes(QueueAttributeName::VisibilityTimeout, "60")
            .attributes(
                QueueAttributeName::RedrivePolicy,
                format!(
                    r#"{{"deadLetterTargetArn":"{}","maxReceiveCount":"3"}}"#,
                    bus.queue_arn("work")
                ),
            )
    };
    let made = create().send().await.unwrap();
    assert_eq!(made.queue_url(), Some(bus.queue_url("more").as_str()));
    create().send().await.unwrap();
    let other = client
        .create_queue()
        .queue_name("more")
        .attributes(QueueAttributeName::DelaySeconds, "9");
    assert!(
        other
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_queue_name_exists()
    );
    let wrong = client
        .create_queue()
        .queue_name("fifo")
        .attributes(QueueAttributeName::FifoQueue, "true");
    assert!(
        wrong
            .send()
            .await
            .unwrap_err()
            .into_service_error()
            .is_invalid_attribute_name()
    );

    let get = client
        .get_queue_attributes()
        .queue_url(made.queue_url().unwrap());
    let found = get
        .attribute_names(QueueAttributeName::All)
        .send()
        .await
        .unwrap();
    let found = found.attributes().unwrap();
    assert_eq!(found[&QueueAttributeName::VisibilityTimeout], "60");
    assert_eq!(
        found[&QueueAttributeName::QueueArn],
        "arn:aws:sqs:local:000000000000:more"
    );
    assert!(found[&QueueAttributeName::RedrivePolicy].contains(r#""maxReceiveCount":3"#));

    let first = client.list_queues().max_results(1).send().await.unwrap();
    assert_eq!(first.queue_urls(), [bus.queue_url("more")]);
    let second = client
        .list_queues()
        .max_results(1)
        .set_next_token(first.next_token)
        .send()
        .await
        .unwrap();
    assert_eq!(second.queue_urls(), std::slice::from_ref(&url));
    assert_eq!(second.next_token(), None);

    client
        .send_message()
        .queue_url(&url)
        .message_body("x")
        .send()
        .await
        .unwrap();
    client.purge_queue().queue_url(&url).send().await.unwrap();
    assert_eq!(bus.counts("work").await.unwrap().visible, 0);
}
