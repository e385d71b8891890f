//! The Chinese working calendar (4.3.2): holidays, make-up working days 调休, business hours
//! 09:00–18:00, and business dates in Asia/Shanghai.
//!
//! A year the State Council has not announced, or that is not built in, is an error and never a
//! guess from weekdays alone.

mod business_time;
mod legal_period;
mod working_calendar;
mod working_days;
mod working_hours;

pub use business_time::{BUSINESS_OFFSET, CLOSING_HOUR, OPENING_HOUR, at, business_date};
pub use working_calendar::{CalendarError, SpecialDay, SpecialDayKind, WorkingCalendar};
