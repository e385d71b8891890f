//! Where an order stands, and until when it may stand there.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{CancelReason, Escalation, EscalationLevel, Proposal, ReviewClaim};
use crate::aggregate::WorkPlace;
use crate::identifiers::Sku;
use crate::review_rules::Finding;

/// A SKU of which the order still needs pieces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shortage {
    /// The goods.
    pub sku: Sku,
    /// Pieces that were missing when it was last tried.
    pub missing: u32,
}

/// The stage of an order with the data that only this stage has.
///
/// `due` is when somebody or something should have moved it on; the work lists and the
/// sweep go by it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum Stage {
    /// 4.1 Received; the automatic review is next.
    Received {
        /// The review should have happened by then.
        due: Timestamp,
    },
    /// 4.3.2 Waits for a person's decision.
    AwaitingReview {
        /// End of the last working day for it.
        due: Timestamp,
        /// Everything the automatic review found.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
        /// Who reviews it, if somebody claimed it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        claim: Option<ReviewClaim>,
        /// How far it was escalated, if it is late.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        escalation: Option<Escalation>,
    },
    /// 4.3.3 Waits for the customer's answer to a counter-proposal.
    Negotiating {
        /// When the proposal runs out.
        due: Timestamp,
        /// What was proposed.
        proposal: Proposal,
    },
    /// 4.3.3 Approved; left again in the same decision.
    Approved {
        /// When it was approved.
        due: Timestamp,
    },
    /// 7.1.1 Waits for the payment that is due before preparation.
    AwaitingPayment {
        /// Until when the customer may take.
        due: Timestamp,
    },
    /// 5.1, 5.2 Its goods are being found.
    Preparing {
        /// When the reservation should have been tried; once it is short, when the goods
        /// should be there.
        due: Timestamp,
        /// What was short when it was last tried; empty before the first try.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        short: Vec<Shortage>,
    },
    /// 5.2.1 All goods are reserved, or those of a consignment where it may be split; logistics is next.
    Ready {
        /// When it should have left.
        due: Timestamp,
        /// What is short of the rest.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        short: Vec<Shortage>,
    },
    /// 5.3.2 With the carrier.
    Dispatched {
        /// When it should have arrived.
        due: Timestamp,
    },
    /// 5.1 All goods are with the customer, if there are any, and services are to be carried out.
    Serving {
        /// When the first of them should have been.
        due: Timestamp,
    },
    /// 5.3.3 Signed for; settlement is next.
    Delivered {
        /// When it should have been settled or billed; once it is billed, when the rest
        /// should be paid.
        due: Timestamp,
        /// When it was signed for.
        at: Timestamp,
    },
    /// Delivered and settled.
    Completed {
        /// When.
        due: Timestamp,
    },
    /// 4.3 Not accepted.
    Rejected {
        /// When.
        due: Timestamp,
        /// Every reason, as the customer was told.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        findings: Vec<Finding>,
        /// A reviewer's words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Cancelled before dispatch.
    Cancelled {
        /// When.
        due: Timestamp,
        /// Why.
        reason: CancelReason,
    },
}

/// The stage without its data.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StageName {
    /// See [`Stage::Received`].
    Received,
    /// See [`Stage::AwaitingReview`].
    AwaitingReview,
    /// See [`Stage::Negotiating`].
    Negotiating,
    /// See [`Stage::Approved`].
    Approved,
    /// See [`Stage::AwaitingPayment`].
    AwaitingPayment,
    /// See [`Stage::Preparing`].
    Preparing,
    /// See [`Stage::Ready`].
    Ready,
    /// See [`Stage::Dispatched`].
    Dispatched,
    /// See [`Stage::Serving`].
    Serving,
    /// See [`Stage::Delivered`].
    Delivered,
    /// See [`Stage::Completed`].
    Completed,
    /// See [`Stage::Rejected`].
    Rejected,
    /// See [`Stage::Cancelled`].
    Cancelled,
}

impl StageName {
    /// Every stage, in the order of a life.
    pub const ALL: [Self; 13] = [
        Self::Received,
        Self::AwaitingReview,
        Self::Negotiating,
        Self::Approved,
        Self::AwaitingPayment,
        Self::Preparing,
        Self::Ready,
        Self::Dispatched,
        Self::Serving,
        Self::Delivered,
        Self::Completed,
        Self::Rejected,
        Self::Cancelled,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::AwaitingReview => "awaiting_review",
            Self::Negotiating => "negotiating",
            Self::Approved => "approved",
            Self::AwaitingPayment => "awaiting_payment",
            Self::Preparing => "preparing",
            Self::Ready => "ready",
            Self::Dispatched => "dispatched",
            Self::Serving => "serving",
            Self::Delivered => "delivered",
            Self::Completed => "completed",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
        }
    }

    /// The stage with this [`name`](Self::name).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.name() == name)
    }

    /// The index partition of the orders in this stage: listing by stage and the work list
    /// of the stage are the same query.
    #[must_use]
    pub const fn work_list(self) -> &'static str {
        match self {
            Self::Received => "order:received",
            Self::AwaitingReview => "order:awaiting_review",
            Self::Negotiating => "order:negotiating",
            Self::Approved => "order:approved",
            Self::AwaitingPayment => "order:awaiting_payment",
            Self::Preparing => "order:preparing",
            Self::Ready => "order:ready",
            Self::Dispatched => "order:dispatched",
            Self::Serving => "order:serving",
            Self::Delivered => "order:delivered",
            Self::Completed => "order:completed",
            Self::Rejected => "order:rejected",
            Self::Cancelled => "order:cancelled",
        }
    }

    /// Every index partition with orders in this stage, the most urgent first: reviews that were
    /// escalated have one for each level, so that the sweep reads only what needs it.
    #[must_use]
    pub const fn work_lists(self) -> &'static [&'static str] {
        const REVIEWS: [&str; 3] = [
            EscalationLevel::Manager.work_list(),
            EscalationLevel::TeamLead.work_list(),
            StageName::AwaitingReview.work_list(),
        ];
        match self {
            Self::AwaitingReview => const { &REVIEWS },
            Self::Received => const { &[Self::Received.work_list()] },
            Self::Negotiating => const { &[Self::Negotiating.work_list()] },
            Self::Approved => const { &[Self::Approved.work_list()] },
            Self::AwaitingPayment => const { &[Self::AwaitingPayment.work_list()] },
            Self::Preparing => const { &[Self::Preparing.work_list()] },
            Self::Ready => const { &[Self::Ready.work_list()] },
            Self::Dispatched => const { &[Self::Dispatched.work_list()] },
            Self::Serving => const { &[Self::Serving.work_list()] },
            Self::Delivered => const { &[Self::Delivered.work_list()] },
            Self::Completed => const { &[Self::Completed.work_list()] },
            Self::Rejected => const { &[Self::Rejected.work_list()] },
            Self::Cancelled => const { &[Self::Cancelled.work_list()] },
        }
    }

    /// Whether nothing more happens to an order in this stage by itself or by a person.
    #[must_use]
    pub const fn is_final(self) -> bool {
        matches!(self, Self::Completed | Self::Rejected | Self::Cancelled)
    }
}

impl std::fmt::Display for StageName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

impl Stage {
    /// The stage without its data.
    #[must_use]
    pub const fn name(&self) -> StageName {
        match self {
            Self::Received { .. } => StageName::Received,
            Self::AwaitingReview { .. } => StageName::AwaitingReview,
            Self::Negotiating { .. } => StageName::Negotiating,
            Self::Approved { .. } => StageName::Approved,
            Self::AwaitingPayment { .. } => StageName::AwaitingPayment,
            Self::Preparing { .. } => StageName::Preparing,
            Self::Ready { .. } => StageName::Ready,
            Self::Dispatched { .. } => StageName::Dispatched,
            Self::Serving { .. } => StageName::Serving,
            Self::Delivered { .. } => StageName::Delivered,
            Self::Completed { .. } => StageName::Completed,
            Self::Rejected { .. } => StageName::Rejected,
            Self::Cancelled { .. } => StageName::Cancelled,
        }
    }

    /// Where the order rests: by its due time, or, escalated to the team lead, by when it goes
    /// to the manager.
    pub(super) fn work_place(&self) -> WorkPlace {
        if let Self::AwaitingReview {
            due,
            escalation: Some(escalation),
            ..
        } = self
        {
            let next = escalation.next.unwrap_or(*due);
            return WorkPlace::new(escalation.level.work_list(), next);
        }
        WorkPlace::new(self.name().work_list(), self.due())
    }

    /// What is short, in the stages in which it matters.
    #[must_use]
    pub fn short(&self) -> &[Shortage] {
        match self {
            Self::Preparing { short, .. } | Self::Ready { short, .. } => short,
            Self::Received { .. }
            | Self::AwaitingReview { .. }
            | Self::Negotiating { .. }
            | Self::Approved { .. }
            | Self::AwaitingPayment { .. }
            | Self::Dispatched { .. }
            | Self::Serving { .. }
            | Self::Delivered { .. }
            | Self::Completed { .. }
            | Self::Rejected { .. }
            | Self::Cancelled { .. } => &[],
        }
    }

    /// When it should have been left, or was entered if it is final.
    #[must_use]
    pub const fn due(&self) -> Timestamp {
        match self {
            Self::Received { due }
            | Self::AwaitingReview { due, .. }
            | Self::Negotiating { due, .. }
            | Self::Approved { due }
            | Self::AwaitingPayment { due }
            | Self::Preparing { due, .. }
            | Self::Ready { due, .. }
            | Self::Dispatched { due }
            | Self::Serving { due }
            | Self::Delivered { due, .. }
            | Self::Completed { due }
            | Self::Rejected { due, .. }
            | Self::Cancelled { due, .. } => *due,
        }
    }
}
