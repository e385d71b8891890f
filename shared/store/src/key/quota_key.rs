//! Keys of the counters of quotas.

use domain::goods::LimitPeriod;
use domain::identifiers::{CustomerId, Sku};
use domain::quota::Quota;

/// The word that the partition keys of what a customer took begin with.
pub(super) const PURCHASES: &str = "PURCHASES";
/// Sort keys of what it took of a product begin with this.
const SKU: &str = "SKU#";

pub(super) fn pk(quota: &Quota) -> String {
    match quota {
        Quota::Purchases { customer, .. } => format!("{PURCHASES}#{customer}"),
    }
}

pub(super) fn sk(quota: &Quota) -> String {
    match quota {
        Quota::Purchases {
            sku, per, since, ..
        } => {
            let since = since.map_or_else(String::new, |since| format!("#{since}"));
            format!("{SKU}{sku}#{}{since}", per.name())
        }
    }
}

/// A counter in the partition of this customer.
pub(super) fn parse_purchases(customer: &str, sk: &str) -> Option<Quota> {
    let customer = CustomerId::parse(customer).ok()?;
    let (sku, period) = sk.strip_prefix(SKU)?.split_once('#')?;
    let (per, since) = match period.split_once('#') {
        Some((per, since)) => (per, Some(since.parse().ok()?)),
        None => (period, None),
    };
    Some(Quota::Purchases {
        customer,
        sku: Sku::parse(sku).ok()?,
        per: LimitPeriod::from_name(per)?,
        since,
    })
}
