//! What is to be reached, and what was.

use std::time::Duration;

use super::super::costs::Counted;
use super::super::figure::{grouped, milliseconds, per_second, tenths};
use super::super::table::Table;
use super::figures::{Figures, accepted, arriving, settled};

/// Units and messages of one order that is carried from intake to settled.
const MOST_WRITE_UNITS: u64 = 60;
const MOST_READ_UNITS: u64 = 30;
const MOST_MESSAGES: u64 = 15;
/// Orders a second on two processors.
const LEAST_ACCEPTED: u64 = 200;
const LEAST_SETTLED: u64 = 50;
/// Of intake.
const LONGEST_P99: Duration = Duration::from_millis(50);

/// Each target with what was found for it.
pub(super) fn table(figures: &Figures) -> Table {
    let mut table = Table::new(["what", "orders there", "target", "found", "reached"]);
    for costs in &figures.costs {
        let Some(plain) = costs.scenarios.first() else {
            continue;
        };
        for (what, most, (halves, orders)) in used(plain) {
            let reached = halves <= most * 2 * orders;
            table.row([
                what.to_owned(),
                grouped(costs.existing),
                format!("≤ {most}"),
                tenths(halves, orders * 2),
                word(reached).to_owned(),
            ]);
        }
    }
    for (wanted, what, least) in [
        (
            accepted as fn(&_) -> bool,
            "orders accepted a second",
            LEAST_ACCEPTED,
        ),
        (settled, "orders carried to settled a second", LEAST_SETTLED),
    ] {
        for (existing, phase) in figures.phases(wanted) {
            let (count, took) = (phase.latency.count, Duration::from_millis(phase.took_ms));
            let reached = u128::from(count) * 1000 >= u128::from(least) * took.as_millis();
            table.row([
                what.to_owned(),
                grouped(existing),
                format!("≥ {least}"),
                per_second(count, took),
                word(reached).to_owned(),
            ]);
        }
    }
    for (existing, phase) in figures.phases(arriving) {
        let p99 = phase.latency.p99_us;
        table.row([
            format!("p99 of intake, {} a second, ms", phase.rate.unwrap_or(0)),
            grouped(existing),
            format!("< {}", LONGEST_P99.as_millis()),
            milliseconds(p99),
            word(Duration::from_micros(p99) < LONGEST_P99).to_owned(),
        ]);
    }
    table
}

/// What plain orders used: the sum in halves, and over how many orders.
fn used(plain: &Counted) -> [(&'static str, u64, (u64, u64)); 3] {
    let (units, orders) = (plain.units(), plain.orders);
    [
        (
            "write units of an order",
            MOST_WRITE_UNITS,
            (units.write_half_units(), orders),
        ),
        (
            "read units of an order",
            MOST_READ_UNITS,
            (units.read_half_units, orders),
        ),
        (
            "messages published for an order",
            MOST_MESSAGES,
            (plain.published() * 2, orders),
        ),
    ]
}

const fn word(reached: bool) -> &'static str {
    if reached { "yes" } else { "**no**" }
}
