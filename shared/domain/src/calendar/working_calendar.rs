use std::borrow::Cow;

use jiff::civil::{Date, Weekday, date};
use serde::{Deserialize, Serialize};

/// What the State Council made of a day that is not an ordinary weekday or weekend day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SpecialDayKind {
    /// A day off, on whatever weekday it falls: the festival itself or a day moved to it.
    Holiday,
    /// A Saturday or Sunday worked in exchange (调休).
    MakeUpWorkday,
}

/// One day that deviates from Monday-to-Friday.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpecialDay {
    /// The day in Asia/Shanghai.
    pub date: Date,
    /// Off or worked.
    pub kind: SpecialDayKind,
}

/// The working days of the years it covers; nothing is known about other years (4.3.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WorkingCalendar {
    /// Sorted by date, each once.
    special_days: Cow<'static, [SpecialDay]>,
    /// Sorted, each once.
    years: Cow<'static, [i16]>,
}

/// Why a question to the calendar has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CalendarError {
    /// The State Council's notice for the year is not in the calendar.
    #[error("expected a year with published holidays, found {year}: add that year's special days")]
    YearWithoutData {
        /// The year asked about.
        year: i16,
    },
    /// The clock never shows this.
    #[error("expected a time that exists, found {date} {hour}:{minute:02}")]
    NoSuchTime {
        /// The day asked about.
        date: Date,
        /// The hour asked about.
        hour: i8,
        /// The minute asked about.
        minute: i8,
    },
}

static SPECIAL_DAYS: &[SpecialDay] = include!(concat!(env!("OUT_DIR"), "/special_days.rs"));

static COVERED_YEARS: &[i16] = include!(concat!(env!("OUT_DIR"), "/covered_years.rs"));

impl WorkingCalendar {
    /// The calendar built in at compile time: 2024 to 2026.
    pub const fn built_in() -> WorkingCalendar {
        WorkingCalendar {
            special_days: Cow::Borrowed(SPECIAL_DAYS),
            years: Cow::Borrowed(COVERED_YEARS),
        }
    }

    /// The calendar with one more year, or with this in place of what it knew of the year. Days of
    /// other years are left out.
    #[must_use]
    pub fn with_year(self, year: i16, special_days: &[SpecialDay]) -> WorkingCalendar {
        let mut all = self.special_days.into_owned();
        all.retain(|day| day.date.year() != year);
        all.extend(special_days.iter().filter(|day| day.date.year() == year));
        all.sort_by_key(|day| day.date);
        all.dedup_by_key(|day| day.date);
        let mut years = self.years.into_owned();
        if let Err(place) = years.binary_search(&year) {
            years.insert(place, year);
        }
        WorkingCalendar {
            special_days: Cow::Owned(all),
            years: Cow::Owned(years),
        }
    }

    /// The days of a year that deviate from Monday to Friday, by date; `None` for a year that is
    /// not known.
    #[must_use]
    pub fn special_days_of(&self, year: i16) -> Option<Vec<SpecialDay>> {
        self.covers(year).then(|| {
            let days = self.special_days.iter();
            days.filter(|day| day.date.year() == year)
                .copied()
                .collect()
        })
    }

    /// Whether the calendar knows this year.
    pub fn covers(&self, year: i16) -> bool {
        self.years.binary_search(&year).is_ok()
    }

    /// Whether people work on this day.
    ///
    /// # Errors
    /// [`CalendarError::YearWithoutData`].
    pub fn is_working_day(&self, date: Date) -> Result<bool, CalendarError> {
        let year = date.year();
        if !self.covers(year) {
            return Err(CalendarError::YearWithoutData { year });
        }
        let special = self
            .special_days
            .binary_search_by_key(&date, |day| day.date)
            .ok()
            .and_then(|index| self.special_days.get(index));
        Ok(match special.map(|day| day.kind) {
            Some(SpecialDayKind::Holiday) => false,
            Some(SpecialDayKind::MakeUpWorkday) => true,
            None => !matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday),
        })
    }
}

impl Default for WorkingCalendar {
    fn default() -> WorkingCalendar {
        WorkingCalendar::built_in()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn festivals_are_off_and_make_up_days_are_worked() {
        let table = [
            (
                date(2024, 2, 4),
                true,
                "Sunday worked for Spring Festival 2024",
            ),
            (
                date(2024, 2, 9),
                true,
                "New Year's Eve 2024 is an ordinary Friday",
            ),
            (date(2024, 2, 10), false, "Spring Festival 2024"),
            (date(2024, 2, 17), false, "its last day"),
            (date(2024, 2, 18), true, "Sunday worked after it"),
            (date(2024, 10, 7), false, "National Day 2024, last day"),
            (date(2024, 10, 12), true, "Saturday worked after it"),
            (
                date(2025, 1, 26),
                true,
                "Sunday worked for Spring Festival 2025",
            ),
            (date(2025, 1, 28), false, "New Year's Eve 2025"),
            (date(2025, 2, 4), false, "Spring Festival 2025, last day"),
            (date(2025, 2, 8), true, "Saturday worked after it"),
            (
                date(2025, 9, 28),
                true,
                "Sunday worked for National Day 2025",
            ),
            (
                date(2025, 10, 8),
                false,
                "National Day and Mid-Autumn 2025, last day",
            ),
            (date(2025, 10, 11), true, "Saturday worked after it"),
            (date(2026, 1, 4), true, "Sunday worked for New Year 2026"),
            (
                date(2026, 2, 14),
                true,
                "Saturday worked for Spring Festival 2026",
            ),
            (date(2026, 2, 15), false, "Spring Festival 2026, first day"),
            (date(2026, 2, 23), false, "its last day"),
            (date(2026, 2, 28), true, "Saturday worked after it"),
            (
                date(2026, 10, 10),
                true,
                "Saturday worked after National Day 2026",
            ),
            (date(2026, 3, 7), false, "an ordinary Saturday"),
            (date(2026, 3, 9), true, "an ordinary Monday"),
        ];
        for (day, works, why) in table {
            assert_eq!(
                WorkingCalendar::built_in().is_working_day(day),
                Ok(works),
                "{why}"
            );
        }
    }

    #[test]
    fn the_table_only_holds_days_that_deviate_where_it_matters() {
        for day in SPECIAL_DAYS {
            let weekend = matches!(day.date.weekday(), Weekday::Saturday | Weekday::Sunday);
            let made_up = day.kind == SpecialDayKind::MakeUpWorkday;
            assert!(weekend || !made_up, "{} is worked anyway", day.date);
        }
        assert!(SPECIAL_DAYS.is_sorted_by(|a, b| a.date < b.date));
    }

    #[test]
    fn a_year_without_data_is_an_error_and_can_be_added() {
        let unknown = date(2027, 1, 4);
        let built_in = WorkingCalendar::built_in();
        let error = CalendarError::YearWithoutData { year: 2027 };
        assert_eq!(built_in.is_working_day(unknown), Err(error));

        let holiday = SpecialDay {
            date: date(2027, 1, 1),
            kind: SpecialDayKind::Holiday,
        };
        let longer = built_in.with_year(2027, &[holiday]);
        assert_eq!(longer.is_working_day(unknown), Ok(true));
        assert_eq!(longer.is_working_day(holiday.date), Ok(false));
        assert_eq!(longer.is_working_day(date(2026, 2, 23)), Ok(false));
        assert_eq!(longer.special_days_of(2027), Some(vec![holiday]));
        assert_eq!(longer.special_days_of(2028), None);
    }
}
