//! Agreements and services for the tests of carriers.

use serde_json::{Value, json};

use super::{CarrierAgreement, CarrierService};
use crate::region::RegionCode;

pub(crate) fn region(code: &str) -> RegionCode {
    RegionCode::parse(code).unwrap()
}

/// A tariff by first and continued weight.
pub(crate) fn express(first: i64, first_weight_g: u64, continued: i64) -> Value {
    json!({
        "kind": "express", "first": first, "first_weight_g": first_weight_g, "continued": continued,
    })
}

/// A tariff by weight or volume.
pub(crate) fn ltl(minimum: i64, per_kg: i64, per_m3: i64) -> Value {
    json!({"kind": "ltl", "minimum": minimum, "per_kg": per_kg, "per_m3": per_m3})
}

/// A zone in three days; no regions are everywhere else.
pub(crate) fn zone(regions: &[&str], tariff: Value) -> Value {
    json!({
        "name": regions.join("+") + "zone", "regions": regions, "transit_days": 3, "tariff": tariff,
    })
}

/// A service everywhere, until six o'clock.
pub(crate) fn service_json(
    code: &str,
    mode: &str,
    divisor: u32,
    step_g: u32,
    tariff: Value,
) -> Value {
    let mut service = json!({
        "code": code, "mode": mode, "step_g": step_g, "cut_off": "18:00:00",
        "zones": [zone(&[], tariff)],
    });
    if divisor > 0 {
        service["volume_divisor"] = json!(divisor);
    }
    service
}

pub(crate) fn service(json: Value) -> CarrierService {
    serde_json::from_value(json).unwrap()
}

pub(crate) fn agreement_json(carrier: &str, performance: u16, services: Vec<Value>) -> Value {
    json!({
        "carrier": carrier, "agreement_no": format!("{carrier}-2026"), "name": carrier,
        "valid_from": "2026-01-01", "valid_until": "2026-12-31",
        "liability": {"uninsured": {"kind": "freight_multiple", "times": 5}},
        "claim_window_days": 30, "performance_permille": performance, "services": services,
    })
}

pub(crate) fn agreement(json: Value) -> CarrierAgreement {
    serde_json::from_value(json).unwrap()
}
