//! Tariffs of an agreement as a text table, a zone a row (5.3.1): what an export writes, an import reads back.

use domain::carrier::{CarrierAgreement, Tariff, TariffZone, WeightBand};
use domain::refusal::{Evidence, Refusal, quote};
use domain::region::RegionCode;

use crate::order_import::SheetRow;
use crate::table::{filled, refused};

mod cells;
#[cfg(test)]
mod tests;

/// The columns; a file has all of them, in any order.
pub const COLUMNS: [&str; 12] = [
    "service",
    "zone",
    "regions",
    "transit_days",
    "kind",
    "first_fen",
    "first_weight_g",
    "continued_fen",
    "bands",
    "minimum_fen",
    "per_kg_fen",
    "per_m3_fen",
];
/// Rows of a file, without its header and blank ones.
const MOST_ROWS: usize = 1_000;
/// Divisions in a cell; a zone with more goes on in the next row.
const REGIONS_IN_A_CELL: usize = 70;
/// Mistakes that are told at once.
const MOST_MISTAKES: usize = 100;

/// Zones as a file has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TariffTable {
    zones: Vec<TariffRow>,
}

/// A zone of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct TariffRow {
    /// Its number in the file; the header is row 1.
    row: u32,
    /// The code of its service.
    service: String,
    /// What it says.
    zone: TariffZone,
}

/// The rows of an agreement, without the header.
#[must_use]
pub fn rows(agreement: &CarrierAgreement) -> Vec<Vec<String>> {
    let services = agreement.services.iter();
    services
        .flat_map(|service| {
            let zones = service.zones.iter();
            zones.flat_map(|zone| zone_rows(service.code.as_str(), zone))
        })
        .collect()
}

/// A zone as a row, and further rows for what does not fit into the cell of its divisions.
fn zone_rows(service: &str, zone: &TariffZone) -> Vec<Vec<String>> {
    let mut regions = zone.regions.chunks(REGIONS_IN_A_CELL).map(|chunk| {
        let codes: Vec<String> = chunk.iter().map(ToString::to_string).collect();
        codes.join(" ")
    });
    let start = |regions: String| vec![service.to_owned(), zone.name.clone(), regions];
    let mut first = start(regions.next().unwrap_or_default());
    first.push(zone.transit_days.to_string());
    first.extend(match &zone.tariff {
        Tariff::Express {
            first,
            first_weight_g,
            continued,
            bands,
        } => [
            "express".to_owned(),
            first.fen().to_string(),
            first_weight_g.to_string(),
            continued.fen().to_string(),
            shown(bands),
            String::new(),
            String::new(),
            String::new(),
        ],
        Tariff::Ltl {
            minimum,
            per_kg,
            per_m3,
        } => [
            "ltl".to_owned(),
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            minimum.fen().to_string(),
            per_kg.fen().to_string(),
            per_m3.fen().to_string(),
        ],
    });
    let further = regions.map(|regions| {
        let mut row = start(regions);
        row.resize(COLUMNS.len(), String::new());
        row
    });
    std::iter::once(first).chain(further).collect()
}

/// `500=320 1000=400`: up to 500 g for 320 fen, then up to 1000 g for 400.
fn shown(bands: &[WeightBand]) -> String {
    let bands = bands.iter();
    let texts: Vec<String> = bands
        .map(|band| format!("{}={}", band.up_to_g, band.price.fen()))
        .collect();
    texts.join(" ")
}

/// The zones of a file's rows.
///
/// # Errors
/// 422 `import_empty`, `import_columns_unknown`, `import_too_many_rows`, or `invalid_value` with each cell
/// that does not read.
pub fn read(rows: Vec<SheetRow>) -> Result<TariffTable, Refusal> {
    let (header, rows) = filled(rows, MOST_ROWS, names)?;
    let (mut zones, mut mistakes): (Vec<TariffRow>, Vec<Evidence>) = Default::default();
    for row in &rows {
        cells::read(row, &header, &mut zones, &mut mistakes);
    }
    mistakes.truncate(MOST_MISTAKES);
    match mistakes.is_empty() {
        true => Ok(TariffTable { zones }),
        false => Err(wrong(mistakes)),
    }
}

impl TariffTable {
    /// The agreement with these zones in place of those that the services named had before; other
    /// services stay as they are.
    ///
    /// # Errors
    /// 422 `invalid_value` with each row whose service is not in the agreement, and what
    /// [`CarrierAgreement::check`] refuses, at the row that it is about.
    pub fn put_into(&self, agreement: &CarrierAgreement) -> Result<CarrierAgreement, Refusal> {
        let mut agreement = agreement.clone();
        let (mut places, mut mistakes) = (Vec::new(), Vec::new());
        for (index, service) in agreement.services.iter_mut().enumerate() {
            let own = self.zones.iter();
            let own = own.filter(|row| row.service == service.code.as_str());
            let own: Vec<&TariffRow> = own.collect();
            if own.is_empty() {
                continue;
            }
            service.zones = own.iter().map(|row| row.zone.clone()).collect();
            let at = own.iter().enumerate().map(|(zone, row)| {
                let place = format!("services[{index}].zones[{zone}]");
                (place, format!("rows[{}]", row.row))
            });
            places.extend(at);
        }
        let codes: Vec<&str> = agreement
            .services
            .iter()
            .map(|service| service.code.as_str())
            .collect();
        for row in &self.zones {
            if !codes.contains(&row.service.as_str()) {
                mistakes.push(Evidence::new(
                    format!("rows[{}].service", row.row),
                    codes.join(", "),
                    quote(&row.service),
                ));
            }
        }
        mistakes.truncate(MOST_MISTAKES);
        if !mistakes.is_empty() {
            return Err(wrong(mistakes));
        }
        agreement.check().map_err(|mut refusal| {
            for evidence in &mut refusal.evidence {
                let of = places.iter().find_map(|(place, row)| {
                    let rest = evidence.at.strip_prefix(place.as_str())?;
                    Some(format!("{row}{rest}"))
                });
                if let Some(at) = of {
                    evidence.at = at;
                }
            }
            refusal
        })?;
        Ok(agreement)
    }
}

fn wrong(mistakes: Vec<Evidence>) -> Refusal {
    let refusal = refused(
        "invalid_value",
        "运价表有误，未导入任何一行，详见 errors：行号、列、应填内容与所填内容",
        "the table has mistakes and none of it was imported, see errors: row, column, what was expected and found",
    );
    mistakes.into_iter().fold(refusal, Refusal::because)
}

/// The columns of a header, from the left: all of them, each once.
fn names(header: &SheetRow) -> Result<Vec<String>, Refusal> {
    let header = header.cells.iter();
    let header: Vec<String> = header
        .map(|cell| cell.trim().to_ascii_lowercase())
        .collect();
    let mut sorted: Vec<&str> = header.iter().map(String::as_str).collect();
    let mut expected = COLUMNS;
    sorted.sort_unstable();
    expected.sort_unstable();
    if sorted == expected {
        return Ok(header);
    }
    Err(refused(
        "import_columns_unknown",
        "文件的列须与导出文件一致，各列一次",
        "the file must have the columns of an export, each once",
    )
    .because(Evidence::new(
        "header",
        COLUMNS.join(", "),
        quote(&header.join(", ")),
    )))
}

/// The divisions of a cell; `None` where one is not a division.
fn divisions(text: &str) -> Option<Vec<RegionCode>> {
    let codes = text.split_whitespace();
    codes.map(|code| RegionCode::parse(code).ok()).collect()
}
