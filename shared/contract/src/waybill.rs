//! Waybills 电子面单 on the wire (5.3.2): requested from carriers, voided, and dispatched with.

use domain::carrier::MOST_PARCELS;
use domain::identifiers::{CarrierCode, ServiceCode, Sku};
use domain::refusal::Refusal;
use domain::stock::Pieces;
use domain::waybill::{Waybill, WaybillStage};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cancel::LONGEST_REASON;
use crate::carrier_quote::QuoteView;
use crate::consignment::PiecesView;
use crate::mistakes::Mistakes;
use crate::shipment::ShipmentView;

/// The heaviest parcel, in grams: a lorry.
const HEAVIEST_G: u64 = 30_000_000;
/// The bulkiest parcel, in cm³: a hundred cubic metres.
const BULKIEST_CM3: u64 = 100_000_000;
/// The most SKUs that are said of one parcel.
const MOST_SKUS: usize = 100;

/// Waybills are requested for a waiting consignment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WaybillsRequest {
    /// Which of the order's consignments; it may be left out while only one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 1)]
    pub consignment: Option<u16>,
    /// The carrier; without one, the cheapest that arrives in time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "shunfeng", max_length = 32)]
    pub carrier: Option<String>,
    /// The carrier's service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "standard", max_length = 32)]
    pub service: Option<String>,
    /// How the pieces that have no waybill are packed; without, in as few parcels as the service's limits allow when
    /// they are filled one after the other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 10)]
    pub parcels: Vec<ParcelBody>,
}

/// One parcel as it was packed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ParcelBody {
    /// What is in it.
    #[schema(min_items = 1, max_items = 100)]
    pub pieces: Vec<PiecesBody>,
    /// What it weighs on the scales, in grams; by the catalogue if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 30_000_000)]
    pub weight_g: Option<u64>,
    /// Its volume, in cm³; by the catalogue if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub volume_cm3: Option<u64>,
}

/// Pieces of one SKU in a parcel.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PiecesBody {
    /// The goods.
    #[schema(example = "TEA-001")]
    pub sku: String,
    /// How many.
    #[schema(minimum = 1)]
    pub quantity: u32,
}

/// A waybill is to be voided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct VoidRequest {
    /// Why; kept in the journal, so without names or phone numbers.
    #[schema(example = "包装已更换", min_length = 1, max_length = 500)]
    pub reason: String,
}

/// A consignment leaves with its waybills.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HandoverRequest {
    /// Which of the order's consignments; it may be left out while only one waits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, example = 1)]
    pub consignment: Option<u16>,
}

/// A request for waybills, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedWaybills {
    /// The consignment that was named.
    pub consignment: Option<u16>,
    /// The carrier that was named.
    pub carrier: Option<CarrierCode>,
    /// The service that was named.
    pub service: Option<ServiceCode>,
    /// The parcels, if they were said.
    pub parcels: Vec<WantedParcel>,
}

/// A parcel as it was packed, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedParcel {
    /// What is in it; each SKU once, by SKU.
    pub pieces: Vec<Pieces>,
    /// Its weight on the scales, in grams.
    pub weight_g: Option<u64>,
    /// Its volume, in cm³.
    pub volume_cm3: Option<u64>,
}

/// The waybills of an order that are not void, by number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaybillsView {
    /// The waybills.
    pub items: Vec<WaybillView>,
}

/// A waybill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct WaybillView {
    /// Its identifier, and that of its parcel.
    #[schema(example = "0193f1a2-7b3c-7def-8a90-123456789abc.1")]
    pub id: String,
    /// The order.
    pub order_id: Uuid,
    /// The consignment that the parcel is of.
    pub consignment: u16,
    /// Where it stands: `requested`, `issued`, `refused`, `voiding`, `voided` or `left`.
    #[schema(example = "issued")]
    pub stage: String,
    /// Since when.
    #[schema(value_type = String, format = DateTime)]
    pub stage_at: Timestamp,
    /// The carrier.
    #[schema(example = "shunfeng")]
    pub carrier: String,
    /// The carrier's number, once it gave one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waybill_no: Option<String>,
    /// What the carrier sorts by 大头笔.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub routing: Option<String>,
    /// The carrier's words, where it refused the parcel or did not take the number back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// From where.
    #[schema(example = "CQ1")]
    pub warehouse: String,
    /// What is in the parcel.
    pub pieces: Vec<PiecesView>,
    /// Its weight, in grams.
    pub weight_g: u64,
    /// Its volume, in cm³; 0 where it is not known.
    pub volume_cm3: u64,
    /// What the goods are declared to be worth, in fen.
    pub declared_fen: i64,
    /// The declared value that is insured, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub insured_fen: Option<i64>,
    /// What the carrier collects from the recipient 代收货款, in fen.
    pub cod_fen: i64,
    /// What it costs and how long it takes.
    pub quote: QuoteView,
    /// How often its label was printed.
    pub prints: u32,
    /// The handover manifest that its parcel is on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manifest: Option<String>,
    /// Counts its changes.
    pub version: u64,
}

/// The parcels of a consignment that left.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HandoverView {
    /// The consignment.
    pub consignment: u16,
    /// Its parcels.
    pub shipments: Vec<ShipmentView>,
}

impl WaybillsRequest {
    /// What is to be requested.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_wanted(self) -> Result<WantedWaybills, Refusal> {
        let mut mistakes = Mistakes::default();
        let carrier =
            mistakes.parsed_if_given("carrier", self.carrier.as_deref(), CarrierCode::parse);
        let service =
            mistakes.parsed_if_given("service", self.service.as_deref(), ServiceCode::parse);
        if self.parcels.len() > MOST_PARCELS {
            let expected = format!("at most {MOST_PARCELS} parcels");
            mistakes.note("parcels", expected, &self.parcels.len().to_string());
        }
        let parcels = self.parcels.iter().enumerate().take(MOST_PARCELS);
        let parcels = parcels.map(|(index, body)| body.read(index, &mut mistakes));
        let parcels = parcels.collect();
        mistakes.none_in(Some(WantedWaybills {
            consignment: self.consignment,
            carrier,
            service,
            parcels,
        }))
    }
}

impl ParcelBody {
    fn read(&self, index: usize, mistakes: &mut Mistakes) -> WantedParcel {
        let at = |field: &str| format!("parcels[{index}].{field}");
        mistakes.within(&at("pieces.length"), self.pieces.len(), &(1..=MOST_SKUS));
        if let Some(weight_g) = self.weight_g {
            mistakes.within(&at("weight_g"), weight_g, &(1..=HEAVIEST_G));
        }
        if let Some(volume_cm3) = self.volume_cm3 {
            mistakes.within(&at("volume_cm3"), volume_cm3, &(1..=BULKIEST_CM3));
        }
        let mut pieces: Vec<Pieces> = Vec::new();
        for (place, body) in self.pieces.iter().enumerate().take(MOST_SKUS) {
            let field = at(&format!("pieces[{place}]"));
            mistakes.within(&format!("{field}.quantity"), body.quantity, &(1..=u32::MAX));
            let Some(sku) = mistakes.parsed(&format!("{field}.sku"), &body.sku, Sku::parse) else {
                continue;
            };
            if pieces.iter().any(|known| known.sku == sku) {
                mistakes.note(format!("{field}.sku"), "each SKU once", sku.as_str());
            }
            pieces.push(Pieces {
                sku,
                quantity: body.quantity,
            });
        }
        pieces.sort_by(|one, other| one.sku.cmp(&other.sku));
        WantedParcel {
            pieces,
            weight_g: self.weight_g,
            volume_cm3: self.volume_cm3,
        }
    }
}

impl VoidRequest {
    /// Why it is to be voided.
    ///
    /// # Errors
    /// 422 `invalid_value`.
    pub fn into_reason(self) -> Result<String, Refusal> {
        let mut mistakes = Mistakes::default();
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some(reason))
    }
}

impl WaybillView {
    /// The wire form.
    #[must_use]
    pub fn of(waybill: &Waybill, version: u64) -> Self {
        let refused = match &waybill.stage {
            WaybillStage::Refused { reason, .. } => Some(reason.clone()),
            WaybillStage::Requested { .. }
            | WaybillStage::Issued { .. }
            | WaybillStage::Voiding { .. }
            | WaybillStage::Voided { .. }
            | WaybillStage::Left { .. } => waybill.void_refused.clone(),
        };
        let issued = waybill.issued.as_ref();
        Self {
            id: waybill.id.to_string(),
            order_id: waybill.id.order,
            consignment: waybill.consignment,
            stage: waybill.stage.name().to_owned(),
            stage_at: waybill.stage.at(),
            carrier: waybill.carrier().to_string(),
            waybill_no: waybill.waybill_no().map(ToString::to_string),
            routing: issued.and_then(|issued| issued.routing.clone()),
            refused,
            warehouse: waybill.warehouse.clone(),
            pieces: waybill.pieces.iter().map(PiecesView::of).collect(),
            weight_g: waybill.weight_g,
            volume_cm3: waybill.volume_cm3,
            declared_fen: waybill.declared.fen(),
            insured_fen: waybill.insured.map(|insured| insured.fen()),
            cod_fen: waybill.cod.fen(),
            quote: QuoteView::of(&waybill.quote),
            prints: waybill.prints,
            manifest: waybill.manifest.as_ref().map(ToString::to_string),
            version,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_that_is_wrong_is_told_at_once() {
        let body: WaybillsRequest = serde_json::from_value(serde_json::json!({
            "carrier": "顺丰",
            "parcels": [
                { "pieces": [], "weight_g": 0 },
                { "pieces": [{ "sku": "TEA-001", "quantity": 0 }, { "sku": "TEA-001", "quantity": 1 }] },
            ],
        }))
        .unwrap();
        let refusal = body.into_wanted().unwrap_err();
        let places: Vec<_> = refusal.evidence.iter().map(|it| it.at.as_str()).collect();
        assert_eq!(
            places,
            [
                "carrier",
                "parcels[0].pieces.length",
                "parcels[0].weight_g",
                "parcels[1].pieces[0].quantity",
                "parcels[1].pieces[1].sku",
            ]
        );
    }
}
