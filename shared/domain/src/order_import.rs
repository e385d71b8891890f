//! A batch import of orders from a file 批量导入 (4.1.1): its progress, never what its rows say.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit, WorkPlace};
use crate::event_kind::EventKind;
use crate::order::Channel;
use crate::role::Role;

/// The work list of imports that are not finished.
pub const RUNNING: &str = "order_import:running";

/// How long the rows and what became of them are kept: they hold personal data (R21–R26).
pub const ROWS_ARE_KEPT: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a step may take before the import counts as overdue.
const STEP: SignedDuration = SignedDuration::from_mins(1);

/// An import. Its rows are in items of their own, one for each chunk, which expire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderImport {
    /// Made of the file's digest and the channel: the same file again is the same import.
    pub id: String,
    /// Where its orders came in (4.1.1).
    pub channel: Channel,
    /// Who sent the file, and so entered its orders (4.3.2).
    pub entered_by: String,
    /// The roles in which it was sent: what discounts its orders may have (4.2.3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub entered_as: Vec<Role>,
    /// When the file came in.
    pub begun_at: Timestamp,
    /// Rows of the file, without its header and without blank ones.
    pub rows: u32,
    /// The pieces it is worked off in.
    pub chunks: u32,
    /// How many of them are done.
    #[serde(default)]
    pub chunks_done: u32,
    /// What became of the rows so far.
    #[serde(default)]
    pub tally: Tally,
    /// When the last step was done.
    pub moved_at: Timestamp,
    /// When it was finished.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
}

/// What became of rows, by number of rows; and how many orders they made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Rows whose order was made by this import.
    pub accepted: u32,
    /// Rows that became no order.
    pub refused: u32,
    /// Rows whose order had been there before this import.
    pub already_there: u32,
    /// Orders made by this import.
    pub orders: u32,
}

impl Tally {
    /// Rows that are done.
    #[must_use]
    pub const fn rows(self) -> u32 {
        self.accepted
            .saturating_add(self.refused)
            .saturating_add(self.already_there)
    }

    /// Both together.
    #[must_use]
    pub const fn and(self, more: Self) -> Self {
        Self {
            accepted: self.accepted.saturating_add(more.accepted),
            refused: self.refused.saturating_add(more.refused),
            already_there: self.already_there.saturating_add(more.already_there),
            orders: self.orders.saturating_add(more.orders),
        }
    }
}

/// An event of an import.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum OrderImportEvent {
    /// The file was read and its rows laid down.
    Begun {
        /// The import.
        import: Box<OrderImport>,
    },
    /// A chunk of rows was worked off.
    Advanced {
        /// Which, from nought.
        chunk: u32,
        /// What became of its rows.
        tally: Tally,
        /// When.
        at: Timestamp,
    },
    /// No rows are left.
    Finished {
        /// When.
        at: Timestamp,
    },
}

impl Event for OrderImportEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Begun { .. } => EventKind::OrderImportBegun,
            Self::Advanced { .. } => EventKind::OrderImportAdvanced,
            Self::Finished { .. } => EventKind::OrderImportFinished,
        }
    }
}

/// Begins an import of `rows` rows in `chunks` pieces, one at least.
#[must_use]
pub fn begin(import: OrderImport) -> Decision<OrderImportEvent> {
    Decision::of(vec![OrderImportEvent::Begun {
        import: Box::new(import),
    }])
}

/// Notes that a chunk is done, and the end with the last one. A chunk that was noted before
/// changes nothing.
#[must_use]
pub fn advance(
    import: &OrderImport,
    chunk: u32,
    tally: Tally,
    at: Timestamp,
) -> Decision<OrderImportEvent> {
    if chunk != import.chunks_done || import.finished_at.is_some() {
        return Decision::done();
    }
    let mut events = vec![OrderImportEvent::Advanced { chunk, tally, at }];
    if chunk.saturating_add(1) >= import.chunks {
        events.push(OrderImportEvent::Finished { at });
    }
    Decision::of(events)
}

impl Aggregate for OrderImport {
    const KIND: AggregateKind = AggregateKind::OrderImport;
    type Event = OrderImportEvent;

    fn id(&self) -> String {
        self.id.clone()
    }

    fn evolve(state: Option<Self>, event: &OrderImportEvent) -> Result<Self, Misfit> {
        let misfit = |state: Option<&Self>| Misfit {
            event: event.kind(),
            state: match state {
                None => "none".to_owned(),
                Some(import) if import.finished_at.is_some() => "finished".to_owned(),
                Some(import) => format!("{} chunks done", import.chunks_done),
            },
        };
        match (state, event) {
            (None, OrderImportEvent::Begun { import }) => Ok((**import).clone()),
            (Some(import), OrderImportEvent::Advanced { chunk, tally, at })
                if *chunk == import.chunks_done && import.chunks_done < import.chunks =>
            {
                Ok(Self {
                    chunks_done: import.chunks_done.saturating_add(1),
                    tally: import.tally.and(*tally),
                    moved_at: *at,
                    ..import
                })
            }
            (Some(import), OrderImportEvent::Finished { at })
                if import.chunks_done == import.chunks && import.finished_at.is_none() =>
            {
                Ok(Self {
                    finished_at: Some(*at),
                    ..import
                })
            }
            (
                state,
                OrderImportEvent::Begun { .. }
                | OrderImportEvent::Advanced { .. }
                | OrderImportEvent::Finished { .. },
            ) => Err(misfit(state.as_ref())),
        }
    }

    fn index(&self) -> Index {
        let due = self.moved_at.checked_add(STEP).unwrap_or(Timestamp::MAX);
        Index {
            customer: None,
            work: self
                .finished_at
                .is_none()
                .then(|| WorkPlace::new(RUNNING, due)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::fold;

    fn import(chunks: u32) -> OrderImport {
        let now = Timestamp::from_second(1_795_489_200).unwrap();
        OrderImport {
            id: "i".to_owned(),
            channel: Channel::Phone,
            entered_by: "li".to_owned(),
            entered_as: vec![Role::Sales],
            begun_at: now,
            rows: 3 * chunks,
            chunks,
            chunks_done: 0,
            tally: Tally::default(),
            moved_at: now,
            finished_at: None,
        }
    }

    const TALLY: Tally = Tally {
        accepted: 1,
        refused: 1,
        already_there: 1,
        orders: 1,
    };

    #[test]
    fn an_import_ends_with_its_last_chunk_and_every_row_is_counted_once() {
        let mut state = fold::<OrderImport>(None, &begin(import(3)).events)
            .unwrap()
            .unwrap();
        for chunk in 0..3 {
            assert!(state.index().work.is_some());
            let events = advance(&state, chunk, TALLY, state.begun_at).events;
            state = fold(Some(state), &events).unwrap().unwrap();
            // Again, as a repeated message would have it.
            assert!(
                advance(&state, chunk, TALLY, state.begun_at)
                    .events
                    .is_empty()
            );
        }
        assert_eq!(state.tally.rows(), state.rows);
        assert_eq!(state.finished_at, Some(state.begun_at));
        assert_eq!(state.index(), Index::default());
    }

    #[test]
    fn events_out_of_turn_do_not_fit() {
        let at = import(2).begun_at;
        let early = OrderImportEvent::Finished { at };
        let skipped = OrderImportEvent::Advanced {
            chunk: 1,
            tally: TALLY,
            at,
        };
        for event in [early, skipped, begin(import(2)).events.remove(0)] {
            assert!(OrderImport::evolve(Some(import(2)), &event).is_err());
        }
    }
}
