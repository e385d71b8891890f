use aws_sdk_dynamodb::types::AttributeValue;
use domain::aggregate::{Aggregate, AggregateKind};
use domain::stock::Adjustment;
use store::{ChainFault, Commit, Digest, Head, Store, StoreError, verify_chain};

use crate::sample::{Task, TaskEvent, begin_done, load, meta, pieces, step};
use crate::support::{TABLE, client, store};

/// The commits of a task of five versions, and its head.
async fn journal() -> (Vec<Commit>, Head) {
    let store = store().await;
    let id = begin_done(&store, &[Adjustment::StockReceive(pieces("A", 3))]).await;
    for _ in 1..5 {
        step(&store, id, &[]).await.unwrap();
    }
    let page = store
        .commits(Task::KIND, &id.to_string(), 0, 100)
        .await
        .unwrap();
    assert_eq!(page.next, None);
    (page.items, load(&store, id).await.head())
}

#[tokio::test]
async fn commits_tell_who_did_what_and_when() {
    let (commits, _) = journal().await;
    assert_eq!(commits.len(), 5);
    assert_eq!(
        (commits[0].at, commits[0].actor.as_str()),
        (meta().at, "tester")
    );
    assert_eq!(
        commits[0].adjustments,
        [Adjustment::StockReceive(pieces("A", 3))]
    );
    assert_eq!(
        commits[4].events_of::<Task>().unwrap(),
        [TaskEvent::Stepped { by: 1 }]
    );
    assert_eq!(
        (commits[4].kind, commits[4].sequence),
        (AggregateKind::Order, 5)
    );
}

#[tokio::test]
async fn a_journal_is_verified_page_by_page_up_to_the_head_of_the_state() {
    let store = store().await;
    let id = begin_done(&store, &[]).await;
    for _ in 1..7 {
        step(&store, id, &[]).await.unwrap();
    }
    let (mut head, mut after, mut pages) = (Head::START, Some(0), 0);
    while let Some(sequence) = after {
        let page = store
            .commits(Task::KIND, &id.to_string(), sequence, 3)
            .await
            .unwrap();
        head = verify_chain(head, &page.items).unwrap();
        (after, pages) = (page.next, pages + 1);
    }
    assert_eq!((head, pages), (load(&store, id).await.head(), 3));
}

#[tokio::test]
async fn any_edit_breaks_the_chain_where_it_was_made() {
    let (commits, head) = journal().await;
    assert_eq!(verify_chain(Head::START, &commits), Ok(head));
    for place in 0..commits.len() {
        for at in 0..commits[place].body.len() {
            let mut edited = commits.clone();
            let other = if &edited[place].body[at..=at] == "0" {
                "1"
            } else {
                "0"
            };
            edited[place].body.replace_range(at..=at, other);
            let broken = verify_chain(Head::START, &edited).unwrap_err();
            assert_eq!(
                (broken.key, broken.fault),
                (commits[place].key(), ChainFault::Digest)
            );
        }
        let mut rehashed = commits.clone();
        rehashed[place].hash = Digest::of(b"another");
        assert!(verify_chain(Head::START, &rehashed).is_err());
    }
}

#[tokio::test]
async fn a_missing_moved_or_foreign_commit_breaks_the_chain() {
    let (commits, _) = journal().await;
    let fault = |commits: &[Commit]| verify_chain(Head::START, commits).unwrap_err().fault;
    let (mut missing, mut swapped, mut foreign) =
        (commits.clone(), commits.clone(), commits.clone());
    missing.remove(2);
    assert_eq!(fault(&missing), ChainFault::Sequence { expected: 3 });
    swapped.swap(1, 2);
    assert_eq!(fault(&swapped), ChainFault::Sequence { expected: 2 });
    foreign[3].id = "another".to_owned();
    assert_eq!(fault(&foreign), ChainFault::Foreign);
    let renamed: Vec<_> = commits
        .iter()
        .cloned()
        .map(|commit| Commit {
            id: "another".to_owned(),
            ..commit
        })
        .collect();
    assert_eq!(fault(&renamed), ChainFault::Digest);
}

/// What the stream may carry besides commits of this program.
#[test]
fn only_a_commit_of_this_format_in_its_own_place_is_read() {
    let good = r#"{"version":1,"sequence":1,"at":"2026-01-01T00:00:00Z","actor":"a","correlation_id":"c","events":[{"event":"closed"}]}"#;
    let parse =
        |pk: &str, sk: &str, body: &str| Commit::parse(pk, sk, body.to_owned(), Digest::ZERO);
    let commit = parse("ORDER#1", "COMMIT#00000001", good).unwrap();
    assert_eq!(commit.events_of::<Task>().unwrap(), [TaskEvent::Closed]);
    assert_eq!((commit.hops, commit.adjustments.len()), (0, 0));
    // The event is a task's, not one of an order proper.
    assert!(matches!(commit.kinds(), Err(StoreError::Corrupt { .. })));
    let newer = good.replace("\"version\":1", "\"version\":2");
    for (pk, sk, body) in [
        ("ORDER#1", "STATE", good),
        ("OTHER#1", "COMMIT#00000001", good),
        ("ORDER#1", "COMMIT#00000002", good),
        ("ORDER#1", "COMMIT#00000001", newer.as_str()),
        ("ORDER#1", "COMMIT#00000001", "{}"),
    ] {
        let read = parse(pk, sk, body);
        assert!(
            matches!(read, Err(StoreError::Corrupt { .. })),
            "{pk} {sk} {body}"
        );
    }
}

#[tokio::test]
async fn damaged_items_are_named_without_their_content() {
    let client = client().await;
    let store = Store::new(client.clone(), TABLE);
    let id = begin_done(&store, &[]).await;
    let secret = AttributeValue::S("13812345678".to_owned());
    for (sk, attribute) in [
        ("STATE", "body"),
        ("STATE", "head"),
        ("COMMIT#00000001", "body"),
    ] {
        client
            .update_item()
            .table_name(TABLE)
            .key("pk", AttributeValue::S(format!("ORDER#{id}")))
            .key("sk", AttributeValue::S(sk.to_owned()))
            .update_expression("SET #damaged = :secret")
            .expression_attribute_names("#damaged", attribute)
            .expression_attribute_values(":secret", secret.clone())
            .send()
            .await
            .unwrap();
        let read = match sk {
            "STATE" => store.load::<Task>(&id.to_string()).await.map(|_| ()),
            _ => store
                .commits(Task::KIND, &id.to_string(), 0, 9)
                .await
                .map(|_| ()),
        };
        let Err(StoreError::Corrupt { what }) = read else {
            panic!("{read:?}")
        };
        assert!(what.contains(&format!("ORDER#{id} / {sk}")), "{what}");
        assert!(!what.contains("138"), "{what}");
    }
}

#[tokio::test]
async fn a_table_that_does_not_answer_is_unavailable() {
    let store = Store::new(client().await, "missing");
    let read = store.load::<Task>("x").await;
    let Err(
        error @ StoreError::Unavailable {
            operation: "GetItem",
            ..
        },
    ) = read
    else {
        panic!("{read:?}")
    };
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert!(!error.to_string().contains(&source));
}
