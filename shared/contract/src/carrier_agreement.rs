//! Agreements with carriers on the wire (5.3.1): the domain's own shape, which refuses unknown fields too.

use domain::carrier::CarrierAgreement;
use domain::dated::Dated;
use domain::refusal::{Evidence, Refusal, RefusalClass, quote};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// An agreement with a carrier: the version that is valid now or, before the first one is, that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgreementView {
    /// The carrier.
    pub carrier: String,
    /// Counts its changes.
    pub version: u64,
    /// The number of the version shown.
    pub valid_version: u64,
    /// What was agreed.
    #[schema(schema_with = agreement_schema)]
    pub agreement: CarrierAgreement,
    /// Versions to come, the next one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upcoming: Vec<UpcomingAgreement>,
}

/// A version of an agreement that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UpcomingAgreement {
    /// Its number.
    pub version: u64,
    /// Since when it is valid.
    #[schema(value_type = String, format = DateTime)]
    pub effective_from: Timestamp,
    /// What was agreed.
    #[schema(schema_with = agreement_schema)]
    pub agreement: CarrierAgreement,
}

/// A page of the agreements, by carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AgreementsView {
    /// The agreements.
    pub items: Vec<AgreementView>,
    /// Where the next page begins; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl AgreementView {
    /// The wire form of an agreement after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(dated: &Dated<CarrierAgreement>, version: u64, now: Timestamp) -> Self {
        let valid = dated.at_or_first(now);
        let upcoming = dated.after(now).into_iter().map(|next| UpcomingAgreement {
            version: next.version,
            effective_from: next.effective_from,
            agreement: next.value,
        });
        Self {
            carrier: valid.value.carrier.to_string(),
            version,
            valid_version: valid.version,
            agreement: valid.value.clone(),
            upcoming: upcoming.collect(),
        }
    }
}

/// An agreement that is entered for the carrier of the path.
///
/// # Errors
/// 422 `invalid_value` when it is with another carrier, or what [`CarrierAgreement::check`] refuses.
pub fn entered(agreement: CarrierAgreement, carrier: &str) -> Result<CarrierAgreement, Refusal> {
    if agreement.carrier.as_str() != carrier {
        return Err(Refusal::new(
            RefusalClass::Unacceptable,
            "invalid_value",
            "协议的承运商与路径不一致",
            "the agreement is with another carrier than the path's",
        )
        .because(Evidence::new(
            "carrier",
            quote(carrier),
            agreement.carrier.to_string(),
        )));
    }
    agreement.check()?;
    Ok(agreement)
}

/// The shape is best seen in an example.
pub(crate) fn agreement_schema() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(
            "What was agreed with a carrier (5.3.1): validity in dates, liability (`freight_multiple` or `cap`), claim window in \
             days, share of parcels in time in permille, and services with mode (`express`, `economy`, `ltl`, `road`, `rail`, \
             `air`), cm³ that count as a kilogram, rounding step of 100, 500 or 1000 g, cut-off time, days of picking up \
             (`every_day`, `working_days`), limits, divisions it does not go to, surcharges and zones. A zone without regions \
             is everywhere else; of zones that hold a destination, the one that names the smallest division counts. \
             Tariffs are `express` (first and continued weight, with bands of fixed prices from nought on) or `ltl` \
             (minimum, per kilogram, per cubic metre). Amounts in fen, weights in grams.",
        ))
        .examples([example()])
        .build()
}

/// An agreement as it may be entered.
pub(crate) fn example() -> Value {
    json!({
        "carrier": "shunfeng",
        "agreement_no": "SF-2026-018",
        "name": "顺丰速运",
        "valid_from": "2026-01-01",
        "valid_until": "2026-12-31",
        "liability": { "uninsured": { "kind": "freight_multiple", "times": 7 } },
        "claim_window_days": 30,
        "performance_permille": 975,
        "services": [{
            "code": "express",
            "mode": "express",
            "volume_divisor": 6000,
            "step_g": 1000,
            "cut_off": "18:00:00",
            "pick_up": "every_day",
            "limits": { "weight_g": 100_000, "edge_cm": 200 },
            "excluded_regions": ["460300"],
            "surcharges": {
                "remote": [{ "regions": ["540000"], "amount": 1000 }],
                "fuel_permille": 50,
                "insurance": { "permille": 5, "minimum": 100 },
            },
            "zones": [
                {
                    "name": "川渝",
                    "regions": ["510000"],
                    "transit_days": 1,
                    "tariff": { "kind": "express", "first": 1400, "first_weight_g": 1000, "continued": 300 },
                },
                {
                    "name": "其他",
                    "transit_days": 2,
                    "tariff": {
                        "kind": "express", "first": 2000, "first_weight_g": 1000, "continued": 800,
                        "bands": [{ "above_g": 0, "up_to_g": 500, "price": 1500 }],
                    },
                },
            ],
        }],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_would_be_accepted_for_its_carrier_only() {
        let agreement: CarrierAgreement = serde_json::from_value(example()).unwrap();
        assert!(entered(agreement.clone(), "shunfeng").is_ok());
        assert_eq!(
            entered(agreement, "jd").unwrap_err().evidence[0].at,
            "carrier"
        );
    }
}
