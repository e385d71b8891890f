//! Receivables 应收账款 and their age (8.1.3).

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aggregate::{
    Aggregate, AggregateKind, CustomerPlace, Decision, Event, Index, Misfit, WorkPlace,
};
use crate::calendar;
use crate::event_kind::EventKind;
use crate::identifiers::CustomerId;
use crate::money::Money;
use crate::order::{Order, OrderId};

/// Receivables that are not yet due, by due date.
pub const OPEN_LIST: &str = "receivable:open";
/// Receivables past their due date, by due date.
pub const OVERDUE_LIST: &str = "receivable:overdue";

/// What a customer owes for one delivered order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receivable {
    /// For which order; also its identity.
    pub order: OrderId,
    /// Who owes.
    pub customer: CustomerId,
    /// What was owed at first, in fen.
    pub amount: Money,
    /// What is owed still, in fen.
    pub outstanding: Money,
    /// When it began.
    pub opened_at: Timestamp,
    /// The last day to pay.
    pub due_on: Date,
    /// Its age when it was last looked at.
    pub age: Age,
    /// When it was paid in full.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cleared_on: Option<Date>,
}

macro_rules! ages {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $from:literal;)*) => {
        /// Days past due, in the classes of 8.1.3.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum Age { $($(#[$doc])* #[serde(rename = $name)] $variant,)* }

        impl Age {
            /// Every age, youngest first.
            pub const ALL: &[Self] = &[$(Self::$variant,)*];

            /// The name on the wire.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// The first day past due of this age.
            #[must_use]
            pub const fn from_day(self) -> i32 {
                match self { $(Self::$variant => $from,)* }
            }
        }
    };
}

ages! {
    /// Due today or later.
    NotDue = "not_due", -2_147_483_648;
    /// 1 to 30 days late.
    Days1To30 = "1-30", 1;
    /// 31 to 60 days late.
    Days31To60 = "31-60", 31;
    /// 61 to 90 days late.
    Days61To90 = "61-90", 61;
    /// 91 to 180 days late.
    Days91To180 = "91-180", 91;
    /// 181 to 365 days late.
    Days181To365 = "181-365", 181;
    /// One to two years late.
    Years1To2 = "1-2y", 366;
    /// Two to three years late.
    Years2To3 = "2-3y", 731;
    /// More than three years late.
    Over3Years = ">3y", 1096;
}

impl Age {
    /// The age on `on` of what was due on `due`.
    #[must_use]
    pub fn of(due: Date, on: Date) -> Self {
        let days = days_late(due, on);
        Self::ALL
            .iter()
            .rev()
            .copied()
            .find(|age| days >= age.from_day())
            .unwrap_or(Self::NotDue)
    }
}

/// Days that `on` lies after `due`; negative before.
#[must_use]
pub fn days_late(due: Date, on: Date) -> i32 {
    (on - due).get_days()
}

/// An event of a receivable.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ReceivableEvent {
    /// It began.
    Opened {
        /// The receivable as opened.
        receivable: Box<Receivable>,
    },
    /// It came into another age.
    Aged {
        /// The new age.
        age: Age,
    },
    /// Part of it was paid.
    Reduced {
        /// How much, in fen.
        amount: Money,
    },
    /// The last of it was paid.
    Cleared {
        /// How much, in fen.
        amount: Money,
        /// When.
        on: Date,
    },
}

impl Event for ReceivableEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Opened { .. } => EventKind::ReceivableOpened,
            Self::Aged { .. } => EventKind::ReceivableAged,
            Self::Reduced { .. } => EventKind::ReceivableReduced,
            Self::Cleared { .. } => EventKind::ReceivableCleared,
        }
    }
}

/// 8.1.3: what is still owed for an order becomes a receivable, to be paid by `due`.
#[must_use]
pub fn open(order: &Order, due: Timestamp, now: Timestamp) -> Decision<ReceivableEvent> {
    let receivable = Receivable {
        order: order.id,
        customer: order.customer.clone(),
        amount: order.outstanding(),
        outstanding: order.outstanding(),
        opened_at: now,
        due_on: calendar::business_date(due),
        age: Age::NotDue,
        cleared_on: None,
    };
    Decision::of(vec![ReceivableEvent::Opened {
        receivable: Box::new(receivable),
    }])
}

/// 8.1.3: brings the age up to date; nothing to do when it has not changed or all is paid.
#[must_use]
pub fn age(receivable: &Receivable, on: Date) -> Decision<ReceivableEvent> {
    let age = Age::of(receivable.due_on, on);
    // A run for an earlier day than the last must not make anything younger.
    if receivable.cleared_on.is_some() || age <= receivable.age {
        return Decision::done();
    }
    Decision::of(vec![ReceivableEvent::Aged { age }])
}

/// Counts a payment of the order.
#[must_use]
pub fn reduce(receivable: &Receivable, amount: Money, on: Date) -> Decision<ReceivableEvent> {
    let amount = amount.min(receivable.outstanding);
    if !amount.is_positive() {
        return Decision::done();
    }
    let event = if amount == receivable.outstanding {
        ReceivableEvent::Cleared { amount, on }
    } else {
        ReceivableEvent::Reduced { amount }
    };
    Decision::of(vec![event])
}

impl Aggregate for Receivable {
    const KIND: AggregateKind = AggregateKind::Receivable;
    type Event = ReceivableEvent;

    fn id(&self) -> String {
        self.order.to_string()
    }

    fn evolve(state: Option<Self>, event: &ReceivableEvent) -> Result<Self, Misfit> {
        let misfit = |state: &str| Misfit {
            event: event.kind(),
            state: state.to_owned(),
        };
        match (state, event) {
            (None, ReceivableEvent::Opened { receivable }) => Ok((**receivable).clone()),
            (Some(receivable), ReceivableEvent::Aged { age }) => Ok(Self {
                age: *age,
                ..receivable
            }),
            (Some(receivable), ReceivableEvent::Reduced { amount }) => {
                let rest = receivable
                    .outstanding
                    .checked_sub(*amount)
                    .ok_or_else(|| misfit("overflow"))?;
                Ok(Self {
                    outstanding: rest,
                    ..receivable
                })
            }
            (Some(receivable), ReceivableEvent::Cleared { on, .. }) => Ok(Self {
                outstanding: Money::ZERO,
                cleared_on: Some(*on),
                ..receivable
            }),
            (
                None,
                ReceivableEvent::Aged { .. }
                | ReceivableEvent::Reduced { .. }
                | ReceivableEvent::Cleared { .. },
            ) => Err(misfit("none")),
            (Some(_), ReceivableEvent::Opened { .. }) => Err(misfit("open")),
        }
    }

    fn index(&self) -> Index {
        let list = match (self.cleared_on, self.age) {
            (Some(_), _) => None,
            (None, Age::NotDue) => Some(OPEN_LIST),
            (None, _) => Some(OVERDUE_LIST),
        };
        Index {
            customer: Some(CustomerPlace {
                customer: self.customer.clone(),
                at: self.opened_at,
            }),
            work: list.map(|list| WorkPlace::on(list, self.due_on, calendar::CLOSING_HOUR)),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn ages_begin_on_the_days_the_measures_name() {
        let due = date(2026, 1, 1);
        for (on, age) in [
            (date(2025, 12, 1), Age::NotDue),
            (date(2026, 1, 1), Age::NotDue),
            (date(2026, 1, 2), Age::Days1To30),
            (date(2026, 1, 31), Age::Days1To30),
            (date(2026, 2, 1), Age::Days31To60),
            (date(2026, 4, 1), Age::Days61To90),
            (date(2026, 4, 2), Age::Days91To180),
            (date(2027, 1, 1), Age::Days181To365),
            (date(2027, 1, 2), Age::Years1To2),
            (date(2030, 1, 1), Age::Over3Years),
        ] {
            assert_eq!(Age::of(due, on), age, "{on}");
        }
    }
}
