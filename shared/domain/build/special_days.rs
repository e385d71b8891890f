//! The holidays and make-up working days of the Chinese calendar, sorted by date.

use std::collections::BTreeMap;
use std::error::Error;

use super::source::{rows, write_slice};

/// Writes the table of the `calendar` module.
pub(crate) fn write() -> Result<(), Box<dyn Error>> {
    let mut days = BTreeMap::new();
    for row in rows("special_days.csv", "date,type,name")? {
        let kind = match row[1].as_str() {
            "holiday" => "Holiday",
            "workday" => "MakeUpWorkday",
            other => return Err(format!("special_days.csv: unknown type {other:?}").into()),
        };
        let parts: Vec<i16> = row[0]
            .split('-')
            .map(str::parse)
            .collect::<Result<_, _>>()?;
        let &[year, month, day] = parts.as_slice() else {
            return Err(format!("special_days.csv: {:?} is not a date", row[0]).into());
        };
        let item = format!(
            "SpecialDay {{ date: date({year}, {month}, {day}), kind: SpecialDayKind::{kind} }}"
        );
        if days.insert((year, month, day), item).is_some() {
            return Err(format!("special_days.csv: {} appears twice", row[0]).into());
        }
    }
    let mut years: Vec<i16> = days.keys().map(|(year, _, _)| *year).collect();
    years.dedup();
    let years: Vec<String> = years.iter().map(i16::to_string).collect();
    write_slice("special_days.rs", &days.into_values().collect::<Vec<_>>())?;
    write_slice("covered_years.rs", &years)
}
