//! What the host is doing, for people and for tests that wait until it has nothing left to do.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use rusqlite::Connection;
use serde_json::{Value, json};

use crate::bus::{Bus, BusError};
use crate::engine::meter::Meter;
use crate::engine::stream::{count_after, count_ever};
use crate::error::HostError;
use crate::event_source::Progress;
use crate::process::Supervisor;
use crate::runtime_api::Pool;
use crate::scheduler::ScheduledFunction;
use crate::template::Stack;

/// A stream consumer's progress.
pub struct StreamWatch {
    /// The function that reads.
    pub function: String,
    /// The table whose stream it reads.
    pub table: String,
    /// How far it has come.
    pub progress: Arc<Progress>,
}

/// Everything that can be looked at.
pub struct Watch {
    pools: Vec<Arc<Pool>>,
    supervisors: HashMap<String, Arc<Supervisor>>,
    streams: Vec<StreamWatch>,
    queues: Vec<String>,
    /// Queues from which a function is fed; others, like dead-letter queues, only collect.
    consumed: HashSet<String>,
    tables: Mutex<Connection>,
    meter: Option<Arc<Meter>>,
    /// Memory of each function, in MB.
    memory: HashMap<String, u64>,
    /// Requests that the front door handed to a function.
    requests: Arc<AtomicU64>,
}

impl Watch {
    /// Looks at the parts of a host.
    pub(super) fn new(
        stack: &Stack,
        pools: &HashMap<String, Arc<Pool>>,
        supervisors: Vec<Arc<Supervisor>>,
        streams: Vec<StreamWatch>,
        tables: Connection,
    ) -> Self {
        let consumed = stack.functions.iter().flat_map(|function| &function.queues);
        Self {
            pools: stack
                .functions
                .iter()
                .filter_map(|function| pools.get(&function.name).cloned())
                .collect(),
            supervisors: supervisors
                .into_iter()
                .map(|one| (one.function_name().to_owned(), one))
                .collect(),
            streams,
            queues: stack
                .queues
                .iter()
                .map(|queue| queue.name.clone())
                .collect(),
            consumed: consumed.map(|source| source.queue.clone()).collect(),
            tables: Mutex::new(tables),
            meter: None,
            memory: stack
                .functions
                .iter()
                .map(|function| (function.name.clone(), function.memory_mb))
                .collect(),
            requests: Arc::default(),
        }
    }

    /// Where the front door counts the requests that it hands to functions.
    pub(super) fn request_counter(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.requests)
    }

    /// Looks at what the tables charge, too.
    pub(super) fn metered_by(mut self, meter: Option<Arc<Meter>>) -> Self {
        self.meter = meter;
        self
    }

    /// The whole state.
    ///
    /// `idle` means that nothing is under way: no request, no message, no unread stream record. The
    /// parts are looked at one after another, so the number of invocations before and after tells
    /// whether work has slipped from one place to another meanwhile.
    pub(crate) async fn status(
        &self,
        bus: &Bus,
        schedules: &[Arc<ScheduledFunction>],
    ) -> Result<Value, HostError> {
        let before = self.invocations();
        let (streams, lag) = self.streams()?;
        let (functions, working) = self.functions();
        let (queues, waiting) = self
            .queues(bus)
            .await
            .map_err(|error| HostError::Bus(error.to_string()))?;
        let idle = lag == 0 && working == 0 && waiting == 0 && self.invocations() == before;
        Ok(json!({
            "idle": idle,
            "pid": std::process::id(),
            "http_requests": self.requests.load(Ordering::Relaxed),
            "stream_records": self.stream_records()?,
            "functions": functions,
            "queues": queues,
            "topics": topics(bus),
            "streams": streams,
            "capacity": self.meter.as_ref().map(|meter| meter.usage()),
            "schedules": schedules.iter().map(|schedule| schedule_status(schedule)).collect::<Result<Vec<_>, _>>()?,
        }))
    }

    fn invocations(&self) -> u64 {
        let total = |pool: &Arc<Pool>| {
            let status = pool.status();
            status.answered + status.failed + (status.pending + status.running) as u64
        };
        self.pools.iter().map(total).sum()
    }

    fn functions(&self) -> (Vec<Value>, usize) {
        let mut working = 0;
        let functions = self
            .pools
            .iter()
            .map(|pool| {
                let status = pool.status();
                working += status.pending + status.running;
                let pids = self
                    .supervisors
                    .get(&pool.name)
                    .map(|supervisor| supervisor.pids())
                    .unwrap_or_default();
                json!({
                    "name": pool.name,
                    "instances": pids.len(),
                    "pids": pids,
                    "pending": status.pending,
                    "running": status.running,
                    "answered": status.answered,
                    "failed": status.failed,
                    "billed_ms": status.billed_ms,
                    "memory_mb": self.memory.get(&pool.name),
                })
            })
            .collect();
        (functions, working)
    }

    /// Records that the tables' streams were given since the tables were made.
    fn stream_records(&self) -> Result<u64, HostError> {
        let connection = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        count_ever(&connection)
    }

    fn streams(&self) -> Result<(Vec<Value>, u64), HostError> {
        let connection = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let mut total = 0;
        let mut streams = Vec::new();
        for stream in &self.streams {
            let sequence = stream.progress.sequence();
            let lag = count_after(&connection, &stream.table, sequence.as_deref())?;
            total += lag;
            streams.push(json!({
                "function": stream.function,
                "table": stream.table,
                "sequence": sequence,
                "lag": lag,
            }));
        }
        Ok((streams, total))
    }

    async fn queues(&self, bus: &Bus) -> Result<(Vec<Value>, u64), BusError> {
        let mut waiting = 0;
        let traffic = bus.traffic();
        let mut queues = Vec::new();
        for name in &self.queues {
            let counts = bus.counts(name).await?;
            let consumed = self.consumed.contains(name);
            if consumed {
                waiting += counts.visible + counts.in_flight + counts.delayed;
            }
            queues.push(json!({
                "name": name,
                "consumed": consumed,
                "visible": counts.visible,
                "in_flight": counts.in_flight,
                "delayed": counts.delayed,
                "oldest_sent_ms": counts.oldest_sent_ms,
                "delivered": traffic.delivered.get(name).copied().unwrap_or_default(),
            }));
        }
        Ok((queues, waiting))
    }
}

/// What was published since the host started.
fn topics(bus: &Bus) -> Vec<Value> {
    let published = bus.traffic().published.into_iter();
    published
        .map(|(name, published)| json!({"name": name, "published": published}))
        .collect()
}

fn schedule_status(schedule: &ScheduledFunction) -> Result<Value, HostError> {
    let (last, next) = schedule.times()?;
    Ok(json!({
        "name": schedule.schedule.name,
        "function": schedule.function(),
        "expression": schedule.schedule.expression,
        "counts_from": last,
        "next_run": next,
    }))
}
