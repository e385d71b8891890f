//! `yudan bench costs`: what an order uses of the cloud's services, and what a million would cost.

mod counted;
mod scenario;
mod shop;
pub(super) mod tables;
mod walk;

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::super::Failure;
use super::fill;
use super::own_server::{OwnServer, Room};
use super::people::People;
use super::price_table::PriceTable;
use super::sample::Run;
use scenario::Scenario;
use walk::rest;

pub(super) use counted::Counted;
#[cfg(test)]
pub(super) use counted::Invoked;
pub(super) use walk::rest as come_to_rest;

/// Orders of each scenario. Counts are the same for each, so a few show it.
pub(super) const ORDERS: u32 = 5;

/// Counting what orders use, on a server of its own.
#[derive(Debug, clap::Args)]
pub(super) struct Costs {
    /// Orders of each scenario
    #[arg(long, default_value_t = ORDERS, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    orders: u32,
    /// Finished orders that are in the table before
    #[arg(long, default_value_t = 0, value_name = "N")]
    existing: u64,
    /// Region whose prices are taken
    #[arg(long, default_value = "us-east-1")]
    region: String,
    /// File to write the counts to, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    #[command(flatten)]
    room: Room,
}

/// What orders used with so many in the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct CostsAt {
    /// Finished orders that were there.
    pub(super) existing: u64,
    /// Every scenario.
    pub(super) scenarios: Vec<Counted>,
}

impl Costs {
    pub(super) fn run(self) -> Result<(), Failure> {
        let prices = PriceTable::of(&self.region)?;
        let directory = self.room.directory();
        fill::fill(directory.path(), self.existing, fill::CARRIED)?;
        let server = OwnServer::start(directory.path(), &["--meter"])?;
        let costs = measure(&server.people, self.existing, self.orders)?;
        println!("{}", tables::all(&costs, &prices)?);
        if let Some(file) = self.json {
            std::fs::write(&file, serde_json::to_string_pretty(&costs)?)?;
            println!("counts are in {}", file.display());
        }
        Ok(())
    }
}

/// Takes `orders` orders through every scenario, one after the other.
pub(super) fn measure(people: &People, existing: u64, orders: u32) -> Result<CostsAt, Failure> {
    let scenarios = Scenario::ALL
        .into_iter()
        .map(|scenario| measure_one(people, scenario, orders));
    Ok(CostsAt {
        existing,
        scenarios: scenarios.collect::<Result<_, _>>()?,
    })
}

/// Counts plain orders only.
pub(super) fn measure_plain(people: &People, orders: u32) -> Result<Counted, Failure> {
    measure_one(people, Scenario::Plain, orders)
}

fn measure_one(people: &People, scenario: Scenario, orders: u32) -> Result<Counted, Failure> {
    let run = Run::starting_now();
    let count = usize::try_from(orders)?;
    scenario.prepare(people, &run, count)?;
    let host = &people.back_office;
    rest(host)?;
    let before = host.status()?;
    let walks = (0..count)
        .map(|number| scenario.carry(people, &run, number))
        .collect::<Result<Vec<_>, _>>()?;
    rest(host)?;
    let counted = Counted::between(scenario.name(), u64::from(orders), &before, &host.status()?)
        .ok_or("the server counts no units; start it with --meter")?;
    for walk in &walks {
        scenario.check(people, walk)?;
    }
    Ok(counted)
}
