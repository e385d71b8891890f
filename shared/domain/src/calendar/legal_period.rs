//! Periods of the law counted in calendar days (R7, R10; 民法典 201–203).

use jiff::Timestamp;
use jiff::civil::Date;

use super::working_days::next_day;
use super::{CalendarError, WorkingCalendar, at, business_date};

impl WorkingCalendar {
    /// The instant at which a period of `days` calendar days from an event at `from` ends.
    ///
    /// Day 1 is the day after the event; the period lasts until 24:00 Asia/Shanghai of its last
    /// day, and when people do not work on that day, until 24:00 of the next day they do
    /// (R7: 消法 25; 民法典 203). The instant returned is the first one outside the period.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutData`] when the last day lies in a year without data.
    pub fn legal_period_end(&self, from: Timestamp, days: u16) -> Result<Timestamp, CalendarError> {
        let last = nth_day_after(business_date(from), days)?;
        let last = self.working_day_on_or_after(last)?;
        at(next_day(last)?, 0, 0)
    }
}

fn nth_day_after(day: Date, days: u16) -> Result<Date, CalendarError> {
    let year = day.year();
    day.checked_add(jiff::Span::new().days(i64::from(days)))
        .map_err(|_| CalendarError::YearWithoutData { year })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seven_days_start_the_day_after_and_end_at_midnight() {
        let table = [
            (
                "2026-03-02T10:00:00+08:00",
                "2026-03-10T00:00:00+08:00",
                "Monday to Monday",
            ),
            (
                "2026-03-02T00:00:00+08:00",
                "2026-03-10T00:00:00+08:00",
                "signed at midnight",
            ),
            (
                "2026-03-07T10:00:00+08:00",
                "2026-03-17T00:00:00+08:00",
                "last day on a Saturday",
            ),
            (
                "2026-02-10T10:00:00+08:00",
                "2026-02-25T00:00:00+08:00",
                "last day in Spring Festival",
            ),
            (
                "2026-02-07T10:00:00+08:00",
                "2026-02-15T00:00:00+08:00",
                "last day on a make-up Saturday",
            ),
            (
                "2025-09-25T10:00:00+08:00",
                "2025-10-10T00:00:00+08:00",
                "last day in National Day week",
            ),
        ];
        let calendar = WorkingCalendar::built_in();
        for (signed, ends, why) in table {
            let ends: Timestamp = ends.parse().unwrap();
            let found = calendar.legal_period_end(signed.parse().unwrap(), 7);
            assert_eq!(found, Ok(ends), "{why}");
        }
    }

    #[test]
    fn a_period_that_ends_in_a_year_without_data_is_an_error() {
        let signed = "2026-12-28T10:00:00+08:00".parse().unwrap();
        let error = CalendarError::YearWithoutData { year: 2027 };
        let found = WorkingCalendar::built_in().legal_period_end(signed, 7);
        assert_eq!(found, Err(error));
    }
}
