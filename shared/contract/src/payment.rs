//! Money that comes in and goes back (7.1.1, section P).

use domain::money::Money;
use domain::payment::{Payment, QuarantineReason, payment_id};
use domain::refusal::Refusal;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;
use crate::names;
use crate::stock::check_code;

/// Others' clocks may run ahead by this much.
const CLOCK_TOLERANCE: SignedDuration = SignedDuration::from_mins(10);
const LONGEST_REFERENCE: usize = 64;
/// Fen of one payment: up to ten billion yuan.
const LARGEST: i64 = 1_000_000_000_000;

/// How money that finance records came in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ReceivedBy {
    /// Through a payment provider whose notice did not arrive, or before the order was imported.
    Online,
    /// By bank transfer.
    BankTransfer,
    /// Remitted by the carrier that collected it 代收货款.
    CashOnDelivery,
}

/// Finance records money that came in. Recording the same reference again changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentRequest {
    /// The order it was paid for.
    pub order_id: Uuid,
    /// How it came in.
    pub method: ReceivedBy,
    /// The bank's or carrier's number, unique within the method: letters, digits, dots,
    /// underscores, hyphens.
    #[schema(example = "ICBC-20261124-0001", min_length = 1, max_length = 64)]
    pub reference: String,
    /// How much, in fen.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub amount_fen: i64,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
}

/// A payment provider's notice, signed. Repeats and disorder are harmless.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PaymentNotifyRequest {
    /// The provider's number of the transaction, unique within the provider.
    #[schema(
        example = "4200001234202611240000000001",
        min_length = 1,
        max_length = 64
    )]
    pub transaction_id: String,
    /// The order it was paid for.
    pub order_id: Uuid,
    /// How much, in the smallest unit of the currency.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub amount_fen: i64,
    /// Three letters (ISO 4217). Anything but CNY is set aside for finance.
    #[schema(example = "CNY", min_length = 3, max_length = 3)]
    pub currency: String,
    /// When it was paid.
    #[schema(value_type = String, format = DateTime)]
    pub paid_at: Timestamp,
}

/// Money that came in, whoever says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedMoney {
    /// The payment's identity.
    pub payment: String,
    /// The order it was paid for.
    pub order: Uuid,
    /// How much, in fen if it is yuan.
    pub amount: Money,
    /// Whether it is yuan.
    pub is_yuan: bool,
    /// When.
    pub received_at: Timestamp,
}

/// Money goes back by the original route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RefundRequest {
    /// The refund's own number, so that a repeat is the same refund; the `Idempotency-Key` if
    /// left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "TK-2026-0001", max_length = 128)]
    pub refund_no: Option<String>,
    /// How much, in fen.
    #[schema(minimum = 1, maximum = 1_000_000_000_000_i64)]
    pub amount_fen: i64,
    /// Why, in words; kept in the journal, so without names or phone numbers.
    #[schema(example = "客户取消订单", min_length = 1, max_length = 500)]
    pub reason: String,
    /// When it went back; now, if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub refunded_at: Option<Timestamp>,
}

/// A refund, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Its own number.
    pub refund_no: String,
    /// How much, in fen.
    pub amount: Money,
    /// Why.
    pub reason: String,
    /// When.
    pub at: Timestamp,
}

/// A payment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PaymentView {
    /// Its identity: method or provider, a colon, and the reference.
    #[schema(example = "bank_transfer:ICBC-20261124-0001")]
    pub id: String,
    /// Counts its changes.
    pub version: u64,
    /// The order it was paid for.
    pub order_id: Uuid,
    /// How much came in, in fen.
    pub amount_fen: i64,
    /// What of it counts towards the order, in fen.
    pub allocated_fen: i64,
    /// Why the rest does not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = names::quarantine)]
    pub quarantined: Option<QuarantineReason>,
    /// What is to go back and has not, in fen.
    pub refund_due_fen: i64,
    /// What went back, in fen.
    pub refunded_fen: i64,
    /// When it came in.
    #[schema(value_type = String, format = DateTime)]
    pub received_at: Timestamp,
}

impl ReceivedBy {
    const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::BankTransfer => "bank_transfer",
            Self::CashOnDelivery => "cash_on_delivery",
        }
    }
}

impl PaymentRequest {
    /// The money that came in.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_money(self, now: Timestamp) -> Result<ReceivedMoney, Refusal> {
        let mut mistakes = Mistakes::default();
        check_code(
            &mut mistakes,
            "reference",
            &self.reference,
            LONGEST_REFERENCE,
        );
        mistakes.within("amount_fen", self.amount_fen, &(1..=LARGEST));
        not_later(&mut mistakes, "received_at", self.received_at, now);
        mistakes.none_in(Some(ReceivedMoney {
            payment: payment_id(self.method.name(), &self.reference),
            order: self.order_id,
            amount: Money::from_fen(self.amount_fen),
            is_yuan: true,
            received_at: self.received_at,
        }))
    }
}

impl PaymentNotifyRequest {
    /// The money that came in through `provider`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_money(self, provider: &str, now: Timestamp) -> Result<ReceivedMoney, Refusal> {
        let mut mistakes = Mistakes::default();
        check_code(&mut mistakes, "provider", provider, 32);
        check_code(
            &mut mistakes,
            "transaction_id",
            &self.transaction_id,
            LONGEST_REFERENCE,
        );
        mistakes.within("amount_fen", self.amount_fen, &(1..=LARGEST));
        if self.currency.len() != 3 || !self.currency.bytes().all(|byte| byte.is_ascii_uppercase())
        {
            mistakes.note(
                "currency",
                "three capital letters such as CNY",
                &self.currency,
            );
        }
        not_later(&mut mistakes, "paid_at", self.paid_at, now);
        mistakes.none_in(Some(ReceivedMoney {
            payment: payment_id(provider, &self.transaction_id),
            order: self.order_id,
            amount: Money::from_fen(self.amount_fen),
            is_yuan: self.currency == crate::CURRENCY,
            received_at: self.paid_at,
        }))
    }
}

impl RefundRequest {
    /// The refund. Its number comes from the body, else from the `Idempotency-Key`.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_refund(
        self,
        idempotency_key: Option<&str>,
        now: Timestamp,
    ) -> Result<Refund, Refusal> {
        let mut mistakes = Mistakes::default();
        let refund_no = match self.refund_no.as_deref().or(idempotency_key) {
            Some(number) => mistakes.words("refund_no", number, 128),
            None => {
                mistakes.note(
                    "refund_no",
                    "a number of the refund, here or as Idempotency-Key",
                    "nothing",
                );
                String::new()
            }
        };
        mistakes.within("amount_fen", self.amount_fen, &(1..=LARGEST));
        let reason = mistakes.words("reason", &self.reason, LONGEST_REASON);
        let at = self.refunded_at.unwrap_or(now);
        not_later(&mut mistakes, "refunded_at", at, now);
        mistakes.none_in(Some(Refund {
            refund_no,
            amount: Money::from_fen(self.amount_fen),
            reason,
            at,
        }))
    }
}

fn not_later(mistakes: &mut Mistakes, at: &str, instant: Timestamp, now: Timestamp) {
    let latest = now.checked_add(CLOCK_TOLERANCE).unwrap_or(now);
    if instant > latest {
        mistakes.note(at, format!("at most {latest}"), &instant.to_string());
    }
}

impl PaymentView {
    /// The wire form of a payment in a version.
    #[must_use]
    pub fn of(payment: &Payment, version: u64) -> Self {
        Self {
            id: payment.id.clone(),
            version,
            order_id: payment.order,
            amount_fen: payment.amount.fen(),
            allocated_fen: payment.allocated.fen(),
            quarantined: payment.quarantined,
            refund_due_fen: payment.refund_due.fen(),
            refunded_fen: payment.refunded.fen(),
            received_at: payment.received_at,
        }
    }
}

#[cfg(test)]
mod tests;
