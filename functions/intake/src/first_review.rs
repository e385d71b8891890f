//! The automatic review on receipt, in the transaction that receives the order (4.3.1).

use domain::aggregate::Decision;
use domain::identifiers::PhoneDigest;
use domain::order::{self, Facts, Order, OrderEvent};
use lambda::review_lookup;
use lambda::rule_book::Rules;
use store::StoreError;

use crate::App;

/// What the rules say of an order that comes in. What they cannot decide now is put off; the
/// function `review` takes it up.
///
/// # Errors
/// [`StoreError`] when the goods or the account cannot be read: then nothing can be written either.
pub(crate) async fn review(
    app: &App,
    order: &Order,
    phone: Option<&PhoneDigest>,
    rules: &Rules,
    facts: &Facts<'_>,
) -> Result<Decision<OrderEvent>, StoreError> {
    let review = review_lookup::look_up(&app.store, order, phone, rules, facts.now).await?;
    Ok(order::review_automatically(order, &review, facts).unwrap_or_else(|_| put_off(facts)))
}

/// The review comes later: for want of a calendar year, say, or of credit for an approval that
/// needs no person.
pub(crate) fn put_off(facts: &Facts<'_>) -> Decision<OrderEvent> {
    Decision::of(vec![OrderEvent::ReviewDeferred { at: facts.now }])
}
