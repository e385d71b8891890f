//! What the review looks up besides the order (4.2); the check before submission and the trial of a
//! draft do the same. Of guests nothing is known that could be read.

use domain::account::Account;
use domain::blacklist::{BlacklistEntry, BlacklistSubject};
use domain::dated::{Dated, InForce};
use domain::identifiers::Sku;
use domain::order::{Order, OrderDraft, only_services};
use domain::payment_terms::PaymentMethod;
use domain::policy::Policy;
use domain::product::Product;
use domain::review_rules::ReviewFacts;
use jiff::Timestamp;
use store::{Store, StoreError};

use crate::rule_book::Rules;

/// The goods that the order has or a proposal offers as they are at `now`, the customer's entry on
/// the blacklist and, when it matters, the customer's account.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn look_up(
    store: &Store,
    order: &Order,
    rules: &Rules,
    now: Timestamp,
) -> Result<ReviewFacts, StoreError> {
    let policy = rules.policy_at(now);
    let account = if account_matters(order, policy.value) {
        store.load::<Account>(order.customer.as_str()).await?
    } else {
        None
    };
    let entry = match entry_id(order) {
        Some(id) => store.load::<BlacklistEntry>(&id).await?,
        None => None,
    };
    let entry = entry.map(|loaded| loaded.state);
    Ok(ReviewFacts {
        policy_version: policy.version,
        products: products(store, order.goods_to_review(), now).await?,
        account: account.map(|loaded| loaded.state),
        blacklisted: entry.filter(|entry| entry.is_in_force(now)),
    })
}

/// What the reviews of several orders look up, read at once.
#[derive(Debug)]
pub struct LookedUp {
    policy_version: u64,
    products: Vec<InForce<Product>>,
    accounts: Vec<Account>,
    blacklist: Vec<BlacklistEntry>,
}

/// The same for several orders, under the policy in force or under `draft`. Catalogue and blacklist
/// are as they are at `now`: what they were at each receipt is in the journals.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn look_up_together(
    store: &Store,
    orders: &[&Order],
    rules: &Rules,
    draft: &Policy,
    now: Timestamp,
) -> Result<LookedUp, StoreError> {
    let policy = rules.policy_at(now);
    let graded = orders
        .iter()
        .filter(|order| account_matters(order, policy.value) || account_matters(order, draft));
    let customers: Vec<String> = graded.map(|order| order.customer.to_string()).collect();
    let entries: Vec<String> = orders.iter().filter_map(|order| entry_id(order)).collect();
    let goods = orders.iter().flat_map(|order| order.goods_to_review());
    let accounts = store.load_many::<Account>(&customers).await?.into_iter();
    let blacklist = store.load_many::<BlacklistEntry>(&entries).await?;
    let blacklist = blacklist.into_iter().map(|loaded| loaded.state);
    Ok(LookedUp {
        policy_version: policy.version,
        products: products(store, goods, now).await?,
        accounts: accounts.map(|loaded| loaded.state).collect(),
        blacklist: blacklist.filter(|entry| entry.is_in_force(now)).collect(),
    })
}

impl LookedUp {
    /// What of it one of the orders needs.
    #[must_use]
    pub fn about(&self, order: &Order) -> ReviewFacts {
        let subject = BlacklistSubject::Customer(order.customer.clone());
        let reviewed = |product: &&InForce<Product>| {
            let mut goods = order.goods_to_review();
            goods.any(|sku| *sku == product.value.sku)
        };
        let mut accounts = self.accounts.iter();
        let mut blacklist = self.blacklist.iter();
        ReviewFacts {
            policy_version: self.policy_version,
            products: self.products.iter().filter(reviewed).cloned().collect(),
            account: accounts
                .find(|account| account.customer == order.customer)
                .cloned(),
            blacklisted: blacklist.find(|entry| entry.subject == subject).cloned(),
        }
    }
}

/// Whether nothing but services is ordered, where that matters: the domicile is given, and so may
/// decide whether the order is out-of-region (2.1).
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
    let goods = draft.lines.iter().map(|line| &line.sku);
    let products = products(store, goods, now).await?;
    Ok(only_services(&draft.lines, &products))
}

/// These products as they are valid at `now`, as far as they exist.
async fn products(
    store: &Store,
    skus: impl Iterator<Item = &Sku>,
    now: Timestamp,
) -> Result<Vec<InForce<Product>>, StoreError> {
    let skus: Vec<String> = skus.map(ToString::to_string).collect();
    let products = store.load_many::<Dated<Product>>(&skus).await?;
    let valid = products.iter().filter_map(|loaded| {
        let valid = loaded.state.at(now)?;
        Some(InForce {
            version: valid.version,
            value: valid.value.clone(),
        })
    });
    Ok(valid.collect())
}

/// Whether a rule asks for the customer's grade.
fn account_matters(order: &Order, policy: &Policy) -> bool {
    order.payment.method == PaymentMethod::CreditTerms || policy.review.sales.asks_for_grades()
}

/// Where the blacklist would have the order's customer.
fn entry_id(order: &Order) -> Option<String> {
    let customer = (!order.customer.is_guest()).then(|| order.customer.clone())?;
    Some(BlacklistSubject::Customer(customer).entry_id())
}
