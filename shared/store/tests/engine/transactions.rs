use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use domain::stock::Adjustment;
use store::{Consumed, Plan, StoreError, Version, Written};
use tokio::sync::Barrier;
use uuid::Uuid;

use crate::sample::{Task, TaskEvent, begin_done, begun, load, meta, pieces, sku, step};
use crate::support::store;

#[tokio::test]
async fn what_is_written_is_read_back_at_once() {
    let store = store().await;
    let id = Uuid::now_v7();
    assert_eq!(store.load::<Task>(&id.to_string()).await.unwrap(), None);
    let written = store
        .transact::<_, StoreError, _>(&meta(), async || {
            Plan::new("done").create::<Task>(&[begun(id, 0), TaskEvent::Stepped { by: 4 }])
        })
        .await
        .unwrap();
    let version = Version {
        kind: domain::aggregate::AggregateKind::Order,
        id: id.to_string(),
        version: 1,
    };
    assert_eq!(
        written,
        Written::Done {
            output: "done",
            versions: vec![version]
        }
    );
    step(&store, id, &[]).await.unwrap();
    let task = load(&store, id).await;
    assert_eq!((task.state.steps, task.version), (5, 2));
}

#[tokio::test]
async fn of_two_writers_the_loser_decides_again_on_the_new_state() {
    let store = store().await;
    let id = begin_done(&store, &[]).await;
    let both_loaded = Arc::new(Barrier::new(2));
    let decisions = Arc::new(AtomicU32::new(0));
    let writer = |by: u32| {
        let (store, both_loaded, decisions) =
            (store.clone(), both_loaded.clone(), decisions.clone());
        tokio::spawn(async move {
            let seen = std::sync::Mutex::new(Vec::new());
            let written = store
                .transact::<_, StoreError, _>(&meta(), async || {
                    let task = load(&store, id).await;
                    seen.lock().unwrap().push(task.state.steps);
                    if decisions.fetch_add(1, Ordering::SeqCst) < 2 {
                        both_loaded.wait().await;
                    }
                    Plan::new(()).change(&task, &[TaskEvent::Stepped { by }])
                })
                .await;
            assert!(matches!(written, Ok(Written::Done { .. })));
            seen.into_inner().unwrap()
        })
    };
    let (ten, one) = (writer(10), writer(1));
    let mut seen = [ten.await.unwrap(), one.await.unwrap()];
    seen.sort();
    assert_eq!(seen[0], [0], "the winner decides once");
    assert!(
        seen[1] == [0, 10] || seen[1] == [0, 1],
        "the loser sees the winner: {seen:?}"
    );
    assert_eq!(load(&store, id).await.state.steps, 11);
}

#[tokio::test]
async fn a_stale_state_is_a_conflict_after_three_decisions() {
    let store = store().await;
    let id = begin_done(&store, &[]).await;
    let stale = load(&store, id).await;
    step(&store, id, &[]).await.unwrap();
    let decisions = AtomicU32::new(0);
    let written = store
        .transact::<(), StoreError, _>(&meta(), async || {
            decisions.fetch_add(1, Ordering::SeqCst);
            Plan::new(()).change(&stale, &[TaskEvent::Closed])
        })
        .await;
    assert!(matches!(written, Err(StoreError::Conflict { tries: 3 })));
    assert_eq!(decisions.into_inner(), 3);
}

/// A bound that refuses a stale decision says nothing: the decision may come out otherwise.
#[tokio::test]
async fn a_stale_decision_is_made_again_before_its_bounds_count() {
    let store = store().await;
    let id = begin_done(&store, &[]).await;
    let stale = load(&store, id).await;
    step(&store, id, &[]).await.unwrap();
    let tries = AtomicU32::new(0);
    let written = store
        .transact::<_, StoreError, _>(&meta(), async || {
            let task = load(&store, id).await;
            let short = [Adjustment::StockReserve(pieces("A", 1))];
            // At first the version is stale, goods are short, and others were never reserved.
            match tries.fetch_add(1, Ordering::SeqCst) {
                0 => Plan::new(0)
                    .change(&stale, &[TaskEvent::Closed])?
                    .adjust(short),
                1 => Plan::new(1)
                    .change(&stale, &[TaskEvent::Closed])?
                    .adjust([Adjustment::StockShip(pieces("A", 1))]),
                _ => Plan::new(2).change(&task, &[TaskEvent::Closed]),
            }
        })
        .await;
    assert!(
        matches!(written, Ok(Written::Done { output: 2, .. })),
        "{written:?}"
    );
}

#[tokio::test]
async fn an_id_is_begun_once() {
    let store = store().await;
    let id = begin_done(&store, &[]).await;
    let again = store
        .transact::<(), StoreError, _>(&meta(), async || {
            Plan::new(()).create::<Task>(&[begun(id, 5)])
        })
        .await;
    assert!(matches!(again, Err(StoreError::Conflict { .. })));
    assert_eq!(
        load(&store, id).await.state.begun,
        crate::sample::instant(0)
    );
}

/// The state of affairs after a lost reply: the commit of this very try is there already.
#[tokio::test]
async fn a_write_that_is_there_already_is_done_and_not_done_again() {
    let store = store().await;
    let id = begin_done(&store, &[Adjustment::StockReceive(pieces("A", 9))]).await;
    let loaded = load(&store, id).await;
    for _ in 0..2 {
        let written = store
            .transact::<_, StoreError, _>(&meta(), async || {
                Plan::new(())
                    .change(&loaded, &[TaskEvent::Stepped { by: 1 }])?
                    .adjust([Adjustment::StockReserve(pieces("A", 6))])
            })
            .await
            .unwrap();
        let Written::Done { versions, .. } = written else {
            panic!("{written:?}")
        };
        assert_eq!(versions[0].version, 2);
    }
    assert_eq!(load(&store, id).await.state.steps, 1);
    let levels = store.stock_levels(&sku("A")).await.unwrap();
    assert_eq!((levels[0].available, levels[0].reserved), (3, 6));
    // The next writer goes on from there.
    step(&store, id, &[]).await.unwrap();
    assert_eq!(load(&store, id).await.version, 3);
}

#[tokio::test]
async fn nothing_to_write_is_done_without_a_call() {
    let store = store().await;
    let id = begin_done(&store, &[]).await;
    let loaded = load(&store, id).await;
    let before = store.consumed();
    let written = store
        .transact::<_, StoreError, _>(&meta(), async || {
            Plan::new(7).change(&loaded, &[])?.adjust([])
        })
        .await;
    assert!(matches!(written, Ok(Written::Done { output: 7, versions }) if versions.is_empty()));
    assert_eq!(store.consumed(), before);
    assert_ne!(before, Consumed::default());
}

#[derive(Debug, PartialEq, thiserror::Error)]
enum Refused {
    #[error("closed")]
    Closed,
    #[error("store")]
    Store,
}

impl From<StoreError> for Refused {
    fn from(_: StoreError) -> Self {
        Self::Store
    }
}

#[tokio::test]
async fn what_decide_refuses_is_handed_on_and_nothing_is_written() {
    let store = store().await;
    let written = store
        .transact::<(), Refused, _>(&meta(), async || Err(Refused::Closed))
        .await;
    assert_eq!(written, Err(Refused::Closed));
    assert_eq!(store.consumed(), Consumed::default());
}
