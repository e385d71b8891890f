//! Everything of one run: the services, the instances of the functions, the clock, the chance.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;
use jiff::{SignedDuration, Timestamp};
use lambda::clock::{self, SetClock};
use lambda::{Answer, config::Secret};
use serde_json::Value;
use tokio::sync::Notify;
use yudan::carrier_stand_in::CarrierStandIn;
use yudan::template::{self, Locality, Stack, locality};

use super::acknowledged::Acknowledged;
use super::engine::Engine;
use super::faults::{Fault, Weather};
use super::findings::Finding;
use super::invocation::{Death, Invocation};
use super::log::Log;
use super::network::{Network, Wire};
use super::post::Post;
use super::programs::{Launch, Program};
use super::stale_reads::StaleReads;

/// When every run begins: the morning of an ordinary working day.
const START: &str = "2026-03-02T01:00:00Z";
/// What machines sign with.
const SECRET: &str = "the secret of every machine in the simulation";
/// Instances of each function.
const INSTANCES: usize = 2;

/// How one event ended.
pub(super) enum Outcome {
    /// The function answered.
    Answered(Answer),
    /// It ended, or its time did, before it answered.
    Lost,
}

/// Everything of one run.
pub(super) struct World {
    pub(super) stack: Stack,
    pub(super) network: Arc<Network>,
    pub(super) clock: SetClock,
    pub(super) log: Arc<Log>,
    pub(super) acknowledged: Acknowledged,
    /// What was found wrong while it ran.
    pub(super) found: RefCell<Vec<Finding>>,
    /// How far the stream was read.
    pub(super) read: RefCell<Option<String>>,
    /// Messages that nobody can read and that are still on their way.
    pub(super) planted: RefCell<Vec<String>>,
    /// Work that is under way: batches, jobs.
    pub(super) under_way: Cell<usize>,
    launch: Launch,
    instances: RefCell<HashMap<String, Vec<Rc<Program>>>>,
    invocations: Cell<u32>,
}

impl World {
    /// An empty company.
    pub(super) fn new(seed: u64) -> Rc<Self> {
        let clock = SetClock::new(START.parse().unwrap(), seed);
        let log = Arc::new(Log::new(clock.clone()));
        let stack = stack();
        let [table] = stack.tables.as_slice() else {
            panic!("the template has one table")
        };
        let network = Arc::new(Network {
            engine: Engine::open(table),
            past: StaleReads::new(Engine::open(table)),
            post: Post::open(&stack, clock.clone()),
            weather: Mutex::new(Weather::calm()),
            rng: Mutex::new(Rng::with_seed(seed)),
            log: Arc::clone(&log),
            relayed: Mutex::default(),
            written: Notify::new(),
            overdrawn: Mutex::default(),
            outages: Mutex::default(),
            carriers: CarrierStandIn::new("none", SECRET),
        });
        let launch = Launch::new(Wire(Arc::clone(&network)), &stack, &unique_name());
        Rc::new(Self {
            stack,
            network,
            clock,
            log,
            acknowledged: Acknowledged::default(),
            found: RefCell::default(),
            read: RefCell::default(),
            planted: RefCell::default(),
            under_way: Cell::new(0),
            launch,
            instances: RefCell::default(),
            invocations: Cell::new(0),
        })
    }

    /// The time, as it really is.
    pub(super) fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// A number drawn by `draw`.
    pub(super) fn draw<T>(&self, draw: impl FnOnce(&mut Rng) -> T) -> T {
        draw(&mut self.network.rng.lock().unwrap())
    }

    /// Whether this kind of fault happens now.
    pub(super) fn strikes(&self, fault: Fault) -> bool {
        let weather = self.network.weather.lock().unwrap();
        weather.strikes(fault, &mut self.network.rng.lock().unwrap())
    }

    /// From now on nothing goes wrong.
    pub(super) fn calm_down(&self) {
        *self.network.weather.lock().unwrap() = Weather::calm();
        *self.network.outages.lock().unwrap() = [None; 3];
        self.log.note("the faults end");
    }

    /// The secret that machines sign with.
    pub(super) fn secret() -> Secret {
        Secret::new(SECRET)
    }

    /// Gives one of a function's instances an event.
    pub(super) async fn invoke(&self, program: &str, event: &str) -> Outcome {
        let number = self.invocations.get() + 1;
        self.invocations.set(number);
        let instance = self.draw(|rng| rng.usize(0..INSTANCES));
        let running = self.instance(program, instance);
        let death = self.strikes(Fault::Crash).then(|| {
            let call = self.draw(|rng| rng.u32(1..12));
            match self.draw(Rng::bool) {
                true => Death::Before(call),
                false => Death::After(call),
            }
        });
        let name = format!("{program}#{number}");
        let invocation = Invocation::new(name.clone(), death);
        let work = clock::under(self.clock_of_an_instance(), running.handle(event));
        let limit = self.launch.time_limit(program);
        match tokio::time::timeout(limit, invocation.run(work)).await {
            Ok(Some(answer)) => return Outcome::Answered(answer),
            Ok(None) => self.log.note(format!("{name} crashed {death:?}")),
            Err(_) => self.log.note(format!("{name} ran out of time")),
        }
        let fresh = Rc::new(self.launch.start(program));
        self.instances.borrow_mut().get_mut(program).unwrap()[instance] = fresh;
        Outcome::Lost
    }

    fn instance(&self, program: &str, number: usize) -> Rc<Program> {
        let mut instances = self.instances.borrow_mut();
        let started = instances.entry(program.to_owned()).or_insert_with(|| {
            let start = |_| Rc::new(self.launch.start(program));
            (0..INSTANCES).map(start).collect()
        });
        Rc::clone(&started[number])
    }

    fn clock_of_an_instance(&self) -> SetClock {
        if !self.strikes(Fault::ClockOff) {
            return self.clock.clone();
        }
        let millis = self.draw(|rng| rng.i64(-20_000..20_000));
        self.clock.off_by(SignedDuration::from_millis(millis))
    }

    /// The queues that a function takes its messages from, with their dead-letter queues.
    pub(super) fn queues(&self) -> Vec<(String, String)> {
        let redriven = self.stack.queues.iter().filter_map(|queue| {
            let redrive = queue.redrive.as_ref()?;
            Some((queue.name.clone(), redrive.dead_letter_queue.clone()))
        });
        redriven.collect()
    }

    /// The state of an aggregate as it is stored; nothing if there is none.
    pub(super) fn state(&self, kind: &str, id: &str) -> Value {
        let mut item = self.network.engine.item(&format!("{kind}#{id}"), "STATE");
        item["body"]["M"].take()
    }

    /// Notes what is wrong.
    pub(super) fn find(&self, finding: Finding) {
        self.log.note(format!("FOUND {finding}"));
        self.found.borrow_mut().push(finding);
    }

    /// Lets time pass: at least and at most these many seconds.
    pub(super) async fn pause(&self, seconds: std::ops::Range<u64>) {
        let millis = self.draw(|rng| rng.u64(seconds.start * 1_000..seconds.end * 1_000));
        tokio::time::sleep(Duration::from_millis(millis)).await;
    }
}

/// The template, with the one secret for all machines.
fn stack() -> Stack {
    let locality = Locality {
        queue_service: "http://services.simulation.invalid".to_owned(),
        parameters: locality::development_parameters(),
        secret: &|_, _| Ok(SECRET.to_owned()),
    };
    template::read(template::TEMPLATE, &locality).unwrap()
}

/// A name that no other run of this process has.
fn unique_name() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static LAST: AtomicU64 = AtomicU64::new(0);
    LAST.fetch_add(1, Ordering::Relaxed).to_string()
}
