//! What an agreement must not say: everything that is wrong with it, and where (5.3.1).

use std::collections::BTreeSet;

use super::agreement::{CarrierAgreement, UninsuredLiability};
use super::service::CarrierService;
use super::tariff::{Surcharges, Tariff, TariffZone, WeightBand};
use crate::money::Money;
use crate::refusal::{Evidence, Refusal, RefusalClass, quote};
use crate::region::RegionCode;

/// The most services of an agreement.
pub const MOST_SERVICES: usize = 20;
/// The most zones of a service.
pub const MOST_ZONES: usize = 60;
/// The most divisions of a list.
pub const MOST_REGIONS: usize = 400;
/// The most bands of a tariff.
const MOST_BANDS: usize = 20;
/// The most days on the road.
const MOST_TRANSIT_DAYS: u16 = 90;
/// Fen of an amount: up to a hundred million yuan.
const HIGHEST: i64 = 10_000_000_000;
/// Steps that chargeable weight may be rounded up to, in grams.
const STEPS_G: [u32; 3] = [100, 500, 1000];
/// The most that is reported; the rest follows once these are mended.
const MOST_FINDINGS: usize = 100;

impl CarrierAgreement {
    /// Refuses an agreement that makes no sense.
    ///
    /// # Errors
    /// `invalid_value` with everything that is wrong, where it stands, what was expected and found.
    pub fn check(&self) -> Result<(), Refusal> {
        let mut wrong = Wrong::default();
        wrong.words("agreement_no", &self.agreement_no, 64);
        wrong.words("name", &self.name, 100);
        wrong.unless(
            self.valid_from <= self.valid_until,
            "valid_until",
            || format!("{} or later", self.valid_from),
            || self.valid_until.to_string(),
        );
        match self.liability.uninsured {
            UninsuredLiability::FreightMultiple { times } => {
                wrong.within("liability.uninsured.times", times, 0, 1_000);
            }
            UninsuredLiability::Cap { amount } => {
                wrong.amount("liability.uninsured.amount", amount);
            }
        }
        wrong.within("claim_window_days", self.claim_window_days, 1, 1_000);
        wrong.within("performance_permille", self.performance_permille, 0, 1_000);
        wrong.count("services", self.services.len(), MOST_SERVICES);
        let mut codes = BTreeSet::new();
        for (index, service) in self.services.iter().take(MOST_SERVICES).enumerate() {
            let at = format!("services[{index}]");
            wrong.once(&mut codes, &format!("{at}.code"), service.code.as_str());
            wrong.service(&at, service);
        }
        wrong.into_refusal()
    }
}

/// What was wrong so far.
#[derive(Default)]
struct Wrong(Vec<Evidence>);

impl Wrong {
    fn unless(
        &mut self,
        right: bool,
        at: &str,
        expected: impl FnOnce() -> String,
        found: impl FnOnce() -> String,
    ) {
        if !right && self.0.len() < MOST_FINDINGS {
            self.0.push(Evidence::new(at, expected(), found()));
        }
    }

    fn within<N: PartialOrd + std::fmt::Display + Copy>(
        &mut self,
        at: &str,
        n: N,
        least: N,
        most: N,
    ) {
        let right = least <= n && n <= most;
        self.unless(right, at, || format!("{least}..={most}"), || n.to_string());
    }

    fn amount(&mut self, at: &str, amount: Money) {
        self.within(at, amount.fen(), 0, HIGHEST);
    }

    fn count(&mut self, at: &str, count: usize, most: usize) {
        self.within(at, count, 1, most);
    }

    fn words(&mut self, at: &str, text: &str, most: usize) {
        let length = text.trim().chars().count();
        self.unless(
            (1..=most).contains(&length) && !text.contains(char::is_control),
            at,
            || format!("1 to {most} characters"),
            || quote(text),
        );
    }

    fn once<T: Ord + Copy + std::fmt::Display>(
        &mut self,
        seen: &mut BTreeSet<T>,
        at: &str,
        value: T,
    ) {
        let new = seen.insert(value);
        self.unless(new, at, || "each once".to_owned(), || value.to_string());
    }

    fn service(&mut self, at: &str, service: &CarrierService) {
        if let Some(divisor) = service.volume_divisor {
            self.within(&format!("{at}.volume_divisor"), divisor, 1, 100_000);
        }
        self.unless(
            STEPS_G.contains(&service.step_g),
            &format!("{at}.step_g"),
            || "100, 500 or 1000 grams".to_owned(),
            || service.step_g.to_string(),
        );
        let limits = service.limits;
        let greatest = [
            ("weight_g", limits.weight_g),
            ("edge_cm", limits.edge_cm.map(u64::from)),
            ("volume_cm3", limits.volume_cm3),
        ];
        for (name, limit) in greatest {
            if let Some(limit) = limit {
                self.within(&format!("{at}.limits.{name}"), limit, 1, 1_000_000_000_000);
            }
        }
        let excluded = format!("{at}.excluded_regions");
        self.regions(&excluded, &service.excluded_regions, &mut BTreeSet::new());
        self.surcharges(&format!("{at}.surcharges"), &service.surcharges);
        self.count(&format!("{at}.zones"), service.zones.len(), MOST_ZONES);
        let (mut names, mut regions) = (BTreeSet::new(), BTreeSet::new());
        let mut elsewhere = 0_usize;
        for (index, zone) in service.zones.iter().take(MOST_ZONES).enumerate() {
            let at = format!("{at}.zones[{index}]");
            self.words(&format!("{at}.name"), &zone.name, 60);
            self.once(&mut names, &format!("{at}.name"), zone.name.as_str());
            elsewhere = elsewhere.saturating_add(usize::from(zone.regions.is_empty()));
            self.unless(
                !zone.regions.is_empty() || elsewhere <= 1,
                &format!("{at}.regions"),
                || "one zone for everywhere else".to_owned(),
                || "another one".to_owned(),
            );
            self.regions(&format!("{at}.regions"), &zone.regions, &mut regions);
            self.zone(&at, zone, u64::from(service.step_g));
        }
    }

    /// Divisions of which none stands in `seen` already.
    fn regions(&mut self, at: &str, regions: &[RegionCode], seen: &mut BTreeSet<RegionCode>) {
        self.within(at, regions.len(), 0, MOST_REGIONS);
        for (index, region) in regions.iter().take(MOST_REGIONS).enumerate() {
            let new = seen.insert(region.current());
            self.unless(
                new,
                &format!("{at}[{index}]"),
                || "each division in one zone, once".to_owned(),
                || format!("{region} {}", region.full_name()),
            );
        }
    }

    fn surcharges(&mut self, at: &str, surcharges: &Surcharges) {
        for (name, amount) in [
            ("pickup", surcharges.pickup),
            ("delivery", surcharges.delivery),
            ("upstairs", surcharges.upstairs),
        ] {
            self.amount(&format!("{at}.{name}"), amount);
        }
        let fuel = surcharges.fuel_permille;
        self.within(&format!("{at}.fuel_permille"), fuel, 0, 1_000);
        if let Some(insurance) = surcharges.insurance {
            let permille = insurance.permille;
            self.within(&format!("{at}.insurance.permille"), permille, 0, 1_000);
            self.amount(&format!("{at}.insurance.minimum"), insurance.minimum);
        }
        self.within(
            &format!("{at}.remote"),
            surcharges.remote.len(),
            0,
            MOST_ZONES,
        );
        let mut seen = BTreeSet::new();
        for (index, area) in surcharges.remote.iter().take(MOST_ZONES).enumerate() {
            let at = format!("{at}.remote[{index}]");
            self.amount(&format!("{at}.amount"), area.amount);
            self.count(&format!("{at}.regions"), area.regions.len(), MOST_REGIONS);
            self.regions(&format!("{at}.regions"), &area.regions, &mut seen);
        }
    }

    fn zone(&mut self, at: &str, zone: &TariffZone, step_g: u64) {
        let days = zone.transit_days;
        self.within(&format!("{at}.transit_days"), days, 0, MOST_TRANSIT_DAYS);
        let at = format!("{at}.tariff");
        match &zone.tariff {
            Tariff::Express {
                first,
                first_weight_g,
                continued,
                bands,
            } => {
                self.amount(&format!("{at}.first"), *first);
                self.amount(&format!("{at}.continued"), *continued);
                let most = 100_000_000;
                self.within(&format!("{at}.first_weight_g"), *first_weight_g, 1, most);
                self.bands(&at, bands);
                if let Some(last) = bands.last() {
                    let beyond = last
                        .up_to_g
                        .saturating_add(1)
                        .saturating_sub(*first_weight_g);
                    let steps = beyond.checked_div(step_g).map(|whole| {
                        whole.saturating_add(u64::from(!beyond.is_multiple_of(step_g)))
                    });
                    let after = steps
                        .and_then(|steps| continued.checked_mul(steps))
                        .and_then(|more| first.checked_add(more));
                    self.unless(
                        after.is_none_or(|after| last.price <= after),
                        &format!("{at}.first"),
                        || format!("no less after the last band than its {}", last.price),
                        || after.unwrap_or_default().to_string(),
                    );
                }
            }
            Tariff::Ltl {
                minimum,
                per_kg,
                per_m3,
            } => {
                self.amount(&format!("{at}.minimum"), *minimum);
                self.amount(&format!("{at}.per_kg"), *per_kg);
                self.amount(&format!("{at}.per_m3"), *per_m3);
            }
        }
    }

    /// Bands follow one another from nought on, and a heavier parcel costs no less.
    fn bands(&mut self, at: &str, bands: &[WeightBand]) {
        self.within(&format!("{at}.bands"), bands.len(), 0, MOST_BANDS);
        let (mut reached, mut price) = (0, Money::ZERO);
        for (index, band) in bands.iter().take(MOST_BANDS).enumerate() {
            let at = format!("{at}.bands[{index}]");
            self.unless(
                band.above_g == reached,
                &format!("{at}.above_g"),
                || format!("{reached}, where the band before ends"),
                || band.above_g.to_string(),
            );
            self.unless(
                band.up_to_g > band.above_g && band.up_to_g <= 100_000_000,
                &format!("{at}.up_to_g"),
                || format!("more than {}, at most 100000000", band.above_g),
                || band.up_to_g.to_string(),
            );
            self.amount(&format!("{at}.price"), band.price);
            self.unless(
                band.price >= price,
                &format!("{at}.price"),
                || format!("no less than a lighter parcel's {price}"),
                || band.price.to_string(),
            );
            (reached, price) = (band.up_to_g, band.price);
        }
    }

    fn into_refusal(self) -> Result<(), Refusal> {
        if self.0.is_empty() {
            return Ok(());
        }
        let refusal = Refusal::new(
            RefusalClass::Unacceptable,
            "invalid_value",
            "承运商协议有误，详见 errors：指明位置、应填内容与所填内容",
            "the agreement has mistakes, see errors: where, what was expected and what was found",
        );
        Err(self.0.into_iter().fold(refusal, Refusal::because))
    }
}

#[cfg(test)]
mod tests;
