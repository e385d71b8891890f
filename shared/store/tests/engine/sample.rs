//! A small aggregate, and short ways to write it.

use domain::aggregate::{Aggregate, AggregateKind, CustomerPlace, Event, Index, Misfit, WorkPlace};
use domain::event_kind::EventKind;
use domain::identifiers::{CustomerId, Sku};
use domain::money::Money;
use domain::stock::{Adjustment, CreditMove, StockMove};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use store::{CommitMeta, Loaded, Plan, Store, StoreError, Written};
use uuid::Uuid;

/// A task that counts its steps; open ones rest in the work list `steps`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Task {
    pub id: Uuid,
    pub customer: CustomerId,
    pub begun: Timestamp,
    pub steps: u32,
    pub open: bool,
    pub note: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum TaskEvent {
    Begun {
        id: Uuid,
        customer: CustomerId,
        at: Timestamp,
        note: String,
    },
    Stepped {
        by: u32,
    },
    Closed,
}

impl Event for TaskEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Begun { .. } => EventKind::OrderReceived,
            Self::Stepped { .. } => EventKind::OrderReserved,
            Self::Closed => EventKind::OrderCompleted,
        }
    }
}

impl Aggregate for Task {
    const KIND: AggregateKind = AggregateKind::Order;
    type Event = TaskEvent;

    fn id(&self) -> String {
        self.id.to_string()
    }

    fn evolve(state: Option<Self>, event: &TaskEvent) -> Result<Self, Misfit> {
        match (state, event.clone()) {
            (
                None,
                TaskEvent::Begun {
                    id,
                    customer,
                    at,
                    note,
                },
            ) => Ok(Self {
                id,
                customer,
                begun: at,
                steps: 0,
                open: true,
                note,
            }),
            (Some(task), TaskEvent::Stepped { by }) => Ok(Self {
                steps: task.steps + by,
                ..task
            }),
            (Some(task), TaskEvent::Closed) => Ok(Self {
                open: false,
                ..task
            }),
            (state, event) => Err(Misfit {
                event: event.kind(),
                state: format!("{state:?}"),
            }),
        }
    }

    fn index(&self) -> Index {
        let work = self.open.then(|| WorkPlace::new("steps", self.begun));
        Index {
            customer: Some(CustomerPlace {
                customer: self.customer.clone(),
                at: self.begun,
            }),
            work,
        }
    }
}

pub(crate) fn instant(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

pub(crate) fn meta() -> CommitMeta {
    CommitMeta {
        at: instant(0),
        actor: "tester".to_owned(),
        correlation_id: "c-1".to_owned(),
        hops: 0,
    }
}

pub(crate) fn sku(text: &str) -> Sku {
    Sku::parse(text).unwrap()
}

pub(crate) fn customer(text: &str) -> CustomerId {
    CustomerId::parse(text).unwrap()
}

pub(crate) fn pieces(text: &str, quantity: u32) -> StockMove {
    StockMove {
        sku: sku(text),
        warehouse: "CQ1".to_owned(),
        quantity,
        lot: None,
        shard: None,
    }
}

pub(crate) fn credit(text: &str, fen: i64) -> CreditMove {
    CreditMove {
        customer: customer(text),
        amount: Money::from_fen(fen),
    }
}

pub(crate) fn limit(text: &str, from: i64, to: i64) -> Adjustment {
    let (from, to) = (Money::from_fen(from), Money::from_fen(to));
    Adjustment::CreditLimit {
        customer: customer(text),
        from,
        to,
    }
}

pub(crate) fn begun(id: Uuid, second: i64) -> TaskEvent {
    TaskEvent::Begun {
        id,
        customer: customer("C-1"),
        at: instant(second),
        note: "n".to_owned(),
    }
}

/// Begins a task with these adjustments.
pub(crate) async fn begin(
    store: &Store,
    adjustments: &[Adjustment],
) -> Result<Written<Uuid>, StoreError> {
    let id = Uuid::now_v7();
    store
        .transact(&meta(), async || {
            Plan::new(id)
                .create::<Task>(&[begun(id, 0)])?
                .adjust(adjustments.to_vec())
        })
        .await
}

/// The id of a task begun with these adjustments, which must be possible.
pub(crate) async fn begin_done(store: &Store, adjustments: &[Adjustment]) -> Uuid {
    match begin(store, adjustments).await.unwrap() {
        Written::Done { output, .. } => output,
        Written::Unmet(unmet) => panic!("{unmet:?}"),
    }
}

pub(crate) async fn load(store: &Store, id: Uuid) -> Loaded<Task> {
    store.load(&id.to_string()).await.unwrap().unwrap()
}

/// Steps a task on from what is stored, with these adjustments.
pub(crate) async fn step(
    store: &Store,
    id: Uuid,
    adjustments: &[Adjustment],
) -> Result<Written<u32>, StoreError> {
    store
        .transact(&meta(), async || {
            let task = store.load::<Task>(&id.to_string()).await?.unwrap();
            let steps = task.state.steps + 1;
            Plan::new(steps)
                .change(&task, &[TaskEvent::Stepped { by: 1 }])?
                .adjust(adjustments.to_vec())
        })
        .await
}
