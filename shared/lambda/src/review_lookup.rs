//! What the review looks up besides the order (4.2); the check before submission does the same.

use domain::account::Account;
use domain::dated::{Dated, InForce};
use domain::order::Order;
use domain::payment_terms::PaymentMethod;
use domain::product::Product;
use domain::review_rules::ReviewFacts;
use jiff::Timestamp;
use store::{Store, StoreError};

use crate::rule_book::Rules;

/// The products of the order's lines as they are at `now` and, when it matters, the customer's
/// account.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn look_up(
    store: &Store,
    order: &Order,
    rules: &Rules,
    now: Timestamp,
) -> Result<ReviewFacts, StoreError> {
    let mut skus: Vec<String> = order
        .lines
        .iter()
        .map(|line| line.sku.to_string())
        .collect();
    skus.sort();
    skus.dedup();
    let products = store.load_many::<Dated<Product>>(&skus).await?;
    let products = products.iter().filter_map(|loaded| {
        let valid = loaded.state.at(now)?;
        Some(InForce {
            version: valid.version,
            value: valid.value.clone(),
        })
    });
    let products = products.collect();
    let policy = rules.policy_at(now);
    let matters = order.payment.method == PaymentMethod::CreditTerms
        || policy.value.review.sales.asks_for_grades();
    let account = if matters {
        store.load::<Account>(order.customer.as_str()).await?
    } else {
        None
    };
    let account = account.map(|loaded| loaded.state);
    Ok(ReviewFacts {
        policy_version: policy.version,
        products,
        account,
    })
}
