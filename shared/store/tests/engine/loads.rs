use domain::aggregate::Aggregate;
use store::{Plan, RegistrationKey, StoreError};
use uuid::Uuid;

use crate::lists::begin_many;
use crate::sample::{Task, TaskEvent, begun, instant, meta};
use crate::support::store;

#[tokio::test]
async fn many_are_loaded_in_the_order_asked_for() {
    let store = store().await;
    let mut ids: Vec<_> = begin_many(&store, 120)
        .await
        .iter()
        .map(Uuid::to_string)
        .collect();
    ids.reverse();
    let mut asked = ids.clone();
    asked.insert(7, "absent".to_owned());
    asked.push(ids[0].clone());
    let loaded = store.load_many::<Task>(&asked).await.unwrap();
    assert_eq!(
        loaded
            .iter()
            .map(|task| task.state.id.to_string())
            .collect::<Vec<_>>(),
        ids
    );
    assert!(store.load_many::<Task>(&[]).await.unwrap().is_empty());
}

/// One answer holds at most 16 MB; the keys that are left out are asked for again.
#[tokio::test]
async fn large_aggregates_are_loaded_in_several_answers() {
    let store = store().await;
    let ids: Vec<Uuid> = (0..44).map(|_| Uuid::now_v7()).collect();
    let large = |id| match begun(id, 0) {
        TaskEvent::Begun {
            id, customer, at, ..
        } => TaskEvent::Begun {
            id,
            customer,
            at,
            note: "n".repeat(390 * 1024),
        },
        other @ (TaskEvent::Stepped { .. } | TaskEvent::Closed) => other,
    };
    for ids in ids.chunks(5) {
        let plan = async || {
            ids.iter()
                .try_fold(Plan::new(()), |plan, id| plan.create::<Task>(&[large(*id)]))
        };
        store
            .transact::<_, StoreError, _>(&meta(), plan)
            .await
            .unwrap();
    }
    let ids: Vec<_> = ids.iter().map(Uuid::to_string).collect();
    let loaded = store.load_many::<Task>(&ids).await.unwrap();
    assert_eq!(
        loaded
            .iter()
            .map(|task| task.state.id.to_string())
            .collect::<Vec<_>>(),
        ids
    );
}

#[tokio::test]
async fn what_no_key_can_name_does_not_exist() {
    let store = store().await;
    let id = "x".repeat(3_000);
    assert_eq!(store.load::<Task>(&id).await.unwrap(), None);
    assert!(
        store
            .load_many::<Task>(std::slice::from_ref(&id))
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .commits(Task::KIND, &id, 0, 9)
            .await
            .unwrap()
            .items
            .is_empty()
    );
    let key = RegistrationKey::Idempotency {
        caller: "c".to_owned(),
        key: id,
    };
    assert_eq!(store.registration(&key, instant(0)).await.unwrap(), None);
}
