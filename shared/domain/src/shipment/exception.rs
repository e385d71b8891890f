//! Exceptions 物流异常 of a shipment (5.3.3): what is wrong, who looks after it, what was done, how it ended.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::exception_kind::{ExceptionKind, ExceptionOrigin, ExceptionSeverity, ResolutionKind};
use crate::carrier_status::CanonicalStatus;
use crate::money::Money;

/// What was reported, as carriers' codes were kept before exceptions had records of their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShipmentException {
    /// The carrier's source and code as they came.
    pub code: String,
    /// Its canonical meaning; `None` when the code is unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<CanonicalStatus>,
    /// When.
    pub at: Timestamp,
}

/// An exception of a shipment: one open record of a kind at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionRecord {
    /// Its number within the shipment, from 1; 0 is one from before there were numbers.
    pub no: u16,
    /// What is wrong.
    pub kind: ExceptionKind,
    /// How urgent it is.
    pub severity: ExceptionSeverity,
    /// How it was found.
    pub origin: ExceptionOrigin,
    /// When it was found.
    pub found_at: Timestamp,
    /// By when it should be settled.
    pub deadline: Timestamp,
    /// Since when the manager looks after it, because it is late.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub escalated_at: Option<Timestamp>,
    /// What carriers said: source and code as they came, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<String>,
    /// What the person said who reported it; names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who looks after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<ExceptionOwner>,
    /// What was done about it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub measures: Vec<Measure>,
    /// How it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resolution: Option<Resolution>,
    /// What a claim against the carrier will need (8.2).
    #[serde(default)]
    pub claim: ClaimFacts,
}

/// Who looks after an exception.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExceptionOwner {
    /// Who.
    pub by: String,
    /// Since when.
    pub at: Timestamp,
}

/// What was done about an exception 处理措施.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// Who did it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What; names nobody.
    pub note: String,
}

/// How an exception ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Resolution {
    /// In which way.
    pub kind: ResolutionKind,
    /// When.
    pub at: Timestamp,
    /// Who settled it, where a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// Why it is settled, in the words of that person; names nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// What a claim against the carrier will need (8.2.1), as it was when the exception was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClaimFacts {
    /// What the goods are worth, in fen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub declared: Option<Money>,
    /// Whether they were insured.
    #[serde(default)]
    pub insured: bool,
    /// The number of the agreement with the carrier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agreement_no: Option<String>,
    /// Which version of it the parcel was sent under; 0 is one from before versions were numbered.
    #[serde(default)]
    pub agreement_version: u64,
    /// The last day of the claim window 索赔期限, in China.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_until: Option<Date>,
}

impl ExceptionRecord {
    /// Whether it is not settled.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        self.resolution.is_none()
    }

    /// One that was raised before exceptions had records: due since it was reported.
    pub(super) fn adopted(known: &ShipmentException) -> Self {
        let kind = ExceptionKind::of(known.status);
        Self {
            no: 0,
            kind,
            severity: kind.severity(),
            origin: ExceptionOrigin::Carrier,
            found_at: known.at,
            deadline: known.at,
            escalated_at: None,
            said: vec![known.code.clone()],
            note: None,
            owner: None,
            measures: Vec::new(),
            resolution: None,
            claim: ClaimFacts::default(),
        }
    }
}
