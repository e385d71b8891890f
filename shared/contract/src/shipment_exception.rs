//! Exceptions of parcels: reported, looked after, settled (5.3.3).

use domain::identifiers::WaybillNo;
use domain::refusal::Refusal;
use domain::shipment::{ExceptionKind, ExceptionRecord, Shipment};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;

/// A person reports what is wrong with a parcel of the order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionRequest {
    /// The parcel's waybill number; it may be left out while the order has one parcel that was not signed for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 6, max_length = 32)]
    pub waybill_no: Option<String>,
    /// What is wrong: `not_picked_up`, `stalled`, `delayed`, `lost`, `damaged`, `short`, `wrong_delivery`, `refused`,
    /// `unreachable`, `unconsented`, `returning`, `force_majeure` or `other`.
    #[schema(example = "damaged")]
    pub kind: String,
    /// What is known of it; kept in the journal, so without names or phone numbers.
    #[schema(example = "外箱破损，两瓶漏液", min_length = 1, max_length = 500)]
    pub note: String,
}

/// What was done about an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct MeasureRequest {
    /// What; kept in the journal, so without names or phone numbers.
    #[schema(example = "已请承运商改约明日派送", min_length = 1, max_length = 500)]
    pub note: String,
}

/// An exception is settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExceptionResolutionRequest {
    /// Why; kept in the journal, so without names or phone numbers.
    #[schema(example = "补发后客户已签收", min_length = 1, max_length = 500)]
    pub reason: String,
}

/// What a person reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportedException {
    /// The number of the waybill that was named.
    pub waybill_no: Option<WaybillNo>,
    /// What is wrong.
    pub kind: ExceptionKind,
    /// What is known of it.
    pub note: String,
}

/// The exceptions of an order's parcels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExceptionsView {
    /// Parcel by parcel, oldest first.
    pub items: Vec<ExceptionView>,
}

/// An exception, for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExceptionView {
    /// Its identifier within the order: the waybill's number, a hyphen, its number within the parcel.
    #[schema(example = "SF1234567890123-1")]
    pub id: String,
    /// Who carries the parcel.
    pub carrier: String,
    /// The number of the waybill.
    pub waybill_no: String,
    /// What is wrong.
    #[schema(example = "damaged")]
    pub kind: String,
    /// How urgent: `low`, `medium` or `high`.
    pub severity: String,
    /// How it was found: `carrier`, `silence` or `person`.
    pub origin: String,
    /// When it was found.
    #[schema(value_type = String, format = DateTime)]
    pub found_at: Timestamp,
    /// By when it should be settled.
    #[schema(value_type = String, format = DateTime)]
    pub deadline: Timestamp,
    /// Since when the manager looks after it, because it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub escalated_at: Option<Timestamp>,
    /// What carriers said: source and code as they came.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<String>,
    /// What the person said who reported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    /// What was done about it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<MeasureView>,
    /// How it ended; absent while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<ExceptionResolutionView>,
    /// What a claim against the carrier will need.
    pub claim: ClaimFactsView,
}

/// Something that was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MeasureView {
    /// Who did it.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What.
    pub note: String,
}

/// The end of an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ExceptionResolutionView {
    /// `resolved` by a person or `superseded` by progress of the parcel.
    pub kind: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// Who settled it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a claim against the carrier will need, as it was when the exception was found (8.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ClaimFactsView {
    /// What the goods are worth, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<i64>)]
    pub declared_fen: Option<i64>,
    /// Whether they were insured.
    pub insured: bool,
    /// The number of the agreement with the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_no: Option<String>,
    /// Which version of it the parcel was sent under.
    pub agreement_version: u64,
    /// The last day of the claim window, counted from the day on which the exception was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub claim_until: Option<Date>,
}

impl ExceptionRequest {
    /// What is reported.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_report(self) -> Result<ReportedException, Refusal> {
        let mut mistakes = Mistakes::default();
        let waybill_no =
            mistakes.parsed_if_given("waybill_no", self.waybill_no.as_deref(), WaybillNo::parse);
        // Only a carrier can report a code.
        let known = |kind: &ExceptionKind| *kind != ExceptionKind::UnknownCode;
        let kind = ExceptionKind::from_name(&self.kind).filter(known);
        if kind.is_none() {
            let kinds = ExceptionKind::ALL.into_iter().filter(known);
            let names: Vec<&str> = kinds.map(ExceptionKind::name).collect();
            mistakes.note("kind", names.join(", "), &self.kind);
        }
        let note = mistakes.words("note", &self.note, LONGEST_REASON);
        mistakes.none_in(kind.map(|kind| ReportedException {
            waybill_no,
            kind,
            note,
        }))
    }
}

impl MeasureRequest {
    /// What was done.
    ///
    /// # Errors
    /// 422 `invalid_value` for a text that is blank or too long.
    pub fn into_note(self) -> Result<String, Refusal> {
        let mut mistakes = Mistakes::default();
        let note = mistakes.words("note", &self.note, LONGEST_REASON);
        mistakes.none_in(Some(note))
    }
}

impl ExceptionResolutionRequest {
    /// Why it is settled.
    ///
    /// # Errors
    /// 422 `invalid_value` for a text that is blank or too long.
    pub fn into_reason(self) -> Result<String, Refusal> {
        let mut mistakes = Mistakes::default();
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        mistakes.none_in(Some(reason))
    }
}

impl ExceptionView {
    /// The wire form.
    #[must_use]
    pub fn of(shipment: &Shipment, record: &ExceptionRecord) -> Self {
        Self {
            id: format!("{}-{}", shipment.waybill_no, record.no),
            carrier: shipment.carrier.to_string(),
            waybill_no: shipment.waybill_no.to_string(),
            kind: record.kind.name().to_owned(),
            severity: record.severity.name().to_owned(),
            origin: record.origin.name().to_owned(),
            found_at: record.found_at,
            deadline: record.deadline,
            escalated_at: record.escalated_at,
            said: record.said.clone(),
            note: record.note.clone(),
            owner: record.owner.as_ref().map(|owner| owner.by.clone()),
            measures: record
                .measures
                .iter()
                .map(|it| MeasureView {
                    by: it.by.clone(),
                    at: it.at,
                    note: it.note.clone(),
                })
                .collect(),
            resolution: record
                .resolution
                .as_ref()
                .map(|it| ExceptionResolutionView {
                    kind: it.kind.name().to_owned(),
                    at: it.at,
                    by: it.by.clone(),
                    reason: it.reason.clone(),
                }),
            claim: ClaimFactsView {
                declared_fen: record.claim.declared.map(|it| it.fen()),
                insured: record.claim.insured,
                agreement_no: record.claim.agreement_no.clone(),
                agreement_version: record.claim.agreement_version,
                claim_until: record.claim.claim_until,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bad_value_is_named() {
        for kind in ["unknown_code", "DAMAGED", ""] {
            let request = ExceptionRequest {
                waybill_no: Some("?".to_owned()),
                kind: kind.to_owned(),
                note: " ".to_owned(),
            };
            let refusal = request.into_report().unwrap_err();
            let places = refusal.evidence.iter().map(|evidence| evidence.at.as_str());
            assert_eq!(places.collect::<Vec<_>>(), ["waybill_no", "kind", "note"]);
        }
    }
}
