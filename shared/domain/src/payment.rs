//! Payments 收款 and refunds 退款 (7.1.1, section P).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit, WorkPlace};
use crate::event_kind::EventKind;
use crate::money::Money;
use crate::order::OrderId;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// Payments of which some money belongs to no order yet.
pub const QUARANTINE_LIST: &str = "payment:quarantine";
/// Payments that finance must send money back from.
pub const REFUND_LIST: &str = "payment:refund";

/// A payment's identity: `<provider>:<transaction>`, so a repeated notice is the same payment.
#[must_use]
pub fn payment_id(provider: &str, transaction: &str) -> String {
    format!("{provider}:{transaction}")
}

/// Money that came in once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payment {
    /// See [`payment_id`].
    pub id: String,
    /// The order it was paid for, as the payer says.
    pub order: OrderId,
    /// How much, in fen.
    pub amount: Money,
    /// What of it counts towards the order, in fen.
    pub allocated: Money,
    /// Why the rest does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quarantined: Option<QuarantineReason>,
    /// When the money came in.
    pub received_at: Timestamp,
    /// Who recorded it.
    pub recorded_by: String,
    /// What is to go back and has not, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub refund_due: Money,
    /// When finance should have sent it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refund_by: Option<Timestamp>,
    /// What went back, in fen.
    #[serde(default, skip_serializing_if = "crate::money::is_zero")]
    pub refunded: Money,
}

/// Why money of a payment belongs to no order yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum QuarantineReason {
    /// There is no such order.
    UnknownOrder,
    /// More than the order still owes.
    Overpaid,
    /// The order was rejected, cancelled or completed before.
    OrderClosed,
    /// Not in yuan.
    CurrencyDiffers,
}

/// An event of a payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PaymentEvent {
    /// It came in.
    Recorded {
        /// The payment as recorded.
        payment: Box<Payment>,
    },
    /// Money is to go back.
    RefundRequested {
        /// How much, in fen.
        amount: Money,
        /// Until when.
        by: Timestamp,
        /// What of it counted towards the order and no longer does, in fen.
        #[serde(default, skip_serializing_if = "crate::money::is_zero")]
        of_order: Money,
    },
    /// Money went back.
    Refunded {
        /// The refund's own number, so that a repeat is the same refund.
        refund_no: String,
        /// How much, in fen.
        amount: Money,
        /// What of it had counted towards the order, in fen.
        of_order: Money,
        /// When.
        at: Timestamp,
        /// Why.
        reason: String,
    },
}

impl Event for PaymentEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Recorded { .. } => EventKind::PaymentRecorded,
            Self::RefundRequested { .. } => EventKind::PaymentRefundRequested,
            Self::Refunded { .. } => EventKind::PaymentRefunded,
        }
    }
}

impl Payment {
    /// What has not gone back, in fen.
    #[must_use]
    pub fn refundable(&self) -> Money {
        self.amount
            .checked_sub(self.refunded)
            .unwrap_or(Money::ZERO)
    }
}

/// After its order was cancelled or rejected: everything that came in is to go back.
/// Nothing to do when that was already said.
#[must_use]
pub fn request_refund(payment: &Payment, by: Timestamp) -> Decision<PaymentEvent> {
    let amount = payment
        .refundable()
        .checked_sub(payment.refund_due)
        .unwrap_or(Money::ZERO);
    if !amount.is_positive() {
        return Decision::done();
    }
    Decision::of(vec![PaymentEvent::RefundRequested {
        amount,
        by,
        of_order: Money::ZERO,
    }])
}

/// After the rest of its order was cancelled: `amount` of it, in fen, no longer counts towards the order and is to go
/// back.
///
/// # Errors
/// `order_refunded` when less than that still counts.
pub fn free(
    payment: &Payment,
    amount: Money,
    by: Timestamp,
) -> Result<Decision<PaymentEvent>, Refusal> {
    if amount > payment.allocated {
        return Err(Refusal::new(
            RefusalClass::Conflict,
            "order_refunded",
            "该收款已有退款，剩余部分须由财务处理后再取消",
            "money of the payment went back already, so less of it counts towards the order",
        )
        .because(Evidence::new(
            payment.id.clone(),
            format!("{} fen or more", amount.fen()),
            payment.allocated.fen().to_string(),
        )));
    }
    Ok(Decision::of(vec![PaymentEvent::RefundRequested {
        amount,
        by,
        of_order: amount,
    }]))
}

/// Money went back by the original route. Money that belongs to no order goes first.
///
/// # Errors
/// `invalid_value` when it is not positive or more than what has not gone back.
pub fn refund(
    payment: &Payment,
    refund_no: &str,
    amount: Money,
    reason: &str,
    at: Timestamp,
) -> Result<Decision<PaymentEvent>, Refusal> {
    let most = payment.refundable();
    if !amount.is_positive() || amount > most {
        return Err(Refusal::invalid(
            "amount_fen",
            format!("1 to {}", most.fen()),
            amount.fen().to_string(),
        ));
    }
    let of_order = amount
        .checked_sub(payment.unallocated())
        .filter(|part| part.is_positive())
        .unwrap_or(Money::ZERO);
    Ok(Decision::of(vec![PaymentEvent::Refunded {
        refund_no: refund_no.to_owned(),
        amount,
        of_order,
        at,
        reason: reason.to_owned(),
    }]))
}

impl Payment {
    /// What belongs to no order and has not gone back, in fen.
    #[must_use]
    pub fn unallocated(&self) -> Money {
        self.refundable()
            .checked_sub(self.allocated)
            .filter(|part| part.is_positive())
            .unwrap_or(Money::ZERO)
    }

    fn after_refund(mut self, amount: Money, of_order: Money) -> Option<Self> {
        self.refunded = self.refunded.checked_add(amount)?;
        self.allocated = self.allocated.checked_sub(of_order)?;
        self.refund_due = self.refund_due.checked_sub(amount.min(self.refund_due))?;
        if self.refund_due.is_zero() {
            self.refund_by = None;
        }
        Some(self)
    }
}

impl Aggregate for Payment {
    const KIND: AggregateKind = AggregateKind::Payment;
    type Event = PaymentEvent;

    fn id(&self) -> String {
        self.id.clone()
    }

    fn evolve(state: Option<Self>, event: &PaymentEvent) -> Result<Self, Misfit> {
        let misfit = |state: &str| Misfit {
            event: event.kind(),
            state: state.to_owned(),
        };
        match (state, event) {
            (None, PaymentEvent::Recorded { payment }) => Ok((**payment).clone()),
            (
                Some(mut payment),
                PaymentEvent::RefundRequested {
                    amount,
                    by,
                    of_order,
                },
            ) => {
                payment.allocated = payment
                    .allocated
                    .checked_sub(*of_order)
                    .ok_or_else(|| misfit("counted less"))?;
                payment.refund_due = payment
                    .refund_due
                    .checked_add(*amount)
                    .ok_or_else(|| misfit("overflow"))?;
                payment.refund_by = Some(*by);
                Ok(payment)
            }
            (
                Some(payment),
                PaymentEvent::Refunded {
                    amount, of_order, ..
                },
            ) => payment
                .after_refund(*amount, *of_order)
                .ok_or_else(|| misfit("refunded beyond its amount")),
            (None, PaymentEvent::RefundRequested { .. } | PaymentEvent::Refunded { .. }) => {
                Err(misfit("none"))
            }
            (Some(_), PaymentEvent::Recorded { .. }) => Err(misfit("recorded")),
        }
    }

    fn index(&self) -> Index {
        let place = match self.refund_by {
            Some(by) => Some(WorkPlace::new(REFUND_LIST, by)),
            None if self.unallocated().is_positive() => {
                Some(WorkPlace::new(QUARANTINE_LIST, self.received_at))
            }
            None => None,
        };
        Index {
            customer: None,
            work: place,
        }
    }
}
