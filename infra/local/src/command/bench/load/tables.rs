//! Figures of load as tables.

use std::time::Duration;

use super::super::figure::{grouped, per_second, tenths};
use super::super::latency::Latency;
use super::super::table::Table;
use super::{LoadAt, Look, Phase};

/// Rates and latencies.
pub(in super::super) fn latency<'a>(loads: impl IntoIterator<Item = &'a LoadAt>) -> Table {
    let header = [
        "orders there",
        "load",
        "orders",
        "orders/s",
        "orders/s to rest",
    ];
    let columns = Latency::COLUMNS.map(|column| format!("{column} ms"));
    let mut table = Table::new(header.map(str::to_owned).into_iter().chain(columns));
    for (existing, phase) in phases(loads) {
        let start = [
            grouped(existing),
            load(phase),
            grouped(phase.latency.count),
            rate(phase, phase.took_ms),
            rate(phase, phase.until_rest_ms),
        ];
        table.row(start.into_iter().chain(phase.latency.columns()));
    }
    table
}

/// Time of the CPU for each order, and memory.
pub(in super::super) fn machine<'a>(loads: impl IntoIterator<Item = &'a LoadAt>) -> Table {
    let mut table = Table::new([
        "orders there",
        "load",
        "functions CPU ms",
        "host CPU ms",
        "engine CPU ms",
        "server CPU ms",
        "clients CPU ms",
        "host MB",
        "functions MB",
        "function processes",
    ]);
    for (existing, phase) in phases(loads) {
        let Some(used) = phase.used else { continue };
        let each = |ms| tenths(ms, phase.latency.count);
        table.row([
            grouped(existing),
            load(phase),
            each(used.functions_ms),
            each(used.host_ms),
            each(used.engine_ms),
            each(used.functions_ms + used.host_ms + used.engine_ms),
            each(used.client_ms),
            tenths(used.host_kb, 1024),
            tenths(used.functions_kb, 1024),
            used.function_processes.to_string(),
        ]);
    }
    table
}

/// The most that waited.
pub(in super::super) fn backlog<'a>(loads: impl IntoIterator<Item = &'a LoadAt>) -> Table {
    let mut table = Table::new([
        "orders there",
        "load",
        "most messages",
        "oldest message s",
        "most unread records",
        "s to rest after the last order",
    ]);
    for (existing, phase) in phases(loads) {
        let most = |count: fn(&Look) -> u64| phase.backlog.iter().map(count).max().unwrap_or(0);
        table.row([
            grouped(existing),
            load(phase),
            grouped(most(|look| look.messages)),
            tenths(most(|look| look.oldest_ms), 1000),
            grouped(most(|look| look.unread)),
            tenths(phase.until_rest_ms.saturating_sub(phase.took_ms), 1000),
        ]);
    }
    table
}

fn phases<'a>(
    loads: impl IntoIterator<Item = &'a LoadAt>,
) -> impl Iterator<Item = (u64, &'a Phase)> {
    loads
        .into_iter()
        .flat_map(|load| load.phases.iter().map(|phase| (load.existing, phase)))
}

/// What was done, in words.
pub(in super::super) fn load(phase: &Phase) -> String {
    match (phase.rate, phase.clients) {
        (Some(rate), _) => format!("{}, {rate} a second arrive", phase.name),
        (None, Some(clients)) => format!("{}, {clients} clients", phase.name),
        (None, None) => phase.name.clone(),
    }
}

/// Orders a second within a time.
pub(in super::super) fn rate(phase: &Phase, ms: u64) -> String {
    per_second(phase.latency.count, Duration::from_millis(ms))
}
