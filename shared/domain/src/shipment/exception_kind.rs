//! What can be wrong with a parcel, how urgent that is, how it was found and how it ends (5.3.3).

use serde::{Deserialize, Serialize};

use crate::carrier_status::CanonicalStatus;

/// What is wrong with a shipment (5.3.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionKind {
    /// 未揽收: the carrier has not collected it.
    NotPickedUp,
    /// 停滞: nothing was heard of it for too long.
    Stalled,
    /// 延误: it comes later than it was expected.
    Delayed,
    /// 丢失: the carrier cannot find it.
    Lost,
    /// 破损: the goods are damaged.
    Damaged,
    /// 短少: pieces are missing.
    Short,
    /// 错派: it was given to somebody else, or the wrong goods came.
    WrongDelivery,
    /// 拒收: the recipient refused it.
    Refused,
    /// 联系不上收货人: the courier cannot reach the recipient.
    Unreachable,
    /// 未经同意投柜或代收: left in a locker or with somebody else; delivery only with consent (R4).
    Unconsented,
    /// 退回: it is on its way back, or back.
    Returning,
    /// 不可抗力: weather, floods, closed roads.
    ForceMajeure,
    /// 未知状态码: the carrier reported a code that is in no vocabulary. Its meaning is not guessed.
    UnknownCode,
    /// 其他: something that the carrier names otherwise, such as an address outside its area.
    Other,
}

use ExceptionKind::{
    Damaged, Delayed, ForceMajeure, Lost, NotPickedUp, Other, Refused, Returning, Short, Stalled,
    Unconsented, UnknownCode, Unreachable, WrongDelivery,
};

/// How urgent an exception is; the policy's `tracking` says how long each may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionSeverity {
    /// It may well settle itself.
    Low,
    /// Somebody must do something about it.
    Medium,
    /// Goods or the sale are at stake.
    High,
}

/// How an exception was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExceptionOrigin {
    /// The carrier reported it.
    Carrier,
    /// Nothing was heard for too long.
    Silence,
    /// A person reported it.
    Person,
}

/// How an exception ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResolutionKind {
    /// A person settled it.
    Resolved,
    /// The parcel came further, which settled it.
    Superseded,
}

impl ExceptionKind {
    /// Every kind.
    pub const ALL: [Self; 14] = [
        NotPickedUp,
        Stalled,
        Delayed,
        Lost,
        Damaged,
        Short,
        WrongDelivery,
        Refused,
        Unreachable,
        Unconsented,
        Returning,
        ForceMajeure,
        UnknownCode,
        Other,
    ];

    /// What a carrier's report that is no step of the way means; `None` is an unknown code.
    #[must_use]
    pub const fn of(status: Option<CanonicalStatus>) -> Self {
        let Some(status) = status else {
            return UnknownCode;
        };
        match status {
            CanonicalStatus::ExceptionDelay => Delayed,
            CanonicalStatus::ExceptionStalled => Stalled,
            CanonicalStatus::ExceptionContact => Unreachable,
            CanonicalStatus::ExceptionDamage => Damaged,
            CanonicalStatus::AtLocker | CanonicalStatus::SignedByProxy => Unconsented,
            CanonicalStatus::Refused => Refused,
            CanonicalStatus::Returning | CanonicalStatus::Returned => Returning,
            CanonicalStatus::Created
            | CanonicalStatus::PickedUp
            | CanonicalStatus::InTransit
            | CanonicalStatus::Transferred
            | CanonicalStatus::Customs
            | CanonicalStatus::OutForDelivery
            | CanonicalStatus::Signed
            | CanonicalStatus::Cancelled
            | CanonicalStatus::Exception
            | CanonicalStatus::ExceptionDelivery
            | CanonicalStatus::ExceptionArea
            | CanonicalStatus::ExceptionUncollected
            | CanonicalStatus::ExceptionCustoms => Other,
        }
    }

    /// The step of the way (see [`CanonicalStatus::progress`]) that settles it by itself. `None` for what a
    /// signature does not settle: then a claim may be due (8.2).
    ///
    /// It goes by the step alone and not by times, so that reports in any order end in the same state.
    #[must_use]
    pub const fn ends_at(self) -> Option<u8> {
        match self {
            NotPickedUp => Some(1),
            Stalled => Some(3),
            Delayed | Lost | Refused | Unreachable | Unconsented | Returning | ForceMajeure
            | UnknownCode | Other => Some(5),
            Damaged | Short | WrongDelivery => None,
        }
    }

    /// How urgent it is.
    #[must_use]
    pub const fn severity(self) -> ExceptionSeverity {
        match self {
            Lost | Damaged | Short | WrongDelivery | Refused | Returning => ExceptionSeverity::High,
            NotPickedUp | Stalled | Delayed | Unreachable | UnknownCode | Other => {
                ExceptionSeverity::Medium
            }
            Unconsented | ForceMajeure => ExceptionSeverity::Low,
        }
    }

    /// Whether the customer should know of it (6.1.2).
    #[must_use]
    pub const fn customer_should_know(self) -> bool {
        match self {
            Delayed | Lost | Damaged | Short | WrongDelivery | Returning | ForceMajeure => true,
            NotPickedUp | Stalled | Refused | Unreachable | Unconsented | UnknownCode | Other => {
                false
            }
        }
    }

    /// Whether nothing is expected of the way out any more, so that silence means nothing.
    #[must_use]
    pub const fn stops_the_way(self) -> bool {
        match self {
            Lost | Refused | Returning => true,
            NotPickedUp | Stalled | Delayed | Damaged | Short | WrongDelivery | Unreachable
            | Unconsented | ForceMajeure | UnknownCode | Other => false,
        }
    }

    /// The name on the wire and in the journal.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            NotPickedUp => "not_picked_up",
            Stalled => "stalled",
            Delayed => "delayed",
            Lost => "lost",
            Damaged => "damaged",
            Short => "short",
            WrongDelivery => "wrong_delivery",
            Refused => "refused",
            Unreachable => "unreachable",
            Unconsented => "unconsented",
            Returning => "returning",
            ForceMajeure => "force_majeure",
            UnknownCode => "unknown_code",
            Other => "other",
        }
    }

    /// The kind with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl ExceptionSeverity {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
        }
    }
}

impl ExceptionOrigin {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Carrier => "carrier",
            Self::Silence => "silence",
            Self::Person => "person",
        }
    }
}

impl ResolutionKind {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Resolved => "resolved",
            Self::Superseded => "superseded",
        }
    }
}
