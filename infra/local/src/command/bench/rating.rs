//! `yudan bench rating`: how many services a second are priced, and how many choices made.

use std::hint::black_box;
use std::time::{Duration, Instant};

use domain::calendar::WorkingCalendar;
use domain::carrier::{Parcel, Transport, compare};
use domain::dated::InForce;
use domain::region::RegionCode;
use jiff::Timestamp;

use super::super::Failure;
use super::figure::per_second;
use super::table::Table;
use crate::demo::Demo;

/// Comparing the services of the demonstration for parcels of many weights to every division; on one
/// core, without a server.
#[derive(Debug, clap::Args)]
pub(super) struct Rating {
    /// How long to measure, in seconds
    #[arg(long, default_value_t = 3, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=600))]
    seconds: u64,
}

impl Rating {
    pub(super) fn run(self) -> Result<(), Failure> {
        let demo = Demo::built_in()?;
        let calendar = WorkingCalendar::built_in();
        let ready_at: Timestamp = "2026-03-02T02:00:00Z".parse()?;
        let (mut priced, mut chosen) = (0_u64, 0_u64);
        let (began, limit) = (Instant::now(), Duration::from_secs(self.seconds));
        let divisions: Vec<RegionCode> = RegionCode::all().collect();
        let mut destinations = divisions.iter().copied().cycle();
        while began.elapsed() < limit {
            for weight_g in (100_u64..60_000).step_by(977) {
                let parcel = Parcel {
                    to: destinations.next(),
                    weight_g,
                    volume_cm3: weight_g.saturating_mul(5),
                    ..Parcel::default()
                };
                let transport = Transport {
                    parcel: &parcel,
                    ready_at,
                    required_by: None,
                    calendar: &calendar,
                };
                let agreements = demo.carriers.iter();
                let in_force = agreements.map(|value| InForce { version: 1, value });
                let comparison = black_box(compare(in_force, &transport));
                priced = priced.saturating_add(u64::try_from(comparison.considered.len())?);
                chosen = chosen.saturating_add(1);
            }
        }
        let took = began.elapsed();
        let mut table = Table::new(["what", "number", "a second"].map(str::to_owned));
        for (what, number) in [("services priced", priced), ("choices made", chosen)] {
            table.row([
                what.to_owned(),
                number.to_string(),
                per_second(number, took).to_string(),
            ]);
        }
        println!("{table}");
        Ok(())
    }
}
