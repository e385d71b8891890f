//! The policy's section `tracking`: when silence is an exception, and how long exceptions may take (5.3.3).

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::exception_kind::ExceptionSeverity;
use crate::calendar::WorkingCalendar;
use crate::refusal::Refusal;

/// Parameters of following parcels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TrackingPolicy {
    /// A parcel without a first scan so many working minutes after it was handed over was not picked up.
    pub pick_up_working_minutes: u32,
    /// A parcel on its way of which nothing was heard for so many hours is stalled.
    pub stalled_hours: u32,
    /// A parcel that has not arrived so many hours after it was expected is delayed.
    pub delayed_hours: u32,
    /// Working minutes to settle an exception of high severity.
    pub high_working_minutes: u32,
    /// Working minutes to settle an exception of medium severity.
    pub medium_working_minutes: u32,
    /// Working minutes to settle an exception of low severity.
    pub low_working_minutes: u32,
}

impl Default for TrackingPolicy {
    fn default() -> Self {
        Self {
            pick_up_working_minutes: 540,
            stalled_hours: 72,
            delayed_hours: 12,
            high_working_minutes: 240,
            medium_working_minutes: 540,
            low_working_minutes: 1_080,
        }
    }
}

impl TrackingPolicy {
    /// Whether nothing was set.
    #[must_use]
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }

    /// By when an exception that is found now should be settled; at once where the calendar does not know the
    /// year, because a report must not be lost for that.
    #[must_use]
    pub fn deadline(
        &self,
        severity: ExceptionSeverity,
        now: Timestamp,
        calendar: &WorkingCalendar,
    ) -> Timestamp {
        let minutes = match severity {
            ExceptionSeverity::High => self.high_working_minutes,
            ExceptionSeverity::Medium => self.medium_working_minutes,
            ExceptionSeverity::Low => self.low_working_minutes,
        };
        calendar.add_working_minutes(now, minutes).unwrap_or(now)
    }

    /// So many hours after an instant.
    pub(super) fn hours_after(from: Timestamp, hours: u32) -> Timestamp {
        let hours = SignedDuration::from_hours(i64::from(hours));
        from.checked_add(hours).unwrap_or(Timestamp::MAX)
    }

    /// Refuses numbers that would make the section meaningless.
    ///
    /// # Errors
    /// 422 `invalid_value` with the field.
    pub fn check(&self) -> Result<(), Refusal> {
        let within = |at: &str, value: u32, least: u32, most: u32| {
            if (least..=most).contains(&value) {
                Ok(())
            } else {
                let expected = format!("{least} to {most}");
                Err(Refusal::invalid(
                    format!("tracking.{at}"),
                    expected,
                    value.to_string(),
                ))
            }
        };
        within(
            "pick_up_working_minutes",
            self.pick_up_working_minutes,
            30,
            10_800,
        )?;
        within("stalled_hours", self.stalled_hours, 24, 720)?;
        within("delayed_hours", self.delayed_hours, 0, 720)?;
        within("high_working_minutes", self.high_working_minutes, 1, 10_800)?;
        within(
            "medium_working_minutes",
            self.medium_working_minutes,
            1,
            10_800,
        )?;
        within("low_working_minutes", self.low_working_minutes, 1, 10_800)
    }
}
