//! The daily search through the catalogue and then through the lots, page after page (5.2.2).
//!
//! How far it has come is kept, and each step nudges the next. A step that is done twice finds what it found; one
//! that was cut off is done again.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::event_kind::EventKind;

/// The id of the one search.
pub const DISPOSAL_SEARCH_ID: &str = "main";

/// How far the search of a day has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DisposalSearch {
    /// The day.
    pub date: Date,
    /// Pages that were searched.
    pub pages: u32,
    /// Where the next page begins, of the catalogue or of the lots.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// When it came to the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished_at: Option<Timestamp>,
}

/// An event of the search.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum DisposalSearchEvent {
    /// The search of a day began.
    Begun {
        /// When.
        at: Timestamp,
        /// The day.
        date: Date,
    },
    /// A page was searched, and there is another one.
    Advanced {
        /// When.
        at: Timestamp,
        /// Where that begins.
        cursor: String,
    },
    /// The last page was searched.
    Finished {
        /// When.
        at: Timestamp,
    },
}

impl Event for DisposalSearchEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Begun { .. } => EventKind::DisposalSearchBegun,
            Self::Advanced { .. } => EventKind::DisposalSearchAdvanced,
            Self::Finished { .. } => EventKind::DisposalSearchFinished,
        }
    }
}

/// Begins the search of a day; nothing to do when that began, or a later one did.
#[must_use]
pub fn begin_search(
    known: Option<&DisposalSearch>,
    date: Date,
    now: Timestamp,
) -> Decision<DisposalSearchEvent> {
    if known.is_some_and(|known| known.date >= date) {
        return Decision::done();
    }
    Decision::of(vec![DisposalSearchEvent::Begun { at: now, date }])
}

/// Goes on to the next page after the one that `searched` was about; nothing to do when another run did.
#[must_use]
pub fn advance_search(
    known: &DisposalSearch,
    searched: &DisposalSearch,
    next: Option<String>,
    now: Timestamp,
) -> Decision<DisposalSearchEvent> {
    if known != searched || known.finished_at.is_some() {
        return Decision::done();
    }
    Decision::of(vec![match next {
        Some(cursor) => DisposalSearchEvent::Advanced { at: now, cursor },
        None => DisposalSearchEvent::Finished { at: now },
    }])
}

impl Aggregate for DisposalSearch {
    const KIND: AggregateKind = AggregateKind::DisposalSearch;
    type Event = DisposalSearchEvent;

    fn id(&self) -> String {
        DISPOSAL_SEARCH_ID.to_owned()
    }

    fn evolve(state: Option<Self>, event: &DisposalSearchEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (_, DisposalSearchEvent::Begun { date, .. }) => Ok(Self {
                date: *date,
                pages: 0,
                cursor: None,
                finished_at: None,
            }),
            (Some(known), DisposalSearchEvent::Advanced { cursor, .. }) => Ok(Self {
                pages: known.pages.saturating_add(1),
                cursor: Some(cursor.clone()),
                ..known
            }),
            (Some(known), DisposalSearchEvent::Finished { at }) => Ok(Self {
                pages: known.pages.saturating_add(1),
                cursor: None,
                finished_at: Some(*at),
                ..known
            }),
            (None, DisposalSearchEvent::Advanced { .. } | DisposalSearchEvent::Finished { .. }) => {
                Err(Misfit {
                    event: event.kind(),
                    state: "none".to_owned(),
                })
            }
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}
