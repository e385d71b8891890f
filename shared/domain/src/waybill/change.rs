//! What people decide about a waybill, and what follows from the carrier's answers.

use jiff::Timestamp;

use super::{Waybill, WaybillEvent, WaybillStage};
use crate::aggregate::Decision;
use crate::identifiers::{ManifestNo, WaybillNo};
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// What a carrier answers when it is asked for a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarrierAnswer {
    /// It gives one; the same each time it is asked for this parcel.
    Issued {
        /// The number.
        waybill_no: WaybillNo,
        /// What it sorts by.
        routing: Option<String>,
    },
    /// It will not carry the parcel.
    Refused {
        /// Its words, without personal data.
        reason: String,
    },
}

/// What a carrier answers when it is asked to take a number back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VoidAnswer {
    /// The number is void, now or since before.
    Voided,
    /// It is too late for that.
    Refused {
        /// Its words, without personal data.
        reason: String,
    },
}

/// 5.3.2: takes down what the carrier answered; nothing to do when that is known. One that was to be voided
/// meanwhile is then void, or about to be.
#[must_use]
pub fn answer_request(
    waybill: &Waybill,
    answer: &CarrierAnswer,
    now: Timestamp,
) -> Decision<WaybillEvent> {
    if !matches!(waybill.stage, WaybillStage::Requested { .. }) {
        return Decision::done();
    }
    match answer {
        CarrierAnswer::Issued {
            waybill_no,
            routing,
        } => Decision::of(vec![WaybillEvent::Issued {
            at: now,
            waybill_no: waybill_no.clone(),
            routing: routing.clone(),
        }]),
        CarrierAnswer::Refused { reason } => {
            let mut events = vec![WaybillEvent::Refused {
                at: now,
                reason: reason.clone(),
            }];
            if waybill.void_asked {
                events.push(WaybillEvent::Voided { at: now });
            }
            Decision::of(events)
        }
    }
}

/// 5.3.2: asks for a waybill to be voided; nothing to do when that was asked before. One that the carrier
/// refused is void at once.
///
/// # Errors
/// 409 `waybill_left` when the parcel is on its way.
pub fn ask_void(
    waybill: &Waybill,
    by: &str,
    reason: &str,
    now: Timestamp,
) -> Result<Decision<WaybillEvent>, Refusal> {
    let asked = WaybillEvent::VoidAsked {
        at: now,
        by: by.to_owned(),
        reason: reason.to_owned(),
    };
    match &waybill.stage {
        WaybillStage::Requested { .. } if waybill.void_asked => Ok(Decision::done()),
        WaybillStage::Requested { .. } | WaybillStage::Issued { .. } => {
            Ok(Decision::of(vec![asked]))
        }
        WaybillStage::Refused { .. } => {
            Ok(Decision::of(vec![asked, WaybillEvent::Voided { at: now }]))
        }
        WaybillStage::Voiding { .. } | WaybillStage::Voided { .. } => Ok(Decision::done()),
        WaybillStage::Left { at } => Err(Refusal::new(
            RefusalClass::Conflict,
            "waybill_left",
            "包裹已发出，面单不能作废",
            "the parcel has left, so its waybill can no longer be voided",
        )
        .because(Evidence::new(
            "stage",
            "before dispatch",
            format!("left at {at}"),
        ))),
    }
}

/// 5.3.2: takes down whether the carrier took the number back; nothing to do when that is known.
#[must_use]
pub fn answer_void(
    waybill: &Waybill,
    answer: &VoidAnswer,
    now: Timestamp,
) -> Decision<WaybillEvent> {
    if !matches!(waybill.stage, WaybillStage::Voiding { .. }) {
        return Decision::done();
    }
    Decision::of(vec![match answer {
        VoidAnswer::Voided => WaybillEvent::Voided { at: now },
        VoidAnswer::Refused { reason } => WaybillEvent::VoidRefused {
            at: now,
            reason: reason.clone(),
        },
    }])
}

/// 5.3.2: its label is printed, for the first time or again; each time counts.
///
/// # Errors
/// 409 `waybill_not_issued` without a number, or when it is void or about to be.
pub fn print(
    waybill: &Waybill,
    by: &str,
    now: Timestamp,
) -> Result<Decision<WaybillEvent>, Refusal> {
    match waybill.stage {
        WaybillStage::Issued { .. } | WaybillStage::Left { .. } => {
            Ok(Decision::of(vec![WaybillEvent::Printed {
                at: now,
                by: by.to_owned(),
            }]))
        }
        WaybillStage::Requested { .. }
        | WaybillStage::Refused { .. }
        | WaybillStage::Voiding { .. }
        | WaybillStage::Voided { .. } => Err(not_issued(waybill)),
    }
}

/// 5.3.2: its parcel leaves.
///
/// # Errors
/// 409 `waybill_not_issued` without a number, or when it is void or about to be.
pub fn leave(waybill: &Waybill, now: Timestamp) -> Result<Decision<WaybillEvent>, Refusal> {
    match waybill.stage {
        WaybillStage::Issued { .. } => Ok(Decision::of(vec![WaybillEvent::Left { at: now }])),
        WaybillStage::Requested { .. }
        | WaybillStage::Refused { .. }
        | WaybillStage::Voiding { .. }
        | WaybillStage::Voided { .. }
        | WaybillStage::Left { .. } => Err(not_issued(waybill)),
    }
}

/// 5.3.2: its parcel is put on a manifest; nothing to do unless it left and is on none.
#[must_use]
pub fn hand_over(
    waybill: &Waybill,
    manifest: &ManifestNo,
    now: Timestamp,
) -> Decision<WaybillEvent> {
    if !matches!(waybill.stage, WaybillStage::Left { .. }) || waybill.manifest.is_some() {
        return Decision::done();
    }
    Decision::of(vec![WaybillEvent::HandedOver {
        at: now,
        manifest: manifest.clone(),
    }])
}

fn not_issued(waybill: &Waybill) -> Refusal {
    Refusal::new(
        RefusalClass::Conflict,
        "waybill_not_issued",
        "面单没有有效的运单号，详见 errors",
        "the waybill has no number that is valid, see errors",
    )
    .because(Evidence::new(
        format!("waybills.{}", waybill.id.no),
        "issued",
        waybill.stage.name(),
    ))
}
