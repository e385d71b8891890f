//! What was paid for an order that will not be carried out is to go back (4.3.4).

use domain::order::{Facts, Order, OrderEvent};
use domain::payment::{self, Payment};
use domain::refusal::Refusal;
use store::{Plan, Store, StoreError};

/// `plan` with a refund request for every payment of `order`, if `events` end it before it
/// left: it is rejected or cancelled and its money goes onto the list of refunds in one
/// transaction.
///
/// # Errors
/// [`StoreError`] when a payment cannot be read; [`Refusal`] `calendar_year_missing`.
pub async fn with_refund_requests<T, E>(
    store: &Store,
    plan: Plan<T>,
    order: &Order,
    events: &[OrderEvent],
    facts: &Facts<'_>,
) -> Result<Plan<T>, E>
where
    E: From<StoreError> + From<Refusal>,
{
    let ends = |event: &OrderEvent| {
        matches!(
            event,
            OrderEvent::Cancelled { .. } | OrderEvent::Rejected { .. }
        )
    };
    if order.payments.is_empty() || !events.iter().any(ends) {
        return Ok(plan);
    }
    let by = facts.working_days_on(facts.policy.due.refund_working_days)?;
    let mut plan = plan;
    for counted in &order.payments {
        let held = store.load::<Payment>(&counted.payment).await?;
        let held = held.ok_or_else(|| StoreError::missing(&counted.payment))?;
        plan = plan.carry_out(&held, payment::request_refund(&held.state, by))?;
    }
    Ok(plan)
}
