//! How invocations and instances meet.

use std::sync::Arc;

use super::*;

fn pool() -> Arc<Pool> {
    Arc::new(Pool::new(
        "intake",
        Duration::from_secs(1),
        watch::Sender::new(0),
    ))
}

fn start(pool: &Arc<Pool>, payload: &'static str) -> tokio::task::JoinHandle<Outcome> {
    let pool = Arc::clone(pool);
    tokio::spawn(async move { pool.invoke(Bytes::from_static(payload.as_bytes())).await })
}

#[tokio::test]
async fn an_invocation_waits_for_an_instance_and_gets_its_answer() {
    let pool = pool();
    let call = start(&pool, "event");
    pool.demand().await;
    assert!(pool.wants_more());
    let instance = pool.add_instance();
    let delivery = pool.next(instance).await.unwrap();
    assert_eq!(delivery.payload, "event");
    assert!(pool.complete(
        instance,
        &delivery.request_id,
        Outcome::Answer("done".into())
    ));
    assert_eq!(call.await.unwrap(), Outcome::Answer("done".into()));
    assert!(!pool.complete(instance, &delivery.request_id, Outcome::Crashed));
}

#[test]
fn time_is_billed_in_whole_milliseconds_rounded_up() {
    let table = [(0, 0), (1, 1), (1_000_000, 1), (1_000_001, 2)];
    for (nanos, expected) in table {
        assert_eq!(billed_ms(Duration::from_nanos(nanos)), expected, "{nanos}");
    }
}

#[tokio::test]
async fn what_ran_is_billed_however_it_ended_and_what_waited_is_not() {
    let pool = pool();
    let (answers, ends) = (pool.add_instance(), pool.add_instance());
    let calls = [start(&pool, "a"), start(&pool, "b"), start(&pool, "c")];
    let delivery = pool.next(answers).await.unwrap();
    pool.next(ends).await.unwrap();
    pool.complete(answers, &delivery.request_id, Outcome::Answer("ok".into()));
    let first = pool.status().billed_ms;
    pool.remove_instance(ends, Outcome::Crashed);
    let second = pool.status().billed_ms;
    pool.fail_pending();
    for call in calls {
        call.await.unwrap();
    }
    assert!(0 < first && first < second);
    assert_eq!(pool.status().billed_ms, second);
}

#[tokio::test]
async fn an_instance_that_ends_fails_only_its_own_invocation() {
    let pool = pool();
    let (first, second) = (pool.add_instance(), pool.add_instance());
    let calls = [start(&pool, "a"), start(&pool, "b")];
    let of_first = pool.next(first).await.unwrap();
    let of_second = pool.next(second).await.unwrap();
    assert_eq!(
        (of_first.payload, of_second.payload.clone()),
        ("a".into(), "b".into())
    );
    pool.remove_instance(first, Outcome::Crashed);
    pool.complete(second, &of_second.request_id, Outcome::Answer("ok".into()));
    let [a, b] = calls;
    assert_eq!(a.await.unwrap(), Outcome::Crashed);
    assert_eq!(b.await.unwrap(), Outcome::Answer("ok".into()));
}

#[tokio::test]
async fn an_instance_that_hung_up_while_waiting_gets_no_work() {
    let pool = pool();
    let (gone, there) = (pool.add_instance(), pool.add_instance());
    drop(futures_poll_once(pool.next(gone)).await);
    let call = start(&pool, "a");
    let delivery = pool.next(there).await.unwrap();
    pool.complete(there, &delivery.request_id, Outcome::Answer("ok".into()));
    assert_eq!(call.await.unwrap(), Outcome::Answer("ok".into()));
}

#[tokio::test]
async fn a_slow_invocation_becomes_overdue() {
    let pool = Arc::new(Pool::new("slow", Duration::ZERO, watch::Sender::new(0)));
    let instance = pool.add_instance();
    let call = start(&pool, "a");
    pool.next(instance).await.unwrap();
    assert_eq!(pool.overdue(Instant::now()), [instance]);
    pool.remove_instance(instance, Outcome::TimedOut);
    assert_eq!(call.await.unwrap(), Outcome::TimedOut);
    assert!(pool.next(instance).await.is_none());
}

/// Polls once, so that the instance is registered as waiting, and gives the future up.
async fn futures_poll_once<F: Future>(future: F) -> Option<F::Output> {
    let mut future = std::pin::pin!(future);
    std::future::poll_fn(|context| match future.as_mut().poll(context) {
        std::task::Poll::Ready(output) => std::task::Poll::Ready(Some(output)),
        std::task::Poll::Pending => std::task::Poll::Ready(None),
    })
    .await
}
