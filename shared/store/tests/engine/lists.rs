use aws_sdk_dynamodb::types::AttributeValue;
use domain::stock::{Adjustment, Backorder};
use store::{Page, Plan, Store, StoreError};
use uuid::Uuid;

use crate::sample::{Task, TaskEvent, begin_done, begun, customer, instant, load, meta, sku};
use crate::support::{TABLE, client, store};

/// Begins `count` tasks, one a second, in one transaction for each 25.
pub(crate) async fn begin_many(store: &Store, count: i64) -> Vec<Uuid> {
    let ids: Vec<Uuid> = (0..count).map(|_| Uuid::now_v7()).collect();
    for (batch, ids) in ids.chunks(25).enumerate() {
        store
            .transact::<_, StoreError, _>(&meta(), async || {
                ids.iter()
                    .enumerate()
                    .try_fold(Plan::new(()), |plan, (place, id)| {
                        plan.create::<Task>(&[begun(*id, (batch * 25 + place) as i64)])
                    })
            })
            .await
            .unwrap();
    }
    ids
}

/// The items of all pages, and how many there were on each.
async fn all<T>(mut page: impl AsyncFnMut(Option<String>) -> Page<T>) -> (Vec<T>, Vec<usize>) {
    let (mut items, mut sizes, mut cursor) = (Vec::new(), Vec::new(), None);
    loop {
        let next = page(cursor).await;
        sizes.push(next.items.len());
        items.extend(next.items);
        cursor = next.next;
        if cursor.is_none() {
            return (items, sizes);
        }
    }
}

#[tokio::test]
async fn a_customers_aggregates_come_in_pages_in_either_order() {
    let store = store().await;
    let mut ids = begin_many(&store, 25).await;
    for newest_first in [false, true] {
        let (tasks, sizes) = all(async |cursor| {
            let by = customer("C-1");
            store
                .by_customer::<Task>(&by, cursor.as_deref(), 10, newest_first)
                .await
                .unwrap()
        })
        .await;
        assert_eq!(
            tasks.iter().map(|task| task.state.id).collect::<Vec<_>>(),
            ids
        );
        assert_eq!(sizes, [10, 10, 5]);
        ids.reverse();
    }
    let nobody = store
        .by_customer::<Task>(&customer("C-2"), None, 10, true)
        .await
        .unwrap();
    assert_eq!(
        nobody,
        Page {
            items: vec![],
            next: None
        }
    );
}

#[tokio::test]
async fn a_work_list_holds_what_is_due_and_loses_what_is_closed() {
    let store = store().await;
    let ids = begin_many(&store, 25).await;
    for id in &ids[..3] {
        let task = load(&store, *id).await;
        store
            .transact::<_, StoreError, _>(&meta(), async || {
                Plan::new(()).change(&task, &[TaskEvent::Closed])
            })
            .await
            .unwrap();
    }
    let due = Some(instant(19));
    let (entries, sizes) = all(async |cursor| {
        store
            .work("steps", due, cursor.as_deref(), 7)
            .await
            .unwrap()
    })
    .await;
    let expected: Vec<_> = ids[3..20].iter().map(Uuid::to_string).collect();
    assert_eq!(
        entries
            .iter()
            .map(|entry| entry.id.clone())
            .collect::<Vec<_>>(),
        expected
    );
    assert_eq!((entries[0].due, sizes), (instant(3), vec![7, 7, 3]));
    let (states, _) = all(async |cursor| {
        store
            .work_states::<Task>("steps", None, cursor.as_deref(), 100)
            .await
            .unwrap()
    })
    .await;
    assert_eq!(states.len(), 22);
    assert!(
        store
            .work("other", None, None, 100)
            .await
            .unwrap()
            .items
            .is_empty()
    );
}

#[tokio::test]
async fn a_cursor_of_another_list_is_refused() {
    let store = store().await;
    begin_many(&store, 3).await;
    let work = store
        .work("steps", None, None, 1)
        .await
        .unwrap()
        .next
        .unwrap();
    let by = customer("C-1");
    let by_customer = store
        .by_customer::<Task>(&by, None, 1, true)
        .await
        .unwrap()
        .next
        .unwrap();
    let refused = [
        store
            .work("steps", None, Some(&by_customer), 1)
            .await
            .map(|_| ()),
        store.work("other", None, Some(&work), 1).await.map(|_| ()),
        // The cursor stands after everything that is due by then.
        store
            .work("steps", Some(instant(-1)), Some(&work), 1)
            .await
            .map(|_| ()),
        store
            .by_customer::<Task>(&by, Some(&work), 1, true)
            .await
            .map(|_| ()),
        store
            .by_customer::<Task>(&by, Some(&by_customer), 1, false)
            .await
            .map(|_| ()),
        store
            .by_customer::<Task>(&customer("C-2"), Some(&by_customer), 1, true)
            .await
            .map(|_| ()),
        store
            .backorders(&sku("A"), Some("AAAA"), 1)
            .await
            .map(|_| ()),
    ];
    for (place, result) in refused.iter().enumerate() {
        assert!(
            matches!(result, Err(StoreError::InvalidCursor)),
            "{place}: {result:?}"
        );
    }
}

#[tokio::test]
async fn the_line_for_a_sku_comes_in_pages_apart_from_its_levels() {
    let store = store().await;
    let waiting: Vec<_> = (0..5)
        .map(|second| Backorder {
            sku: sku("A"),
            since: instant(second),
            order: Uuid::now_v7(),
        })
        .collect();
    let mut open: Vec<_> = waiting
        .iter()
        .cloned()
        .map(Adjustment::BackorderOpen)
        .collect();
    open.push(Adjustment::StockReceive(crate::sample::pieces("A", 1)));
    begin_done(&store, &open).await;
    let (line, sizes) = all(async |cursor| {
        store
            .backorders(&sku("A"), cursor.as_deref(), 2)
            .await
            .unwrap()
    })
    .await;
    assert_eq!((line, sizes), (waiting, vec![2, 2, 1]));
    assert_eq!(store.stock_levels(&sku("A")).await.unwrap().len(), 1);
}

/// An index may lag the table: what it still lists may have moved on.
#[tokio::test]
async fn what_has_left_a_work_list_is_left_out_of_its_states() {
    let client = client().await;
    let store = Store::new(client.clone(), TABLE);
    let ids = begin_many(&store, 2).await;
    client
        .update_item()
        .table_name(TABLE)
        .key("pk", AttributeValue::S(format!("ORDER#{}", ids[0])))
        .key("sk", AttributeValue::S("STATE".to_owned()))
        .update_expression("SET work_pk = :stale")
        .expression_attribute_values(":stale", AttributeValue::S("WORK#stale".to_owned()))
        .send()
        .await
        .unwrap();
    assert_eq!(
        store
            .work("stale", None, None, 9)
            .await
            .unwrap()
            .items
            .len(),
        1
    );
    let states = store
        .work_states::<Task>("stale", None, None, 9)
        .await
        .unwrap();
    assert!(states.items.is_empty());
}
