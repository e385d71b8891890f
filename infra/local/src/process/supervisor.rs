//! Keeps the processes of one function: one from the start, more on demand, new ones for those that end.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Stdio;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use tokio::process::{Child, Command};
use tokio::sync::{oneshot, watch};
use tokio::task::JoinSet;

use super::environment::{self, Endpoints};
use super::log_file::LogFile;
use crate::runtime_api::{InstanceId, Outcome, Pool};
use crate::template::stack::Function;

const FIRST_BACK_OFF: Duration = Duration::from_millis(100);
const LONGEST_BACK_OFF: Duration = Duration::from_secs(5);
/// How long an invocation may wait before another process is started for it.
const GROWTH_PATIENCE: Duration = Duration::from_millis(5);
/// How often processes are checked for invocations that take too long.
const TIMEOUT_CHECK: Duration = Duration::from_millis(100);
/// How long a process may take to end by itself once its input is closed.
const ENDING_GRACE: Duration = Duration::from_secs(1);

/// How the processes of a function are started.
#[derive(Debug, Clone)]
pub struct Launch {
    /// The program; called as `PROGRAM function NAME`.
    pub program: PathBuf,
    /// Where its calls go.
    pub endpoints: Endpoints,
    /// At most this many processes per function.
    pub max_instances: usize,
    /// Directory of the logs.
    pub logs: PathBuf,
    /// Whether functions also print to the console.
    pub console: bool,
}

/// Watches over the processes of one function.
pub struct Supervisor {
    function: Function,
    pool: Arc<Pool>,
    launch: Launch,
    log: Arc<LogFile>,
    pids: Mutex<BTreeMap<InstanceId, u32>>,
}

/// An instance that has ended.
struct Ended {
    instance: InstanceId,
    had_answered: bool,
}

impl Supervisor {
    /// A supervisor that has started nothing yet.
    pub fn new(function: Function, pool: Arc<Pool>, launch: Launch) -> Arc<Self> {
        let log = LogFile::new(&launch.logs, &function.name, launch.console);
        Arc::new(Self {
            function,
            pool,
            launch,
            log,
            pids: Mutex::default(),
        })
    }

    /// Name of the function.
    pub fn function_name(&self) -> &str {
        &self.function.name
    }

    /// Process ids of the running instances.
    pub fn pids(&self) -> Vec<u32> {
        self.pids
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .values()
            .copied()
            .collect()
    }

    /// Runs until the host ends, then ends every process.
    pub async fn run(self: Arc<Self>, mut ending: watch::Receiver<bool>) {
        let mut children = JoinSet::new();
        let mut kill_switches: BTreeMap<InstanceId, oneshot::Sender<()>> = BTreeMap::new();
        let mut timed_out = BTreeSet::new();
        let mut back_off = FIRST_BACK_OFF;
        let mut not_before = Instant::now();
        let mut timeouts = tokio::time::interval(TIMEOUT_CHECK);
        loop {
            let few = children.is_empty()
                || (self.pool.wants_more() && children.len() < self.launch.max_instances);
            if few && Instant::now() >= not_before {
                match self.start() {
                    Ok((instance, child)) => {
                        let (kill, killed) = oneshot::channel();
                        kill_switches.insert(instance, kill);
                        children.spawn(Arc::clone(&self).watch(
                            instance,
                            child,
                            killed,
                            ending.clone(),
                        ));
                    }
                    Err(error) => {
                        tracing::error!(function = self.function.name, %error, "a function process cannot be started");
                        self.pool.fail_pending();
                        not_before = Instant::now() + LONGEST_BACK_OFF;
                    }
                }
            }
            tokio::select! {
                _ = ending.changed() => break,
                () = self.pool.demand() => {
                    // An instance between two invocations will take it; another is worth its memory
                    // only if the wait lasts.
                    tokio::time::sleep(GROWTH_PATIENCE).await;
                }
                _ = timeouts.tick() => {
                    for instance in self.pool.overdue(Instant::now()) {
                        timed_out.insert(instance);
                        self.pool.remove_instance(instance, Outcome::TimedOut);
                        drop(kill_switches.remove(&instance));
                    }
                }
                Some(ended) = children.join_next() => {
                    let Ok(Ended { instance, had_answered }) = ended else { continue };
                    kill_switches.remove(&instance);
                    if timed_out.remove(&instance) {
                        tracing::warn!(function = self.function.name, "an invocation took too long; its process was ended");
                        continue;
                    }
                    tracing::warn!(function = self.function.name, instance, "a function process ended; starting another");
                    if had_answered {
                        back_off = FIRST_BACK_OFF;
                        continue;
                    }
                    if children.is_empty() {
                        self.pool.fail_pending();
                    }
                    not_before = Instant::now() + back_off;
                    back_off = (back_off * 2).min(LONGEST_BACK_OFF);
                }
            }
        }
        drop(kill_switches);
        while children.join_next().await.is_some() {}
    }

    fn start(&self) -> std::io::Result<(InstanceId, Child)> {
        let instance = self.pool.add_instance();
        let mut command = Command::new(&self.launch.program);
        command
            .args(["function", &self.function.program])
            .env_clear()
            .envs(environment::of(
                &self.function,
                instance,
                &self.launch.endpoints,
            ))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        // Ctrl-C in a terminal reaches a whole process group; the host ends its children itself,
        // after what they have in hand is done.
        #[cfg(unix)]
        command.process_group(0);
        match command.spawn() {
            Ok(mut child) => {
                if let Some(output) = child.stdout.take() {
                    tokio::spawn(Arc::clone(&self.log).copy(output));
                }
                if let Some(output) = child.stderr.take() {
                    tokio::spawn(Arc::clone(&self.log).copy(output));
                }
                if let Some(pid) = child.id() {
                    self.pids
                        .lock()
                        .unwrap_or_else(PoisonError::into_inner)
                        .insert(instance, pid);
                }
                Ok((instance, child))
            }
            Err(error) => {
                self.pool.remove_instance(instance, Outcome::Crashed);
                Err(error)
            }
        }
    }

    /// Waits for one process to end, or ends it when told to.
    async fn watch(
        self: Arc<Self>,
        instance: InstanceId,
        mut child: Child,
        killed: oneshot::Receiver<()>,
        mut ending: watch::Receiver<bool>,
    ) -> Ended {
        let answered_before = self.pool.status().answered;
        // Held open for as long as the process may live: see `parent`.
        let input = child.stdin.take();
        tokio::select! {
            _ = child.wait() => {}
            // The sender is dropped to kill; nothing is ever sent.
            _ = killed => { let _ = child.kill().await; }
            _ = ending.changed() => {
                drop(input);
                if tokio::time::timeout(ENDING_GRACE, child.wait()).await.is_err() {
                    let _ = child.kill().await;
                }
            }
        }
        self.pids
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .remove(&instance);
        self.pool.remove_instance(instance, Outcome::Crashed);
        Ended {
            instance,
            had_answered: self.pool.status().answered > answered_before,
        }
    }
}
