//! The pictures of the page.

use super::super::figure::{grouped, milliseconds, tenths};
use super::super::latency::Latency;
use super::figures::{Figures, accepted, arriving, settled};
use super::svg::{Bar, Line, bars, lines};

/// Every picture with the name of its file.
pub(super) fn all(figures: &Figures) -> [(&'static str, String); 5] {
    [
        ("scenarios.svg", scenarios(figures)),
        ("growth.svg", growth(figures)),
        ("latency.svg", latency(figures)),
        ("cpu.svg", cpu(figures)),
        ("backlog.svg", backlog(figures)),
    ]
}

/// Write units of every scenario.
fn scenarios(figures: &Figures) -> String {
    let scenarios = figures.costs.last().map(|costs| costs.scenarios.as_slice());
    let bar = |counted: &super::super::costs::Counted| {
        let (units, halves) = (counted.units(), counted.orders * 2);
        Bar {
            label: counted.scenario.replace('_', " "),
            parts: [units.table_half_units, units.index_half_units]
                .map(|part| part * 50 / counted.orders.max(1))
                .to_vec(),
            value: tenths(units.write_half_units(), halves),
        }
    };
    let found: Vec<Bar> = scenarios.unwrap_or_default().iter().map(bar).collect();
    bars("Write units of an order", &["table", "indexes"], &found)
}

/// Units of a plain order with more and more in the table.
fn growth(figures: &Figures) -> String {
    let found = figures.costs.iter().filter_map(|costs| {
        let plain = costs.scenarios.first()?;
        let (units, halves) = (plain.units(), plain.orders * 2);
        let parts = [
            units.table_half_units,
            units.index_half_units,
            units.read_half_units,
        ];
        Some(Bar {
            label: format!("{} orders there", grouped(costs.existing)),
            parts: parts.map(|part| part * 50 / plain.orders.max(1)).to_vec(),
            value: format!(
                "{} + {}",
                tenths(units.write_half_units(), halves),
                tenths(units.read_half_units, halves)
            ),
        })
    });
    bars(
        "Write and read units of a plain order",
        &["table writes", "index writes", "reads"],
        &found.collect::<Vec<_>>(),
    )
}

/// How long intake takes when orders arrive at a rate.
fn latency(figures: &Figures) -> String {
    let mut found = Vec::new();
    for (existing, phase) in figures.phases(arriving) {
        for (column, micros) in Latency::COLUMNS.into_iter().zip(phase.latency.micros()) {
            found.push(Bar {
                label: format!("{column}, {} orders there", grouped(existing)),
                parts: vec![micros],
                value: format!("{} ms", milliseconds(micros)),
            });
        }
    }
    let rates = figures.phases(arriving);
    let rate = rates.first().and_then(|(_, phase)| phase.rate).unwrap_or(0);
    bars(
        &format!("Time of intake, {rate} orders a second arriving"),
        &[],
        &found,
    )
}

/// Where the time of the CPU goes.
fn cpu(figures: &Figures) -> String {
    let found = figures
        .phases(settled)
        .into_iter()
        .filter_map(|(existing, phase)| {
            let used = phase.used?;
            let parts = [used.functions_ms, used.host_ms, used.engine_ms];
            let orders = phase.latency.count.max(1);
            Some(Bar {
                label: format!("{} orders there", grouped(existing)),
                parts: parts.map(|ms| ms * 100 / orders).to_vec(),
                value: format!("{} ms", tenths(parts.iter().sum(), orders)),
            })
        });
    bars(
        "CPU time of an order from intake to settled",
        &["functions", "host", "engine"],
        &found.collect::<Vec<_>>(),
    )
}

/// What waits while clients place orders as fast as they can, and after.
fn backlog(figures: &Figures) -> String {
    let mut found = Vec::new();
    for (existing, phase) in figures.phases(accepted) {
        let there = grouped(existing);
        let mut line = |name: &str, count: fn(&super::super::load::Look) -> u64| {
            found.push(Line {
                name: format!("{name}, {there}"),
                points: phase
                    .backlog
                    .iter()
                    .map(|look| (look.at_ms, count(look)))
                    .collect(),
            });
        };
        line("unread records", |look| look.unread);
        line("messages", |look| look.messages);
    }
    lines(
        "What waits while orders are accepted as fast as can be, by orders that are there",
        &found,
    )
}
