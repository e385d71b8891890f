//! Agreements with carriers 承运商协议 (5.3.1): versions with their day.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::service::CarrierService;
use crate::aggregate::{AggregateKind, Event};
use crate::dated::{Revision, Versioned, is_unnumbered};
use crate::event_kind::EventKind;
use crate::identifiers::CarrierCode;
use crate::money::Money;

/// The list that every agreement is in.
pub const AGREEMENT_LIST: &str = "carrier:agreements";

/// What was agreed with a carrier. A later agreement is the next version, valid from its day on, so
/// two never hold at once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CarrierAgreement {
    /// With whom.
    pub carrier: CarrierCode,
    /// The number of the agreement 协议编号.
    pub agreement_no: String,
    /// The carrier's name for people.
    pub name: String,
    /// The first day on which parcels go by it.
    pub valid_from: Date,
    /// The last one.
    pub valid_until: Date,
    /// What the carrier owes for loss and damage.
    pub liability: LiabilityTerms,
    /// Calendar days within which a claim must be made 索赔期限 (8.2.1).
    pub claim_window_days: u16,
    /// Parcels that arrived in time, in permille 时效达成率.
    pub performance_permille: u16,
    /// Its services.
    pub services: Vec<CarrierService>,
}

/// What the carrier owes for loss and damage 赔偿责任 (8.2.1). For what is insured that is the declared
/// value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LiabilityTerms {
    /// For what is not insured.
    pub uninsured: UninsuredLiability,
}

/// What the carrier owes at most for what is not insured (R-L).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum UninsuredLiability {
    /// So many times the freight.
    FreightMultiple {
        /// How many times.
        times: u16,
    },
    /// An amount for each parcel, in fen.
    Cap {
        /// The amount.
        amount: Money,
    },
}

/// An event of an agreement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum CarrierAgreementEvent {
    /// It was entered or changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole new agreement.
        agreement: Box<CarrierAgreement>,
        /// Since when it is valid; at once without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effective_from: Option<Timestamp>,
        /// The number of this version.
        #[serde(default, skip_serializing_if = "is_unnumbered")]
        version: u64,
    },
}

impl Event for CarrierAgreementEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::CarrierAgreementRevised,
        }
    }
}

impl CarrierAgreementEvent {
    /// The event of a revision by somebody.
    #[must_use]
    pub fn revised(revision: Revision<CarrierAgreement>, by: String) -> Self {
        Self::Revised {
            at: revision.at,
            by,
            agreement: Box::new(revision.value),
            effective_from: revision.effective_from,
            version: revision.version,
        }
    }
}

impl Versioned for CarrierAgreement {
    const KIND: AggregateKind = AggregateKind::CarrierAgreement;
    type Event = CarrierAgreementEvent;

    fn id(&self) -> String {
        self.carrier.to_string()
    }

    fn revision(event: &CarrierAgreementEvent) -> Revision<Self> {
        let CarrierAgreementEvent::Revised {
            at,
            by: _,
            agreement,
            effective_from,
            version,
        } = event;
        Revision {
            at: *at,
            version: *version,
            effective_from: *effective_from,
            value: (**agreement).clone(),
        }
    }

    fn list(&self) -> Option<String> {
        Some(AGREEMENT_LIST.to_owned())
    }
}
