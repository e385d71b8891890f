//! The master data of the demonstration, built in: a few goods of Chongqing, opening stock, and
//! the rules under which a platform's orders with the province only can be looked at by people.

use std::collections::BTreeMap;

use contract::product::ProductRequest;
use contract::stock::StockReceiptRequest;
use domain::carrier::CarrierAgreement;
use domain::policy::Policy;
use domain::review_rules::{RuleCode, Severity};
use domain::shipping_policy::ShippingPolicy;
use serde::Deserialize;

/// Everything a fresh system needs for trying it out.
#[derive(Clone, Debug, PartialEq)]
pub struct Demo {
    /// Products by SKU.
    pub products: BTreeMap<String, ProductRequest>,
    /// Agreements with carriers, with made-up tariffs.
    pub carriers: Vec<CarrierAgreement>,
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
    /// From where parcels are sent, made up (5.3.2).
    pub shipping: ShippingPolicy,
}

impl Demo {
    /// Reads what is built in.
    ///
    /// # Errors
    /// A file does not say what the contract expects; the tests keep that from happening.
    pub fn built_in() -> Result<Self, serde_json::Error> {
        Ok(Self {
            products: serde_json::from_str(include_str!("../demo/products.json"))?,
            carriers: serde_json::from_str(include_str!("../demo/carriers.json"))?,
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
        merged
            .shipping
            .ship_from
            .extend(self.shipping.ship_from.clone());
        // Agreements stand in place of the tariffs that earlier policies carried.
        merged.carriers.clear();
        merged
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::WorkingCalendar;
    use domain::carrier::{Parcel, Transport, choose, compare};
    use domain::dated::InForce;
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
        for agreement in &demo.carriers {
            agreement.check().unwrap();
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
    }

    #[test]
    fn some_carrier_goes_everywhere() {
        let demo = Demo::built_in().unwrap();
        for province in ["110000", "510000", "540000", "810000"] {
            let parcel = Parcel {
                to: RegionCode::parse(province).ok(),
                weight_g: 500,
                ..Parcel::default()
            };
            let transport = Transport {
                parcel: &parcel,
                ready_at: "2026-03-02T02:00:00Z".parse().unwrap(),
                required_by: None,
                calendar: &WorkingCalendar::built_in(),
            };
            let agreements = demo
                .carriers
                .iter()
                .map(|value| InForce { version: 1, value });
            choose(&compare(agreements, &transport), None).unwrap();
        }
    }
}
