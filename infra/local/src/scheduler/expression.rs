//! Schedule expressions: `rate(5 minutes)`, `cron(0 2 * * ? *)`, `at(2026-11-24T08:00:00)`.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

use super::cron::Cron;

/// A parsed schedule expression with its time zone.
#[derive(Debug, Clone)]
pub enum Expression {
    /// Every so often.
    Rate(SignedDuration),
    /// At calendar times.
    Cron(Cron, TimeZone),
    /// Once.
    At(Timestamp),
}

impl Expression {
    /// Parses an expression; `timezone` is an IANA name.
    ///
    /// # Errors
    /// Says which part was not understood.
    pub fn parse(text: &str, timezone: &str) -> Result<Self, String> {
        let zone =
            TimeZone::get(timezone).map_err(|error| format!("time zone `{timezone}`: {error}"))?;
        let (kind, inner) = text
            .strip_suffix(')')
            .and_then(|text| text.split_once('('))
            .ok_or_else(|| format!("expected rate(…), cron(…) or at(…), found `{text}`"))?;
        match kind {
            "rate" => parse_rate(inner).map(Self::Rate),
            "cron" => Ok(Self::Cron(Cron::parse(inner)?, zone)),
            "at" => {
                let at: DateTime = inner
                    .parse()
                    .map_err(|error| format!("`{inner}`: {error}"))?;
                let at = zone
                    .to_timestamp(at)
                    .map_err(|error| format!("`{inner}`: {error}"))?;
                Ok(Self::At(at))
            }
            other => Err(format!(
                "schedule kind `{other}` is not known to the local host"
            )),
        }
    }

    /// The first time strictly after `after` at which the schedule is due; `None` is never again.
    pub fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        match self {
            Self::Rate(period) => after.checked_add(*period).ok(),
            Self::Cron(cron, zone) => cron.next_after(after, zone),
            Self::At(at) => (*at > after).then_some(*at),
        }
    }

    /// The latest time in `(after, until]` at which the schedule was due, if there was one.
    pub fn latest_between(&self, after: Timestamp, until: Timestamp) -> Option<Timestamp> {
        let mut latest = self.next_after(after).filter(|due| *due <= until)?;
        if let Self::Rate(period) = self {
            let missed = until.duration_since(latest).as_secs() / period.as_secs().max(1);
            let skipped = i32::try_from(missed)
                .ok()
                .and_then(|missed| period.checked_mul(missed));
            return skipped
                .and_then(|skipped| latest.checked_add(skipped).ok())
                .or(Some(latest));
        }
        while let Some(due) = self.next_after(latest).filter(|due| *due <= until) {
            latest = due;
        }
        Some(latest)
    }
}

fn parse_rate(text: &str) -> Result<SignedDuration, String> {
    let (number, unit) = text
        .trim()
        .split_once(' ')
        .ok_or_else(|| format!("expected a number and a unit, found `{text}`"))?;
    let number: i64 = number
        .parse()
        .map_err(|_| format!("expected a whole number, found `{number}`"))?;
    let seconds = match unit.trim() {
        "minute" | "minutes" => 60,
        "hour" | "hours" => 3600,
        "day" | "days" => 86_400,
        other => return Err(format!("rate unit `{other}` is not minutes, hours or days")),
    };
    match number.checked_mul(seconds) {
        Some(seconds) if seconds > 0 => Ok(SignedDuration::from_secs(seconds)),
        _ => Err(format!("expected a rate above zero, found `{text}`")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_rate_counts_from_the_last_run() {
        let rate = Expression::parse("rate(5 minutes)", "UTC").unwrap();
        let start = at("2026-11-24T00:00:00Z");
        assert_eq!(rate.next_after(start), Some(at("2026-11-24T00:05:00Z")));
        assert_eq!(
            rate.latest_between(start, at("2026-11-24T01:02:00Z")),
            Some(at("2026-11-24T01:00:00Z"))
        );
        assert_eq!(rate.latest_between(start, at("2026-11-24T00:04:59Z")), None);
    }

    #[test]
    fn a_daily_cron_follows_its_time_zone() {
        let cron = Expression::parse("cron(30 2 * * ? *)", "Asia/Shanghai").unwrap();
        assert_eq!(
            cron.next_after(at("2026-11-24T00:00:00Z")),
            Some(at("2026-11-24T18:30:00Z"))
        );
        assert_eq!(
            cron.latest_between(at("2026-11-20T00:00:00Z"), at("2026-11-24T00:00:00Z")),
            Some(at("2026-11-23T18:30:00Z"))
        );
    }

    #[test]
    fn what_is_not_understood_is_named() {
        for (text, zone, named) in [
            ("every(5)", "UTC", "every"),
            ("rate(5 fortnights)", "UTC", "fortnights"),
            ("rate(0 minutes)", "UTC", "above zero"),
            ("cron(0 2 * *)", "UTC", "6 fields"),
            ("cron(0 2 1W * ? *)", "UTC", "1W"),
            ("rate(1 hour)", "Moon/Base", "Moon/Base"),
        ] {
            let problem = Expression::parse(text, zone).unwrap_err();
            assert!(problem.contains(named), "{text}: {problem}");
        }
    }
}
