//! Working minutes: business hours 09:00–18:00 on working days (4.3.2, 6.2.2).

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};

use super::working_days::next_day;
use super::{CLOSING_HOUR, CalendarError, OPENING_HOUR, WorkingCalendar, at, business_date};

impl WorkingCalendar {
    /// The working minutes from `a` to `b`, cut to whole minutes; negative when `b` is earlier.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutData`] when a day between the two lies in a year without data.
    pub fn working_minutes_between(
        &self,
        a: Timestamp,
        b: Timestamp,
    ) -> Result<i64, CalendarError> {
        if b < a {
            return Ok(-self.working_minutes_between(b, a)?);
        }
        let last = business_date(b);
        let mut day = business_date(a);
        let mut total = SignedDuration::ZERO;
        loop {
            if let Some((opens, closes)) = self.business_hours(day)? {
                let worked = closes.min(b).duration_since(opens.max(a));
                total += worked.max(SignedDuration::ZERO);
            }
            if day >= last {
                return Ok(total.as_mins());
            }
            day = next_day(day)?;
        }
    }

    /// The earliest instant by which `minutes` working minutes have passed since `from`; no
    /// minutes is `from` itself. A time that ends exactly at closing is 18:00, not the next
    /// morning.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutData`] when the time runs into a year without data.
    pub fn add_working_minutes(
        &self,
        from: Timestamp,
        minutes: u32,
    ) -> Result<Timestamp, CalendarError> {
        if minutes == 0 {
            return Ok(from);
        }
        let mut left = SignedDuration::from_mins(i64::from(minutes));
        let mut day = business_date(from);
        loop {
            if let Some((opens, closes)) = self.business_hours(day)? {
                let starts = opens.max(from);
                let available = closes.duration_since(starts).max(SignedDuration::ZERO);
                if left <= available {
                    return Ok(starts + left);
                }
                left -= available;
            }
            day = next_day(day)?;
        }
    }

    /// Opening and closing of a working day, `None` on a day off.
    fn business_hours(&self, day: Date) -> Result<Option<(Timestamp, Timestamp)>, CalendarError> {
        if self.is_working_day(day)? {
            Ok(Some((at(day, OPENING_HOUR, 0)?, at(day, CLOSING_HOUR, 0)?)))
        } else {
            Ok(None)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn instant(text: &str) -> Timestamp {
        format!("{text}:00+08:00").parse().unwrap()
    }

    #[test]
    fn only_business_hours_of_working_days_count() {
        let table = [
            ("2026-03-02T09:00", "2026-03-02T18:00", 540, "one day"),
            (
                "2026-03-02T08:00",
                "2026-03-02T20:00",
                540,
                "outside hours do not count",
            ),
            ("2026-03-02T17:30", "2026-03-03T09:30", 60, "over a night"),
            (
                "2026-03-06T17:00",
                "2026-03-09T10:00",
                120,
                "over a weekend",
            ),
            ("2026-03-07T09:00", "2026-03-08T18:00", 0, "a weekend"),
            (
                "2026-02-14T17:00",
                "2026-02-24T10:00",
                120,
                "Spring Festival 2026",
            ),
            (
                "2025-09-28T09:00",
                "2025-09-28T12:00",
                180,
                "make-up Sunday 2025",
            ),
            (
                "2024-10-12T09:00",
                "2024-10-12T12:00",
                180,
                "make-up Saturday 2024",
            ),
            ("2026-03-02T10:00", "2026-03-02T10:00", 0, "no time"),
        ];
        let calendar = WorkingCalendar::built_in();
        for (a, b, minutes, why) in table {
            let (a, b) = (instant(a), instant(b));
            assert_eq!(calendar.working_minutes_between(a, b), Ok(minutes), "{why}");
            assert_eq!(
                calendar.working_minutes_between(b, a),
                Ok(-minutes),
                "{why}"
            );
        }
    }

    #[test]
    fn working_minutes_run_only_while_business_is_open() {
        let table = [
            ("2026-03-02T17:30", 30, "2026-03-02T18:00", "up to closing"),
            ("2026-03-02T17:30", 31, "2026-03-03T09:01", "past closing"),
            (
                "2026-03-02T20:00",
                1,
                "2026-03-03T09:01",
                "from the evening",
            ),
            (
                "2026-03-07T12:00",
                540,
                "2026-03-09T18:00",
                "from a Saturday",
            ),
            (
                "2026-02-14T17:00",
                61,
                "2026-02-24T09:01",
                "over Spring Festival 2026",
            ),
            (
                "2025-09-27T12:00",
                60,
                "2025-09-28T10:00",
                "into a make-up Sunday",
            ),
            ("2026-03-07T12:00", 0, "2026-03-07T12:00", "no time"),
        ];
        let calendar = WorkingCalendar::built_in();
        for (from, minutes, expected, why) in table {
            let found = calendar.add_working_minutes(instant(from), minutes);
            assert_eq!(found, Ok(instant(expected)), "{why}");
        }
    }

    #[test]
    fn time_in_a_year_without_data_is_an_error() {
        let calendar = WorkingCalendar::built_in();
        let error = CalendarError::YearWithoutData { year: 2027 };
        let found = calendar.add_working_minutes(instant("2026-12-31T17:00"), 61);
        assert_eq!(found, Err(error));
        let (a, b) = (instant("2026-12-31T17:00"), instant("2027-01-01T01:00"));
        assert_eq!(calendar.working_minutes_between(a, b), Err(error));
    }

    /// Walks the clock minute by minute.
    fn walked(calendar: &WorkingCalendar, a: Timestamp, b: Timestamp) -> i64 {
        let mut worked = 0;
        let mut now = a;
        while now < b {
            let local = super::super::BUSINESS_OFFSET.to_datetime(now);
            let open = (9..18).contains(&local.hour());
            if open && calendar.is_working_day(local.date()).unwrap() {
                worked += 1;
            }
            now += SignedDuration::from_mins(1);
        }
        worked
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn minutes_agree_with_walking_the_clock(start in 28_401_120i64..29_500_000, length in 0i64..20_000) {
            let calendar = WorkingCalendar::built_in();
            let a = Timestamp::from_second(start * 60).unwrap();
            let b = a + SignedDuration::from_mins(length);
            let minutes = calendar.working_minutes_between(a, b).unwrap();
            prop_assert_eq!(minutes, walked(&calendar, a, b));
        }

        #[test]
        fn added_minutes_are_found_again_and_not_a_minute_early(start in 28_401_120i64..29_500_000, minutes in 1u32..6_000) {
            let calendar = WorkingCalendar::built_in();
            let from = Timestamp::from_second(start * 60).unwrap();
            let end = calendar.add_working_minutes(from, minutes).unwrap();
            let minutes = i64::from(minutes);
            prop_assert_eq!(calendar.working_minutes_between(from, end), Ok(minutes));
            let earlier = end - SignedDuration::from_mins(1);
            prop_assert_eq!(calendar.working_minutes_between(from, earlier), Ok(minutes - 1));
        }
    }
}
