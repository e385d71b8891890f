//! Six-field cron expressions of the scheduler: minute, hour, day of month, month, day of week, year.

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

const MONTHS: [&str; 12] = [
    "JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC",
];
const WEEKDAYS: [&str; 7] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
const FIRST_YEAR: u16 = 1970;
const LAST_YEAR: u16 = 2199;
/// A schedule that is due on no day of this many is never due: 29 February returns within 8 years.
const SEARCH_DAYS: usize = 366 * 9;

/// A parsed cron expression.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cron {
    minutes: BTreeSet<u16>,
    hours: BTreeSet<u16>,
    days: Days,
    months: BTreeSet<u16>,
    years: BTreeSet<u16>,
}

/// The one of the two day fields that is not `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Days {
    OfMonth { days: BTreeSet<u16>, last: bool },
    OfWeek(BTreeSet<u16>),
}

impl Cron {
    /// Parses the text between the brackets.
    ///
    /// # Errors
    /// Names the field that was not understood.
    pub fn parse(text: &str) -> Result<Self, String> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minutes, hours, day_of_month, months, day_of_week, years] = fields.as_slice() else {
            return Err(format!(
                "expected 6 fields in cron({text}), found {}",
                fields.len()
            ));
        };
        Ok(Self {
            minutes: field(minutes, 0, 59, &[])?,
            hours: field(hours, 0, 23, &[])?,
            days: days(day_of_month, day_of_week)?,
            months: field(months, 1, 12, &MONTHS)?,
            years: field(years, FIRST_YEAR, LAST_YEAR, &[])?,
        })
    }

    /// The first due time strictly after `after`.
    pub fn next_after(&self, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        let mut date = zone.to_datetime(after).date();
        for _ in 0..SEARCH_DAYS {
            if self.on_day(date)
                && let Some(due) = self.first_on(date, after, zone)
            {
                return Some(due);
            }
            date = date.checked_add(1.day()).ok()?;
        }
        None
    }

    fn on_day(&self, date: Date) -> bool {
        let as_key = |number: i8| u16::try_from(number).unwrap_or_default();
        self.years
            .contains(&u16::try_from(date.year()).unwrap_or_default())
            && self.months.contains(&as_key(date.month()))
            && match &self.days {
                Days::OfMonth { days, last } => {
                    days.contains(&as_key(date.day()))
                        || (*last && date.day() == date.days_in_month())
                }
                Days::OfWeek(days) => days.contains(&weekday_number(date.weekday())),
            }
    }

    fn first_on(&self, date: Date, after: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        for hour in &self.hours {
            for minute in &self.minutes {
                let time = date.at(i8::try_from(*hour).ok()?, i8::try_from(*minute).ok()?, 0, 0);
                if let Ok(due) = zone.to_timestamp(time)
                    && due > after
                {
                    return Some(due);
                }
            }
        }
        None
    }
}

fn weekday_number(day: Weekday) -> u16 {
    u16::try_from(day.to_sunday_one_offset()).unwrap_or_default()
}

fn days(of_month: &str, of_week: &str) -> Result<Days, String> {
    match (of_month, of_week) {
        ("?", "?") => Err("one of day of month and day of week must not be `?`".to_owned()),
        (_, "?") => {
            let last = of_month.split(',').any(|part| part == "L");
            let plain: Vec<&str> = of_month.split(',').filter(|part| *part != "L").collect();
            let days = if plain.is_empty() {
                BTreeSet::new()
            } else {
                field(&plain.join(","), 1, 31, &[])?
            };
            Ok(Days::OfMonth { days, last })
        }
        ("?", _) => field(of_week, 1, 7, &WEEKDAYS).map(Days::OfWeek),
        _ => Err("one of day of month and day of week must be `?`".to_owned()),
    }
}

/// One field: `*`, numbers, names, ranges `a-b`, steps `a/n`, and lists of them.
fn field(text: &str, lowest: u16, highest: u16, names: &[&str]) -> Result<BTreeSet<u16>, String> {
    let problem = || format!("cron field `{text}` is not understood (expected {lowest}–{highest})");
    let number = |part: &str| -> Result<u16, String> {
        let named = names.iter().position(|name| *name == part.to_uppercase());
        let value = match named {
            Some(index) => lowest + u16::try_from(index).map_err(|_| problem())?,
            None => part.parse().map_err(|_| problem())?,
        };
        if (lowest..=highest).contains(&value) {
            Ok(value)
        } else {
            Err(problem())
        }
    };
    let mut values = BTreeSet::new();
    for part in text.split(',') {
        let (range, step) = match part.split_once('/') {
            Some((range, step)) => (
                range,
                Some(
                    step.parse::<usize>()
                        .ok()
                        .filter(|step| *step > 0)
                        .ok_or_else(problem)?,
                ),
            ),
            None => (part, None),
        };
        let (from, to) = match range.split_once('-') {
            _ if range == "*" => (lowest, highest),
            Some((from, to)) => (number(from)?, number(to)?),
            // `5/15` runs from 5 to the end; a lone `5` is only itself.
            None if step.is_some() => (number(range)?, highest),
            None => (number(range)?, number(range)?),
        };
        values.extend((from..=to).step_by(step.unwrap_or(1)));
    }
    if values.is_empty() {
        Err(problem())
    } else {
        Ok(values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn next(cron: &str, after: &str) -> String {
        let cron = Cron::parse(cron).unwrap();
        cron.next_after(after.parse().unwrap(), &TimeZone::UTC)
            .map_or_else(|| "never".to_owned(), |due| due.to_string())
    }

    #[test]
    fn due_times_follow_the_calendar() {
        let cases = [
            (
                "0 2 1 * ? *",
                "2026-11-24T00:00:00Z",
                "2026-12-01T02:00:00Z",
            ),
            (
                "0 2 L * ? *",
                "2026-11-24T00:00:00Z",
                "2026-11-30T02:00:00Z",
            ),
            (
                "0/15 8-9 ? * MON-FRI *",
                "2026-11-20T09:45:00Z",
                "2026-11-23T08:00:00Z",
            ),
            (
                "0 0 29 2 ? *",
                "2026-11-24T00:00:00Z",
                "2028-02-29T00:00:00Z",
            ),
            (
                "5,10 * * * ? *",
                "2026-11-24T03:05:00Z",
                "2026-11-24T03:10:00Z",
            ),
            ("0 0 1 1 ? 2020", "2026-11-24T00:00:00Z", "never"),
        ];
        for (cron, after, due) in cases {
            assert_eq!(next(cron, after), due, "{cron}");
        }
    }
}
