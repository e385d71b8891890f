//! What became of an order since somebody looked at it: who decided what, and when (4.3.3).

use domain::aggregate::AggregateKind;
use domain::order::{ManualDecision, Order, OrderEvent, StageName};
use domain::refusal::{Evidence, Refusal};
use jiff::Timestamp;
use store::{Loaded, Store, StoreError};

/// The most commits that are looked at.
const MOST: usize = 5;

/// A decision that was already made.
#[derive(Debug)]
pub(crate) struct Decided {
    by: String,
    at: Timestamp,
    event: OrderEvent,
}

/// The first decision after the version that was `seen`, or the latest one where none was: at
/// most the few commits next to it are read, each by its key.
pub(crate) async fn decided(
    store: &Store,
    loaded: &Loaded<Order>,
    seen: Option<u64>,
) -> Result<Option<Decided>, StoreError> {
    let last = loaded.version;
    let sequences: Vec<u64> = match seen {
        Some(seen) => (seen.saturating_add(1)..=last).take(MOST).collect(),
        None => (1..=last).rev().take(MOST).collect(),
    };
    let id = loaded.state.id.to_string();
    for sequence in sequences {
        let commit = store.commit(AggregateKind::Order, &id, sequence).await?;
        let Some(commit) = commit else { continue };
        let event = commit
            .events_of::<Order>()?
            .into_iter()
            .find(|event| decision(event).is_some());
        if let Some(event) = event {
            return Ok(Some(Decided {
                by: commit.actor,
                at: commit.at,
                event,
            }));
        }
    }
    Ok(None)
}

impl Decided {
    /// Whether the same person has made the very decision before: its answer was lost.
    pub(crate) fn is_repeated_by(&self, decision: &ManualDecision, by: &str) -> bool {
        self.by == by && decision.led_to(&self.event)
    }

    /// The same refusal with who decided what, and when.
    pub(crate) fn told_in(&self, refusal: Refusal, stage: StageName) -> Refusal {
        let what = decision(&self.event).unwrap_or_default();
        [
            ("decided_by", self.by.clone()),
            ("decided_at", self.at.to_string()),
            ("decision", what.to_owned()),
            ("stage", stage.name().to_owned()),
        ]
        .into_iter()
        .fold(refusal, |refusal, (at, found)| {
            refusal.because(Evidence::new(at, "nobody had decided", found))
        })
    }
}

/// The decision that an event is, if it is one.
fn decision(event: &OrderEvent) -> Option<&'static str> {
    match event {
        OrderEvent::Approved { .. } => Some("approve"),
        OrderEvent::Rejected { .. } => Some("reject"),
        OrderEvent::NegotiationProposed { .. } => Some("negotiate"),
        OrderEvent::Received { .. }
        | OrderEvent::ReviewDeferred { .. }
        | OrderEvent::ReviewRequested { .. }
        | OrderEvent::NegotiationClosed { .. }
        | OrderEvent::PaymentAwaited { .. }
        | OrderEvent::Cleared { .. }
        | OrderEvent::Short { .. }
        | OrderEvent::Reserved { .. }
        | OrderEvent::Picked { .. }
        | OrderEvent::ReservationLost { .. }
        | OrderEvent::Dispatched { .. }
        | OrderEvent::ParcelDelivered { .. }
        | OrderEvent::Delivered { .. }
        | OrderEvent::PaymentReceived { .. }
        | OrderEvent::Refunded { .. }
        | OrderEvent::Billed { .. }
        | OrderEvent::Settled { .. }
        | OrderEvent::Completed { .. }
        | OrderEvent::Cancelled { .. }
        | OrderEvent::ReviewClaimed { .. }
        | OrderEvent::ReviewReleased { .. }
        | OrderEvent::ReviewReassigned { .. }
        | OrderEvent::ReviewEscalated { .. }
        | OrderEvent::CreditOverridden { .. }
        | OrderEvent::QuotasTaken { .. }
        | OrderEvent::HoldPlaced { .. }
        | OrderEvent::HoldReleased { .. }
        | OrderEvent::SupplyPegged { .. }
        | OrderEvent::SupplyRescheduled { .. }
        | OrderEvent::SupplyEnded { .. }
        | OrderEvent::RestCancelled { .. }
        | OrderEvent::SplitAgreed { .. }
        | OrderEvent::ReservationGivenUp { .. }
        | OrderEvent::ServicesOrdered { .. }
        | OrderEvent::ServicesAwaited { .. }
        | OrderEvent::ServiceBooked { .. }
        | OrderEvent::ServiceCompleted { .. }
        | OrderEvent::WaybillsRequested { .. }
        | OrderEvent::WaybillVoided { .. } => None,
    }
}
