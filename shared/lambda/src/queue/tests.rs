use super::*;
use std::cell::RefCell;

fn batch() -> SqsEvent {
    serde_json::from_str(include_str!("../../tests/events/queue_batch.json")).unwrap()
}

fn record(id: &str, order: &str, sequence: u64) -> SqsMessage {
    serde_json::from_value(serde_json::json!({
        "messageId": id,
        "body": format!(
            r#"{{"version":1,"aggregate":"order","id":"{order}","sequence":{sequence},"kinds":[],"correlation_id":"c","hops":0}}"#
        ),
    }))
    .unwrap()
}

fn failed(answer: &Answer) -> Vec<&str> {
    answer.failed_records().unwrap()
}

#[tokio::test]
async fn a_bad_body_fails_itself_and_no_other() {
    let seen = RefCell::new(Vec::new());
    let answer = each(batch(), async |message| {
        seen.borrow_mut().push(message.id);
        Ok(())
    })
    .await;
    assert_eq!(failed(&answer), ["m-2"]);
    assert_eq!(seen.into_inner(), ["o-1", "o-3"]);
    assert_eq!(
        serde_json::to_string(&answer).unwrap(),
        r#"{"batchItemFailures":[{"itemIdentifier":"m-2"}]}"#
    );
}

#[tokio::test]
async fn a_panic_and_a_fault_fail_their_own_message() {
    let answer = each(batch(), async |message| match message.id.as_str() {
        "o-1" => panic!("a defect"),
        _ => Err(Fault::retry("not there just now")),
    })
    .await;
    assert_eq!(failed(&answer), ["m-1", "m-2", "m-3"]);
}

#[tokio::test]
async fn a_batch_that_is_all_done_fails_nothing() {
    let mut all = batch();
    all.records.remove(1);
    let answer = each(all, async |_| Ok(())).await;
    assert_eq!(
        serde_json::to_string(&answer).unwrap(),
        r#"{"batchItemFailures":[]}"#
    );
}

#[tokio::test]
async fn messages_about_one_aggregate_follow_each_other_and_different_ones_overlap() {
    let mut event = SqsEvent::default();
    event.records = vec![
        record("1", "a", 1),
        record("2", "b", 1),
        record("3", "a", 2),
    ];
    let log = RefCell::new(Vec::new());
    each(event, async |message| {
        log.borrow_mut()
            .push(format!("begin {}{}", message.id, message.sequence));
        tokio::task::yield_now().await;
        log.borrow_mut()
            .push(format!("end {}{}", message.id, message.sequence));
        Ok(())
    })
    .await;
    let log = log.into_inner();
    let at = |entry: &str| log.iter().position(|found| found == entry).unwrap();
    assert!(at("end a1") < at("begin a2"), "{log:?}");
    assert!(at("begin b1") < at("end a1"), "{log:?}");
}
