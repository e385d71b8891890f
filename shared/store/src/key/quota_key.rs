//! Keys of the counters of quotas.

use domain::aggregate::AggregateKind;
use domain::goods::LimitPeriod;
use domain::identifiers::{CustomerId, PromotionId, Sku};
use domain::quota::Quota;

use super::aggregate_pk;

/// The word that the partition keys of what a customer took begin with.
pub(super) const PURCHASES: &str = "PURCHASES";
/// Sort keys of what it took of a product begin with this.
const SKU: &str = "SKU#";

/// Sort keys of what it took at a promotion's price begin with this.
const PROMOTION: &str = "PROMOTION#";
/// Sort key of what all orders took at a promotion's price.
pub(super) const TAKEN: &str = "TAKEN";

pub(super) fn pk(quota: &Quota) -> String {
    match quota {
        Quota::Purchases { customer, .. } | Quota::PromotionOfCustomer { customer, .. } => {
            format!("{PURCHASES}#{customer}")
        }
        Quota::Promotion { promotion } => {
            aggregate_pk(AggregateKind::Promotion, promotion.as_str())
        }
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
        Quota::PromotionOfCustomer { promotion, .. } => format!("{PROMOTION}{promotion}"),
        Quota::Promotion { .. } => TAKEN.to_owned(),
    }
}

/// A counter in the partition of this customer.
pub(super) fn parse_purchases(customer: &str, sk: &str) -> Option<Quota> {
    let customer = CustomerId::parse(customer).ok()?;
    if let Some(promotion) = sk.strip_prefix(PROMOTION) {
        let promotion = PromotionId::parse(promotion).ok()?;
        return Some(Quota::PromotionOfCustomer {
            promotion,
            customer,
        });
    }
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

/// The counter in the partition of this promotion.
pub(super) fn parse_promotion(id: &str) -> Option<Quota> {
    let promotion = PromotionId::parse(id).ok()?;
    Some(Quota::Promotion { promotion })
}
