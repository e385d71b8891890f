//! What the host counted between two moments, for some orders.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::client::{FunctionStatus, HostStatus};
use crate::engine::usage::{Usage, UsageByCall};

/// The only function that reads the table on a schedule alone: what it reads belongs to no order.
const SWEEPER: &str = "relay";

/// What the orders of a scenario used, all together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Counted {
    /// How they went.
    pub(in super::super) scenario: String,
    /// How many.
    pub(in super::super) orders: u64,
    /// Units of the tables, by function and kind of call.
    pub(in super::super) tables: UsageByCall,
    /// Invocations, by function.
    pub(in super::super) functions: BTreeMap<String, Invoked>,
    /// Messages published, by topic.
    pub(in super::super) published: BTreeMap<String, u64>,
    /// Messages put into queues, by queue.
    pub(in super::super) delivered: BTreeMap<String, u64>,
    /// Changes of items, each a record of the stream.
    pub(in super::super) stream_records: u64,
    /// HTTP requests handed to functions.
    pub(in super::super) http_requests: u64,
}

/// How often and how long a function ran.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(in super::super) struct Invoked {
    /// Times.
    pub(in super::super) invocations: u64,
    /// Of those, the ones that failed.
    pub(in super::super) failed: u64,
    /// Milliseconds, each invocation rounded up.
    pub(in super::super) billed_ms: u64,
    /// Memory, in MB.
    pub(in super::super) memory_mb: u64,
}

impl Counted {
    /// What came between two looks at the host; `None` if it has no meter.
    pub(super) fn between(
        scenario: &str,
        orders: u64,
        before: &HostStatus,
        after: &HostStatus,
    ) -> Option<Self> {
        let none = UsageByCall::new();
        let before_tables = before.capacity.as_ref().unwrap_or(&none);
        Some(Self {
            scenario: scenario.to_owned(),
            orders,
            tables: used(before_tables, after.capacity.as_ref()?),
            functions: invoked(before, after),
            published: grown(&published(before), published(after)),
            delivered: grown(&delivered(before), delivered(after)),
            stream_records: after.stream_records.saturating_sub(before.stream_records),
            http_requests: after.http_requests.saturating_sub(before.http_requests),
        })
    }

    /// All units of the tables.
    pub(in super::super) fn units(&self) -> Usage {
        self.tables
            .keys()
            .map(|function| self.units_of(function))
            .fold(Usage::default(), Usage::plus)
    }

    /// The units of one function.
    pub(in super::super) fn units_of(&self, function: &str) -> Usage {
        let calls = self.tables.get(function);
        calls
            .into_iter()
            .flat_map(BTreeMap::values)
            .fold(Usage::default(), |sum, usage| sum.plus(*usage))
    }

    /// All invocations.
    pub(in super::super) fn invocations(&self) -> u64 {
        self.functions
            .values()
            .map(|invoked| invoked.invocations)
            .sum()
    }

    /// Memory times time of all invocations, in MB ms.
    pub(in super::super) fn megabyte_ms(&self) -> u64 {
        self.functions
            .values()
            .map(|invoked| invoked.billed_ms.saturating_mul(invoked.memory_mb))
            .sum()
    }

    /// Milliseconds of all invocations.
    pub(in super::super) fn billed_ms(&self) -> u64 {
        self.functions
            .values()
            .map(|invoked| invoked.billed_ms)
            .sum()
    }

    /// Messages published to all topics.
    pub(in super::super) fn published(&self) -> u64 {
        self.published.values().sum()
    }

    /// Messages put into all queues.
    pub(in super::super) fn delivered(&self) -> u64 {
        self.delivered.values().sum()
    }
}

fn used(before: &UsageByCall, after: &UsageByCall) -> UsageByCall {
    let mut used = UsageByCall::new();
    let of_orders = after.iter().filter(|(function, _)| *function != SWEEPER);
    for (function, calls) in of_orders {
        for (operation, usage) in calls {
            let earlier = before
                .get(function)
                .and_then(|calls| calls.get(operation))
                .copied()
                .unwrap_or_default();
            let since = usage.since(earlier);
            if since.calls > 0 {
                used.entry(function.clone())
                    .or_default()
                    .insert(operation.clone(), since);
            }
        }
    }
    used
}

fn invoked(before: &HostStatus, after: &HostStatus) -> BTreeMap<String, Invoked> {
    let earlier = |name: &str| before.functions.iter().find(|one| one.name == name);
    let since = |now: &FunctionStatus| {
        let then = |count: fn(&FunctionStatus) -> u64| {
            count(now).saturating_sub(earlier(&now.name).map_or(0, count))
        };
        let failed = then(|status| status.failed);
        Invoked {
            invocations: then(|status| status.answered) + failed,
            failed,
            billed_ms: then(|status| status.billed_ms),
            memory_mb: now.memory_mb,
        }
    };
    after
        .functions
        .iter()
        .map(|now| (now.name.clone(), since(now)))
        .filter(|(_, invoked)| invoked.invocations > 0)
        .collect()
}

fn published(status: &HostStatus) -> BTreeMap<String, u64> {
    let topics = status.topics.iter();
    topics
        .map(|topic| (topic.name.clone(), topic.published))
        .collect()
}

fn delivered(status: &HostStatus) -> BTreeMap<String, u64> {
    let queues = status.queues.iter();
    queues
        .map(|queue| (queue.name.clone(), queue.delivered))
        .collect()
}

fn grown(before: &BTreeMap<String, u64>, after: BTreeMap<String, u64>) -> BTreeMap<String, u64> {
    let more = |(name, count): (String, u64)| {
        let more = count.saturating_sub(before.get(&name).copied().unwrap_or_default());
        (more > 0).then_some((name, more))
    };
    after.into_iter().filter_map(more).collect()
}
