//! What the review looks up besides the order (4.2); the check before submission does the same.

use domain::account::Account;
use domain::blacklist::{BlacklistEntry, BlacklistSubject};
use domain::dated::{Dated, InForce};
use domain::goods::SupplyKind;
use domain::order::{Order, OrderDraft};
use domain::payment_terms::PaymentMethod;
use domain::product::Product;
use domain::review_rules::ReviewFacts;
use jiff::Timestamp;
use store::{Store, StoreError};

use crate::rule_book::Rules;

/// The products of the order's lines as they are at `now`, the customer's entry on the blacklist
/// and, when it matters, the customer's account. Of guests nothing is known that could be read.
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
    let blacklisted = blacklisted(store, order, now).await?;
    Ok(ReviewFacts {
        policy_version: policy.version,
        products,
        account,
        blacklisted,
    })
}

/// Whether the catalogue has nothing but services among the lines of a draft, where that matters:
/// the domicile is given, and so may decide whether the order is out-of-region (2.1).
///
/// # Errors
/// [`StoreError`] when the products cannot be read.
pub async fn services_only(
    store: &Store,
    draft: &OrderDraft,
    now: Timestamp,
) -> Result<bool, StoreError> {
    if draft.contact.domicile.is_none() {
        return Ok(false);
    }
    let lines = draft.lines.iter();
    let mut skus: Vec<String> = lines.map(|line| line.sku.to_string()).collect();
    skus.sort();
    skus.dedup();
    let products = store.load_many::<Dated<Product>>(&skus).await?;
    let services = products.iter().filter(|loaded| {
        let valid = loaded.state.at(now);
        valid.is_some_and(|valid| valid.value.supply == SupplyKind::Service)
    });
    Ok(services.count() == skus.len())
}

/// The entry of the order's customer, if one is in force.
async fn blacklisted(
    store: &Store,
    order: &Order,
    now: Timestamp,
) -> Result<Option<BlacklistEntry>, StoreError> {
    if order.customer.is_guest() {
        return Ok(None);
    }
    let subject = BlacklistSubject::Customer(order.customer.clone());
    let entry = store.load::<BlacklistEntry>(&subject.entry_id()).await?;
    let entry = entry.map(|loaded| loaded.state);
    Ok(entry.filter(|entry| entry.is_in_force(now)))
}
