//! How goods are made 工艺 (5.1.1): on which line, and how long it takes.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{AggregateKind, Event};
use crate::dated::{Revision, Versioned, is_unnumbered};
use crate::event_kind::EventKind;
use crate::identifiers::{LineCode, Sku};
use crate::refusal::Refusal;

/// The most pieces of a work order.
pub const MOST_PIECES: u32 = 100_000_000;
/// The longest work on one piece, in seconds.
const LONGEST_PIECE: u32 = 86_400;
/// The longest set-up, in working minutes.
const LONGEST_SETUP: u32 = 10_080;

/// How a SKU is made. What a work order goes by is what was valid when it was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routing {
    /// The goods.
    pub sku: Sku,
    /// On which line.
    pub line: LineCode,
    /// Work on one piece 单件工时, in seconds.
    pub seconds_per_piece: u32,
    /// Set-up before the first piece 换产准备, in working minutes.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub setup_minutes: u32,
    /// Pieces of one lot 批量; work orders are of whole lots, at least 1.
    pub lot_size: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}

/// An event of a routing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum RoutingEvent {
    /// It was entered or changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole new routing.
        routing: Routing,
        /// Since when it is valid; at once without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effective_from: Option<Timestamp>,
        /// The number of this version.
        #[serde(default, skip_serializing_if = "is_unnumbered")]
        version: u64,
    },
}

impl Event for RoutingEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::RoutingRevised,
        }
    }
}

impl RoutingEvent {
    /// The event of a revision by somebody.
    #[must_use]
    pub fn revised(revision: Revision<Routing>, by: String) -> Self {
        Self::Revised {
            at: revision.at,
            by,
            routing: revision.value,
            effective_from: revision.effective_from,
            version: revision.version,
        }
    }
}

impl Routing {
    /// Refuses a routing that makes no sense.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        for (at, found, range) in [
            (
                "seconds_per_piece",
                self.seconds_per_piece,
                1..=LONGEST_PIECE,
            ),
            ("setup_minutes", self.setup_minutes, 0..=LONGEST_SETUP),
            ("lot_size", self.lot_size, 1..=MOST_PIECES),
        ] {
            if !range.contains(&found) {
                let expected = format!("{} to {}", range.start(), range.end());
                return Err(Refusal::invalid(at, expected, found.to_string()));
            }
        }
        Ok(())
    }

    /// The pieces of whole lots that meet a need; `None` when they are more than can be made.
    #[must_use]
    pub fn quantity_for(&self, need: u32) -> Option<u32> {
        let lot = self.lot_size.max(1);
        let pieces = need.div_ceil(lot).checked_mul(lot)?;
        (1..=MOST_PIECES).contains(&pieces).then_some(pieces)
    }
}

impl Versioned for Routing {
    const KIND: AggregateKind = AggregateKind::Routing;
    type Event = RoutingEvent;

    fn id(&self) -> String {
        self.sku.to_string()
    }

    fn revision(event: &RoutingEvent) -> Revision<Self> {
        let RoutingEvent::Revised {
            at,
            by: _,
            routing,
            effective_from,
            version,
        } = event;
        Revision {
            at: *at,
            version: *version,
            effective_from: *effective_from,
            value: routing.clone(),
        }
    }

    fn list(&self) -> Option<String> {
        None
    }
}
