//! Carriers and the choice among them (5.3.1, section T).

use serde::{Deserialize, Serialize};

use crate::identifiers::CarrierCode;
use crate::money::Money;
use crate::refusal::{Evidence, Refusal, RefusalClass};
use crate::region::RegionCode;

/// A carrier's service with its tariff, as agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierService {
    /// Who.
    pub carrier: CarrierCode,
    /// Its name for people.
    pub name: String,
    /// The heaviest parcel it takes, in grams.
    pub most_weight_g: u64,
    /// Prices by zone; the first zone that contains the province applies.
    pub zones: Vec<TariffZone>,
}

/// One zone of a tariff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TariffZone {
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

/// What a service would cost and take.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quote {
    /// Who.
    pub carrier: CarrierCode,
    /// Freight, in fen.
    pub freight: Money,
    /// Calendar days on the road.
    pub transit_days: u16,
}

/// Why a carrier carries a shipment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarrierChoice {
    /// The one that was taken.
    pub chosen: Quote,
    /// Everyone who could have, cheapest first; empty when a person named the carrier and
    /// nobody else was asked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub considered: Vec<Quote>,
}

/// Price and time of one service for a parcel, or `None` when it does not take it.
///
/// Express formula of section T: first + ⌈(weight − first weight) / step⌉ × continued.
#[must_use]
pub fn quote(service: &CarrierService, province: u8, weight_g: u64) -> Option<Quote> {
    if weight_g > service.most_weight_g {
        return None;
    }
    let zone = service
        .zones
        .iter()
        .find(|zone| zone.provinces.is_empty() || zone.provinces.contains(&province))?;
    let beyond = weight_g.saturating_sub(zone.first_weight_g);
    let steps = beyond.div_ceil(zone.step_g.max(1));
    let freight = zone.first.checked_add(zone.continued.checked_mul(steps)?)?;
    Some(Quote {
        carrier: service.carrier.clone(),
        freight,
        transit_days: zone.transit_days,
    })
}

/// 5.3.1: the cheapest service that takes the parcel, the faster one of equals; or the one
/// that a person `named`.
///
/// # Errors
/// `no_carrier_available` when nobody, or not the named one, takes it.
pub fn choose(
    services: &[CarrierService],
    named: Option<&CarrierCode>,
    region: Option<RegionCode>,
    weight_g: u64,
) -> Result<CarrierChoice, Refusal> {
    let province = region.map_or(0, RegionCode::province_prefix);
    let mut considered: Vec<Quote> = services
        .iter()
        .filter_map(|service| quote(service, province, weight_g))
        .collect();
    considered.sort_by(|a, b| {
        (a.freight, a.transit_days, &a.carrier).cmp(&(b.freight, b.transit_days, &b.carrier))
    });
    let chosen = match named {
        None => considered.first(),
        Some(carrier) => considered.iter().find(|quote| quote.carrier == *carrier),
    };
    chosen
        .cloned()
        .map(|chosen| CarrierChoice {
            chosen,
            considered: considered.clone(),
        })
        .ok_or_else(|| {
            let able = considered
                .iter()
                .map(|quote| quote.carrier.to_string())
                .collect::<Vec<_>>()
                .join(", ");
            Refusal::new(
                RefusalClass::Unacceptable,
                "no_carrier_available",
                format!("没有可承运的承运商：重量 {weight_g} 克，可选：{able}"),
                format!("no carrier takes this parcel of {weight_g} g; able to: {able}"),
            )
            .because(Evidence::new(
                "carrier",
                able.clone(),
                named.map_or_else(String::new, ToString::to_string),
            ))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(provinces: &[u8], first: i64, continued: i64, transit_days: u16) -> TariffZone {
        TariffZone {
            provinces: provinces.to_vec(),
            first: Money::from_fen(first),
            first_weight_g: 1000,
            continued: Money::from_fen(continued),
            step_g: 1000,
            transit_days,
        }
    }

    fn service(code: &str, most_weight_g: u64, zones: Vec<TariffZone>) -> CarrierService {
        CarrierService {
            carrier: CarrierCode::parse(code).unwrap(),
            name: code.to_owned(),
            most_weight_g,
            zones,
        }
    }

    fn services() -> Vec<CarrierService> {
        vec![
            service(
                "shunfeng",
                100_000,
                vec![zone(&[51], 1400, 300, 1), zone(&[], 2000, 800, 2)],
            ),
            service("jd", 100_000, vec![zone(&[51], 1200, 250, 2)]),
            service(
                "zhongtong",
                50_000,
                vec![zone(&[51], 700, 150, 3), zone(&[], 1000, 400, 3)],
            ),
            service("ems", 40_000, vec![zone(&[], 800, 150, 4)]),
        ]
    }

    #[test]
    fn the_cheapest_that_takes_the_weight_is_chosen_and_explained() {
        let services = services();
        let sichuan = RegionCode::parse("510100").ok();
        for (weight_g, named, expected) in [
            (800, None, Some(("zhongtong", 700))),
            (1001, None, Some(("zhongtong", 850))),
            (60_000, None, Some(("jd", 15_950))),
            (800, Some("ems"), Some(("ems", 800))),
            (45_000, Some("ems"), None),
            (200_000, None, None),
        ] {
            let named = named.map(|code| CarrierCode::parse(code).unwrap());
            let choice = choose(&services, named.as_ref(), sichuan, weight_g).ok();
            let found = choice
                .as_ref()
                .map(|c| (c.chosen.carrier.as_str(), c.chosen.freight.fen()));
            assert_eq!(found, expected, "{weight_g} g");
        }
    }
}
