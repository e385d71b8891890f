//! Tariffs as policies carried them before there were agreements: kept so that such policies read.

use serde::{Deserialize, Serialize};

use crate::identifiers::CarrierCode;
use crate::money::Money;

/// A carrier's service in a policy from before there were agreements. Nothing goes by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierService {
    /// Who.
    pub carrier: CarrierCode,
    /// Its name for people.
    pub name: String,
    /// The heaviest parcel it took, in grams.
    pub most_weight_g: u64,
    /// Prices by zone.
    pub zones: Vec<EarlierZone>,
}

/// One zone of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarlierZone {
    /// Two-digit province prefixes; empty means everywhere else.
    pub provinces: Vec<u8>,
    /// Price of the first weight, in fen.
    pub first: Money,
    /// The first weight, in grams.
    pub first_weight_g: u64,
    /// Price of each further step, in fen.
    pub continued: Money,
    /// The step, in grams.
    pub step_g: u64,
    /// Calendar days on the road.
    pub transit_days: u16,
}
