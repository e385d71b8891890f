//! How and when an order is to be paid (4.2.3, 7.1.1).

use serde::{Deserialize, Serialize};

use crate::money::Money;
use crate::refusal::{Refusal, RefusalClass};

/// How the customer pays 付款方式.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentMethod {
    /// Through a payment provider, before preparation.
    Online,
    /// By bank transfer, before preparation.
    BankTransfer,
    /// In cash to the carrier 货到付款.
    CashOnDelivery,
    /// Days after delivery, within a credit limit 账期.
    CreditTerms,
}

impl PaymentMethod {
    /// Every method.
    pub const ALL: [Self; 4] = [
        Self::Online,
        Self::BankTransfer,
        Self::CashOnDelivery,
        Self::CreditTerms,
    ];

    /// The name on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::BankTransfer => "bank_transfer",
            Self::CashOnDelivery => "cash_on_delivery",
            Self::CreditTerms => "credit_terms",
        }
    }

    /// When the whole amount is due unless a schedule says otherwise.
    #[must_use]
    pub const fn usual_due(self, credit_days: u16) -> DueWhen {
        match self {
            Self::Online | Self::BankTransfer => DueWhen::OnOrder,
            Self::CashOnDelivery => DueWhen::OnDelivery,
            Self::CreditTerms => DueWhen::AfterDelivery { days: credit_days },
        }
    }
}

/// The step of the order that an instalment is due at, earliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "when", rename_all = "snake_case")]
pub enum DueWhen {
    /// With the order.
    OnOrder,
    /// Before anything is produced or bought.
    BeforeProduction,
    /// Before the parcel leaves.
    OnDispatch,
    /// When the recipient signs.
    OnDelivery,
    /// Days after the recipient signed.
    AfterDelivery {
        /// Calendar days.
        days: u16,
    },
}

/// One part of the price and when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalment {
    /// When.
    #[serde(flatten)]
    pub due: DueWhen,
    /// How much, in fen.
    pub amount: Money,
    /// Whether it is a deposit 定金, which the law bounds (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deposit: bool,
}

impl Instalment {
    /// A part that is no deposit.
    #[must_use]
    pub const fn of(due: DueWhen, amount: Money) -> Self {
        Self {
            due,
            amount,
            deposit: false,
        }
    }
}

/// Method and schedule of an order's payment. The schedule sums to the order's total.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentTerms {
    /// How.
    pub method: PaymentMethod,
    /// When, in order of falling due.
    pub schedule: Vec<Instalment>,
}

/// The most instalments that a schedule can have at all; the policy allows fewer.
pub const MOST_INSTALMENTS: usize = 36;

impl PaymentTerms {
    /// The whole `total` at the method's usual time.
    #[must_use]
    pub fn usual(method: PaymentMethod, total: Money, credit_days: u16) -> Self {
        Self {
            method,
            schedule: vec![Instalment::of(method.usual_due(credit_days), total)],
        }
    }

    /// Terms with an agreed schedule.
    ///
    /// # Errors
    /// `payment_schedule_invalid` when it is empty, too long, out of order, has an amount
    /// that is not positive, or does not sum to `total`.
    pub fn scheduled(
        method: PaymentMethod,
        mut schedule: Vec<Instalment>,
        total: Money,
    ) -> Result<Self, Refusal> {
        schedule.sort_by_key(|part| part.due);
        let sum = Money::sum(schedule.iter().map(|part| part.amount));
        let sound = !schedule.is_empty()
            && schedule.len() <= MOST_INSTALMENTS
            && schedule.iter().all(|part| part.amount.is_positive())
            && sum == Some(total);
        if sound {
            return Ok(Self { method, schedule });
        }
        Err(Refusal::new(
            RefusalClass::Unacceptable,
            "payment_schedule_invalid",
            format!("付款计划须为 1 至 {MOST_INSTALMENTS} 期，每期金额大于零，合计等于订单总额 {total}"),
            format!(
                "a payment schedule has 1 to {MOST_INSTALMENTS} instalments, each positive, summing to the order total {total}"
            ),
        )
        .because(crate::refusal::Evidence::new(
            "payment.schedule",
            total.fen().to_string(),
            sum.map_or_else(|| "overflow".to_owned(), |sum| sum.fen().to_string()),
        )))
    }

    /// What must have been paid, in all, before the goods are prepared.
    #[must_use]
    pub fn due_before_preparation(&self) -> Money {
        self.due_through(DueWhen::BeforeProduction)
    }

    /// What must have been paid, in all, before the parcel leaves.
    #[must_use]
    pub fn due_before_dispatch(&self) -> Money {
        self.due_through(DueWhen::OnDispatch)
    }

    /// What is due when the recipient signs, in fen.
    #[must_use]
    pub fn due_on_delivery(&self) -> Money {
        let parts = self.schedule.iter();
        let parts = parts.filter(|part| part.due == DueWhen::OnDelivery);
        Money::sum(parts.map(|part| part.amount)).unwrap_or(Money::ZERO)
    }

    /// Calendar days between signature and the last instalment.
    #[must_use]
    pub fn days_after_delivery(&self) -> u16 {
        self.schedule
            .iter()
            .map(|part| match part.due {
                DueWhen::AfterDelivery { days } => days,
                DueWhen::OnOrder
                | DueWhen::BeforeProduction
                | DueWhen::OnDispatch
                | DueWhen::OnDelivery => 0,
            })
            .max()
            .unwrap_or(0)
    }

    fn due_through(&self, last: DueWhen) -> Money {
        // The schedule sums to the total, so no part of it overflows.
        Money::sum(
            self.schedule
                .iter()
                .filter(|part| part.due <= last)
                .map(|part| part.amount),
        )
        .unwrap_or(Money::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fen(amount: i64) -> Money {
        Money::from_fen(amount)
    }

    #[test]
    fn a_schedule_gates_the_steps_it_names() {
        let part = |due, amount| Instalment::of(due, fen(amount));
        let terms = PaymentTerms::scheduled(
            PaymentMethod::BankTransfer,
            vec![
                part(DueWhen::AfterDelivery { days: 30 }, 50),
                part(DueWhen::OnOrder, 20),
                part(DueWhen::OnDispatch, 30),
            ],
            fen(100),
        )
        .unwrap();
        assert_eq!(terms.due_before_preparation(), fen(20));
        assert_eq!(terms.due_before_dispatch(), fen(50));
        assert_eq!(terms.days_after_delivery(), 30);
    }

    #[test]
    fn a_schedule_that_does_not_sum_to_the_total_is_refused() {
        for schedule in [vec![], vec![Instalment::of(DueWhen::OnOrder, fen(99))]] {
            let refusal =
                PaymentTerms::scheduled(PaymentMethod::Online, schedule, fen(100)).unwrap_err();
            assert_eq!(refusal.code, "payment_schedule_invalid");
        }
    }
}
