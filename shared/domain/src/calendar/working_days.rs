//! Due times in working days (4.3.2).

use jiff::Timestamp;
use jiff::civil::Date;

use super::{CLOSING_HOUR, CalendarError, WorkingCalendar, at, business_date};

impl WorkingCalendar {
    /// The end of business (18:00) on the `n`-th working day after the business date of `from`.
    ///
    /// The day of `from` never counts, whatever the hour: counting starts with the next working
    /// day (4.3.2). Zero days is `from` itself.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutData`] when the counting runs into a year without data.
    pub fn add_working_days(&self, from: Timestamp, n: u32) -> Result<Timestamp, CalendarError> {
        if n == 0 {
            return Ok(from);
        }
        let mut day = business_date(from);
        for _ in 0..n {
            day = self.working_day_on_or_after(next_day(day)?)?;
        }
        at(day, CLOSING_HOUR, 0)
    }

    /// `day` itself when people work on it, else the next day they do.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutData`].
    pub fn working_day_on_or_after(&self, day: Date) -> Result<Date, CalendarError> {
        let mut day = day;
        while !self.is_working_day(day)? {
            day = next_day(day)?;
        }
        Ok(day)
    }
}

/// The day after. Only the last day of the year 9999 has none.
pub(super) fn next_day(day: Date) -> Result<Date, CalendarError> {
    let year = day.year();
    day.tomorrow()
        .map_err(|_| CalendarError::YearWithoutData { year })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn due(from: &str, n: u32) -> Result<String, CalendarError> {
        let from = from.parse().unwrap();
        let due = WorkingCalendar::built_in().add_working_days(from, n)?;
        Ok(due.to_string())
    }

    #[test]
    fn working_days_count_from_the_next_working_day_to_its_close() {
        let table = [
            // (received in Shanghai time, days, due in Shanghai time)
            (
                "2026-03-02T10:00:00+08:00",
                2,
                "2026-03-04T18:00:00+08:00",
                "Monday to Wednesday",
            ),
            (
                "2026-03-02T23:59:59+08:00",
                2,
                "2026-03-04T18:00:00+08:00",
                "the hour does not matter",
            ),
            (
                "2026-03-06T10:00:00+08:00",
                1,
                "2026-03-09T18:00:00+08:00",
                "over a weekend",
            ),
            (
                "2026-03-07T10:00:00+08:00",
                1,
                "2026-03-09T18:00:00+08:00",
                "from a Saturday",
            ),
            (
                "2024-02-09T17:00:00+08:00",
                2,
                "2024-02-19T18:00:00+08:00",
                "Spring Festival 2024",
            ),
            (
                "2025-01-27T09:00:00+08:00",
                2,
                "2025-02-06T18:00:00+08:00",
                "Spring Festival 2025",
            ),
            (
                "2026-02-13T09:00:00+08:00",
                2,
                "2026-02-24T18:00:00+08:00",
                "make-up Saturday 2026 counts",
            ),
            (
                "2026-02-27T09:00:00+08:00",
                1,
                "2026-02-28T18:00:00+08:00",
                "make-up Saturday after it",
            ),
            (
                "2025-09-30T09:00:00+08:00",
                3,
                "2025-10-11T18:00:00+08:00",
                "National Day 2025",
            ),
            (
                "2024-09-30T09:00:00+08:00",
                5,
                "2024-10-12T18:00:00+08:00",
                "National Day 2024",
            ),
            (
                "2025-12-31T09:00:00+08:00",
                1,
                "2026-01-04T18:00:00+08:00",
                "New Year 2026",
            ),
            (
                "2026-03-02T10:00:00+08:00",
                0,
                "2026-03-02T10:00:00+08:00",
                "no days, no change",
            ),
        ];
        for (from, n, expected, why) in table {
            let expected: Timestamp = expected.parse().unwrap();
            assert_eq!(due(from, n), Ok(expected.to_string()), "{why}");
        }
    }

    #[test]
    fn counting_into_a_year_without_data_is_an_error() {
        let error = Err(CalendarError::YearWithoutData { year: 2027 });
        assert_eq!(due("2026-12-31T09:00:00+08:00", 1), error);
        assert_eq!(due("2026-01-05T09:00:00+08:00", u32::MAX), error);
        let before = Err(CalendarError::YearWithoutData { year: 2023 });
        assert_eq!(due("2023-06-01T09:00:00+08:00", 1), before);
    }

    proptest! {
        #[test]
        fn the_nth_working_day_agrees_with_listing_them(second in 1_704_067_200i64..1_790_000_000, n in 1u32..30) {
            let calendar = WorkingCalendar::built_in();
            let from = Timestamp::from_second(second).unwrap();
            let listed = business_date(from)
                .series(jiff::Span::new().days(1))
                .skip(1)
                .filter(|day| calendar.is_working_day(*day) == Ok(true))
                .nth(n as usize - 1)
                .unwrap();
            prop_assert_eq!(calendar.add_working_days(from, n), at(listed, 18, 0));
        }
    }
}
