//! Plain `yudan bench`: a short look at a running server.

use std::time::{Duration, Instant};

use super::super::{Data, Failure};
use super::figure::per_second;
use super::latency::Latency;
use super::measured::Measured;
use super::people::People;
use super::sample::Run;
use super::table::Table;
use super::{accepting, carrying, costs};
use crate::client::default_url;

/// Orders placed before the clock starts, so that the functions' processes are there.
pub(super) const WARM_UP: usize = 50;
/// For the automatic reviews of everything that was accepted.
pub(super) const REVIEW_LIMIT: Duration = Duration::from_secs(600);

/// Measuring a running server. It places orders and leaves them there: measure a server with
/// data of its own, such as `yudan serve --memory --meter`.
#[derive(Debug, clap::Args)]
pub(super) struct Quick {
    /// Orders to accept
    #[arg(long, default_value_t = 2000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    orders: u32,
    /// Orders to carry from intake to settled
    #[arg(long, default_value_t = 400, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    settled: u32,
    /// Orders over which units and messages are averaged
    #[arg(long, default_value_t = costs::ORDERS, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
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

impl Quick {
    pub(super) fn run(self) -> Result<(), Failure> {
        let people = People::of(&self.url, &self.data.directory)?;
        let run = Run::starting_now();
        let clients = usize::from(self.clients);
        println!("{}, {clients} clients\n", self.url);

        accepting::measure(&people, &Run::starting_now(), WARM_UP, clients)?;
        people.back_office.wait_until_idle(REVIEW_LIMIT)?;
        let header = ["phase", "orders", "orders/s"].map(str::to_owned);
        let columns = Latency::COLUMNS.map(|column| format!("{column} ms"));
        let mut table = Table::new(header.into_iter().chain(columns));
        let accepted = accepting::measure(&people, &run, usize::try_from(self.orders)?, clients)?;
        table.row(line("accepted", &accepted));
        let reviewing = Instant::now();
        people.back_office.wait_until_idle(REVIEW_LIMIT)?;
        let reviewed = accepted.took + reviewing.elapsed();
        let rate = per_second(u64::from(self.orders), reviewed);
        let reviewed = [
            "reviewed by rules".to_owned(),
            self.orders.to_string(),
            rate,
        ];
        table.row(
            reviewed
                .into_iter()
                .chain(std::array::from_fn::<_, 5, _>(|_| String::new())),
        );
        let settled = carrying::measure(&people, &run, usize::try_from(self.settled)?, clients)?;
        table.row(line("intake to settled", &settled));
        println!("{table}");

        match people.back_office.status()?.capacity {
            None => println!(
                "start the server with --meter to have capacity units and messages counted"
            ),
            Some(_) => {
                let counted = costs::measure_plain(&people, self.metered)?;
                println!("one order from intake to settled:\n");
                println!("{}", costs::tables::by_call(&counted));
                println!("{}", costs::tables::by_function(&counted));
            }
        }
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

fn line(name: &str, measured: &Measured) -> impl Iterator<Item = String> {
    let orders = measured.latency.count;
    let rate = per_second(orders, measured.took);
    let start = [name.to_owned(), orders.to_string(), rate];
    start.into_iter().chain(measured.latency.columns())
}
