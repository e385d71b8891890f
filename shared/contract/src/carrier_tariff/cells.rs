//! The cells of one row of tariffs.

use std::str::FromStr;

use domain::carrier::{Tariff, TariffZone, WeightBand};
use domain::money::Money;
use domain::refusal::{Evidence, quote};

use super::{TariffRow, divisions};
use crate::order_import::SheetRow;
use crate::table::cells::unmarked;

/// The cells of one row, read one by one.
struct Cells<'a> {
    row: &'a SheetRow,
    header: &'a [String],
    mistakes: &'a mut Vec<Evidence>,
}

/// Reads a row into `zones`: a zone, or more divisions of the zone before.
pub(super) fn read(
    row: &SheetRow,
    header: &[String],
    zones: &mut Vec<TariffRow>,
    mistakes: &mut Vec<Evidence>,
) {
    let mut cells = Cells {
        row,
        header,
        mistakes,
    };
    let (service, name) = (cells.text("service"), cells.text("zone"));
    let regions = cells.text("regions");
    let regions = divisions(&regions).unwrap_or_else(|| {
        cells.note(
            "regions",
            "six-digit division codes with spaces between",
            &regions,
        );
        Vec::new()
    });
    if let Some(before) = zones.last_mut()
        && cells.text("kind").is_empty()
        && before.service == service
        && before.zone.name == name
    {
        before.zone.regions.extend(regions);
        return;
    }
    for (column, text) in [("service", &service), ("zone", &name)] {
        if text.is_empty() {
            cells.note(column, "a text", "nothing");
        }
    }
    let transit_days = cells.number("transit_days", "a whole number of days");
    let tariff = cells.tariff();
    zones.push(TariffRow {
        row: row.number,
        service,
        zone: TariffZone {
            name,
            regions,
            transit_days,
            tariff,
        },
    });
}

impl Cells<'_> {
    fn tariff(&mut self) -> Tariff {
        let kind = self.text("kind");
        let (own, others) = match kind.as_str() {
            "express" => (true, ["minimum_fen", "per_kg_fen", "per_m3_fen"].as_slice()),
            "ltl" => (
                false,
                ["first_fen", "first_weight_g", "continued_fen", "bands"].as_slice(),
            ),
            _ => {
                self.note("kind", "express, ltl", &kind);
                return Tariff::Ltl {
                    minimum: Money::ZERO,
                    per_kg: Money::ZERO,
                    per_m3: Money::ZERO,
                };
            }
        };
        for column in others {
            let text = self.text(column);
            if !text.is_empty() {
                self.note(column, format!("nothing for {kind}"), &text);
            }
        }
        if own {
            Tariff::Express {
                first: self.fen("first_fen"),
                first_weight_g: self.number("first_weight_g", "a whole number of grams"),
                continued: self.fen("continued_fen"),
                bands: self.bands(),
            }
        } else {
            Tariff::Ltl {
                minimum: self.fen("minimum_fen"),
                per_kg: self.fen("per_kg_fen"),
                per_m3: self.fen("per_m3_fen"),
            }
        }
    }

    fn bands(&mut self) -> Vec<WeightBand> {
        let text = self.text("bands");
        let mut above_g = 0;
        let bands: Option<Vec<WeightBand>> = text
            .split_whitespace()
            .map(|band| {
                let (up_to, price) = band.split_once('=')?;
                let up_to_g = up_to.parse().ok()?;
                let price = Money::from_fen(price.parse().ok()?);
                Some(WeightBand {
                    above_g: std::mem::replace(&mut above_g, up_to_g),
                    up_to_g,
                    price,
                })
            })
            .collect();
        bands.unwrap_or_else(|| {
            self.note(
                "bands",
                "grams=fen with spaces between, such as 500=320 1000=400",
                &text,
            );
            Vec::new()
        })
    }

    fn fen(&mut self, column: &str) -> Money {
        Money::from_fen(self.number(column, "a whole number of fen"))
    }

    fn number<T: FromStr + Default>(&mut self, column: &str, expected: &str) -> T {
        let text = self.text(column);
        text.parse().unwrap_or_else(|_| {
            self.note(column, expected, &text);
            T::default()
        })
    }

    /// The text of a cell; empty where there is none.
    fn text(&self, column: &str) -> String {
        let place = self.header.iter().position(|name| name == column);
        let cell = place.and_then(|place| self.row.cells.get(place));
        cell.map_or("", |cell| unmarked(cell)).to_owned()
    }

    fn note(&mut self, column: &str, expected: impl Into<String>, found: &str) {
        let at = format!("rows[{}].{column}", self.row.number);
        self.mistakes
            .push(Evidence::new(at, expected, quote(found)));
    }
}
