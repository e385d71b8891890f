//! What counted orders would cost in the cloud: money for a million of them.

use super::super::Failure;
use super::costs::Counted;
use super::price_table::{Pico, PriceTable, PricedUnit};

/// Orders that a bill is for.
const ORDERS: u128 = 1_000_000;
/// Calls to a queue for one message, at most: put in, received, removed. Full batches share the
/// last two.
const QUEUE_CALLS: u64 = 3;

/// One part of a bill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// What it is for.
    pub(super) what: &'static str,
    /// The amount for a million orders, in hundredths of the currency.
    pub(super) hundredths: u128,
}

/// The parts of the bill for a million orders like these, and their sum last.
pub(super) fn bill(counted: &Counted, prices: &PriceTable) -> Result<Vec<Item>, Failure> {
    let units = counted.units();
    let of = |what, count: u64, unit, divisor: u128| -> Result<(&'static str, Pico), Failure> {
        let all = u128::from(count) * prices.price(unit)? * ORDERS;
        Ok((what, all / (u128::from(counted.orders.max(1)) * divisor)))
    };
    let parts = [
        of(
            "table writes",
            units.table_half_units,
            PricedUnit::DynamodbWriteUnit,
            2,
        )?,
        of(
            "index writes",
            units.index_half_units,
            PricedUnit::DynamodbWriteUnit,
            2,
        )?,
        of(
            "reads",
            units.read_half_units,
            PricedUnit::DynamodbReadUnit,
            2,
        )?,
        of(
            "function requests",
            counted.invocations(),
            PricedUnit::LambdaRequest,
            1,
        )?,
        of(
            "function time",
            counted.megabyte_ms(),
            PricedUnit::LambdaGbSecond,
            1024 * 1000,
        )?,
        of(
            "HTTP requests",
            counted.http_requests,
            PricedUnit::HttpApiRequest,
            1,
        )?,
        of("topics", counted.published(), PricedUnit::SnsPublish, 1)?,
        of(
            "queues",
            counted.delivered() * QUEUE_CALLS,
            PricedUnit::SqsRequest,
            1,
        )?,
    ];
    let sum = ("sum", parts.iter().map(|(_, amount)| amount).sum());
    let item = |(what, amount): (&'static str, Pico)| Item {
        what,
        hundredths: hundredths(amount),
    };
    Ok(parts.into_iter().chain([sum]).map(item).collect())
}

/// Rounded half up.
fn hundredths(amount: Pico) -> u128 {
    const HUNDREDTH: Pico = 10_000_000_000;
    (amount + HUNDREDTH / 2) / HUNDREDTH
}

/// An amount of hundredths in writing.
pub(super) fn written(hundredths: u128) -> String {
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::command::bench::costs::Invoked;
    use crate::engine::usage::Usage;

    #[test]
    fn a_million_orders_cost_a_million_times_one() {
        let usage = Usage {
            calls: 9,
            refused: 0,
            read_half_units: 2 * 2 * 22,
            table_half_units: 2 * 2 * 50,
            index_half_units: 2 * 2 * 10,
        };
        let invoked = Invoked {
            invocations: 2 * 20,
            failed: 0,
            billed_ms: 2 * 40,
            memory_mb: 512,
        };
        let counted = Counted {
            scenario: "plain".to_owned(),
            orders: 2,
            tables: [("intake".to_owned(), [("PutItem".to_owned(), usage)].into())].into(),
            functions: [("intake".to_owned(), invoked)].into(),
            published: [("EventsTopic".to_owned(), 2 * 16)].into(),
            delivered: [("NotifyQueue".to_owned(), 2 * 10)].into(),
            stream_records: 0,
            http_requests: 2 * 6,
        };
        let bill = bill(&counted, &PriceTable::of("us-east-1").unwrap()).unwrap();
        let written: Vec<_> = bill
            .iter()
            .map(|item| (item.what, written(item.hundredths)))
            .collect();
        let expected = [
            ("table writes", "31.25"),
            ("index writes", "6.25"),
            ("reads", "2.75"),
            ("function requests", "4.00"),
            ("function time", "0.27"),
            ("HTTP requests", "6.00"),
            ("topics", "8.00"),
            ("queues", "12.00"),
            ("sum", "70.52"),
        ]
        .map(|(what, amount)| (what, amount.to_owned()));
        assert_eq!(written, expected);
    }

    #[test]
    fn amounts_are_rounded_half_up() {
        let table = [
            (0, "0.00"),
            (4_999_999_999, "0.00"),
            (5_000_000_000, "0.01"),
            (1_234_560_000_000_000, "1234.56"),
        ];
        for (amount, expected) in table {
            assert_eq!(written(hundredths(amount)), expected);
        }
    }
}
