//! Carriers: what was agreed with them, what they charge, and the choice among them (5.3.1, section T).

mod agreement;
mod arrival;
mod check;
mod choice;
mod earlier;
mod exclusion;
mod parcel;
mod rating;
mod service;
mod spread;
mod tariff;

#[cfg(test)]
pub(crate) mod samples;

pub use agreement::{
    AGREEMENT_LIST, CarrierAgreement, CarrierAgreementEvent, LiabilityTerms, UninsuredLiability,
};
pub use check::{MOST_REGIONS, MOST_SERVICES, MOST_ZONES};
pub use choice::{CarrierChoice, CarrierComparison, Quote, Transport, choose, compare};
pub use earlier::{EarlierService, EarlierZone};
pub use exclusion::{Excluded, Exclusion};
pub use parcel::Parcel;
pub use rating::{Rating, rate};
pub use service::{CarriageMode, CarrierService, Limits, PickUpDays};
pub use spread::{Load, MOST_PARCELS, Packed, Spread, spread};
pub use tariff::{InsuranceTerms, RemoteArea, Surcharges, Tariff, TariffZone, WeightBand};
