//! What was paid for an order that will not be carried out, or for a part of it, is to go back (4.3.4).

use domain::order::{Facts, Order, OrderEvent, OrderPayment};
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
    if order.payments.is_empty() {
        return Ok(plan);
    }
    for event in events {
        if let OrderEvent::RestCancelled { cancellation, .. } = event {
            return with_freed(store, plan, &cancellation.freed, facts).await;
        }
    }
    if !events.iter().any(ends) {
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

/// The same for what no longer counts towards an order of which the rest was cancelled.
async fn with_freed<T, E>(
    store: &Store,
    mut plan: Plan<T>,
    freed: &[OrderPayment],
    facts: &Facts<'_>,
) -> Result<Plan<T>, E>
where
    E: From<StoreError> + From<Refusal>,
{
    let by = facts.working_days_on(facts.policy.due.refund_working_days)?;
    for freed in freed {
        let held = store.load::<Payment>(&freed.payment).await?;
        let held = held.ok_or_else(|| StoreError::missing(&freed.payment))?;
        let decision = payment::free(&held.state, freed.allocated, by)?;
        plan = plan.carry_out(&held, decision)?;
    }
    Ok(plan)
}
