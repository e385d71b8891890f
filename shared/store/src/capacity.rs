use std::sync::atomic::{AtomicU64, Ordering};

use aws_sdk_dynamodb::types::ConsumedCapacity;

/// Capacity units the service charged for, since the store was made.
///
/// Calls that failed are not in it: the service names no figure for them.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Consumed {
    /// Read units: 4 KB read consistently, or 8 KB eventually.
    pub read: f64,
    /// Write units: 1 KB written, 2 of them inside a transaction; index writes included.
    pub write: f64,
}

/// Sums of half units, the smallest step there is.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    read: AtomicU64,
    write: AtomicU64,
}

impl Meter {
    pub(crate) fn read<'a>(&self, capacities: impl IntoIterator<Item = &'a ConsumedCapacity>) {
        self.read
            .fetch_add(half_units(capacities), Ordering::Relaxed);
    }

    pub(crate) fn write<'a>(&self, capacities: impl IntoIterator<Item = &'a ConsumedCapacity>) {
        self.write
            .fetch_add(half_units(capacities), Ordering::Relaxed);
    }

    #[expect(
        clippy::float_arithmetic,
        reason = "the service counts in fractions of a unit"
    )]
    pub(crate) fn consumed(&self) -> Consumed {
        let units = |sum: &AtomicU64| sum.load(Ordering::Relaxed) as f64 / 2.0;
        Consumed {
            read: units(&self.read),
            write: units(&self.write),
        }
    }
}

#[expect(
    clippy::float_arithmetic,
    reason = "the service counts in fractions of a unit"
)]
fn half_units<'a>(capacities: impl IntoIterator<Item = &'a ConsumedCapacity>) -> u64 {
    let units = capacities
        .into_iter()
        .filter_map(ConsumedCapacity::capacity_units);
    units.map(|units| (units * 2.0).round() as u64).sum()
}
