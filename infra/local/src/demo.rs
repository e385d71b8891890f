//! The master data of the demonstration, built in: a few goods of Chongqing, opening stock, and
//! the rules under which a platform's orders with the province only can be looked at by people.

use std::collections::BTreeMap;

use contract::product::ProductRequest;
use contract::stock::StockReceiptRequest;
use domain::carrier::CarrierService;
use domain::policy::Policy;
use domain::review_rules::{RuleCode, Severity};
use serde::Deserialize;

/// Everything a fresh system needs for trying it out.
#[derive(Clone, Debug, PartialEq)]
pub struct Demo {
    /// Products by SKU.
    pub products: BTreeMap<String, ProductRequest>,
    /// What differs from the usual policy.
    pub policy: DemoPolicy,
    /// The opening stock.
    pub stock: StockReceiptRequest,
}

/// What the demonstration changes in a policy.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DemoPolicy {
    /// Findings that a person may overrule here and that reject an order elsewhere.
    pub severities: BTreeMap<RuleCode, Severity>,
    /// Carriers with made-up tariffs.
    pub carriers: Vec<CarrierService>,
}

impl Demo {
    /// Reads what is built in.
    ///
    /// # Errors
    /// A file does not say what the contract expects; the tests keep that from happening.
    pub fn built_in() -> Result<Self, serde_json::Error> {
        Ok(Self {
            products: serde_json::from_str(include_str!("../demo/products.json"))?,
            policy: serde_json::from_str(include_str!("../demo/policy.json"))?,
            stock: serde_json::from_str(include_str!("../demo/stock.json"))?,
        })
    }
}

impl DemoPolicy {
    /// `policy` with these changes and nothing else changed.
    #[must_use]
    pub fn merged_into(&self, policy: &Policy) -> Policy {
        let mut merged = policy.clone();
        merged.review.severities.extend(
            self.severities
                .iter()
                .map(|(rule, severity)| (*rule, *severity)),
        );
        for service in &self.carriers {
            match merged
                .carriers
                .iter_mut()
                .find(|known| known.carrier == service.carrier)
            {
                Some(known) => known.clone_from(service),
                None => merged.carriers.push(service.clone()),
            }
        }
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::region::RegionCode;

    #[test]
    fn the_files_say_what_the_contract_expects() {
        let demo = Demo::built_in().unwrap();
        assert!(
            demo.products.contains_key("GENERAL"),
            "what imported orders are for"
        );
        for (sku, product) in &demo.products {
            assert!(product.clone().into_product(sku).is_ok(), "{sku}");
        }
        let receipt = demo
            .stock
            .clone()
            .into_receipt("seed", jiff::Timestamp::UNIX_EPOCH)
            .unwrap();
        for moved in &receipt.moves {
            assert!(
                demo.products.contains_key(moved.sku.as_str()),
                "{}",
                moved.sku
            );
        }
        demo.policy.merged_into(&Policy::default()).check().unwrap();
    }

    #[test]
    fn merging_twice_is_merging_once_and_keeps_what_others_set() {
        let demo = Demo::built_in().unwrap();
        let mut own = Policy::default();
        own.review.minimum_order = domain::money::Money::from_fen(700);
        own.review
            .severities
            .insert(RuleCode::UnknownSku, Severity::Manual);
        let once = demo.policy.merged_into(&own);
        assert_eq!(demo.policy.merged_into(&once), once);
        assert_eq!(once.review.minimum_order, own.review.minimum_order);
        assert_eq!(
            once.review.severities[&RuleCode::UnknownSku],
            Severity::Manual
        );
        assert_eq!(
            once.review.severities[&RuleCode::AddressIncomplete],
            Severity::Manual
        );
        assert_eq!(once.carriers.len(), demo.policy.carriers.len());
    }

    #[test]
    fn some_carrier_goes_everywhere() {
        let demo = Demo::built_in().unwrap();
        for province in ["110000", "510000", "540000", "810000"] {
            let region = RegionCode::parse(province).ok();
            domain::carrier::choose(&demo.policy.carriers, None, region, 500).unwrap();
        }
    }
}
