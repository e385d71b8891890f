//! The choice among carriers (5.3.1): the cheapest service that arrives in time, then by
//! performance; if none does, the fastest.

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::agreement::CarrierAgreement;
use super::arrival::{days_after, leaves_on};
use super::exclusion::{Excluded, Exclusion};
use super::parcel::Parcel;
use super::rating::{Rating, rate};
use super::service::CarrierService;
use crate::calendar::{CalendarError, WorkingCalendar, business_date};
use crate::dated::{InForce, is_unnumbered};
use crate::identifiers::{CarrierCode, ServiceCode};
use crate::money::Money;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// What a service would cost and take. Those from before there were agreements say carrier,
/// freight and days only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Who.
    pub carrier: CarrierCode,
    /// With which service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<ServiceCode>,
    /// By which agreement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_no: Option<String>,
    /// By which version of it.
    #[serde(default, skip_serializing_if = "is_unnumbered")]
    pub agreement_version: u64,
    /// Freight with all surcharges, in fen.
    pub freight: Money,
    /// Calendar days on the road.
    pub transit_days: u16,
    /// The day it leaves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leaves_on: Option<Date>,
    /// The day it arrives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arrives_on: Option<Date>,
    /// Parcels of the carrier that arrived in time, in permille.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub performance_permille: Option<u16>,
    /// What the freight is made of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

impl Quote {
    /// Calendar days from `now` until the parcel arrives, waiting for the carrier included.
    #[must_use]
    pub fn days_until_arrival(&self, now: Timestamp) -> u16 {
        let arrival = self.arrives_on.map(|arrives| {
            let days = business_date(now).duration_until(arrives).as_hours() / 24;
            u16::try_from(days).unwrap_or_default()
        });
        arrival.unwrap_or(self.transit_days)
    }
}

/// Why a carrier carries a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierChoice {
    /// The one that was taken.
    pub chosen: Quote,
    /// Everyone who could have, for shipments from before there were agreements; since then the
    /// whole comparison is in the event that books the shipment.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub considered: Vec<Quote>,
}

/// What is to be carried, from when and until when.
#[derive(Clone, Copy, Debug)]
pub struct Transport<'a> {
    /// The parcel.
    pub parcel: &'a Parcel,
    /// When it is handed over.
    pub ready_at: Timestamp,
    /// The last day to arrive, where one is asked for.
    pub required_by: Option<Date>,
    /// Working days.
    pub calendar: &'a WorkingCalendar,
}

/// Every service, compared for one parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierComparison {
    /// The parcel.
    pub parcel: Parcel,
    /// The last day to arrive, where one is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub required_by: Option<Date>,
    /// Those that could carry it, in the order in which they would be chosen.
    pub considered: Vec<Quote>,
    /// Those that could not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<Excluded>,
}

impl CarrierComparison {
    /// The comparison as it is kept with a shipment: what was compared of each service, without what its
    /// freight is made of, which the tariff of that day tells. The chosen one is kept whole beside it.
    #[must_use]
    pub fn abridged(self) -> Self {
        let abridged = self.considered.into_iter().map(|quote| Quote {
            agreement_no: None,
            agreement_version: 0,
            leaves_on: None,
            rating: None,
            ..quote
        });
        Self {
            considered: abridged.collect(),
            ..self
        }
    }
}

/// Compares every service of the agreements in force for one parcel.
#[must_use]
pub fn compare<'a>(
    agreements: impl IntoIterator<Item = InForce<&'a CarrierAgreement>>,
    transport: &Transport<'_>,
) -> CarrierComparison {
    let (mut considered, mut excluded) = (Vec::new(), Vec::new());
    for agreement in agreements {
        for service in &agreement.value.services {
            match quote(&agreement, service, transport) {
                Ok(quote) => considered.push(quote),
                Err(why) => excluded.push(Excluded {
                    carrier: agreement.value.carrier.clone(),
                    service: service.code.clone(),
                    why,
                }),
            }
        }
    }
    considered.sort_by_cached_key(|quote| rank(quote, transport.required_by));
    CarrierComparison {
        parcel: transport.parcel.clone(),
        required_by: transport.required_by,
        considered,
        excluded,
    }
}

/// The order in which services are chosen: those in time by freight, then by performance; then those that
/// are late, the earliest first.
pub(super) fn rank(quote: &Quote, required_by: Option<Date>) -> impl Ord + use<> {
    (
        is_late(quote, required_by).then_some(quote.arrives_on),
        quote.freight,
        Reverse(quote.performance_permille),
        quote.arrives_on,
        quote.carrier.clone(),
        quote.service.clone(),
    )
}

fn is_late(quote: &Quote, required_by: Option<Date>) -> bool {
    quote
        .arrives_on
        .zip(required_by)
        .is_some_and(|(arrives, by)| arrives > by)
}

/// What one service would cost and take.
pub(super) fn quote(
    agreement: &InForce<&CarrierAgreement>,
    service: &CarrierService,
    transport: &Transport<'_>,
) -> Result<Quote, Exclusion> {
    let parcel = transport.parcel;
    let (terms, to) = (agreement.value, parcel.to);
    let leaves_on =
        leaves_on(service, transport.ready_at, transport.calendar).map_err(|error| {
            let year = match error {
                CalendarError::YearWithoutData { year } => year,
                CalendarError::NoSuchTime { date, .. } => date.year(),
            };
            Exclusion::CalendarYearMissing { year }
        })?;
    if !(terms.valid_from..=terms.valid_until).contains(&leaves_on) {
        return Err(Exclusion::NotValid {
            from: terms.valid_from,
            until: terms.valid_until,
        });
    }
    if let Some(region) = service.excludes(to) {
        return Err(Exclusion::RegionExcluded { region });
    }
    let zone = service.zone_of(to).ok_or(Exclusion::OutOfReach)?;
    takes(service, parcel)?;
    let rating = rate(service, zone, parcel).ok_or(Exclusion::BeyondAmounts)?;
    let freight = rating.total().ok_or(Exclusion::BeyondAmounts)?;
    Ok(Quote {
        carrier: terms.carrier.clone(),
        service: Some(service.code.clone()),
        agreement_no: Some(terms.agreement_no.clone()),
        agreement_version: agreement.version,
        freight,
        transit_days: zone.transit_days,
        leaves_on: Some(leaves_on),
        arrives_on: Some(days_after(leaves_on, zone.transit_days)),
        performance_permille: Some(terms.performance_permille),
        rating: Some(rating),
    })
}

/// Holds a parcel against the limits of a service.
pub(super) fn takes(service: &CarrierService, parcel: &Parcel) -> Result<(), Exclusion> {
    let limits = service.limits;
    if let Some(most_g) = limits.weight_g.filter(|most| parcel.weight_g > *most) {
        return Err(Exclusion::TooHeavy { most_g });
    }
    let edge = parcel.longest_edge_cm.unwrap_or_default();
    if let Some(most_cm) = limits.edge_cm.filter(|most| edge > *most) {
        return Err(Exclusion::TooLong { most_cm });
    }
    if let Some(most_cm3) = limits.volume_cm3.filter(|most| parcel.volume_cm3 > *most) {
        return Err(Exclusion::TooBulky { most_cm3 });
    }
    if parcel.insured.is_some() && service.surcharges.insurance.is_none() {
        return Err(Exclusion::NotInsurable);
    }
    Ok(())
}

/// The first of those that come into question, or of those of the carrier that a person `named`.
///
/// # Errors
/// `no_carrier_available` when nobody, or not the named one, takes the parcel; with the reason of
/// each.
pub fn choose<'a>(
    comparison: &'a CarrierComparison,
    named: Option<&CarrierCode>,
) -> Result<&'a Quote, Refusal> {
    let asked = |carrier: &CarrierCode| named.is_none_or(|named| named == carrier);
    let mut able = comparison.considered.iter();
    able.find(|quote| asked(&quote.carrier))
        .ok_or_else(|| none_available(comparison, named))
}

fn none_available(comparison: &CarrierComparison, named: Option<&CarrierCode>) -> Refusal {
    let able = comparison.considered.iter();
    let mut able: Vec<&str> = able.map(|quote| quote.carrier.as_str()).collect();
    able.dedup();
    let (able, weight_g) = (able.join(", "), comparison.parcel.weight_g);
    let refusal = Refusal::new(
        RefusalClass::Unacceptable,
        "no_carrier_available",
        format!("没有可承运的承运商：重量 {weight_g} 克，可选：{able}"),
        format!("no carrier takes this parcel of {weight_g} g; able to: {able}"),
    )
    .because(Evidence::new(
        "carrier",
        able,
        named.map_or_else(String::new, ToString::to_string),
    ));
    let asked = |carrier: &CarrierCode| named.is_none_or(|named| named == carrier);
    let excluded = comparison.excluded.iter().filter(|it| asked(&it.carrier));
    excluded.fold(refusal, |refusal, excluded| {
        refusal.because(Evidence::new(
            format!("{}/{}", excluded.carrier, excluded.service),
            excluded.why.bound().unwrap_or_default(),
            excluded.why.name(),
        ))
    })
}

impl CarrierComparison {
    /// Whether a quote arrives after the day that is asked for.
    #[must_use]
    pub fn is_late(&self, quote: &Quote) -> bool {
        is_late(quote, self.required_by)
    }
}

#[cfg(test)]
mod tests;
