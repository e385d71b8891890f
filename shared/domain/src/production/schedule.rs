//! Filling the days of a line with work, one job after the other (5.1.1).

use jiff::civil::Date;

use crate::calendar::CalendarError;

#[cfg(test)]
mod tests;

/// Minutes of a job on one day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Portion {
    /// Which job, by its place in the sequence.
    pub job: usize,
    /// The day.
    pub date: Date,
    /// Working minutes, at least one.
    pub minutes: u64,
}

/// Places jobs of so many working minutes on the days from `from` on, in this sequence and without a gap: each day
/// takes what it can, several jobs on one day or one over several days.
///
/// # Errors
/// What `capacity` cannot tell: days in a year without data.
pub fn fill(
    jobs: &[u64],
    from: Date,
    capacity: impl Fn(Date) -> Result<u64, CalendarError>,
) -> Result<Vec<Portion>, CalendarError> {
    let mut portions = Vec::new();
    let mut days: Option<(Date, u64)> = None;
    for (job, minutes) in jobs.iter().enumerate() {
        let mut rest = *minutes;
        while rest > 0 {
            let (date, left) = match days {
                Some((date, 0)) => {
                    let next = date
                        .tomorrow()
                        .map_err(|_| CalendarError::YearWithoutData { year: date.year() })?;
                    (next, capacity(next)?)
                }
                Some(day) => day,
                None => (from, capacity(from)?),
            };
            let minutes = rest.min(left);
            if minutes > 0 {
                portions.push(Portion { job, date, minutes });
            }
            rest = rest.saturating_sub(minutes);
            days = Some((date, left.saturating_sub(minutes)));
        }
    }
    Ok(portions)
}
