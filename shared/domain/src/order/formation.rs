//! When the contract of an order comes about (4.3.4, R1, R2).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Channel, CustomerKind, Order, Stage};

/// What makes the contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Formation {
    /// R1 A consumer submitted an online order successfully (电子商务法 49). Terms cannot put that off,
    /// so a later rejection is a cancellation with full refund.
    Submission,
    /// R2 The seller accepted what was ordered, by approving it (民法典 480, 483).
    Acceptance,
}

impl Formation {
    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Submission => "submission",
            Self::Acceptance => "acceptance",
        }
    }
}

impl Channel {
    /// Whether customers order here by themselves, over a network.
    #[must_use]
    pub const fn is_online(self) -> bool {
        match self {
            Self::Marketplace | Self::Website => true,
            Self::Phone | Self::Fax | Self::Mail => false,
        }
    }
}

impl Order {
    /// What makes the contract of this order.
    #[must_use]
    pub const fn formation(&self) -> Formation {
        match self.customer_kind {
            CustomerKind::Consumer if self.channel.is_online() => Formation::Submission,
            CustomerKind::Consumer | CustomerKind::Business => Formation::Acceptance,
        }
    }

    /// Since when there is a contract; `None` while there is none.
    #[must_use]
    pub const fn contract_formed_at(&self) -> Option<Timestamp> {
        match self.formation() {
            Formation::Submission => Some(self.ordered_at),
            Formation::Acceptance => self.accepted_at,
        }
    }

    /// When the contract ended before it was performed; `None` while it stands, or where there
    /// never was one.
    #[must_use]
    pub const fn contract_ended_at(&self) -> Option<Timestamp> {
        match (self.contract_formed_at(), &self.stage) {
            (Some(_), Stage::Rejected { due, .. } | Stage::Cancelled { due, .. }) => Some(*due),
            (None, _)
            | (
                Some(_),
                Stage::Received { .. }
                | Stage::AwaitingReview { .. }
                | Stage::Negotiating { .. }
                | Stage::Approved { .. }
                | Stage::AwaitingPayment { .. }
                | Stage::Preparing { .. }
                | Stage::Ready { .. }
                | Stage::Dispatched { .. }
                | Stage::Serving { .. }
                | Stage::Delivered { .. }
                | Stage::Completed { .. },
            ) => None,
        }
    }
}
