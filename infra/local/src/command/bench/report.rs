//! `yudan bench report`: measures everything and writes `docs/benchmarks.md` anew.
//!
//! The page's words are written by people. Between its marks stand tables and pictures, which are
//! made from `docs/benchmarks/figures.json`, the figures as they were measured.

mod charts;
mod figures;
mod machine;
mod page;
mod svg;
mod targets;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Instant;

use super::super::Failure;
use super::figure::{grouped, spoken};
use super::load::Amount;
use super::own_server::{OwnServer, Room};
use super::price_table::PriceTable;
use super::{costs, fill, load};
use figures::Figures;

/// Measuring everything, one after the other. The machine should have nothing else to do.
#[derive(Debug, clap::Args)]
pub(super) struct Report {
    /// Directory of the page, its figures and its pictures
    #[arg(long, value_name = "DIR", default_value = "docs")]
    docs: PathBuf,
    /// Finished orders in the table when costs are counted
    #[arg(
        long,
        value_name = "N,N,…",
        value_delimiter = ',',
        default_value = "1000,100000,1000000"
    )]
    existing: Vec<u64>,
    /// Finished orders in the table when the server is put under load
    #[arg(
        long,
        value_name = "N,N,…",
        value_delimiter = ',',
        default_value = "0,100000"
    )]
    loaded: Vec<u64>,
    /// Orders of each scenario whose costs are counted
    #[arg(long, default_value_t = costs::ORDERS, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    orders: u32,
    #[command(flatten)]
    amount: Amount,
    /// Region whose prices are taken
    #[arg(long, default_value = "us-east-1")]
    region: String,
    /// Measure nothing; write the page from the figures that are there
    #[arg(long)]
    render_only: bool,
    #[command(flatten)]
    room: Room,
}

impl Report {
    pub(super) fn run(self) -> Result<(), Failure> {
        let prices = PriceTable::of(&self.region)?;
        let place = self.docs.join("benchmarks");
        let file = place.join("figures.json");
        // A page that cannot be written is told of before hours of measuring, not after.
        let page = self.docs.join("benchmarks.md");
        let text = std::fs::read_to_string(&page)
            .map_err(|error| format!("{}: {error}", page.display()))?;
        page::check(&text)?;
        let figures = match self.render_only {
            true => serde_json::from_str(&std::fs::read_to_string(&file).map_err(|error| {
                format!("{}: {error}; leave out --render-only", file.display())
            })?)?,
            false => self.measure()?,
        };
        std::fs::create_dir_all(&place)?;
        std::fs::write(&file, serde_json::to_string_pretty(&figures)? + "\n")?;
        for (name, picture) in charts::all(&figures) {
            std::fs::write(place.join(name), picture)?;
        }
        std::fs::write(&page, page::with_figures(&text, &figures, &prices)?)?;
        println!("{} and {} are written", page.display(), place.display());
        Ok(())
    }

    /// Fills one data directory more and more, and measures on the way.
    fn measure(&self) -> Result<Figures, Failure> {
        let started = Instant::now();
        let directory = self.room.directory();
        let mut figures = Figures::of_this_machine();
        let sizes: BTreeSet<u64> = self.existing.iter().chain(&self.loaded).copied().collect();
        let mut there = 0;
        for size in sizes {
            eprintln!("{} finished orders …", grouped(size));
            fill::fill(directory.path(), size - there, fill::CARRIED)?;
            there = size;
            if self.loaded.contains(&size) {
                let server = OwnServer::start(directory.path(), &[])?;
                let measured = load::measure(&server.people, size, self.amount)?;
                figures.loads.push(measured);
            }
            if self.existing.contains(&size) {
                let server = OwnServer::start(directory.path(), &["--meter"])?;
                let measured = costs::measure(&server.people, size, self.orders)?;
                figures.costs.push(measured);
            }
        }
        figures.took_s = started.elapsed().as_secs();
        eprintln!("measured in {}", spoken(started.elapsed()));
        Ok(figures)
    }
}
