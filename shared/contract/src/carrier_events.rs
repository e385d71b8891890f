//! What carriers report of parcels (5.3.3).

use domain::identifiers::WaybillNo;
use domain::refusal::Refusal;
use domain::shipment::CarrierReport;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// The most events in one call.
const MOST_EVENTS: usize = 100;
/// The vocabularies of codes that are known.
const SOURCES: [&str; 3] = ["kuaidi100", "kdniao", "sf_opcode"];
/// Carriers' clocks may run ahead by this much.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(10);

/// Events of one parcel, signed by the sender. Late and repeated events are harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierEventsRequest {
    /// The number of the waybill.
    #[schema(example = "SF1234567890123")]
    pub waybill_no: String,
    /// Whose vocabulary the codes are of: `kuaidi100` (unless said otherwise), `kdniao` or
    /// `sf_opcode`. The same code means different things in each.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "kuaidi100")]
    pub source: Option<String>,
    /// The events.
    #[schema(min_items = 1, max_items = 100)]
    pub events: Vec<CarrierEventBody>,
}

/// One event of a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CarrierEventBody {
    /// The carrier's code.
    #[schema(example = "301", min_length = 1, max_length = 32)]
    pub code: String,
    /// When it happened.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// The carrier's words. Taken and not kept: they often name couriers and recipients.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub text: Option<String>,
    /// Where it happened. Taken and not kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub location: Option<String>,
}

/// What became of the events.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CarrierEventsView {
    /// How many events were read.
    pub received: usize,
    /// The furthest that the parcel is known to have come.
    #[schema(example = "signed")]
    pub status: String,
}

impl CarrierEventsRequest {
    /// The waybill and its reports, the earliest first.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_reports(self, now: Timestamp) -> Result<(WaybillNo, Vec<CarrierReport>), Refusal> {
        let mut mistakes = Mistakes::default();
        let waybill_no = mistakes.parsed("waybill_no", &self.waybill_no, WaybillNo::parse);
        let source = self.source.unwrap_or_else(|| SOURCES[0].to_owned());
        if !SOURCES.contains(&source.as_str()) {
            mistakes.note("source", SOURCES.join(", "), &source);
        }
        mistakes.within("events", self.events.len(), &(1..=MOST_EVENTS));
        let latest = now.checked_add(CLOCK_TOLERANCE).unwrap_or(now);
        let mut reports = Vec::new();
        for (index, event) in self.events.into_iter().take(MOST_EVENTS).enumerate() {
            let at = |field: &str| format!("events[{index}].{field}");
            let code = mistakes.words(&at("code"), &event.code, 32);
            mistakes.words_if_given(&at("text"), event.text.as_deref(), 500);
            mistakes.words_if_given(&at("location"), event.location.as_deref(), 200);
            if event.at > latest {
                mistakes.note(at("at"), format!("at most {latest}"), &event.at.to_string());
            }
            reports.push(CarrierReport {
                source: source.clone(),
                code,
                at: event.at,
            });
        }
        reports.sort_by_key(|report| report.at);
        mistakes.none_in(waybill_no.map(|waybill_no| (waybill_no, reports)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn now() -> Timestamp {
        "2026-11-24T03:00:00Z".parse().unwrap()
    }

    #[test]
    fn reports_are_read_in_order_of_time() {
        let request: CarrierEventsRequest = serde_json::from_value(json!({
            "waybill_no": "SF1234567890",
            "events": [
                { "code": "301", "at": "2026-11-24T03:00:00Z", "text": "已签收" },
                { "code": "1", "at": "2026-11-23T03:00:00+08:00", "location": "重庆" },
            ],
        }))
        .unwrap();
        let (_, reports) = request.into_reports(now()).unwrap();
        let codes: Vec<_> = reports
            .iter()
            .map(|report| (report.source.as_str(), report.code.as_str()))
            .collect();
        assert_eq!(codes, [("kuaidi100", "1"), ("kuaidi100", "301")]);
    }

    #[test]
    fn every_bad_value_is_named() {
        let request: CarrierEventsRequest = serde_json::from_value(json!({
            "waybill_no": "?", "source": "dhl",
            "events": [{ "code": "", "at": "2026-11-24T03:10:01Z" }],
        }))
        .unwrap();
        let refusal = request.into_reports(now()).unwrap_err();
        let places: Vec<_> = refusal
            .evidence
            .iter()
            .map(|evidence| evidence.at.as_str())
            .collect();
        assert_eq!(
            places,
            ["waybill_no", "source", "events[0].code", "events[0].at"]
        );
    }
}
