//! Spreading pieces over parcels (5.3.2): as a person says, or by the limits of each service, and the choice of
//! one service for all of them.

use jiff::Timestamp;
use jiff::civil::Date;

use super::agreement::CarrierAgreement;
use super::choice::{CarrierComparison, Quote, Transport, choose, quote, rank, takes};
use super::exclusion::{Excluded, Exclusion};
use super::parcel::Parcel;
use super::service::CarrierService;
use crate::calendar::WorkingCalendar;
use crate::dated::InForce;
use crate::identifiers::{CarrierCode, ServiceCode};
use crate::money::Money;
use crate::refusal::Refusal;
use crate::stock::{Pieces, Warehouse};

/// The most parcels that one consignment is spread over: all of them leave in one transaction.
pub const MOST_PARCELS: usize = 10;

/// Pieces in a parcel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// What is in it; each SKU once.
    pub pieces: Vec<Pieces>,
    /// The parcel, as far as prices and limits go by it.
    pub parcel: Parcel,
}

/// What is to be spread.
pub struct Load<'a> {
    /// From where; for people.
    pub warehouse: &'a Warehouse,
    /// All pieces; each SKU once.
    pub pieces: &'a [Pieces],
    /// The parcels, where a person says which.
    pub given: Option<&'a [Packed]>,
    /// What pieces are as a parcel.
    pub measure: &'a dyn Fn(&[Pieces]) -> Parcel,
    /// When they are handed over.
    pub ready_at: Timestamp,
    /// The last day to arrive, where one is asked for.
    pub required_by: Option<Date>,
    /// Working days.
    pub calendar: &'a WorkingCalendar,
}

impl std::fmt::Debug for Load<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Load")
            .field("warehouse", self.warehouse)
            .field("pieces", &self.pieces)
            .finish_non_exhaustive()
    }
}

/// Parcels of one service, each with its price.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spread {
    /// The parcels.
    pub parcels: Vec<(Packed, Quote)>,
    /// Every service, compared for all pieces: freight is that of all its parcels together.
    pub comparison: CarrierComparison,
}

/// Compares every service for all pieces, each with the parcels that were given or into which its limits cut
/// them, and takes the first, or the first of the carrier or service that a person `named`.
///
/// Parcels are cut in a plain way, the heaviest pieces first, each into the first parcel that still takes it; a
/// person who packs better says how.
///
/// # Errors
/// `no_carrier_available` when nobody, or not the named one, takes them; with the reason of each.
pub fn spread<'a>(
    agreements: impl IntoIterator<Item = InForce<&'a CarrierAgreement>>,
    load: &Load<'_>,
    named: (Option<&CarrierCode>, Option<&ServiceCode>),
) -> Result<Spread, Refusal> {
    let (mut able, mut excluded) = (Vec::new(), Vec::new());
    for agreement in agreements {
        for service in &agreement.value.services {
            if named.1.is_some_and(|named| *named != service.code) {
                continue;
            }
            match priced(&agreement, service, load) {
                Ok(priced) => able.push(priced),
                Err(why) => excluded.push(Excluded {
                    carrier: agreement.value.carrier.clone(),
                    service: service.code.clone(),
                    why,
                }),
            }
        }
    }
    able.sort_by_cached_key(|(total, _)| rank(total, load.required_by));
    let comparison = CarrierComparison {
        parcel: (load.measure)(load.pieces),
        required_by: load.required_by,
        considered: able.iter().map(|(total, _)| total.clone()).collect(),
        excluded,
    };
    let chosen = choose(&comparison, named.0)?.clone();
    let parcels = able.into_iter().find(|(total, _)| *total == chosen);
    Ok(Spread {
        parcels: parcels.map_or_else(Vec::new, |(_, parcels)| parcels),
        comparison,
    })
}

/// The parcels of a service with their prices, and a quote for all of them together.
fn priced(
    agreement: &InForce<&CarrierAgreement>,
    service: &CarrierService,
    load: &Load<'_>,
) -> Result<(Quote, Vec<(Packed, Quote)>), Exclusion> {
    let packed = match load.given {
        Some(given) => given.to_vec(),
        None => cut(service, load.pieces, load.measure)?,
    };
    let mut parcels = Vec::with_capacity(packed.len());
    for packed in packed {
        let transport = Transport {
            parcel: &packed.parcel,
            ready_at: load.ready_at,
            required_by: load.required_by,
            calendar: load.calendar,
        };
        let quote = quote(agreement, service, &transport)?;
        parcels.push((packed, quote));
    }
    let freight = Money::sum(parcels.iter().map(|(_, quote)| quote.freight));
    let freight = freight.ok_or(Exclusion::BeyondAmounts)?;
    let (_, first) = parcels.first().ok_or(Exclusion::BeyondAmounts)?;
    let total = Quote {
        freight,
        rating: first.rating.filter(|_| parcels.len() == 1),
        ..first.clone()
    };
    Ok((total, parcels))
}

/// Cuts pieces into parcels that the service takes.
fn cut(
    service: &CarrierService,
    pieces: &[Pieces],
    measure: &dyn Fn(&[Pieces]) -> Parcel,
) -> Result<Vec<Packed>, Exclusion> {
    let whole = measure(pieces);
    let Err(why) = takes(service, &whole) else {
        return Ok(vec![Packed {
            pieces: pieces.to_vec(),
            parcel: whole,
        }]);
    };
    let single = |pieces: &Pieces| {
        let one = Pieces {
            quantity: 1,
            ..pieces.clone()
        };
        measure(&[one]).weight_g
    };
    let mut heaviest_first: Vec<&Pieces> = pieces.iter().collect();
    heaviest_first.sort_by_key(|pieces| std::cmp::Reverse(single(pieces)));
    let mut parcels: Vec<Vec<Pieces>> = Vec::new();
    for pieces in heaviest_first {
        let mut left = pieces.quantity;
        for parcel in &mut parcels {
            left -= put(service, parcel, pieces, left, measure);
        }
        while left > 0 {
            let mut parcel = Vec::new();
            let taken = put(service, &mut parcel, pieces, left, measure);
            if taken == 0 || parcels.len() >= MOST_PARCELS {
                return Err(why);
            }
            left -= taken;
            parcels.push(parcel);
        }
    }
    let packed = parcels.into_iter().map(|mut pieces| {
        pieces.sort_by(|one, other| one.sku.cmp(&other.sku));
        Packed {
            parcel: measure(&pieces),
            pieces,
        }
    });
    Ok(packed.collect())
}

/// Puts as many pieces into the parcel as the service takes of it, at most `left`; how many.
fn put(
    service: &CarrierService,
    parcel: &mut Vec<Pieces>,
    pieces: &Pieces,
    left: u32,
    measure: &dyn Fn(&[Pieces]) -> Parcel,
) -> u32 {
    let mut tried = parcel.clone();
    tried.push(pieces.clone());
    let (mut fits, mut too_many) = (0, left.saturating_add(1));
    while fits + 1 < too_many {
        let quantity = fits.midpoint(too_many);
        if let Some(last) = tried.last_mut() {
            last.quantity = quantity;
        }
        match takes(service, &measure(&tried)) {
            Ok(()) => fits = quantity,
            Err(_) => too_many = quantity,
        }
    }
    if fits > 0 {
        parcel.push(Pieces {
            quantity: fits,
            ..pieces.clone()
        });
    }
    fits
}

#[cfg(test)]
mod tests;
