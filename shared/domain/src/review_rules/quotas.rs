//! Purchase limits and promotions over several orders (4.2.4): what an order asks of quotas, against what
//! others took.

use std::collections::{BTreeMap, BTreeSet};

use super::{Hits, ReviewFacts, RuleCode};
use crate::identifiers::Sku;
use crate::order::{Line, Order};
use crate::promotion::Promotion;
use crate::quota::{MOST_QUOTAS, Quota, QuotaAsked, QuotaShare};

/// 4.2.4: each quota that the order asks for, and how many they are.
pub(super) fn examine(order: &Order, review: &ReviewFacts, hits: &mut Hits) {
    let asked = review.quotas_asked(order);
    if asked.len() > MOST_QUOTAS {
        hits.note(
            RuleCode::TooManyLimits,
            format!("at most {MOST_QUOTAS}"),
            asked.len().to_string(),
        );
    }
    for asked in asked {
        let others = review.taken_by_others(order, &asked.share.quota);
        if asked.fits_beside(others) {
            continue;
        }
        let QuotaAsked { share, most } = asked;
        let (rule, what, bound) = match share.quota {
            Quota::Purchases {
                sku, per, since, ..
            } => {
                let since = since.map_or_else(String::new, |since| format!(" from {since}"));
                let bound = format!("{most} per {}{since}", per.name());
                (RuleCode::PurchaseLimitExceeded, sku.to_string(), bound)
            }
            Quota::Promotion { promotion } => {
                let bound = format!("{most} in all");
                (RuleCode::PromotionExhausted, promotion.to_string(), bound)
            }
            Quota::PromotionOfCustomer { promotion, .. } => {
                let (what, bound) = (promotion.to_string(), format!("{most} per customer"));
                (RuleCode::PromotionLimitExceeded, what, bound)
            }
        };
        let found = format!("{what}: {} asked, {others} ordered before", share.quantity);
        hits.note(rule, format!("{what}: {bound}"), found);
    }
}

impl QuotaAsked {
    /// Whether as many are left when others took so many.
    fn fits_beside(&self, others: u64) -> bool {
        others.saturating_add(self.share.quantity) <= self.most
    }
}

impl ReviewFacts {
    /// What the order asks of quotas, by the products and the promotions it names; one entry for each.
    #[must_use]
    pub fn quotas_asked(&self, order: &Order) -> Vec<QuotaAsked> {
        self.asked_by(order, &order.lines)
    }

    /// The quotas that the order asks for together with others, as it is and as a proposal would have
    /// it that waits for an answer.
    #[must_use]
    pub fn shared_quotas(&self, order: &Order) -> Vec<Quota> {
        let proposed = order.proposal().map(|proposal| {
            let lines = proposal.lines(&order.lines);
            self.asked_by(order, &lines)
        });
        let asked = self.quotas_asked(order).into_iter();
        let asked = asked.chain(proposed.into_iter().flatten());
        let quotas = asked.map(|asked| asked.share.quota);
        let quotas: BTreeSet<Quota> = quotas.filter(Quota::is_shared).collect();
        quotas.into_iter().collect()
    }

    fn asked_by(&self, order: &Order, lines: &[Line]) -> Vec<QuotaAsked> {
        let limited = pieces(lines).into_iter().filter_map(|(sku, quantity)| {
            let limit = self.product(sku)?.purchase_limit?;
            let quota = Quota::Purchases {
                customer: order.customer.clone(),
                sku: sku.clone(),
                per: limit.per,
                since: limit.per.first_day(order.received_at),
            };
            Some(QuotaAsked {
                share: QuotaShare { quota, quantity },
                most: u64::from(limit.quantity),
            })
        });
        let promotions = self.promotions.iter().map(|known| &known.value);
        limited
            .chain(promotions.flat_map(|promotion| promoted(order, lines, promotion)))
            .collect()
    }

    /// What an order that is not rejected takes of quotas, and the bound that still holds: none where
    /// there is less left than it takes, which the policy lets pass.
    pub(crate) fn quotas_to_take(&self, order: &Order) -> Vec<(QuotaShare, Option<u64>)> {
        let asked = self.quotas_asked(order).into_iter();
        let shared = asked.filter(|asked| asked.share.quota.is_shared());
        let taken = shared.map(|asked| {
            let others = self.taken_by_others(order, &asked.share.quota);
            let most = asked.fits_beside(others).then_some(asked.most);
            (asked.share, most)
        });
        taken.collect()
    }

    /// Pieces that other orders took of a quota.
    fn taken_by_others(&self, order: &Order, quota: &Quota) -> u64 {
        let all = self.taken.get(quota).copied().unwrap_or_default();
        let own = order.quotas.iter().filter(|share| share.quota == *quota);
        let own = own.fold(0_u64, |own, share| own.saturating_add(share.quantity));
        all.saturating_sub(own)
    }
}

/// What the order asks of a promotion, as far as that is bounded.
fn promoted(order: &Order, lines: &[Line], promotion: &Promotion) -> Vec<QuotaAsked> {
    let quantity = super::promotion::pieces(lines, promotion);
    let id = || promotion.id.clone();
    let all = promotion.total.map(|most| {
        let quota = Quota::Promotion { promotion: id() };
        (quota, most)
    });
    let of_customer = promotion.per_customer.map(|most| {
        let quota = Quota::PromotionOfCustomer {
            promotion: id(),
            customer: order.customer.clone(),
        };
        (quota, most)
    });
    let bounds = all.into_iter().chain(of_customer);
    let asked = bounds.map(|(quota, most)| QuotaAsked {
        share: QuotaShare { quota, quantity },
        most: u64::from(most),
    });
    asked.filter(|asked| asked.share.quantity > 0).collect()
}

/// Pieces of each product over all lines.
pub(super) fn pieces(lines: &[Line]) -> BTreeMap<&Sku, u64> {
    let mut pieces: BTreeMap<&Sku, u64> = BTreeMap::new();
    for line in lines {
        let sum = pieces.entry(&line.sku).or_default();
        *sum = sum.saturating_add(u64::from(line.quantity));
    }
    pieces
}
