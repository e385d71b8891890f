//! Business dates and clock times: Asia/Shanghai, which has been fixed at UTC+8 since 1991, so
//! no time zone database is needed.

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::Offset;

use super::CalendarError;

/// The offset of Asia/Shanghai.
pub const BUSINESS_OFFSET: Offset = Offset::constant(8);

/// Business opens at 09:00 (4.3.2).
pub const OPENING_HOUR: i8 = 9;

/// Business closes at 18:00 (4.3.2).
pub const CLOSING_HOUR: i8 = 18;

/// The date in Asia/Shanghai at an instant: what "day" means in every rule of the trade.
pub fn business_date(instant: Timestamp) -> Date {
    BUSINESS_OFFSET.to_datetime(instant).date()
}

/// The instant at which the clock in Asia/Shanghai shows `hour`:`minute` on `date`.
///
/// # Errors
/// [`CalendarError::NoSuchTime`] for an hour above 23, a minute above 59, or a date at the very
/// ends of the supported years (-9999 and 9999) whose instant cannot be represented.
pub fn at(date: Date, hour: i8, minute: i8) -> Result<Timestamp, CalendarError> {
    let no_such_time = || CalendarError::NoSuchTime { date, hour, minute };
    let time = Time::new(hour, minute, 0, 0).map_err(|_| no_such_time())?;
    BUSINESS_OFFSET
        .to_timestamp(date.to_datetime(time))
        .map_err(|_| no_such_time())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_business_day_changes_at_sixteen_hundred_utc() {
        let table = [
            ("2026-02-28T15:59:59Z", date(2026, 2, 28)),
            ("2026-02-28T16:00:00Z", date(2026, 3, 1)),
            ("2025-12-31T16:00:00Z", date(2026, 1, 1)),
        ];
        for (instant, day) in table {
            assert_eq!(business_date(instant.parse().unwrap()), day);
        }
    }

    #[test]
    fn clock_times_are_eight_hours_ahead_of_utc() {
        let noon = at(date(2026, 3, 1), 12, 30).unwrap();
        assert_eq!(noon.to_string(), "2026-03-01T04:30:00Z");
        for (hour, minute) in [(24, 0), (-1, 0), (12, 60)] {
            assert!(at(date(2026, 3, 1), hour, minute).is_err());
        }
        assert!(at(date(-9999, 1, 1), 0, 0).is_err());
    }
}
