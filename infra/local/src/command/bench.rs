//! `yudan bench`: how fast a server is, what an order costs it, and whether that stays so as
//! orders become many.

mod accepting;
mod bill;
mod carrying;
mod costs;
mod figure;
mod fill;
mod hot_sku;
mod journey;
mod latency;
mod load;
mod measured;
mod own_server;
mod people;
mod price_table;
mod quick;
mod rating;
mod report;
mod sample;
mod table;

use super::Failure;

/// Measuring. Without a subcommand, a short look at a running server.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Bench {
    #[command(subcommand)]
    what: Option<What>,
    #[command(flatten)]
    quick: quick::Quick,
}

#[derive(Debug, clap::Subcommand)]
enum What {
    /// Count what orders use of tables, queues and functions, and what a million would cost
    Costs(costs::Costs),
    /// Measure latency and throughput at a rate of arrivals, and where the time of the CPU goes
    Load(load::Load),
    /// Put finished orders into a data directory that no server uses
    Fill(fill::Fill),
    /// Price parcels with the services of the demonstration, without a server
    Rating(rating::Rating),
    /// Sell one SKU to hundreds of buyers at once, its level in one place and spread over shards, without a server
    HotSku(hot_sku::HotSku),
    /// Measure everything and write docs/benchmarks.md anew
    Report(report::Report),
}

impl Bench {
    pub(super) fn run(self) -> Result<(), Failure> {
        match self.what {
            None => self.quick.run(),
            Some(What::Costs(costs)) => costs.run(),
            Some(What::Load(load)) => load.run(),
            Some(What::Fill(fill)) => fill.run(),
            Some(What::Rating(rating)) => rating.run(),
            Some(What::HotSku(sale)) => sale.run(),
            Some(What::Report(report)) => report.run(),
        }
    }
}
