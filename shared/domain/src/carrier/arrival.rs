//! When a parcel leaves and arrives (5.3.1).

use jiff::civil::Date;
use jiff::{Span, Timestamp};

use super::service::{CarrierService, PickUpDays};
use crate::calendar::{BUSINESS_OFFSET, CalendarError, WorkingCalendar};

/// The day a parcel leaves that is handed over at `ready_at`: the same day up to the service's cut-off
/// time, else the next day of picking up.
///
/// # Errors
/// [`CalendarError::YearWithoutData`] where working days matter and are not known.
pub(super) fn leaves_on(
    service: &CarrierService,
    ready_at: Timestamp,
    calendar: &WorkingCalendar,
) -> Result<Date, CalendarError> {
    let ready = BUSINESS_OFFSET.to_datetime(ready_at);
    let day = match ready.time() <= service.cut_off {
        true => ready.date(),
        false => days_after(ready.date(), 1),
    };
    match service.pick_up {
        PickUpDays::EveryDay => Ok(day),
        PickUpDays::WorkingDays => calendar.working_day_on_or_after(day),
    }
}

/// So many calendar days later; at the end of time, the last day.
pub(super) fn days_after(day: Date, days: u16) -> Date {
    day.saturating_add(Span::new().days(i64::from(days)))
}
