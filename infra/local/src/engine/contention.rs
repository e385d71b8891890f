//! Conflicts between transactions, for measuring what they cost.
//!
//! The engine writes one transaction after the other and has no conflicts of its own. The service lets transactions
//! run side by side, and cancels one that touches an item of another that is under way, with the reason
//! `TransactionConflict`. This layer stands before the engine's door and does the same: a transaction holds its items
//! for a while, and another that names one of them meanwhile is cancelled. Reads are let through.

use std::collections::HashSet;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Response, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::IntoResponse as _;
use dynoxide::Database;
use serde_json::{Value, json};

use super::front;

/// The largest body the service takes.
const MAX_BODY_BYTES: usize = 16 * 1024 * 1024;

/// The items that transactions under way hold.
#[derive(Debug, Default)]
pub(crate) struct Contention {
    held: Mutex<HashSet<String>>,
    /// How long a transaction holds its items.
    takes: Duration,
    conflicts: AtomicU64,
}

impl Contention {
    /// Each transaction takes so long.
    pub(crate) fn of(takes: Duration) -> Self {
        Self {
            takes,
            ..Self::default()
        }
    }

    /// Transactions that were cancelled because of another.
    pub(crate) fn conflicts(&self) -> u64 {
        self.conflicts.load(Ordering::Relaxed)
    }

    /// Takes hold of all items, or tells which of them others hold.
    fn hold(&self, items: &[String]) -> Result<(), Vec<bool>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let taken: Vec<bool> = items.iter().map(|item| held.contains(item)).collect();
        if taken.contains(&true) {
            return Err(taken);
        }
        held.extend(items.iter().cloned());
        Ok(())
    }

    fn let_go(&self, items: &[String]) {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        for item in items {
            held.remove(item);
        }
    }
}

/// The engine's door for functions, with conflicts.
pub(crate) fn router(database: Database, contention: Arc<Contention>) -> Router {
    front::router(database).layer(middleware::from_fn_with_state(contention, one_at_a_time))
}

async fn one_at_a_time(
    State(contention): State<Arc<Contention>>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, MAX_BODY_BYTES).await else {
        return StatusCode::PAYLOAD_TOO_LARGE.into_response();
    };
    let writes = head
        .headers
        .get("x-amz-target")
        .is_some_and(|target| target.as_bytes().ends_with(b".TransactWriteItems"));
    let items = if writes { items(&body) } else { Vec::new() };
    if let Err(taken) = contention.hold(&items) {
        contention.conflicts.fetch_add(1, Ordering::Relaxed);
        return cancelled(&taken);
    }
    if writes {
        tokio::time::sleep(contention.takes).await;
    }
    let answer = next.run(Request::from_parts(head, Body::from(body))).await;
    contention.let_go(&items);
    answer
}

/// The items that a transaction writes, by table and key.
fn items(body: &Bytes) -> Vec<String> {
    let request: Value = serde_json::from_slice(body).unwrap_or_default();
    let writes = request.get("TransactItems").and_then(Value::as_array);
    let item = |write: &Value| {
        let (operation, content) = write.as_object()?.iter().next()?;
        let key = match operation.as_str() {
            "Put" => content.get("Item")?,
            _ => content.get("Key")?,
        };
        let table = content.get("TableName")?;
        Some(format!("{table} {} {}", key.get("pk")?, key.get("sk")?))
    };
    let items = writes.into_iter().flatten();
    items.map(|write| item(write).unwrap_or_default()).collect()
}

/// The answer of the service, with a reason for each item.
fn cancelled(taken: &[bool]) -> Response<Body> {
    let reasons = taken.iter().map(|taken| match taken {
        true => json!({
            "Code": "TransactionConflict",
            "Message": "Transaction is ongoing for the item",
        }),
        false => json!({"Code": "None"}),
    });
    let body = json!({
        "__type": "com.amazonaws.dynamodb.v20120810#TransactionCanceledException",
        "Message": "Transaction cancelled, please refer cancellation reasons for specific reasons",
        "CancellationReasons": reasons.collect::<Vec<_>>(),
    });
    let media_type = [(header::CONTENT_TYPE, "application/x-amz-json-1.0")];
    (StatusCode::BAD_REQUEST, media_type, body.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_two_transactions_on_one_item_the_second_is_told_which_one() {
        let body = |sk: &str| {
            let body = json!({"TransactItems": [
                {"Put": {"TableName": "orders", "Item": {"pk": {"S": "a"}, "sk": {"S": sk}}}},
                {"Update": {"TableName": "orders", "Key": {"pk": {"S": "a"}, "sk": {"S": "level"}}}},
            ]});
            items(&Bytes::from(body.to_string()))
        };
        let contention = Contention::default();
        let (first, second) = (body("1"), body("2"));
        assert_eq!(contention.hold(&first), Ok(()));
        assert_eq!(contention.hold(&second), Err(vec![false, true]));
        contention.let_go(&first);
        assert_eq!(contention.hold(&second), Ok(()));
    }
}
