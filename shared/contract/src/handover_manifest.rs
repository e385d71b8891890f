//! Handover manifests 交接单 on the wire (5.3.2).

use domain::handover_manifest::{HandoverManifest, ManifestParcel};
use domain::identifiers::{CarrierCode, ManifestNo};
use domain::refusal::Refusal;
use domain::stock::{Warehouse, is_warehouse_code};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// The parcels that a carrier took from a warehouse on a day are put on a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ManifestRequest {
    /// Its number, unique for ever: letters, digits, dots, underscores, hyphens.
    #[schema(example = "JJ-CQ1-20261124-1", min_length = 1, max_length = 64)]
    pub number: String,
    /// Who took the parcels.
    #[schema(example = "shunfeng")]
    pub carrier: String,
    /// From where.
    #[schema(example = "CQ1")]
    pub warehouse: String,
    /// The day on which they left.
    #[schema(value_type = String, format = Date, example = "2026-11-24")]
    pub date: Date,
}

/// A request for a manifest, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WantedManifest {
    /// Its number.
    pub number: ManifestNo,
    /// Who took the parcels.
    pub carrier: CarrierCode,
    /// From where.
    pub warehouse: Warehouse,
    /// The day on which they left.
    pub date: Date,
}

/// A manifest that was closed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ManifestView {
    /// Its number.
    pub number: String,
    /// Who took the parcels.
    pub carrier: String,
    /// From where.
    pub warehouse: String,
    /// The day on which they left.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// The parcels, the first that left first; at most 40. A day with more has several manifests.
    pub parcels: Vec<ManifestParcelView>,
    /// Their weight, in grams.
    pub weight_g: u64,
    /// What the carrier collects for them, in fen.
    pub cod_fen: i64,
    /// When it was closed.
    #[schema(value_type = String, format = DateTime)]
    pub closed_at: Timestamp,
    /// By whom.
    pub closed_by: String,
}

/// A parcel on a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ManifestParcelView {
    /// Its waybill.
    pub waybill: String,
    /// The carrier's number.
    pub waybill_no: String,
    /// Its weight, in grams.
    pub weight_g: u64,
    /// What the carrier collects for it, in fen.
    pub cod_fen: i64,
}

impl ManifestRequest {
    /// What is to be closed.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_wanted(self) -> Result<WantedManifest, Refusal> {
        let mut mistakes = Mistakes::default();
        let number = mistakes.parsed("number", &self.number, ManifestNo::parse);
        let carrier = mistakes.parsed("carrier", &self.carrier, CarrierCode::parse);
        if !is_warehouse_code(&self.warehouse) {
            mistakes.note("warehouse", "a warehouse's code", &self.warehouse);
        }
        let wanted = number.zip(carrier).map(|(number, carrier)| WantedManifest {
            number,
            carrier,
            warehouse: self.warehouse,
            date: self.date,
        });
        mistakes.none_in(wanted)
    }
}

impl ManifestView {
    /// The wire form.
    #[must_use]
    pub fn of(manifest: &HandoverManifest) -> Self {
        let view = |parcel: &ManifestParcel| ManifestParcelView {
            waybill: parcel.waybill.to_string(),
            waybill_no: parcel.waybill_no.to_string(),
            weight_g: parcel.weight_g,
            cod_fen: parcel.cod.fen(),
        };
        let parcels: Vec<_> = manifest.parcels.iter().map(view).collect();
        Self {
            number: manifest.number.to_string(),
            carrier: manifest.carrier.to_string(),
            warehouse: manifest.warehouse.clone(),
            date: manifest.date,
            weight_g: parcels
                .iter()
                .map(|it| it.weight_g)
                .fold(0, u64::saturating_add),
            cod_fen: parcels
                .iter()
                .map(|it| it.cod_fen)
                .fold(0, i64::saturating_add),
            parcels,
            closed_at: manifest.closed_at,
            closed_by: manifest.closed_by.clone(),
        }
    }
}
