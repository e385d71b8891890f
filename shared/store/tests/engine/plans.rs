use domain::contact::Contact;
use domain::stock::Adjustment;
use store::{Consumed, Plan, RegistrationKey, StoreError};
use uuid::Uuid;

use crate::sample::{Task, TaskEvent, begin_done, begun, load, meta, pieces};
use crate::support::store;

fn large(address: usize) -> Contact {
    Contact {
        address: "a".repeat(address),
        ..Contact::default()
    }
}

/// Adds one contact of so many bytes for each of `count` orders.
fn contacts(plan: Plan<()>, count: u128, bytes: usize) -> Plan<()> {
    (0..count).fold(plan, |plan, order| {
        plan.contact(Uuid::from_u128(order), large(bytes))
    })
}

fn key_of(length: usize) -> store::Registration {
    store::Registration {
        key: RegistrationKey::Idempotency {
            caller: "c".to_owned(),
            key: "k".repeat(length),
        },
        digest: store::Digest::ZERO,
        target: String::new(),
        expires_at: None,
    }
}

#[tokio::test]
async fn plans_no_transaction_can_hold_are_refused_before_any_call() {
    let store = store().await;
    let id = Uuid::now_v7();
    let begins = || Plan::new(()).create::<Task>(&[begun(id, 0)]);
    let cases: [(&str, Plan<()>); 5] = [
        (
            "at most 100 items expected, found 101",
            contacts(begins().unwrap(), 99, 1),
        ),
        (
            "at most 4194304 bytes expected",
            contacts(begins().unwrap(), 11, 399 * 1024),
        ),
        (
            "at most 409600 bytes expected",
            contacts(begins().unwrap(), 1, 400 * 1024),
        ),
        ("a key is longer", begins().unwrap().register(key_of(3_000))),
        (
            "STATE is written twice",
            begins().unwrap().create::<Task>(&[begun(id, 0)]).unwrap(),
        ),
    ];
    for (expected, plan) in cases {
        let plan = std::cell::Cell::new(Some(plan));
        let written = store
            .transact::<(), StoreError, _>(&meta(), async || Ok(plan.take().unwrap()))
            .await;
        let Err(StoreError::Unwritable { why }) = written else {
            panic!("{expected}: {written:?}")
        };
        assert!(why.contains(expected), "{why}");
    }
    assert_eq!(store.consumed(), Consumed::default());
}

#[tokio::test]
async fn the_largest_plan_is_written() {
    let store = store().await;
    let id = Uuid::now_v7();
    let plan = async || {
        Ok(contacts(
            Plan::new(()).create::<Task>(&[begun(id, 0)])?,
            98,
            1_000,
        ))
    };
    store
        .transact::<(), StoreError, _>(&meta(), plan)
        .await
        .unwrap();
    assert_eq!(
        store.contact(Uuid::from_u128(97)).await.unwrap(),
        Some(large(1_000))
    );
}

#[tokio::test]
async fn plans_that_make_no_sense_are_refused_where_they_are_built() {
    let store = store().await;
    let id = begin_done(&store, &[]).await;
    let loaded = load(&store, id).await;
    let received = || [Adjustment::StockReceive(pieces("A", 1))];
    let refused = [
        Plan::new(()).create::<Task>(&[]),
        Plan::new(()).create::<Task>(&[TaskEvent::Closed]),
        Plan::new(()).change(&loaded, &[begun(id, 0)]),
        Plan::new(()).adjust(received()),
        // The commit before it does not explain what an empty decision would move.
        Plan::new(())
            .create::<Task>(&[begun(Uuid::now_v7(), 0)])
            .and_then(|plan| plan.change(&loaded, &[]))
            .and_then(|plan| plan.adjust(received())),
    ];
    for plan in refused {
        assert!(
            matches!(plan, Err(StoreError::Unwritable { .. })),
            "{plan:?}"
        );
    }
}
