//! What the review looks up besides the order (4.2); the check before submission and the trial of a
//! draft do the same. Of guests nothing is known that could be read.

use std::collections::BTreeMap;

use domain::account::{Account, Grade};
use domain::aggregate::Aggregate;
use domain::agreed_price::AgreedPrice;
use domain::blacklist::{BlacklistEntry, BlacklistSubject};
use domain::dated::{Dated, InForce};
use domain::identifiers::{PhoneDigest, Sku};
use domain::order::{Line, Order, OrderDraft, OrderId, only_services};
use domain::product::Product;
use domain::promotion::Promotion;
use domain::quota::Quota;
use domain::review_rules::ReviewFacts;
use jiff::Timestamp;
use store::{Store, StoreError};

use crate::rule_book::Rules;

/// The goods that the order has or a proposal offers and the promotions that its lines name as they are
/// at `now`, the customer's account, the entries on the blacklist of the customer and of the recipient's
/// phone, the prices agreed for the customer or its grade, and what orders took of the quotas that this
/// one asks for or would with the proposal.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn look_up(
    store: &Store,
    order: &Order,
    phone: Option<&PhoneDigest>,
    rules: &Rules,
    now: Timestamp,
) -> Result<ReviewFacts, StoreError> {
    let account = if order.customer.is_guest() {
        None
    } else {
        store.load::<Account>(order.customer.as_str()).await?
    };
    let account = account.map(|loaded| loaded.state);
    let entries: Vec<String> = entry_ids(order, phone).collect();
    let entries = store.load_many_consistently(&entries).await?.into_iter();
    let entries = entries.map(|loaded| loaded.state);
    let grade = account.as_ref().map(|account| account.grade);
    let mut review = ReviewFacts {
        policy_version: rules.policy_at(now).version,
        products: products(store, order.goods_to_review(), now).await?,
        agreed_prices: agreed_prices(store, [(order, grade)], now).await?,
        account,
        blacklisted: entries
            .filter(|entry: &BlacklistEntry| entry.is_in_force(now))
            .collect(),
        promotions: promotions(store, &order.lines, now).await?,
        taken: BTreeMap::new(),
    };
    review.taken = store.quotas_taken(&review.shared_quotas(order)).await?;
    Ok(review)
}

/// What the reviews of several orders look up, read at once.
#[derive(Debug)]
pub struct LookedUp {
    policy_version: u64,
    products: Vec<InForce<Product>>,
    accounts: Vec<Account>,
    blacklist: Vec<BlacklistEntry>,
    phones: BTreeMap<OrderId, PhoneDigest>,
    agreed_prices: Vec<InForce<AgreedPrice>>,
    promotions: Vec<InForce<Promotion>>,
    taken: BTreeMap<Quota, u64>,
}

/// The same for several orders, whose recipients have these phones. Catalogue, agreed prices and blacklist are as they are at `now`: what
/// they were at each receipt is in the journals.
///
/// # Errors
/// [`StoreError`] when they cannot be read.
pub async fn look_up_together(
    store: &Store,
    orders: &[&Order],
    phones: BTreeMap<OrderId, PhoneDigest>,
    rules: &Rules,
    now: Timestamp,
) -> Result<LookedUp, StoreError> {
    let identified = orders.iter().filter(|order| !order.customer.is_guest());
    let customers: Vec<String> = identified.map(|order| order.customer.to_string()).collect();
    let accounts = store.load_many::<Account>(&customers).await?.into_iter();
    let accounts: Vec<Account> = accounts.map(|loaded| loaded.state).collect();
    let graded = orders.iter().map(|order| {
        let account = account_of(&accounts, order);
        (*order, account.map(|account| account.grade))
    });
    let agreed_prices = agreed_prices(store, graded, now).await?;
    let entries = orders
        .iter()
        .flat_map(|order| entry_ids(order, phones.get(&order.id)));
    let entries: Vec<String> = entries.collect();
    let blacklist = store.load_many::<BlacklistEntry>(&entries).await?;
    let blacklist = blacklist.into_iter().map(|loaded| loaded.state);
    let goods = orders.iter().flat_map(|order| order.goods_to_review());
    let lines = orders.iter().flat_map(|order| &order.lines);
    let mut known = LookedUp {
        policy_version: rules.policy_at(now).version,
        products: products(store, goods, now).await?,
        promotions: promotions(store, lines, now).await?,
        blacklist: blacklist.filter(|entry| entry.is_in_force(now)).collect(),
        phones,
        accounts,
        agreed_prices,
        taken: BTreeMap::new(),
    };
    let asked = orders
        .iter()
        .flat_map(|order| known.about(order).shared_quotas(order));
    let asked: Vec<Quota> = asked.collect();
    known.taken = store.quotas_taken(&asked).await?;
    Ok(known)
}

impl LookedUp {
    /// What of it one of the orders needs.
    #[must_use]
    pub fn about(&self, order: &Order) -> ReviewFacts {
        let reviewed = |product: &&InForce<Product>| {
            let mut goods = order.goods_to_review();
            goods.any(|sku| *sku == product.value.sku)
        };
        let named = |promotion: &&InForce<Promotion>| {
            let mut lines = order.lines.iter();
            lines.any(|line| line.promotion.as_ref() == Some(&promotion.value.id))
        };
        let account = account_of(&self.accounts, order);
        let agreed = AgreedPrice::ids_for(order, account.map(|account| account.grade));
        let agreed_prices = self.agreed_prices.iter();
        let blacklist = self.blacklist.iter();
        let entries: Vec<String> = entry_ids(order, self.phones.get(&order.id)).collect();
        ReviewFacts {
            policy_version: self.policy_version,
            products: self.products.iter().filter(reviewed).cloned().collect(),
            account: account.cloned(),
            blacklisted: blacklist
                .filter(|entry| entries.contains(&entry.subject.entry_id()))
                .cloned()
                .collect(),
            agreed_prices: agreed_prices
                .filter(|price| agreed.contains(&price.value.price_id()))
                .cloned()
                .collect(),
            promotions: self.promotions.iter().filter(named).cloned().collect(),
            taken: self.taken.clone(),
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
    valid(store, &skus, now).await
}

/// The promotions that these lines name as they are valid at `now`, as far as they exist.
async fn promotions(
    store: &Store,
    lines: impl IntoIterator<Item = &Line>,
    now: Timestamp,
) -> Result<Vec<InForce<Promotion>>, StoreError> {
    let named = lines.into_iter().filter_map(|line| line.promotion.as_ref());
    let ids: Vec<String> = named.map(ToString::to_string).collect();
    valid(store, &ids, now).await
}

/// The versions of these that are valid at `now`; nothing is read where none is named.
async fn valid<T>(
    store: &Store,
    ids: &[String],
    now: Timestamp,
) -> Result<Vec<InForce<T>>, StoreError>
where
    T: Clone + PartialEq,
    Dated<T>: Aggregate,
{
    let loaded = store.load_many::<Dated<T>>(ids).await?;
    let valid = loaded.iter().filter_map(|loaded| {
        let valid = loaded.state.at(now)?;
        Some(InForce {
            version: valid.version,
            value: valid.value.clone(),
        })
    });
    Ok(valid.collect())
}

/// The prices that are valid at `now` for any of these orders, whose customers have these grades.
async fn agreed_prices<'a>(
    store: &Store,
    orders: impl IntoIterator<Item = (&'a Order, Option<Grade>)>,
    now: Timestamp,
) -> Result<Vec<InForce<AgreedPrice>>, StoreError> {
    let orders = orders.into_iter();
    let ids: Vec<String> = orders
        .flat_map(|(order, grade)| AgreedPrice::ids_for(order, grade))
        .collect();
    let agreed = store.load_many::<AgreedPrice>(&ids).await?.into_iter();
    let agreed = agreed.map(|loaded| InForce {
        version: loaded.version,
        value: loaded.state,
    });
    Ok(agreed.filter(|price| price.value.is_valid(now)).collect())
}

/// The account of the order's customer, if there is one.
fn account_of<'a>(accounts: &'a [Account], order: &Order) -> Option<&'a Account> {
    let mut accounts = accounts.iter();
    accounts.find(|account| account.customer == order.customer)
}

/// Where the blacklist would have the order's customer, unless it is a guest, and its recipient's phone.
fn entry_ids(order: &Order, phone: Option<&PhoneDigest>) -> impl Iterator<Item = String> {
    let customer =
        (!order.customer.is_guest()).then(|| BlacklistSubject::Customer(order.customer.clone()));
    let phone = phone.cloned().map(BlacklistSubject::Phone);
    let subjects = customer.into_iter().chain(phone);
    subjects.map(|subject| subject.entry_id())
}
