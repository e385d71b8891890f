//! Counts as tables, per order.

use super::super::super::Failure;
use super::super::bill::{bill, written};
use super::super::figure::{grouped, tenths};
use super::super::price_table::PriceTable;
use super::super::table::Table;
use super::{CostsAt, Counted};

/// Everything there is to say.
pub(super) fn all(costs: &CostsAt, prices: &PriceTable) -> Result<String, Failure> {
    let mut text = format!(
        "With {} finished orders in the table; figures are per order.\n\n{}\n",
        grouped(costs.existing),
        summary(costs, prices)?
    );
    for counted in &costs.scenarios {
        text += &format!(
            "{}\n\n{}\n{}\n",
            counted.scenario,
            by_call(counted),
            by_function(counted)
        );
    }
    text += &format!("Money for a million orders\n\n{}", money(costs, prices)?);
    Ok(text)
}

/// One line for each scenario.
pub(in super::super) fn summary(costs: &CostsAt, prices: &PriceTable) -> Result<Table, Failure> {
    let mut table = Table::new([
        "scenario".to_owned(),
        "write units".to_owned(),
        "of them index".to_owned(),
        "read units".to_owned(),
        "refused calls".to_owned(),
        "published".to_owned(),
        "delivered".to_owned(),
        "stream records".to_owned(),
        "invocations".to_owned(),
        "billed ms".to_owned(),
        "HTTP requests".to_owned(),
        format!("{} per million", prices.currency),
    ]);
    for counted in &costs.scenarios {
        let (orders, units) = (counted.orders, counted.units());
        let each = |count| tenths(count, orders);
        let each_of_halves = |halves| tenths(halves, orders * 2);
        let sum = bill(counted, prices)?
            .last()
            .map_or_else(String::new, |sum| written(sum.hundredths));
        table.row([
            counted.scenario.clone(),
            each_of_halves(units.write_half_units()),
            each_of_halves(units.index_half_units),
            each_of_halves(units.read_half_units),
            each(units.refused),
            each(counted.published()),
            each(counted.delivered()),
            each(counted.stream_records),
            each(counted.invocations()),
            each(counted.billed_ms()),
            each(counted.http_requests),
            sum,
        ]);
    }
    Ok(table)
}

/// Units by function and kind of call.
pub(in super::super) fn by_call(counted: &Counted) -> Table {
    let mut table = Table::new([
        "function",
        "operation",
        "calls",
        "refused",
        "read units",
        "table write units",
        "index write units",
    ]);
    let orders = counted.orders;
    let halves = |halves| tenths(halves, orders * 2);
    let calls = counted.tables.iter().flat_map(|(function, calls)| {
        calls
            .iter()
            .map(move |(operation, usage)| (function.as_str(), operation.as_str(), *usage))
    });
    for (function, operation, usage) in calls.chain([("all", "", counted.units())]) {
        table.row([
            function.to_owned(),
            operation.to_owned(),
            tenths(usage.calls, orders),
            tenths(usage.refused, orders),
            halves(usage.read_half_units),
            halves(usage.table_half_units),
            halves(usage.index_half_units),
        ]);
    }
    table
}

/// Invocations, time and messages, by where they are.
pub(in super::super) fn by_function(counted: &Counted) -> Table {
    let mut table = Table::new(["function", "invocations", "billed ms", "memory MB"]);
    let orders = counted.orders;
    for (function, invoked) in &counted.functions {
        table.row([
            function.clone(),
            tenths(invoked.invocations, orders),
            tenths(invoked.billed_ms, orders),
            invoked.memory_mb.to_string(),
        ]);
    }
    for (name, count) in counted.published.iter().chain(&counted.delivered) {
        table.row([
            name.clone(),
            tenths(*count, orders),
            String::new(),
            String::new(),
        ]);
    }
    table
}

/// The bills of all scenarios, side by side.
pub(in super::super) fn money(costs: &CostsAt, prices: &PriceTable) -> Result<Table, Failure> {
    let bills = costs
        .scenarios
        .iter()
        .map(|counted| bill(counted, prices))
        .collect::<Result<Vec<_>, _>>()?;
    let names = costs
        .scenarios
        .iter()
        .map(|counted| counted.scenario.clone());
    let first = format!("{}, {}", prices.currency, prices.region);
    let mut table = Table::new(std::iter::once(first).chain(names));
    let kinds = bills.first().map(Vec::as_slice).unwrap_or_default();
    for (place, kind) in kinds.iter().enumerate() {
        let amounts = bills.iter().map(|bill| {
            bill.get(place)
                .map_or_else(String::new, |item| written(item.hundredths))
        });
        table.row(std::iter::once(kind.what.to_owned()).chain(amounts));
    }
    Ok(table)
}
