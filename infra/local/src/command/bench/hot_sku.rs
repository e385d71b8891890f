//! `yudan bench hot-sku`: how many orders a second can take pieces of one SKU, with its level in one place and spread
//! over shards.

mod sale;

use std::time::Duration;

use super::super::Failure;
use super::figure::{grouped, per_second, spoken};
use super::table::Table;
use sale::{Sale, Sold};

/// Hundreds of buyers at once, of one SKU that has fewer pieces; through the function that reserves, and the embedded
/// engine behind a layer that cancels transactions that meet, as the service does.
#[derive(Debug, clap::Args)]
pub(super) struct HotSku {
    /// Numbers of shards to try, one after the other
    #[arg(long, default_value = "1,4,16", value_delimiter = ',', value_name = "N,…", value_parser = clap::value_parser!(u8).range(1..=16))]
    shards: Vec<u8>,
    /// Orders of one piece
    #[arg(long, default_value_t = 1_000, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    buyers: u32,
    /// Orders that are under way at once
    #[arg(long, default_value_t = 200, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=2_000))]
    at_once: u16,
    /// Pieces that there are
    #[arg(long, default_value_t = 800, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pieces: u32,
    /// For how many milliseconds a transaction holds its items
    #[arg(long, default_value_t = 5, value_name = "MS", value_parser = clap::value_parser!(u64).range(0..=1_000))]
    takes_ms: u64,
}

impl HotSku {
    pub(super) fn run(self) -> Result<(), Failure> {
        let mut table = Table::new([
            "shards",
            "sold",
            "refused",
            "conflicts",
            "tried again",
            "time",
            "orders/s",
        ]);
        for shards in &self.shards {
            let sale = Sale {
                shards: *shards,
                buyers: self.buyers,
                at_once: self.at_once.into(),
                pieces: self.pieces,
                takes: Duration::from_millis(self.takes_ms),
            };
            let sold = sale.hold()?;
            must_be_exact(&sale, &sold)?;
            table.row([
                shards.to_string(),
                grouped(sold.sold),
                grouped(sold.refused),
                grouped(sold.conflicts),
                grouped(sold.redelivered),
                spoken(sold.took),
                per_second(u64::from(self.buyers), sold.took),
            ]);
        }
        println!("{table}");
        Ok(())
    }
}

/// Exactly the stock is sold: no piece twice, none left while somebody waits.
fn must_be_exact(sale: &Sale, sold: &Sold) -> Result<(), Failure> {
    let expected = u64::from(sale.pieces.min(sale.buyers));
    let left = u64::from(sale.pieces).saturating_sub(expected);
    let refused = u64::from(sale.buyers).saturating_sub(expected);
    let found = (sold.sold, sold.refused, sold.reserved, sold.available);
    if found == (expected, refused, expected, left) {
        return Ok(());
    }
    Err(format!(
        "{} shards: expected {expected} orders served, {refused} in line, {expected} pieces reserved and {left} left, \
         found {found:?}",
        sale.shards
    )
    .into())
}
