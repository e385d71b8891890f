//! What the review looks up besides the order (4.2); the check before submission does the same.

use domain::account::Account;
use domain::order::Order;
use domain::payment_terms::PaymentMethod;
use domain::product::Product;
use store::{Store, StoreError};

/// The products of the order's lines and, when it matters, the customer's account.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn look_up(
    store: &Store,
    order: &Order,
) -> Result<(Vec<Product>, Option<Account>), StoreError> {
    let mut skus: Vec<String> = order
        .lines
        .iter()
        .map(|line| line.sku.to_string())
        .collect();
    skus.sort();
    skus.dedup();
    let products = store
        .load_many::<Product>(&skus)
        .await?
        .into_iter()
        .map(|loaded| loaded.state)
        .collect();
    let account = match order.payment.method {
        PaymentMethod::CreditTerms => store
            .load::<Account>(order.customer.as_str())
            .await?
            .map(|loaded| loaded.state),
        PaymentMethod::Online | PaymentMethod::BankTransfer | PaymentMethod::CashOnDelivery => None,
    };
    Ok((products, account))
}
