//! The order that a request is about, if its caller may see it.

use domain::order::{Order, OrderId};
use domain::refusal::Refusal;
use store::{Loaded, Store};

use crate::http::{Caller, Failure, Request};

/// The id in the path parameter `id`.
///
/// # Errors
/// 404 `not_found` when it is no identifier of an order.
pub fn order_id(request: &Request) -> Result<OrderId, Refusal> {
    request.path_uuid("id", "order", "订单")
}

/// The order, read consistently.
///
/// # Errors
/// 404 `not_found` when there is none, and also when it belongs to somebody else: whether an
/// order exists is none of a stranger's business.
pub async fn visible(
    store: &Store,
    id: OrderId,
    caller: &Caller,
) -> Result<Loaded<Order>, Failure> {
    let loaded = store.load::<Order>(&id.to_string()).await?;
    loaded
        .filter(|loaded| caller.may_see(&loaded.state.customer))
        .ok_or_else(|| Refusal::not_found("order", "订单", &id.to_string()).into())
}
