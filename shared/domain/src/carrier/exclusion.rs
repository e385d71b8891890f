//! Why a service does not carry a parcel (5.3.1).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::identifiers::{CarrierCode, ServiceCode};
use crate::region::RegionCode;

/// A service that does not come into question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Excluded {
    /// Who.
    pub carrier: CarrierCode,
    /// Which service.
    pub service: ServiceCode,
    /// Why.
    #[serde(flatten)]
    pub why: Exclusion,
}

/// Why a service does not come into question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", rename_all = "snake_case")]
pub enum Exclusion {
    /// The agreement does not hold on the day it would leave.
    NotValid {
        /// The agreement's first day.
        from: Date,
        /// Its last day.
        until: Date,
    },
    /// No zone holds the destination.
    OutOfReach,
    /// The service does not go to this division.
    RegionExcluded {
        /// Which.
        region: RegionCode,
    },
    /// Heavier than it takes.
    TooHeavy {
        /// The heaviest, in grams.
        most_g: u64,
    },
    /// Longer than it takes.
    TooLong {
        /// The longest, in cm.
        most_cm: u32,
    },
    /// Bulkier than it takes.
    TooBulky {
        /// The bulkiest, in cm³.
        most_cm3: u64,
    },
    /// It must be insured, and the service insures nothing (8.2.2).
    NotInsurable,
    /// It leaves on working days, and those of the year are not known.
    CalendarYearMissing {
        /// The year.
        year: i16,
    },
    /// A figure is more than it can hold.
    BeyondAmounts,
}

impl Exclusion {
    /// Its name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotValid { .. } => "not_valid",
            Self::OutOfReach => "out_of_reach",
            Self::RegionExcluded { .. } => "region_excluded",
            Self::TooHeavy { .. } => "too_heavy",
            Self::TooLong { .. } => "too_long",
            Self::TooBulky { .. } => "too_bulky",
            Self::NotInsurable => "not_insurable",
            Self::CalendarYearMissing { .. } => "calendar_year_missing",
            Self::BeyondAmounts => "beyond_amounts",
        }
    }

    /// The bound that is passed, where there is one.
    #[must_use]
    pub fn bound(self) -> Option<String> {
        match self {
            Self::NotValid { from, until } => Some(format!("{from}..={until}")),
            Self::RegionExcluded { region } => Some(region.to_string()),
            Self::TooHeavy { most_g } => Some(format!("{most_g} g")),
            Self::TooLong { most_cm } => Some(format!("{most_cm} cm")),
            Self::TooBulky { most_cm3 } => Some(format!("{most_cm3} cm3")),
            Self::CalendarYearMissing { year } => Some(year.to_string()),
            Self::OutOfReach | Self::NotInsurable | Self::BeyondAmounts => None,
        }
    }
}
