//! Quotas 限购额度: how many pieces orders may take in all of what is limited (4.2.4).

use serde::{Deserialize, Serialize};

use crate::goods::LimitPeriod;
use crate::identifiers::{CustomerId, PromotionId, Sku};
use jiff::civil::Date;

/// The most quotas that one order may ask for, so that whatever it holds goes back in one transaction.
pub const MOST_QUOTAS: usize = 24;

/// What is limited. Each has a counter of its own, which orders move in the transactions that accept
/// and end them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "of", rename_all = "snake_case")]
pub enum Quota {
    /// Pieces of a product that one customer orders in a period 限购.
    Purchases {
        /// Who orders.
        customer: CustomerId,
        /// The goods.
        sku: Sku,
        /// How long the period is.
        per: LimitPeriod,
        /// Its first day, in Asia/Shanghai; none where it has no end.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        since: Option<Date>,
    },
    /// Pieces that all orders take at a promotion's price.
    Promotion {
        /// Which.
        promotion: PromotionId,
    },
    /// Pieces that one customer orders at a promotion's price.
    PromotionOfCustomer {
        /// Which.
        promotion: PromotionId,
        /// Who orders.
        customer: CustomerId,
    },
}

/// Pieces of a quota.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotaShare {
    /// Of which.
    pub quota: Quota,
    /// Pieces, at least one.
    pub quantity: u64,
}

/// What an order asks of a quota.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QuotaAsked {
    /// Of which, and how many pieces.
    pub share: QuotaShare,
    /// The most pieces that orders may take of it in all.
    pub most: u64,
}

impl Quota {
    /// Whether more than one order can ask for it. A guest's identifier is one order's, so that nothing
    /// need be counted.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        match self {
            Self::Purchases { customer, .. } | Self::PromotionOfCustomer { customer, .. } => {
                !customer.is_guest()
            }
            Self::Promotion { .. } => true,
        }
    }
}
