//! Holidays and make-up working days that were entered after this program was built (4.3.2).

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Decision, Event, Index, Misfit};
use crate::calendar::{SpecialDay, SpecialDayKind, WorkingCalendar};
use crate::event_kind::EventKind;
use crate::refusal::{Evidence, Refusal, RefusalClass};

/// The id of the one calendar.
pub const CALENDAR_ID: &str = "main";

/// Years that may be entered.
pub const YEARS: std::ops::RangeInclusive<i16> = 2024..=2100;

/// The most special days of a year.
pub const MOST_SPECIAL_DAYS: usize = 100;

/// Years as the State Council announced them. Years that are built in are only here once somebody
/// corrected them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedCalendar {
    /// Sorted, each once.
    pub years: Vec<CalendarYear>,
}

/// One year of the working calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarYear {
    /// The year.
    pub year: i16,
    /// Its days that deviate from Monday to Friday, by date, each once.
    pub special_days: Vec<SpecialDay>,
}

/// An event of the calendar.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum PublishedCalendarEvent {
    /// A year was entered, or corrected as a whole. Due times that were set before stay.
    YearPublished {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole year.
        year: CalendarYear,
    },
}

impl Event for PublishedCalendarEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::YearPublished { .. } => EventKind::CalendarYearPublished,
        }
    }
}

impl Aggregate for PublishedCalendar {
    const KIND: AggregateKind = AggregateKind::Calendar;
    type Event = PublishedCalendarEvent;

    fn id(&self) -> String {
        CALENDAR_ID.to_owned()
    }

    fn evolve(state: Option<Self>, event: &PublishedCalendarEvent) -> Result<Self, Misfit> {
        let PublishedCalendarEvent::YearPublished { year, .. } = event;
        let mut calendar = state.unwrap_or_default();
        match calendar.place(year.year) {
            Ok(place) => {
                if let Some(known) = calendar.years.get_mut(place) {
                    known.clone_from(year);
                }
            }
            Err(place) => calendar.years.insert(place, year.clone()),
        }
        Ok(calendar)
    }

    fn index(&self) -> Index {
        Index::default()
    }
}

impl PublishedCalendar {
    fn place(&self, year: i16) -> Result<usize, usize> {
        self.years.binary_search_by_key(&year, |known| known.year)
    }

    /// The year as it was entered; `None` when it was not.
    #[must_use]
    pub fn year(&self, year: i16) -> Option<&CalendarYear> {
        self.place(year)
            .ok()
            .and_then(|place| self.years.get(place))
    }

    /// The calendar that is built in, with these years added or in place of its own.
    #[must_use]
    pub fn working_calendar(&self) -> WorkingCalendar {
        let built_in = WorkingCalendar::built_in();
        self.years.iter().fold(built_in, |calendar, year| {
            calendar.with_year(year.year, &year.special_days)
        })
    }
}

/// Enters a year; nothing to do when it stands like that already.
///
/// # Errors
/// `invalid_value` with every day that cannot be, where it stands in the list.
pub fn publish(
    calendar: &PublishedCalendar,
    year: CalendarYear,
    by: &str,
    now: Timestamp,
) -> Result<Decision<PublishedCalendarEvent>, Refusal> {
    let mut year = year;
    check(&year)?;
    year.special_days.sort_by_key(|day| day.date);
    if calendar.year(year.year) == Some(&year) {
        return Ok(Decision::done());
    }
    Ok(Decision::of(vec![PublishedCalendarEvent::YearPublished {
        at: now,
        by: by.to_owned(),
        year,
    }]))
}

fn check(year: &CalendarYear) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    if !YEARS.contains(&year.year) {
        wrong.push(Evidence::new(
            "year",
            format!("{} to {}", YEARS.start(), YEARS.end()),
            year.year.to_string(),
        ));
    }
    if year.special_days.len() > MOST_SPECIAL_DAYS {
        wrong.push(Evidence::new(
            "special_days",
            format!("at most {MOST_SPECIAL_DAYS} days"),
            year.special_days.len().to_string(),
        ));
    }
    let days = year.special_days.iter().take(MOST_SPECIAL_DAYS);
    for (index, day) in days.enumerate() {
        let earlier = year.special_days.get(..index).unwrap_or_default();
        let expected = if day.date.year() != year.year {
            Some(format!("a day of {}", year.year))
        } else if earlier.iter().any(|other| other.date == day.date) {
            Some("each day once".to_owned())
        } else if day.kind == SpecialDayKind::MakeUpWorkday && !is_weekend(day.date) {
            Some("a Saturday or Sunday to be worked".to_owned())
        } else {
            None
        };
        if let Some(expected) = expected {
            wrong.push(Evidence::new(
                format!("special_days[{index}]"),
                expected,
                day.date.to_string(),
            ));
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let refusal = Refusal::new(
        RefusalClass::Unacceptable,
        "invalid_value",
        "日历数据有误，详见 errors：节假日与调休上班日须属于该年度、各列一次，调休上班日须为周六或周日",
        "the calendar has mistakes, see errors: each day is of that year and listed once, and a make-up working day is a Saturday or Sunday",
    );
    Err(wrong.into_iter().fold(refusal, Refusal::because))
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aggregate::fold;
    use jiff::civil::date;

    fn day(date: Date, kind: SpecialDayKind) -> SpecialDay {
        SpecialDay { date, kind }
    }

    fn year_2027() -> CalendarYear {
        CalendarYear {
            year: 2027,
            special_days: vec![
                day(date(2027, 1, 3), SpecialDayKind::MakeUpWorkday),
                day(date(2027, 1, 1), SpecialDayKind::Holiday),
            ],
        }
    }

    fn published(calendar: &PublishedCalendar, year: CalendarYear) -> PublishedCalendar {
        let decision = publish(calendar, year, "m-1", Timestamp::UNIX_EPOCH).unwrap();
        fold(Some(calendar.clone()), &decision.events)
            .unwrap()
            .unwrap()
    }

    #[test]
    fn an_entered_year_is_known_and_the_same_again_changes_nothing() {
        let calendar = published(&PublishedCalendar::default(), year_2027());
        let working = calendar.working_calendar();
        assert_eq!(working.is_working_day(date(2027, 1, 1)), Ok(false));
        assert_eq!(working.is_working_day(date(2027, 1, 3)), Ok(true));
        assert_eq!(working.is_working_day(date(2027, 1, 4)), Ok(true));
        assert!(working.is_working_day(date(2028, 1, 4)).is_err());
        let again = publish(&calendar, year_2027(), "m-2", Timestamp::UNIX_EPOCH).unwrap();
        assert_eq!(again, Decision::done());
    }

    #[test]
    fn a_corrected_year_stands_in_place_of_the_one_that_is_built_in() {
        let corrected = CalendarYear {
            year: 2026,
            special_days: vec![day(date(2026, 3, 9), SpecialDayKind::Holiday)],
        };
        let calendar = published(&PublishedCalendar::default(), corrected);
        let working = calendar.working_calendar();
        assert_eq!(working.is_working_day(date(2026, 3, 9)), Ok(false));
        assert_eq!(
            working.is_working_day(date(2026, 2, 16)),
            Ok(true),
            "the year is replaced as a whole"
        );
        assert_eq!(working.is_working_day(date(2025, 1, 28)), Ok(false));
    }

    #[test]
    fn days_that_cannot_be_are_named_one_by_one() {
        let mut year = year_2027();
        year.special_days.extend([
            day(date(2027, 1, 1), SpecialDayKind::Holiday),
            day(date(2028, 1, 1), SpecialDayKind::Holiday),
            day(date(2027, 1, 4), SpecialDayKind::MakeUpWorkday),
        ]);
        let refusal = publish(
            &PublishedCalendar::default(),
            year,
            "m-1",
            Timestamp::UNIX_EPOCH,
        )
        .unwrap_err();
        let places: Vec<_> = refusal
            .evidence
            .iter()
            .map(|evidence| (evidence.at.as_str(), evidence.expected.as_str()))
            .collect();
        assert_eq!(
            places,
            [
                ("special_days[2]", "each day once"),
                ("special_days[3]", "a day of 2027"),
                ("special_days[4]", "a Saturday or Sunday to be worked"),
            ]
        );
        let ancient = CalendarYear {
            year: 1999,
            special_days: Vec::new(),
        };
        let refusal = publish(
            &PublishedCalendar::default(),
            ancient,
            "m-1",
            Timestamp::UNIX_EPOCH,
        );
        assert_eq!(refusal.unwrap_err().evidence[0].at, "year");
    }
}
