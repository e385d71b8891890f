//! What is to be carried, as far as prices and limits go by it (5.3.1).

use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::product::Product;
use crate::region::RegionCode;

/// A parcel 包裹 and where it goes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Division of the delivery address; without one, only a zone for everywhere else reaches it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<RegionCode>,
    /// Actual weight, in grams.
    pub weight_g: u64,
    /// Volume, in cm³; 0 where it is not known.
    pub volume_cm3: u64,
    /// The longest edge, in cm, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_edge_cm: Option<u32>,
    /// The declared value that is to be insured 保价, in fen; without one, nothing is (8.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured: Option<Money>,
    /// Whether it is carried upstairs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upstairs: bool,
}

impl Parcel {
    /// Puts pieces of a product into it. The parcel is as long as the longest of them.
    pub fn pack(&mut self, product: &Product, pieces: u32) {
        let pieces = u64::from(pieces);
        let (weight, volume) = (u64::from(product.weight_g), u64::from(product.volume_cm3));
        let (weight, volume) = (weight.saturating_mul(pieces), volume.saturating_mul(pieces));
        self.weight_g = self.weight_g.saturating_add(weight);
        self.volume_cm3 = self.volume_cm3.saturating_add(volume);
        self.longest_edge_cm = self.longest_edge_cm.max(product.longest_edge_cm);
    }
}
