//! From where parcels are sent (5.3.2).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::identifiers::Phone;
use crate::refusal::{Refusal, RefusalClass};
use crate::region::RegionCode;
use crate::stock::{Warehouse, is_warehouse_code};

/// The longest name of a sender, in characters.
const LONGEST_NAME: usize = 60;
/// The longest address of a sender, in characters.
const LONGEST_ADDRESS: usize = 200;

/// Parameters of sending parcels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ShippingPolicy {
    /// The sender's address of each warehouse that requests waybills from carriers.
    pub ship_from: BTreeMap<Warehouse, ShipFrom>,
}

/// The sender of a warehouse's parcels: the company, not a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShipFrom {
    /// The sender's name, such as that of the warehouse.
    pub name: String,
    /// The warehouse's phone.
    pub phone: String,
    /// The county or district that it lies in.
    pub region: RegionCode,
    /// Road and number.
    pub address: String,
}

impl ShippingPolicy {
    /// Whether no sender is known yet.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        self.ship_from.is_empty()
    }

    /// The sender of a warehouse's parcels.
    ///
    /// # Errors
    /// 409 `ship_from_missing`.
    pub fn sender(&self, warehouse: &str) -> Result<&ShipFrom, Refusal> {
        self.ship_from.get(warehouse).ok_or_else(|| {
            Refusal::new(
                RefusalClass::Conflict,
                "ship_from_missing",
                format!("仓库 {warehouse} 尚未设置发货地址（政策 shipping.ship_from）"),
                format!(
                    "the policy has no sender's address of warehouse {warehouse} (shipping.ship_from)"
                ),
            )
        })
    }

    /// Refuses senders that no carrier could read.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        for (warehouse, sender) in &self.ship_from {
            let at = |field: &str| format!("shipping.ship_from.{warehouse}.{field}");
            if !is_warehouse_code(warehouse) {
                let expected = "a warehouse's code";
                return Err(Refusal::invalid("shipping.ship_from", expected, warehouse));
            }
            for (field, text, most) in [
                ("name", &sender.name, LONGEST_NAME),
                ("address", &sender.address, LONGEST_ADDRESS),
            ] {
                let length = text.trim().chars().count();
                if !(1..=most).contains(&length) {
                    let expected = format!("1 to {most} characters");
                    return Err(Refusal::invalid(at(field), expected, length.to_string()));
                }
            }
            if Phone::parse(&sender.phone).is_err() {
                let expected = "a mobile or landline number";
                return Err(Refusal::invalid(at("phone"), expected, "something else"));
            }
        }
        Ok(())
    }
}
