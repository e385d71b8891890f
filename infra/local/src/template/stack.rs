//! The plain model of everything the template describes that exists here.

use std::collections::BTreeMap;

use serde_json::Value;

/// All that the local host has to bring to life.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Stack {
    /// Tables, with the request that creates each.
    pub tables: Vec<Table>,
    /// Queues, dead-letter queues first among those that are referred to by others.
    pub queues: Vec<Queue>,
    /// Topic names.
    pub topics: Vec<String>,
    /// Subscriptions of queues to topics.
    pub subscriptions: Vec<Subscription>,
    /// Functions with everything that starts them, except HTTP.
    pub functions: Vec<Function>,
    /// The HTTP front door, if the template has one.
    pub api: Option<Api>,
}

/// A table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Physical name.
    pub name: String,
    /// Body of the `CreateTable` request.
    pub definition: Value,
    /// Attribute holding the expiry in epoch seconds.
    pub ttl_attribute: Option<String>,
}

/// A queue.
#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    /// Physical name.
    pub name: String,
    /// How long a received message stays invisible.
    pub visibility_timeout_s: u64,
    /// How long a new message stays invisible.
    pub delay_s: u64,
    /// How long a message is kept.
    pub retention_s: u64,
    /// Default long-poll time of a receive.
    pub receive_wait_s: u64,
    /// Where messages go that were received too often.
    pub redrive: Option<Redrive>,
}

/// The way to a dead-letter queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redrive {
    /// Physical name of the dead-letter queue.
    pub dead_letter_queue: String,
    /// A message received this often and still there moves at its next receive.
    pub max_receive_count: u64,
}

/// A queue subscribed to a topic.
#[derive(Debug, Clone, PartialEq)]
pub struct Subscription {
    /// Topic name.
    pub topic: String,
    /// Queue name.
    pub queue: String,
    /// Whether the message arrives without an envelope.
    pub raw_delivery: bool,
    /// Which messages are wanted; `None` is all.
    pub filter_policy: Option<Value>,
    /// What the policy looks at: `MessageAttributes` or `MessageBody`.
    pub filter_scope: String,
}

/// A function and what starts it.
#[derive(Debug, Clone, PartialEq)]
pub struct Function {
    /// Physical name.
    pub name: String,
    /// The program: the name of the crate whose binary is deployed as `bootstrap`.
    pub program: String,
    /// Environment, secrets resolved.
    pub environment: BTreeMap<String, String>,
    /// Memory in MB.
    pub memory_mb: u64,
    /// Longest time one invocation may take.
    pub timeout_s: u64,
    /// Queues polled for it.
    pub queues: Vec<QueueSource>,
    /// Table streams read for it.
    pub streams: Vec<StreamSource>,
    /// Times at which it is started.
    pub schedules: Vec<Schedule>,
    /// What happens to scheduled runs that fail, if the template says so.
    pub failed_runs: Option<FailedRuns>,
}

/// What happens to asynchronous runs that fail: the scheduler counts a run that began as done, so
/// these rules, not the schedule's own, decide about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FailedRuns {
    /// Retries of a failed run.
    pub max_retries: u64,
    /// Runs older than this are given up.
    pub max_age_s: u64,
    /// Queue that is told of runs given up.
    pub on_failure_queue: Option<String>,
}

/// A queue as an event source.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueSource {
    /// Queue name.
    pub queue: String,
    /// At most this many messages at once.
    pub batch_size: u64,
    /// How long to wait for a fuller batch.
    pub batching_window_s: u64,
    /// How many batches may be in work at once.
    pub concurrency: u64,
    /// Whether the answer names the messages that failed.
    pub reports_failures: bool,
}

/// A table stream as an event source.
#[derive(Debug, Clone, PartialEq)]
pub struct StreamSource {
    /// Logical name of the event, part of the checkpoint's name.
    pub event: String,
    /// Table name.
    pub table: String,
    /// At most this many records at once.
    pub batch_size: u64,
    /// How long to wait for a fuller batch.
    pub batching_window_s: u64,
    /// Retries of a failing batch; `None` is until it succeeds or grows too old.
    pub max_retries: Option<u64>,
    /// Older records are given up when they fail; `None` is never.
    pub max_age_s: Option<u64>,
    /// Whether a failing batch is halved before it is tried again.
    pub bisect_on_error: bool,
    /// Whether the answer names the first record that failed.
    pub reports_failures: bool,
    /// Event filters; a record passes if one of them matches, or there is none.
    pub filters: Vec<Value>,
    /// Queue that is told of records given up.
    pub on_failure_queue: Option<String>,
}

/// A time at which a function is started.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Name, unique in the stack.
    pub name: String,
    /// `rate(…)`, `cron(…)` or `at(…)`, as written.
    pub expression: String,
    /// IANA time zone of the expression.
    pub timezone: String,
    /// The event; may hold `<aws.scheduler.scheduled-time>`.
    pub input: String,
    /// Retries after a failed start.
    pub max_retries: u64,
    /// Starts older than this are given up.
    pub max_age_s: u64,
    /// Queue for starts that failed for good.
    pub dead_letter_queue: Option<String>,
}

/// The HTTP front door.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Api {
    /// Id by which the API calls itself.
    pub id: String,
    /// Routes in template order.
    pub routes: Vec<Route>,
    /// Who issues tokens and for whom.
    pub authorizer: Option<Authorizer>,
    /// Cross-origin rules.
    pub cors: Option<Cors>,
}

/// One route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Method in capitals, or `ANY`.
    pub method: String,
    /// Path with `{name}` and `{name+}` parts.
    pub path: String,
    /// Function name.
    pub function: String,
    /// Whether a valid token is needed.
    pub authorized: bool,
    /// How long the answer may take, at most 30 s.
    pub timeout_ms: u64,
}

/// A JWT authorizer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authorizer {
    /// Required `iss`.
    pub issuer: String,
    /// Accepted `aud`.
    pub audience: Vec<String>,
}

/// Cross-origin rules of an HTTP API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cors {
    /// Origins; `*` is any.
    pub origins: Vec<String>,
    /// Methods; `*` is any.
    pub methods: Vec<String>,
    /// Request headers; `*` is any.
    pub headers: Vec<String>,
    /// Response headers a page may read.
    pub exposed_headers: Vec<String>,
    /// Whether cookies and credentials are allowed.
    pub credentials: bool,
    /// How long a preflight answer may be kept.
    pub max_age_s: Option<u64>,
}
