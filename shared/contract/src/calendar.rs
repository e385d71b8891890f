//! Years of the working calendar (4.3.2).

use domain::calendar::{SpecialDay, SpecialDayKind};
use domain::published_calendar::CalendarYear;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A whole year as the State Council announced it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CalendarYearRequest {
    /// Days off: the festivals and the days moved to them.
    #[schema(value_type = Vec<String>, max_items = 100, example = json!(["2027-01-01"]))]
    pub holidays: Vec<Date>,
    /// Saturdays and Sundays that are worked in exchange 调休.
    #[schema(value_type = Vec<String>, max_items = 100, example = json!(["2027-01-03"]))]
    pub make_up_workdays: Vec<Date>,
}

impl CalendarYearRequest {
    /// The domain's form, holidays first.
    #[must_use]
    pub fn into_year(self, year: i16) -> CalendarYear {
        let of = |kind| move |date| SpecialDay { date, kind };
        let holidays = self.holidays.into_iter().map(of(SpecialDayKind::Holiday));
        let worked = self.make_up_workdays.into_iter();
        CalendarYear {
            year,
            special_days: holidays
                .chain(worked.map(of(SpecialDayKind::MakeUpWorkday)))
                .collect(),
        }
    }
}

/// A year of the working calendar. Every other day follows Monday to Friday.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CalendarYearView {
    /// The year.
    #[schema(example = 2027)]
    pub year: i16,
    /// Whether it is the one that came with the program; if not, somebody entered it.
    pub built_in: bool,
    /// Days off, by date.
    #[schema(value_type = Vec<String>)]
    pub holidays: Vec<Date>,
    /// Saturdays and Sundays that are worked, by date.
    #[schema(value_type = Vec<String>)]
    pub make_up_workdays: Vec<Date>,
}

impl CalendarYearView {
    /// The wire form of a year's special days.
    #[must_use]
    pub fn of(year: i16, special_days: &[SpecialDay], built_in: bool) -> Self {
        let of = |kind| {
            let days = special_days.iter().filter(move |day| day.kind == kind);
            days.map(|day| day.date).collect()
        };
        Self {
            year,
            built_in,
            holidays: of(SpecialDayKind::Holiday),
            make_up_workdays: of(SpecialDayKind::MakeUpWorkday),
        }
    }
}
