//! Capacity units of the tables, by function and by kind of call.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// What calls of one kind used of the tables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// Calls, also those that were refused.
    pub calls: u64,
    /// Calls that were refused, such as a transaction with a condition that did not hold. They
    /// state no units here; the real service charges for them as if they had been done.
    pub refused: u64,
    /// Read units, in halves: 1 is half a unit.
    pub read_half_units: u64,
    /// Write units of the tables themselves, in halves.
    pub table_half_units: u64,
    /// Write units of their indexes, in halves.
    pub index_half_units: u64,
}

/// What was used, by function and by operation, such as `intake` and `TransactWriteItems`.
pub type UsageByCall = BTreeMap<String, BTreeMap<String, Usage>>;

impl Usage {
    /// What one call used.
    ///
    /// An answer without units, or one that does not read, counts as a call with none.
    pub fn of(operation: &str, accepted: bool, answer: &[u8]) -> Self {
        let (table, index) = stated(answer);
        let call = Self {
            calls: 1,
            refused: u64::from(!accepted),
            ..Self::default()
        };
        match operation {
            "GetItem" | "BatchGetItem" | "TransactGetItems" | "Query" | "Scan" => Self {
                read_half_units: table + index,
                ..call
            },
            _ => Self {
                table_half_units: table,
                index_half_units: index,
                ..call
            },
        }
    }

    /// Both together.
    #[must_use]
    pub const fn plus(self, other: Self) -> Self {
        Self {
            calls: self.calls + other.calls,
            refused: self.refused + other.refused,
            read_half_units: self.read_half_units + other.read_half_units,
            table_half_units: self.table_half_units + other.table_half_units,
            index_half_units: self.index_half_units + other.index_half_units,
        }
    }

    /// What came after `earlier`; nothing if the host was restarted in between.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Self {
        Self {
            calls: self.calls.saturating_sub(earlier.calls),
            refused: self.refused.saturating_sub(earlier.refused),
            read_half_units: self.read_half_units.saturating_sub(earlier.read_half_units),
            table_half_units: self
                .table_half_units
                .saturating_sub(earlier.table_half_units),
            index_half_units: self
                .index_half_units
                .saturating_sub(earlier.index_half_units),
        }
    }

    /// Write units of tables and indexes together, in halves.
    #[must_use]
    pub const fn write_half_units(self) -> u64 {
        self.table_half_units + self.index_half_units
    }
}

#[derive(Deserialize)]
struct Charged {
    #[serde(rename = "ConsumedCapacity")]
    consumed: Option<Capacities>,
}

/// One table's units, or one entry for each table.
#[derive(Deserialize)]
#[serde(untagged)]
enum Capacities {
    One(Capacity),
    Many(Vec<Capacity>),
}

#[derive(Deserialize)]
struct Capacity {
    #[serde(rename = "CapacityUnits", default)]
    units: f64,
    #[serde(rename = "GlobalSecondaryIndexes", default)]
    indexes: BTreeMap<String, Capacity>,
}

/// Half units of tables and of indexes that an answer states.
fn stated(answer: &[u8]) -> (u64, u64) {
    let charged: Option<Charged> = serde_json::from_slice(answer).ok();
    let capacities = match charged.and_then(|charged| charged.consumed) {
        None => Vec::new(),
        Some(Capacities::One(one)) => vec![one],
        Some(Capacities::Many(many)) => many,
    };
    capacities.iter().fold((0, 0), |(table, index), capacity| {
        let whole = half_units(capacity.units);
        let of_indexes: u64 = capacity
            .indexes
            .values()
            .map(|one| half_units(one.units))
            .sum();
        (
            table + whole.saturating_sub(of_indexes),
            index + of_indexes.min(whole),
        )
    })
}

#[expect(
    clippy::float_arithmetic,
    reason = "the service counts in fractions of a unit"
)]
fn half_units(units: f64) -> u64 {
    (units * 2.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_from_every_form_of_answer() {
        let table: [(&str, (u64, u64)); 6] = [
            (
                r#"{"Item":{},"ConsumedCapacity":{"TableName":"t","CapacityUnits":0.5}}"#,
                (1, 0),
            ),
            (
                r#"{"ConsumedCapacity":[{"TableName":"t","CapacityUnits":12.0},{"CapacityUnits":1.5}]}"#,
                (27, 0),
            ),
            (
                r#"{"ConsumedCapacity":[{"CapacityUnits":9.0,"Table":{"CapacityUnits":6.0},
                    "GlobalSecondaryIndexes":{"work":{"CapacityUnits":2.0},"by_customer":{"CapacityUnits":1.0}}}]}"#,
                (12, 6),
            ),
            (r#"{"Items":[]}"#, (0, 0)),
            (
                r#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException"}"#,
                (0, 0),
            ),
            ("<html>", (0, 0)),
        ];
        for (answer, expected) in table {
            assert_eq!(stated(answer.as_bytes()), expected, "{answer}");
        }
    }

    #[test]
    fn reads_and_writes_are_kept_apart_and_refusals_are_counted() {
        let answer = br#"{"ConsumedCapacity":{"CapacityUnits":3.0,"GlobalSecondaryIndexes":{"work":{"CapacityUnits":1.0}}}}"#;
        let query = Usage::of("Query", true, answer);
        let write = Usage::of("TransactWriteItems", true, answer);
        let refused = Usage::of("TransactWriteItems", false, b"{}");
        assert_eq!((query.read_half_units, query.write_half_units()), (6, 0));
        assert_eq!((write.table_half_units, write.index_half_units), (4, 2));
        let all = write.plus(refused).plus(query);
        assert_eq!((all.calls, all.refused), (3, 1));
        assert_eq!(all.since(query), write.plus(refused));
        assert_eq!(query.since(all), Usage::default());
    }
}
