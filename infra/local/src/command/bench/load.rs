//! `yudan bench load`: latency and throughput, and what they take of the machine.
//!
//! Orders arrive at a given rate whether or not the server keeps up, and each one's time counts from
//! the moment at which it should have been sent: a server that stalls cannot hide it by making the
//! clients wait. Then as many as a few clients can do, accepted and carried to the end.

mod arrivals;
mod backlog;
mod machine_use;
pub(super) mod tables;

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::super::Failure;
use super::figure::grouped;
use super::latency::Latency;
use super::measured::Measured;
use super::own_server::{OwnServer, Room};
use super::people::People;
use super::quick::{REVIEW_LIMIT, WARM_UP};
use super::sample::Run;
use super::{accepting, carrying, fill};
pub(super) use backlog::Look;
use machine_use::MachineUse;
pub(super) use machine_use::Used;

/// Measuring, on a server of its own.
#[derive(Clone, Debug, clap::Args)]
pub(super) struct Load {
    #[command(flatten)]
    pub(super) amount: Amount,
    /// Finished orders that are in the table before
    #[arg(long, default_value_t = 0, value_name = "N")]
    existing: u64,
    /// File to write the figures to, as JSON
    #[arg(long, value_name = "FILE")]
    json: Option<PathBuf>,
    #[command(flatten)]
    room: Room,
}

/// How much load.
#[derive(Clone, Copy, Debug, clap::Args)]
pub(super) struct Amount {
    /// Orders a second that arrive
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=5000))]
    rate: u32,
    /// For how many seconds they do
    #[arg(long, default_value_t = 30, value_name = "SECONDS", value_parser = clap::value_parser!(u32).range(1..=3600))]
    seconds: u32,
    /// Orders that the clients have accepted, as fast as they can
    #[arg(long, default_value_t = 4000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    accepted: u32,
    /// Orders that the clients carry from intake to settled
    #[arg(long, default_value_t = 1000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    settled: u32,
    /// Clients at the same time
    #[arg(long, default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    clients: u16,
}

/// What one kind of load led to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Phase {
    /// What was done.
    pub(super) name: String,
    /// Orders a second that arrived; `None` if clients did what they could.
    pub(super) rate: Option<u32>,
    /// Clients that did what they could.
    pub(super) clients: Option<u16>,
    /// From the first order to the last answer, in ms.
    pub(super) took_ms: u64,
    /// From the first order until nothing was under way any more, in ms.
    pub(super) until_rest_ms: u64,
    /// Of each order.
    pub(super) latency: Latency,
    /// What it took of the machine until nothing was under way; `None` where the system does not tell.
    pub(super) used: Option<Used>,
    /// How much was waiting, over time.
    pub(super) backlog: Vec<Look>,
}

/// What a server did under load with so many orders in the table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct LoadAt {
    /// Finished orders that were there.
    pub(super) existing: u64,
    /// Every kind of load.
    pub(super) phases: Vec<Phase>,
}

impl Load {
    pub(super) fn run(self) -> Result<(), Failure> {
        let directory = self.room.directory();
        fill::fill(directory.path(), self.existing, fill::CARRIED)?;
        let server = OwnServer::start(directory.path(), &[])?;
        let load = measure(&server.people, self.existing, self.amount)?;
        println!(
            "With {} finished orders in the table.\n",
            grouped(self.existing)
        );
        println!("{}", tables::latency([&load]));
        println!("{}", tables::machine([&load]));
        println!("{}", tables::backlog([&load]));
        if let Some(file) = self.json {
            std::fs::write(&file, serde_json::to_string_pretty(&load)?)?;
            println!("figures are in {}", file.display());
        }
        Ok(())
    }
}

/// Every kind of load, one after the other.
pub(super) fn measure(people: &People, existing: u64, amount: Amount) -> Result<LoadAt, Failure> {
    let clients = usize::from(amount.clients);
    accepting::measure(people, &Run::starting_now(), WARM_UP, clients)?;
    people.back_office.wait_until_idle(REVIEW_LIMIT)?;
    let run = Run::starting_now();
    let arriving = phase(people, "accepted", Some(amount.rate), None, || {
        arrivals::measure(people, &run, amount.rate, amount.seconds)
    })?;
    let (orders, run) = (usize::try_from(amount.accepted)?, Run::starting_now());
    let accepted = phase(people, "accepted", None, Some(amount.clients), || {
        accepting::measure(people, &run, orders, clients)
    })?;
    let (orders, run) = (usize::try_from(amount.settled)?, Run::starting_now());
    let settled = phase(
        people,
        "intake to settled",
        None,
        Some(amount.clients),
        || carrying::measure(people, &run, orders, clients),
    )?;
    Ok(LoadAt {
        existing,
        phases: vec![arriving, accepted, settled],
    })
}

/// Measures some work until nothing of it is under way any more.
fn phase(
    people: &People,
    name: &str,
    rate: Option<u32>,
    clients: Option<u16>,
    work: impl FnOnce() -> Result<Measured, Failure>,
) -> Result<Phase, Failure> {
    let before = MachineUse::now(&people.back_office)?;
    let started = Instant::now();
    let (measured, backlog) = backlog::watched(&people.back_office, || {
        let measured = work()?;
        people.back_office.wait_until_idle(REVIEW_LIMIT)?;
        Ok(measured)
    })?;
    let until_rest = started.elapsed();
    let after = MachineUse::now(&people.back_office)?;
    Ok(Phase {
        name: name.to_owned(),
        rate,
        clients,
        took_ms: whole_ms(measured.took),
        until_rest_ms: whole_ms(until_rest),
        latency: measured.latency,
        used: before
            .zip(after)
            .map(|(before, after)| after.since(&before)),
        backlog,
    })
}

fn whole_ms(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
