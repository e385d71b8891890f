//! Carrier events in one vocabulary (5.3.3).
//!
//! The same code means different things at different sources (201 is "signing overdue" at 快递100
//! and "arrived in the city of delivery" at 快递鸟), so a code is only read with its source.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What a carrier's event means to us, whoever reported it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CanonicalStatus {
    /// Ordered from the carrier, nothing collected yet.
    Created,
    /// Collected from the sender.
    PickedUp,
    /// Moving between sites.
    InTransit,
    /// Handed on to another carrier or another address.
    Transferred,
    /// In customs clearance (2.3).
    Customs,
    /// With the courier on the last leg.
    OutForDelivery,
    /// Left in a parcel locker or at a pick-up station; delivery only with consent (R4).
    AtLocker,
    /// Signed for by the recipient: delivery (R4).
    Signed,
    /// Signed for by someone else; delivery only with consent (R4).
    SignedByProxy,
    /// The recipient refused it.
    Refused,
    /// On its way back to the sender.
    Returning,
    /// Back with the sender.
    Returned,
    /// The waybill was voided.
    Cancelled,
    /// Something is wrong and the carrier does not say what.
    Exception,
    /// Delivery is late.
    ExceptionDelay,
    /// No event for too long.
    ExceptionStalled,
    /// The courier could not deliver.
    ExceptionDelivery,
    /// The recipient cannot be reached.
    ExceptionContact,
    /// Outside the carrier's area.
    ExceptionArea,
    /// Damaged.
    ExceptionDamage,
    /// Not collected from the locker or station in time.
    ExceptionUncollected,
    /// Held in customs.
    ExceptionCustoms,
}

use CanonicalStatus::{
    AtLocker, Cancelled, Created, Customs, Exception, ExceptionArea, ExceptionContact,
    ExceptionCustoms, ExceptionDamage, ExceptionDelay, ExceptionDelivery, ExceptionStalled,
    ExceptionUncollected, InTransit, OutForDelivery, PickedUp, Refused, Returned, Returning,
    Signed, SignedByProxy, Transferred,
};

/// `(source, code, meaning)`, sorted.
static STATUSES: &[(&str, &str, CanonicalStatus)] =
    include!(concat!(env!("OUT_DIR"), "/carrier_statuses.rs"));

/// What `code` means when `source` reports it, if the source and code are known.
///
/// Sources: `kuaidi100`, `kdniao`, `sf_opcode`.
pub fn canonical(source: &str, code: &str) -> Option<CanonicalStatus> {
    let index = STATUSES
        .binary_search_by_key(&(source, code), |(source, code, _)| (*source, *code))
        .ok()?;
    STATUSES.get(index).map(|(_, _, status)| *status)
}

impl CanonicalStatus {
    /// How far the parcel has come on its way out: 0 created, 1 picked up, 2 under way,
    /// 3 out for delivery, 4 waiting in a locker, 5 signed. States only move forward along this
    /// rank (5.3.3). `None` for what is not a step of that way: exceptions, the way back,
    /// a voided waybill.
    pub const fn progress(self) -> Option<u8> {
        match self {
            Created => Some(0),
            PickedUp => Some(1),
            InTransit | Transferred | Customs => Some(2),
            OutForDelivery => Some(3),
            AtLocker => Some(4),
            Signed | SignedByProxy => Some(5),
            Refused | Returning | Returned | Cancelled | Exception | ExceptionDelay
            | ExceptionStalled | ExceptionDelivery | ExceptionContact | ExceptionArea
            | ExceptionDamage | ExceptionUncollected | ExceptionCustoms => None,
        }
    }

    /// Whether somebody has to do something about it (5.3.3): refusals and the way back
    /// included, a voided waybill not.
    pub const fn is_exception(self) -> bool {
        match self {
            Refused | Returning | Returned | Exception | ExceptionDelay | ExceptionStalled
            | ExceptionDelivery | ExceptionContact | ExceptionArea | ExceptionDamage
            | ExceptionUncollected | ExceptionCustoms => true,
            Created | PickedUp | InTransit | Transferred | Customs | OutForDelivery | AtLocker
            | Signed | SignedByProxy | Cancelled => false,
        }
    }

    /// The name on the wire and in the journal: `out_for_delivery`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Created => "created",
            PickedUp => "picked_up",
            InTransit => "in_transit",
            Transferred => "transferred",
            Customs => "customs",
            OutForDelivery => "out_for_delivery",
            AtLocker => "at_locker",
            Signed => "signed",
            SignedByProxy => "signed_by_proxy",
            Refused => "refused",
            Returning => "returning",
            Returned => "returned",
            Cancelled => "cancelled",
            Exception => "exception",
            ExceptionDelay => "exception_delay",
            ExceptionStalled => "exception_stalled",
            ExceptionDelivery => "exception_delivery",
            ExceptionContact => "exception_contact",
            ExceptionArea => "exception_area",
            ExceptionDamage => "exception_damage",
            ExceptionUncollected => "exception_uncollected",
            ExceptionCustoms => "exception_customs",
        }
    }
}

impl fmt::Display for CanonicalStatus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_means_what_its_source_says() {
        let table = [
            ("kuaidi100", "201", Some(ExceptionDelay)),
            ("kdniao", "201", Some(InTransit)),
            ("kuaidi100", "202", Some(ExceptionStalled)),
            ("kdniao", "202", Some(OutForDelivery)),
            ("kuaidi100", "301", Some(Signed)),
            ("kdniao", "301", Some(Signed)),
            ("kuaidi100", "304", Some(AtLocker)),
            ("kdniao", "304", Some(SignedByProxy)),
            ("kuaidi100", "401", Some(Cancelled)),
            ("kdniao", "401", Some(ExceptionStalled)),
            ("kuaidi100", "13", Some(ExceptionCustoms)),
            ("sf_opcode", "8000", Some(Signed)),
            ("sf_opcode", "3", None),
            ("kuaidi100", "", None),
            ("", "3", None),
            ("KUAIDI100", "3", None),
        ];
        for (source, code, status) in table {
            assert_eq!(canonical(source, code), status, "{source} {code}");
        }
    }

    #[test]
    fn every_row_is_found_and_goes_over_the_wire_by_its_name() {
        assert_eq!(STATUSES.len(), 73);
        for (source, code, status) in STATUSES {
            assert_eq!(canonical(source, code), Some(*status));
            let wire = serde_json::to_string(status).unwrap();
            assert_eq!(wire, format!("\"{status}\""));
            assert_eq!(
                serde_json::from_str::<CanonicalStatus>(&wire).unwrap(),
                *status
            );
        }
    }

    #[test]
    fn nothing_is_both_progress_and_exception() {
        for (_, _, status) in STATUSES {
            assert!(status.progress().is_none() || !status.is_exception());
        }
    }
}
