//! `yudan bench`: how fast a running server is, and what an order costs it.

mod accepting;
mod carrying;
mod distribution;
mod journey;
mod measured;
mod people;
mod sample;
mod usage;

use std::time::{Duration, Instant};

use super::{Data, Failure};
use crate::client::default_url;
use distribution::per_second;
use measured::Measured;
use people::People;
use sample::Run;

/// Orders placed before the clock starts, so that the functions' processes are there.
const WARM_UP: usize = 50;
/// For the automatic reviews of everything that was accepted.
const REVIEW_LIMIT: Duration = Duration::from_secs(600);

/// Measuring a running server. It places orders and leaves them there: measure a server with
/// data of its own, such as `yudan serve --memory --meter`.
#[derive(Debug, clap::Args)]
pub(super) struct Bench {
    /// Orders to accept
    #[arg(long, default_value_t = 2000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    orders: u32,
    /// Orders to carry from intake to settled
    #[arg(long, default_value_t = 400, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    settled: u32,
    /// Orders over which units and messages are averaged
    #[arg(long, default_value_t = 100, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    metered: u32,
    /// Clients at the same time
    #[arg(long, default_value_t = 8, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=64))]
    clients: u16,
    /// Address of the running server
    #[arg(long, default_value_t = default_url())]
    url: String,
    #[command(flatten)]
    data: Data,
}

impl Bench {
    pub(super) fn run(self) -> Result<(), Failure> {
        let people = People::of(&self.url, &self.data.directory)?;
        let run = Run::starting_now();
        let clients = usize::from(self.clients);
        let count = |orders: u32| usize::try_from(orders).unwrap_or(usize::MAX);
        println!("{}, {clients} clients\n", self.url);

        accepting::measure(&people, &Run::starting_now(), WARM_UP, clients)?;
        people.back_office.wait_until_idle(REVIEW_LIMIT)?;
        println!("{}", header());
        let accepted = accepting::measure(&people, &run, count(self.orders), clients)?;
        println!("{}", line("accepted", &accepted));
        let reviewing = Instant::now();
        people.back_office.wait_until_idle(REVIEW_LIMIT)?;
        let reviewed = accepted.took + reviewing.elapsed();
        println!(
            "{:<20}{:>8}{:>12}",
            "reviewed by rules",
            self.orders,
            per_second(count(self.orders), reviewed)
        );
        let settled = carrying::measure(&people, &run, count(self.settled), clients)?;
        println!("{}\n", line("intake to settled", &settled));

        println!("{}", usage::measure(&people, &run, count(self.metered))?);
        println!(
            "to repeat: yudan serve --memory --meter, and with the address and directory that it prints,"
        );
        println!(
            "           yudan bench --url ADDRESS --data DIR --orders {} --settled {} --metered {} --clients {clients}",
            self.orders, self.settled, self.metered
        );
        Ok(())
    }
}

fn header() -> String {
    let columns = ["p50 ms", "p90 ms", "p99 ms", "max ms"].map(|column| format!("{column:>10}"));
    format!(
        "{:<20}{:>8}{:>12}{}",
        "",
        "orders",
        "orders/s",
        columns.concat()
    )
}

fn line(name: &str, measured: &Measured) -> String {
    let columns = measured
        .times
        .columns()
        .map(|column| format!("{column:>10}"));
    let orders = measured.times.count();
    let rate = per_second(orders, measured.took);
    format!("{name:<20}{orders:>8}{rate:>12}{}", columns.concat())
}
