//! Seeded simulation: the real handlers over the real SDK and the embedded engine, in one process
//! and in a time of its own, troubled in every way that the services may trouble them.
//!
//! A run has five parts. The company opens in calm. Then it lives through a number of orders while
//! calls fail, replies get lost, functions crash, reads lag, and messages come late, twice and
//! out of order (`faults.rs`). The faults end and everything drains. People do what is left on their lists.
//! At last everything is checked: by the auditor on the raw table, and against what the system
//! had acknowledged.
//!
//! Nothing here knows how the functions work. They get the events that the services would give
//! them, and what they call goes through an HTTP client under the SDK (`network.rs`). All chance
//! comes from the seed and all time from a paused clock, so a seed goes the same way every time.

mod acknowledged;
mod auditor;
mod call;
mod closing;
mod engine;
mod event_sources;
pub mod faults;
mod findings;
mod gateway;
mod invocation;
mod log;
mod network;
mod post;
mod programs;
pub mod shrinking;
mod stale_reads;
mod topics;
mod trouble;
mod workload;
mod world;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::rc::Rc;
use std::sync::Arc;

use fastrand::Rng;
use tokio::runtime::Builder;
use tokio::task::LocalSet;
use tracing_subscriber::fmt::MakeWriter;

pub use faults::{Fault, Weather};
pub use findings::Finding;

use log::Log;
use workload::Shop;
use world::World;

/// Lines of the log that explain a finding.
const MOST_LINES: usize = 80;

/// What is to be run. The same plan goes the same way every time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// All chance comes from it.
    pub seed: u64,
    /// How many orders come in.
    pub orders: u32,
    /// What goes wrong.
    pub weather: Weather,
}

impl Plan {
    /// The plan of a seed, with its weather.
    #[must_use]
    pub fn of(seed: u64, orders: u32) -> Self {
        let weather = Weather::of(&mut Rng::with_seed(seed));
        Self {
            seed,
            orders,
            weather,
        }
    }
}

/// What a run came to.
#[derive(Clone, Debug)]
pub struct Run {
    /// What is wrong; nothing, if all is well.
    pub findings: Vec<Finding>,
    /// Equal for two runs that went the same way.
    pub fingerprint: String,
    /// Items in the table at the end.
    pub items: usize,
    /// What was acknowledged and found again.
    pub acknowledged: usize,
    /// The lines of the log that are about what the first finding is about; those
    /// before it, if it is about nothing.
    pub explanation: Vec<String>,
    /// The whole log.
    pub log: Vec<String>,
}

/// Runs a plan.
#[must_use]
pub fn run(plan: &Plan) -> Run {
    run_in_new_world(plan.seed, async |world| live(world, plan).await)
}

/// Runs, in calm, an order that nobody reviews however late it is.
#[must_use]
pub fn run_late_review(seed: u64) -> Run {
    run_in_new_world(seed, async |world| {
        event_sources::start(world);
        let shop = Rc::new(Shop::open(world).await);
        workload::nobody_reviews(world, &shop).await;
        closing::check(world, "when nobody had reviewed").await;
    })
}

/// The futures of all functions stand on one stack here, which in a debug build takes more than a thread has usually.
fn run_in_new_world(seed: u64, life: impl AsyncFnOnce(&Rc<World>) + Send) -> Run {
    const STACK_BYTES: usize = 16 * 1024 * 1024;
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(STACK_BYTES)
            .spawn_scoped(scope, || lived(seed, life))
            .unwrap()
            .join()
            .unwrap_or_else(|panicked| resume_unwind(panicked))
    })
}

fn lived(seed: u64, life: impl AsyncFnOnce(&Rc<World>)) -> Run {
    fastrand::seed(seed);
    let runtime = Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .unwrap();
    // Inside, where time stands still until everybody waits.
    let world = runtime.block_on(async { World::new(seed) });
    let logged = Lines(Arc::clone(&world.log));
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::ERROR)
        .with_ansi(false)
        .without_time()
        .with_target(false)
        .with_writer(logged)
        .finish();
    let ended = tracing_subscriber::util::SubscriberInitExt::set_default(subscriber);
    let result = catch_unwind(AssertUnwindSafe(|| {
        LocalSet::new().block_on(&runtime, life(&world));
    }));
    drop(ended);
    if let Err(panicked) = result {
        let words = panicked.downcast_ref::<String>().cloned().or_else(|| {
            panicked
                .downcast_ref::<&str>()
                .map(|words| (*words).to_owned())
        });
        world.find(Finding::new("panic", "", words.unwrap_or_default()));
    }
    report(&world)
}

async fn live(world: &Rc<World>, plan: &Plan) {
    event_sources::start(world);
    let shop = Rc::new(Shop::open(world).await);
    workload::make_history(world, &shop).await;
    let mut troubles = trouble::begin(world, plan.weather.clone());
    workload::live(world, &shop, plan.seed, plan.orders).await;
    troubles.abort_all();
    drop(troubles);
    world.calm_down();
    closing::drain(world).await;
    closing::check(world, "when everything had drained").await;
    workload::finish(world, &shop).await;
    closing::drain(world).await;
    closing::check(world, "when everybody had done their work").await;
    closing::check_ends(world);
}

fn report(world: &World) -> Run {
    let findings = world.found.take();
    let explanation = match findings.first() {
        None => Vec::new(),
        Some(first) if first.about.is_empty() => world.log.before(&first.what, MOST_LINES),
        Some(first) => world.log.about(&first.about, MOST_LINES),
    };
    Run {
        explanation,
        findings,
        fingerprint: world.log.fingerprint(),
        items: world.network.engine.items().len(),
        acknowledged: world.acknowledged.len(),
        log: world.log.all(),
    }
}

/// What the functions log, in the log of the run.
#[derive(Clone)]
struct Lines(Arc<Log>);

impl std::io::Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.note(timeless(&String::from_utf8_lossy(bytes)));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A line without what differs from run to run: identifiers of the queues and of the stream, and
/// real time.
fn timeless(line: &str) -> String {
    const DIFFERENT: [&str; 3] = ["message_id=", "sequence_number=", "duration_ms="];
    let differs = |word: &&str| DIFFERENT.iter().any(|name| word.starts_with(name));
    let words = line.split(' ').filter(|word| !differs(word));
    words.collect::<Vec<_>>().join(" ")
}

impl<'a> MakeWriter<'a> for Lines {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}
