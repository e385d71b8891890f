//! `yudan bench fill`: finished orders in great number, quickly.
//!
//! Some orders are carried their whole way through the API. Then the server ends, and each of them
//! is copied many times, straight into the engine: the same items under other ids and numbers,
//! with journals whose digests hold. No function runs for a copy, and no message is sent. The pieces
//! that copies take are received before, and taken from the stock level with them. So `yudan verify`
//! finds nothing wrong with them but that nobody was told (`commit_not_relayed`).

mod copies;
mod original;

use std::path::Path;
use std::time::{Duration, Instant};

use contract::stock::{StockLine, StockReceiptRequest};
use indicatif::ProgressBar;

use super::super::{Data, Failure};
use super::carrying;
use super::costs::come_to_rest;
use super::figure::{grouped, per_second, spoken};
use super::own_server::OwnServer;
use super::people::People;
use super::sample::{ARTICLE, Run};
use crate::data_directory::DataDirectory;
use crate::engine::{self, engine_error};
use original::Original;

/// Orders that are carried through the API to be copied, unless asked otherwise.
pub(super) const CARRIED: u64 = 100;
const CLIENTS: usize = 4;
/// Copies that one transaction of the engine writes.
const AT_ONCE: u64 = 1_000;

/// Filling a data directory.
#[derive(Debug, clap::Args)]
pub(super) struct Fill {
    /// Finished orders to put in
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    orders: u64,
    /// Of them, orders that are carried through the API; the others are copies
    #[arg(long, default_value_t = CARRIED, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    carried: u64,
    #[command(flatten)]
    data: Data,
}

impl Fill {
    pub(super) fn run(self) -> Result<(), Failure> {
        fill(&self.data.directory, self.orders, self.carried)
    }
}

/// Puts `orders` finished orders into a directory that no server uses.
pub(super) fn fill(directory: &Path, orders: u64, carried: u64) -> Result<(), Failure> {
    if orders == 0 {
        return Ok(());
    }
    let started = Instant::now();
    let run = Run::starting_now();
    let carried = orders.min(carried);
    {
        let server = OwnServer::start(directory, &[])?;
        receive_for_copies(&server.people, &run, orders - carried)?;
        carrying::measure(&server.people, &run, usize::try_from(carried)?, CLIENTS)?;
        come_to_rest(&server.people.back_office)?;
    }
    let took = copy(directory, &run, carried, orders - carried)?;
    eprintln!(
        "{} finished orders in {}; {} of them copies, {} a second",
        grouped(orders),
        spoken(started.elapsed()),
        grouped(orders - carried),
        per_second(orders - carried, took)
    );
    Ok(())
}

/// Receives one piece for each copy.
fn receive_for_copies(people: &People, run: &Run, copies: u64) -> Result<(), Failure> {
    if copies == 0 {
        return Ok(());
    }
    people.warehouse.receive_stock(&StockReceiptRequest {
        receipt_no: run.number('G', 0),
        warehouse: None,
        lines: vec![StockLine::plain(ARTICLE.to_owned(), u32::try_from(copies)?)],
        reference: None,
    })?;
    Ok(())
}

/// Copies the carried orders of a run, one after the other, until there are `orders` copies.
fn copy(directory: &Path, run: &Run, carried: u64, orders: u64) -> Result<Duration, Failure> {
    // Keeps servers out meanwhile.
    let directory = DataDirectory::open(directory)?;
    let (database, table) = engine::open_for_filling(&directory.file("tables.sqlite"))?;
    let originals = original::of_run(&database, &table, run, carried)?;
    let started = Instant::now();
    let progress = ProgressBar::new(orders);
    let mut written = 0;
    database.enable_bulk_loading().map_err(engine_error)?;
    while written < orders {
        let until = orders.min(written + AT_ONCE);
        let items = (written..until)
            .map(|copy| {
                let which = usize::try_from(copy % carried.max(1))?;
                let original: &Original = originals.get(which).ok_or("no order to copy")?;
                copies::copy(original, run, copy)
            })
            .collect::<Result<Vec<_>, _>>()?;
        let items = items.into_iter().flatten().collect();
        database
            .import_items(&table, items, dynoxide::ImportOptions::default())
            .map_err(engine_error)?;
        written = until;
        progress.set_position(written);
    }
    let level = original::stock_level_less(&database, &table, ARTICLE, written)?;
    database
        .import_items(&table, vec![level], dynoxide::ImportOptions::default())
        .map_err(engine_error)?;
    database.disable_bulk_loading().map_err(engine_error)?;
    progress.finish_and_clear();
    Ok(started.elapsed())
}
