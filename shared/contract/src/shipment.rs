//! Handing an order to a carrier (5.3.1, 5.3.2).

use domain::carrier::CarrierComparison;
use domain::identifiers::{CarrierCode, WaybillNo};
use domain::refusal::Refusal;
use domain::shipment::Shipment;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cancel::LONGEST_REASON;
use crate::carrier_quote::{ExcludedView, QuoteView};
use crate::mistakes::Mistakes;

/// An order leaves with a carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipmentRequest {
    /// The carrier; without one, the cheapest that arrives in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "shunfeng", max_length = 32)]
    pub carrier: Option<String>,
    /// The number of the waybill 运单号.
    #[schema(example = "SF1234567890123", min_length = 6, max_length = 32)]
    pub waybill_no: String,
    /// Which of the order's consignments leaves; it may be left out while only one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 1)]
    pub consignment: Option<u16>,
}

/// A person says that the recipient has a parcel of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DeliveryRequest {
    /// When the recipient got it.
    #[schema(value_type = String, format = DateTime)]
    pub signed_at: Timestamp,
    /// How that is known; kept in the journal, so without names or phone numbers.
    #[schema(
        example = "门卫代收，已电话确认收货人同意",
        min_length = 1,
        max_length = 500
    )]
    pub note: String,
    /// The waybill's number; it may be left out while the order has one parcel that was not signed for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 6, max_length = 32)]
    pub waybill_no: Option<String>,
}

/// What is to be dispatched with whom.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dispatch {
    /// The carrier that was named.
    pub carrier: Option<CarrierCode>,
    /// The number of the waybill.
    pub waybill_no: WaybillNo,
    /// The consignment that was named.
    pub consignment: Option<u16>,
}

/// What a person knows of a delivery.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// When the recipient got it.
    pub signed_at: Timestamp,
    /// How that is known.
    pub note: String,
    /// The number of the waybill that was named.
    pub waybill_no: Option<WaybillNo>,
}

/// A parcel with its carrier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ShipmentView {
    /// The order.
    pub order_id: Uuid,
    /// Who carries it.
    pub carrier: String,
    /// The number of the waybill.
    pub waybill_no: String,
    /// Weight, in grams.
    pub weight_g: u64,
    /// The furthest it is known to have come.
    #[schema(example = "picked_up")]
    pub status: String,
    /// When that was.
    #[schema(value_type = String, format = DateTime)]
    pub status_at: Timestamp,
    /// What a person must look at, if anything: the carrier's source and code, or how it was found and its kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
    /// What the carrier costs and how long it takes.
    pub chosen: QuoteView,
    /// Every service that was considered, in the order in which they would be chosen: why it was this
    /// one. Shown where the parcel is handed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub considered: Vec<QuoteView>,
    /// Every service that did not come into question, and why. Shown where the parcel is handed over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub excluded: Vec<ExcludedView>,
    /// The last day to arrive, where one was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub required_by: Option<Date>,
}

impl ShipmentRequest {
    /// What is to be dispatched with whom.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_dispatch(self) -> Result<Dispatch, Refusal> {
        let mut mistakes = Mistakes::default();
        let carrier =
            mistakes.parsed_if_given("carrier", self.carrier.as_deref(), CarrierCode::parse);
        let waybill_no = mistakes.parsed("waybill_no", &self.waybill_no, WaybillNo::parse);
        let consignment = self.consignment;
        mistakes.none_in(waybill_no.map(|waybill_no| Dispatch {
            carrier,
            waybill_no,
            consignment,
        }))
    }
}

impl DeliveryRequest {
    /// What a person knows of the delivery.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_delivery(self, now: Timestamp) -> Result<Delivery, Refusal> {
        let mut mistakes = Mistakes::default();
        if self.signed_at > now {
            mistakes.note(
                "signed_at",
                format!("at most {now}"),
                &self.signed_at.to_string(),
            );
        }
        let note = mistakes.words("note", &self.note, LONGEST_REASON);
        let waybill_no =
            mistakes.parsed_if_given("waybill_no", self.waybill_no.as_deref(), WaybillNo::parse);
        mistakes.none_in(Some(Delivery {
            signed_at: self.signed_at,
            note,
            waybill_no,
        }))
    }
}

impl ShipmentView {
    /// The wire form.
    #[must_use]
    pub fn of(shipment: &Shipment) -> Self {
        Self {
            order_id: shipment.order,
            carrier: shipment.carrier.to_string(),
            waybill_no: shipment.waybill_no.to_string(),
            weight_g: shipment.weight_g,
            status: shipment.status.as_str().to_owned(),
            status_at: shipment.status_at,
            exception: shipment.all_exceptions().into_iter().find_map(|record| {
                let code = record.said.first().cloned();
                let name = || format!("{}/{}", record.origin.name(), record.kind.name());
                record.is_open().then(|| code.unwrap_or_else(name))
            }),
            chosen: QuoteView::of(&shipment.choice.chosen),
            considered: shipment
                .choice
                .considered
                .iter()
                .map(QuoteView::of)
                .collect(),
            excluded: Vec::new(),
            required_by: None,
        }
    }

    /// The same with the comparison that the choice rests on.
    #[must_use]
    pub fn explained(self, comparison: &CarrierComparison, shipment: &Shipment) -> Self {
        Self {
            chosen: QuoteView {
                late: comparison.is_late(&shipment.choice.chosen),
                ..self.chosen
            },
            considered: QuoteView::all(comparison),
            excluded: comparison.excluded.iter().map(ExcludedView::of).collect(),
            required_by: comparison.required_by,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_values_are_checked_at_once() {
        let request = ShipmentRequest {
            carrier: Some("顺丰".to_owned()),
            waybill_no: "1".to_owned(),
            consignment: None,
        };
        let refusal = request.into_dispatch().unwrap_err();
        let places: Vec<_> = refusal
            .evidence
            .iter()
            .map(|evidence| evidence.at.as_str())
            .collect();
        assert_eq!(places, ["carrier", "waybill_no"]);
        let request = ShipmentRequest {
            carrier: None,
            waybill_no: "SF1234567890".to_owned(),
            consignment: None,
        };
        assert_eq!(request.into_dispatch().unwrap().carrier, None);
    }
}
