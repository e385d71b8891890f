//! Phase 3: what one order costs, from intake to settled: capacity units and messages.
//!
//! The steps are taken together, each after the host has come to rest, so nothing is asked twice
//! and no reading of ours is counted.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use super::super::Failure;
use super::carrying::approve;
use super::distribution::tenths;
use super::journey::{Journey, Step};
use super::people::People;
use super::sample::Run;
use crate::client::{Client, HostStatus};
use crate::engine::meter::Usage;

const PHASE: &str = "u";
/// The most decisions in one request.
const AT_ONCE: usize = 100;
/// The host has far less to do than this takes.
const REST_LIMIT: Duration = Duration::from_secs(120);

/// What `orders` orders used.
pub(super) struct Used {
    orders: u64,
    /// By function; `None` when the server was started without a meter.
    capacity: Option<BTreeMap<String, Usage>>,
    /// By topic.
    published: BTreeMap<String, u64>,
    /// By queue.
    delivered: BTreeMap<String, u64>,
}

/// Carries `orders` orders through, and tells what the host counted meanwhile.
pub(super) fn measure(people: &People, run: &Run, orders: usize) -> Result<Used, Failure> {
    let host = &people.back_office;
    rest(host)?;
    let before = host.status()?;
    let begin = |number| Journey::begin(people, run, PHASE, number);
    let mut journeys = (0..orders).map(begin).collect::<Result<Vec<_>, _>>()?;
    rest(host)?;
    for some in journeys.chunks_mut(AT_ONCE) {
        approve(people, some.iter_mut())?;
    }
    for step in [Step::Payment, Step::Dispatch] {
        rest(host)?;
        for journey in &mut journeys {
            if journey.step != step {
                return Err(format!(
                    "order {} waits for its {:?}, expected {step:?}",
                    journey.id, journey.step
                )
                .into());
            }
            journey.try_step(people, run, PHASE)?;
        }
    }
    rest(host)?;
    let used = Used::between(&before, &host.status()?, orders as u64);
    for journey in &mut journeys {
        journey.try_step(people, run, PHASE)?;
        if journey.step != Step::Done {
            return Err(format!(
                "order {} was not completed when the host had nothing left to do",
                journey.id
            )
            .into());
        }
    }
    Ok(used)
}

fn rest(host: &Client) -> Result<(), Failure> {
    match host.wait_until_idle(REST_LIMIT)? {
        true => Ok(()),
        false => Err(format!(
            "the host did not come to rest within {REST_LIMIT:?}; see /_yudan/status"
        )
        .into()),
    }
}

impl Used {
    fn between(before: &HostStatus, after: &HostStatus, orders: u64) -> Self {
        let published = |status: &HostStatus| -> BTreeMap<String, u64> {
            status
                .topics
                .iter()
                .map(|topic| (topic.name.clone(), topic.published))
                .collect()
        };
        let delivered = |status: &HostStatus| -> BTreeMap<String, u64> {
            status
                .queues
                .iter()
                .map(|queue| (queue.name.clone(), queue.delivered))
                .collect()
        };
        Self {
            orders,
            capacity: after
                .capacity
                .as_ref()
                .map(|after| used(before.capacity.as_ref(), after)),
            published: grown(&published(before), published(after)),
            delivered: grown(&delivered(before), delivered(after)),
        }
    }

    fn per_order(&self, count: u64) -> String {
        tenths(count, self.orders)
    }

    fn list(&self, counts: &BTreeMap<String, u64>) -> String {
        let each = counts
            .iter()
            .map(|(name, count)| format!("{name} {}", self.per_order(*count)));
        each.collect::<Vec<_>>().join(", ")
    }
}

fn grown(before: &BTreeMap<String, u64>, after: BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let more = |(name, count): (String, u64)| {
        let more = count.saturating_sub(before.get(&name).copied().unwrap_or_default());
        (more > 0).then_some((name, more))
    };
    after.into_iter().filter_map(more).collect()
}

fn used(
    before: Option<&BTreeMap<String, Usage>>,
    after: &BTreeMap<String, Usage>,
) -> BTreeMap<String, Usage> {
    let earlier = |name: &str| {
        before
            .and_then(|before| before.get(name))
            .copied()
            .unwrap_or_default()
    };
    let since = |(name, now): (&String, &Usage)| (name.clone(), now.since(earlier(name)));
    after
        .iter()
        .map(since)
        .filter(|(_, usage)| usage.calls > 0)
        .collect()
}

impl fmt::Display for Used {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "one order from intake to settled, on average of {}:",
            self.orders
        )?;
        match &self.capacity {
            None => writeln!(
                f,
                "  capacity units: start the server with --meter to have them counted"
            )?,
            Some(capacity) => self.write_capacity(f, capacity)?,
        }
        let sum = |counts: &BTreeMap<String, u64>| self.per_order(counts.values().sum());
        let (published, delivered) = (&self.published, &self.delivered);
        writeln!(
            f,
            "  messages published {:>6}  ({})",
            sum(published),
            self.list(published)
        )?;
        writeln!(
            f,
            "  messages delivered {:>6}  ({})",
            sum(delivered),
            self.list(delivered)
        )
    }
}

impl Used {
    fn write_capacity(
        &self,
        f: &mut fmt::Formatter<'_>,
        capacity: &BTreeMap<String, Usage>,
    ) -> fmt::Result {
        writeln!(
            f,
            "  {:<14}{:>8}{:>12}{:>13}",
            "function", "calls", "read units", "write units"
        )?;
        let total = capacity
            .values()
            .fold(Usage::default(), |sum, usage| sum.plus(*usage));
        let all = capacity.iter().map(|(name, usage)| (name.as_str(), *usage));
        for (name, usage) in all.chain([("all", total)]) {
            let units = |halves| tenths(halves, self.orders * 2);
            writeln!(
                f,
                "  {name:<14}{:>8}{:>12}{:>13}",
                self.per_order(usage.calls),
                units(usage.read_half_units),
                units(usage.write_half_units)
            )?;
        }
        Ok(())
    }
}
