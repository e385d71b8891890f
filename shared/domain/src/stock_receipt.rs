//! Goods received into a warehouse 入库单 (5.2.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::stock::{Adjustment, StockMove};

/// A receipt: written once and never changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockReceipt {
    /// The receipt's number, given by the warehouse; a repeat is the same receipt.
    pub receipt_no: String,
    /// What came in.
    pub moves: Vec<StockMove>,
    /// Why, such as a purchase order's number.
    pub reference: String,
    /// When.
    pub received_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: String,
}

/// An event of a receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum StockReceiptEvent {
    /// The goods came in.
    Received {
        /// The receipt.
        receipt: Box<StockReceipt>,
    },
}

impl Event for StockReceiptEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Received { .. } => EventKind::StockReceived,
        }
    }
}

/// Records a receipt and makes its goods available in the same transaction.
#[must_use]
pub fn receive(receipt: StockReceipt) -> Decision<StockReceiptEvent> {
    let moves = receipt
        .moves
        .clone()
        .into_iter()
        .map(Adjustment::StockReceive);
    Decision::of(vec![StockReceiptEvent::Received {
        receipt: Box::new(receipt),
    }])
    .with(moves)
}

impl Aggregate for StockReceipt {
    const KIND: AggregateKind = AggregateKind::StockReceipt;
    type Event = StockReceiptEvent;

    fn id(&self) -> String {
        self.receipt_no.clone()
    }

    fn evolve(state: Option<Self>, event: &StockReceiptEvent) -> Result<Self, Misfit> {
        match (state, event) {
            (None, StockReceiptEvent::Received { receipt }) => Ok((**receipt).clone()),
            (Some(_), StockReceiptEvent::Received { .. }) => Err(Misfit {
                event: event.kind(),
                state: "received".to_owned(),
            }),
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}
