//! Starts functions at their times, once per time, also after the host was down.

pub mod cron;
pub mod expression;
mod start;

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use jiff::Timestamp;
use tokio::sync::watch;

use crate::bus::Bus;
use crate::error::HostError;
use crate::records::Records;
use crate::runtime_api::{Outcome, Pool};
use crate::template::stack::{FailedRuns, Schedule};

use expression::Expression;

/// The clock is looked at this often at least: a machine that slept must not oversleep.
const LONGEST_SLEEP: Duration = Duration::from_secs(30);

/// A schedule and the function it starts.
pub struct ScheduledFunction {
    /// What the template says.
    pub schedule: Schedule,
    failed_runs: Option<FailedRuns>,
    expression: Expression,
    pool: Arc<Pool>,
    bus: Bus,
    records: Arc<Records>,
}

impl ScheduledFunction {
    /// Prepares a schedule of the template.
    ///
    /// # Errors
    /// The expression is not understood.
    pub fn new(
        schedule: Schedule,
        failed_runs: Option<FailedRuns>,
        pool: Arc<Pool>,
        bus: Bus,
        records: Arc<Records>,
    ) -> Result<Self, String> {
        Ok(Self {
            expression: Expression::parse(&schedule.expression, &schedule.timezone)?,
            schedule,
            failed_runs,
            pool,
            bus,
            records,
        })
    }

    /// The function's name.
    pub fn function(&self) -> &str {
        &self.pool.name
    }

    /// When it ran last, and when it is due next.
    ///
    /// # Errors
    /// The host's records cannot be read.
    pub fn times(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), HostError> {
        let last = self.records.last_run(&self.schedule.name)?;
        let next = self
            .expression
            .next_after(last.unwrap_or_else(Timestamp::now));
        Ok((last, next))
    }

    /// Runs at every due time until the host ends.
    pub async fn run(self: Arc<Self>, mut ending: watch::Receiver<bool>) {
        let mut last = match self.first_reference() {
            Ok(last) => last,
            Err(error) => {
                tracing::error!(schedule = self.schedule.name, %error, "a schedule cannot be kept");
                return;
            }
        };
        while !*ending.borrow() {
            let now = Timestamp::now();
            if let Some(due) = self.expression.latest_between(last, now) {
                self.run_with_retries(due, &mut ending).await;
                if *ending.borrow() {
                    return;
                }
                last = due;
                if let Err(error) = self.records.save_last_run(&self.schedule.name, due) {
                    tracing::warn!(schedule = self.schedule.name, %error, "a run could not be recorded; it may be repeated");
                }
                continue;
            }
            let Some(next) = self.expression.next_after(last) else {
                return;
            };
            let wait = Duration::try_from(next.duration_since(now)).unwrap_or_default();
            tokio::select! {
                () = tokio::time::sleep(wait.min(LONGEST_SLEEP)) => {}
                _ = ending.changed() => return,
            }
        }
    }

    /// The last run, or now for a schedule that is new: it first runs at its next time.
    fn first_reference(&self) -> Result<Timestamp, HostError> {
        match self.records.last_run(&self.schedule.name)? {
            Some(last) => Ok(last),
            None => {
                let now = Timestamp::now();
                self.records.save_last_run(&self.schedule.name, now)?;
                Ok(now)
            }
        }
    }

    async fn run_with_retries(&self, due: Timestamp, ending: &mut watch::Receiver<bool>) {
        let (max_retries, max_age_s) = match &self.failed_runs {
            Some(rules) => (rules.max_retries, rules.max_age_s),
            None => (self.schedule.max_retries, self.schedule.max_age_s),
        };
        let mut retries = 0;
        loop {
            let outcome = self.start(due, retries + 1).await;
            if matches!(outcome, Outcome::Answer(_)) {
                return;
            }
            let age_s =
                u64::try_from(Timestamp::now().duration_since(due).as_secs()).unwrap_or_default();
            if retries >= max_retries || age_s > max_age_s {
                self.give_up(due, retries + 1, &outcome).await;
                return;
            }
            retries += 1;
            tokio::select! {
                () = tokio::time::sleep(start::back_off(retries)) => {}
                _ = ending.changed() => return,
            }
        }
    }

    /// Starts the function once, as if it were `due`.
    pub async fn start(&self, due: Timestamp, attempt: u64) -> Outcome {
        let payload = start::payload(&self.schedule, due, attempt);
        self.pool.invoke(Bytes::from(payload)).await
    }

    /// Today in the schedule's time zone.
    pub fn today(&self) -> jiff::civil::Date {
        let zone =
            jiff::tz::TimeZone::get(&self.schedule.timezone).unwrap_or(jiff::tz::TimeZone::UTC);
        zone.to_datetime(Timestamp::now()).date()
    }

    /// The scheduled time that stands for a calendar date: the first due time of that day in the
    /// schedule's time zone, or its midnight.
    ///
    /// # Errors
    /// The date or the time zone is not known.
    pub fn time_on(&self, date: jiff::civil::Date) -> Result<Timestamp, String> {
        let zone =
            jiff::tz::TimeZone::get(&self.schedule.timezone).map_err(|error| error.to_string())?;
        let midnight = zone
            .to_timestamp(date.at(0, 0, 0, 0))
            .map_err(|error| error.to_string())?;
        let just_before = midnight - jiff::SignedDuration::from_secs(1);
        let due = match &self.expression {
            Expression::Cron(..) => self.expression.next_after(just_before),
            Expression::Rate(_) | Expression::At(_) => None,
        };
        Ok(due
            .filter(|due| zone.to_datetime(*due).date() == date)
            .unwrap_or(midnight))
    }

    async fn give_up(&self, due: Timestamp, attempts: u64, outcome: &Outcome) {
        tracing::error!(
            schedule = self.schedule.name,
            attempts,
            "a scheduled run failed for good"
        );
        let told = self
            .failed_runs
            .as_ref()
            .and_then(|rules| rules.on_failure_queue.as_ref());
        let (queue, message) = match (told, &self.schedule.dead_letter_queue) {
            (Some(queue), _) => (
                queue,
                start::failed_run(&self.schedule, self.function(), due, attempts, outcome),
            ),
            (None, Some(queue)) => (
                queue,
                start::dead_letter(&self.schedule, due, attempts, outcome),
            ),
            (None, None) => return,
        };
        if let Err(error) = self.bus.send(queue, message).await {
            tracing::error!(queue, %error, "a failed run could not be put aside");
        }
    }
}
