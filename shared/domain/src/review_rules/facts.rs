//! What the review looks up, and which versions of it a decision went by.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::Account;
use crate::agreed_price::{AgreedPrice, PriceAudience};
use crate::blacklist::BlacklistEntry;
use crate::dated::InForce;
use crate::identifiers::{PromotionId, Sku};
use crate::money::Money;
use crate::order::Order;
use crate::product::Product;
use crate::promotion::Promotion;
use crate::quota::Quota;

/// What the review looks up besides the order; all of it as it is valid at the review.
#[derive(Clone, Debug, Default)]
pub struct ReviewFacts {
    /// The number of the policy's version; 0 for the usual rules.
    pub policy_version: u64,
    /// The products of the order's lines, as far as they exist.
    pub products: Vec<InForce<Product>>,
    /// The customer's credit account, if there is one.
    pub account: Option<Account>,
    /// The entries on the blacklist that are in force, of the customer and of the recipient's phone.
    pub blacklisted: Vec<BlacklistEntry>,
    /// Prices that are valid for the customer or its grade.
    pub agreed_prices: Vec<InForce<AgreedPrice>>,
    /// The promotions that the order's lines name, as far as they exist.
    pub promotions: Vec<InForce<Promotion>>,
    /// Pieces that orders took of the quotas that this one asks for, its own included (4.2.4).
    pub taken: BTreeMap<Quota, u64>,
}

/// Which versions of the rules and of the catalogue a review went by (4.3.1).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basis {
    /// The policy's.
    #[serde(default, skip_serializing_if = "crate::dated::is_unnumbered")]
    pub policy: u64,
    /// The products', as far as they are numbered.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub products: BTreeMap<Sku, u64>,
    /// Those of the agreed prices that are valid for the customer or its grade, by their identifiers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub agreed_prices: BTreeMap<String, u64>,
    /// Those of the promotions that the lines name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub promotions: BTreeMap<PromotionId, u64>,
}

impl Basis {
    /// Whether nothing that was looked at had a number.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self == &Self::default()
    }
}

impl ReviewFacts {
    /// The versions in it.
    #[must_use]
    pub fn basis(&self) -> Basis {
        let numbered = self.products.iter().filter(|product| product.version > 0);
        Basis {
            policy: self.policy_version,
            products: numbered
                .map(|product| (product.value.sku.clone(), product.version))
                .collect(),
            agreed_prices: self
                .agreed_prices
                .iter()
                .map(|agreed| (agreed.value.price_id(), agreed.version))
                .collect(),
            promotions: self
                .promotions
                .iter()
                .map(|promotion| (promotion.value.id.clone(), promotion.version))
                .collect(),
        }
    }

    /// The price of a SKU that is agreed for the order: the customer's, else that of its grade, if the
    /// grade is known.
    pub(super) fn agreed_price(&self, order: &Order, sku: &Sku) -> Option<Money> {
        let customer = PriceAudience::Customer(order.customer.clone());
        let grade = self.account.as_ref().map(|account| account.grade);
        let mut audiences = std::iter::once(customer).chain(grade.map(PriceAudience::Grade));
        audiences.find_map(|audience| {
            let mut agreed = self.agreed_prices.iter().map(|known| &known.value);
            let agreed = agreed.find(|known| known.audience == audience && known.sku == *sku)?;
            Some(agreed.price)
        })
    }

    /// The promotion of this name, if there is one.
    pub(super) fn promotion(&self, id: &PromotionId) -> Option<&Promotion> {
        let known = self.promotions.iter().find(|known| known.value.id == *id);
        known.map(|known| &known.value)
    }

    /// The product of a SKU, if there is one.
    pub(super) fn product(&self, sku: &Sku) -> Option<&Product> {
        let known = self.products.iter().find(|known| known.value.sku == *sku);
        known.map(|known| &known.value)
    }
}
