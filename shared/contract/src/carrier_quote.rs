//! What carriers would charge, and which would be chosen (5.3.1).

use domain::carrier::{CarrierComparison, Excluded, Parcel, Quote, Rating};
use domain::money::Money;
use domain::policy::InsurancePolicy;
use domain::refusal::Refusal;
use domain::region::RegionCode;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// The heaviest parcel that may be asked about, in grams: a thousand tonnes.
const HEAVIEST: u64 = 1_000_000_000;
/// The bulkiest, in cm³: a hundred thousand cubic metres.
const BULKIEST: u64 = 100_000_000_000;
/// Fen of a declared value: up to ten billion yuan.
const HIGHEST: i64 = 1_000_000_000_000;

/// What would it cost? Nothing is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierQuotesRequest {
    /// Division of the delivery address.
    #[schema(example = "510107", min_length = 6, max_length = 6)]
    pub ship_to_region: String,
    /// Actual weight, in grams.
    #[schema(minimum = 0, maximum = 1_000_000_000, example = 2600)]
    pub weight_g: u64,
    /// Volume, in cm³; 0 where it is not known.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100_000_000_000_i64, example = 9000)]
    pub volume_cm3: u64,
    /// The longest edge, in cm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000)]
    pub longest_edge_cm: Option<u32>,
    /// Declared value, in fen; more than the policy's threshold is insured (8.2.2).
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64)]
    pub declared_value_fen: i64,
    /// The last day to arrive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub required_by: Option<Date>,
    /// When it is handed over; now if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub ready_at: Option<Timestamp>,
    /// Whether it is carried upstairs.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub upstairs: bool,
}

/// Every service, compared for one parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarrierQuotesView {
    /// The one that would be chosen; absent where none comes into question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chosen: Option<QuoteView>,
    /// Those that come into question, in the order in which they would be chosen: in time and
    /// cheapest first, then the better performance; too late and fastest last.
    pub considered: Vec<QuoteView>,
    /// Those that do not, and why.
    pub excluded: Vec<ExcludedView>,
    /// The declared value that is insured, in fen, if it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_fen: Option<i64>,
}

/// What a carrier would cost and take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QuoteView {
    /// The carrier.
    pub carrier: String,
    /// Its service; absent on shipments from before there were agreements, as is all but freight
    /// and days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The agreement it goes by.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_no: Option<String>,
    /// Freight with all surcharges, in fen.
    pub freight_fen: i64,
    /// Calendar days on the road.
    pub transit_days: u16,
    /// The day it leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub leaves_on: Option<Date>,
    /// The day it arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub arrives_on: Option<Date>,
    /// Whether that is later than was asked for.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// Parcels of the carrier that arrived in time, in permille.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performance_permille: Option<u16>,
    /// What the freight is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<RatingView>,
}

/// What a freight is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RatingView {
    /// The weight on the scales, in grams.
    pub actual_g: u64,
    /// The weight that the volume counts for, in grams.
    pub volume_g: u64,
    /// The greater of the two, rounded up to the service's step, in grams.
    pub chargeable_g: u64,
    /// Freight without surcharges, in fen.
    pub base_fen: i64,
    /// For a remote area, in fen.
    pub remote_fen: i64,
    /// For picking up, in fen.
    pub pickup_fen: i64,
    /// For delivery, in fen.
    pub delivery_fen: i64,
    /// For carrying upstairs, in fen.
    pub upstairs_fen: i64,
    /// For fuel, in fen.
    pub fuel_fen: i64,
    /// For insurance, in fen.
    pub insurance_fen: i64,
}

/// A service that does not come into question.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExcludedView {
    /// The carrier.
    pub carrier: String,
    /// Its service.
    pub service: String,
    /// Why: `not_valid`, `out_of_reach`, `region_excluded`, `too_heavy`, `too_long`, `too_bulky`,
    /// `not_insurable`, `calendar_year_missing` or `beyond_amounts`.
    #[schema(example = "too_heavy")]
    pub reason: String,
    /// The bound that is passed, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "30000 g")]
    pub bound: Option<String>,
}

/// What was asked, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The parcel, insured where the policy says so.
    pub parcel: Parcel,
    /// When it is handed over.
    pub ready_at: Timestamp,
    /// The last day to arrive.
    pub required_by: Option<Date>,
}

impl CarrierQuotesRequest {
    /// What is asked at `now`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_asked(self, now: Timestamp, policy: InsurancePolicy) -> Result<Asked, Refusal> {
        let mut mistakes = Mistakes::default();
        let to = mistakes.parsed("ship_to_region", &self.ship_to_region, RegionCode::parse);
        mistakes.within("weight_g", self.weight_g, &(0..=HEAVIEST));
        mistakes.within("volume_cm3", self.volume_cm3, &(0..=BULKIEST));
        if let Some(edge) = self.longest_edge_cm {
            mistakes.within("longest_edge_cm", edge, &(1..=100_000));
        }
        mistakes.within(
            "declared_value_fen",
            self.declared_value_fen,
            &(0..=HIGHEST),
        );
        mistakes.none_in(to.map(|to| Asked {
            parcel: Parcel {
                to: Some(to),
                weight_g: self.weight_g,
                volume_cm3: self.volume_cm3,
                longest_edge_cm: self.longest_edge_cm,
                insured: policy.insured(Money::from_fen(self.declared_value_fen)),
                upstairs: self.upstairs,
            },
            ready_at: self.ready_at.unwrap_or(now),
            required_by: self.required_by,
        }))
    }
}

impl CarrierQuotesView {
    /// The wire form.
    #[must_use]
    pub fn of(comparison: &CarrierComparison) -> Self {
        let considered: Vec<QuoteView> = QuoteView::all(comparison);
        Self {
            chosen: considered.first().cloned(),
            considered,
            excluded: comparison.excluded.iter().map(ExcludedView::of).collect(),
            insured_fen: comparison.parcel.insured.map(Money::fen),
        }
    }
}

impl QuoteView {
    /// The wire form of all that were considered.
    pub(crate) fn all(comparison: &CarrierComparison) -> Vec<Self> {
        let considered = comparison.considered.iter();
        considered
            .map(|quote| Self {
                late: comparison.is_late(quote),
                ..Self::of(quote)
            })
            .collect()
    }

    /// The wire form, as if nothing had been asked for.
    pub(crate) fn of(quote: &Quote) -> Self {
        Self {
            carrier: quote.carrier.to_string(),
            service: quote.service.as_ref().map(ToString::to_string),
            agreement_no: quote.agreement_no.clone(),
            freight_fen: quote.freight.fen(),
            transit_days: quote.transit_days,
            leaves_on: quote.leaves_on,
            arrives_on: quote.arrives_on,
            late: false,
            performance_permille: quote.performance_permille,
            rating: quote.rating.as_ref().map(RatingView::of),
        }
    }
}

impl RatingView {
    fn of(rating: &Rating) -> Self {
        Self {
            actual_g: rating.actual_g,
            volume_g: rating.volume_g,
            chargeable_g: rating.chargeable_g,
            base_fen: rating.base.fen(),
            remote_fen: rating.remote.fen(),
            pickup_fen: rating.pickup.fen(),
            delivery_fen: rating.delivery.fen(),
            upstairs_fen: rating.upstairs.fen(),
            fuel_fen: rating.fuel.fen(),
            insurance_fen: rating.insurance.fen(),
        }
    }
}

impl ExcludedView {
    pub(crate) fn of(excluded: &Excluded) -> Self {
        Self {
            carrier: excluded.carrier.to_string(),
            service: excluded.service.to_string(),
            reason: excluded.why.name().to_owned(),
            bound: excluded.why.bound(),
        }
    }
}
