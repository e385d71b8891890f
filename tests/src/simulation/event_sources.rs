//! What sets functions off besides HTTP, as the template says: the stream, the queues, the
//! schedules. Each of them at least once, late, repeated and out of order when the weather is so.

use std::rc::Rc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use tokio::task::spawn_local;
use yudan::bus::ReceivedMessage;
use yudan::event_source::{filter, queue_event};
use yudan::template::stack::{QueueSource, StreamSource};

use super::faults::Fault;
use super::world::{Outcome, World};

/// Pollers of each queue; the template allows more.
const POLLERS: usize = 2;
/// Runs of a job that fails.
const RUNS: u32 = 3;

/// Starts everything that the template names.
pub(super) fn start(world: &Rc<World>) {
    let functions = world.stack.functions.clone();
    for function in functions {
        for source in function.streams {
            spawn_local(read_stream(
                Rc::clone(world),
                function.program.clone(),
                source,
            ));
        }
        for source in function.queues {
            for _ in 0..POLLERS {
                let program = function.program.clone();
                spawn_local(poll(Rc::clone(world), program, source.clone()));
            }
        }
    }
}

/// Counts as under way for as long as it lives.
struct UnderWay<'a>(&'a World);

impl<'a> UnderWay<'a> {
    fn begin(world: &'a World) -> Self {
        world.under_way.set(world.under_way.get() + 1);
        Self(world)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.set(self.0.under_way.get() - 1);
    }
}

async fn read_stream(world: Rc<World>, program: String, source: StreamSource) {
    let most = usize::try_from(source.batch_size).unwrap();
    loop {
        let written = world.network.written.notified();
        let read = world.read.borrow().clone();
        let most = world.draw(|rng| rng.usize(1..=most));
        let records = world.network.engine.stream_after(read.as_deref(), most);
        let Some(last) = records.last().map(sequence_of) else {
            let _ = tokio::time::timeout(Duration::from_secs(60), written).await;
            continue;
        };
        let under_way = UnderWay::begin(&world);
        if world.strikes(Fault::Disorder) {
            world.pause(1..60).await;
        }
        let wanted: Vec<Value> = records
            .into_iter()
            .filter(|record| filter::passes(&source.filters, record))
            .collect();
        hand_over(&world, &program, wanted).await;
        *world.read.borrow_mut() = Some(last);
        drop(under_way);
    }
}

/// Gives a batch of stream records to a function until it has taken all of them.
async fn hand_over(world: &World, program: &str, records: Vec<Value>) {
    let mut left = records.as_slice();
    let mut tries = 0;
    while !left.is_empty() {
        let event = json!({"Records": left}).to_string();
        let outcome = world.invoke(program, &event).await;
        let failed = match &outcome {
            Outcome::Answered(answer) => match answer.failed_records() {
                Some(failed) => failed.first().map(|failed| (*failed).to_owned()),
                None => left.first().map(sequence_of),
            },
            Outcome::Lost => left.first().map(sequence_of),
        };
        let Some(failed) = failed else {
            if world.strikes(Fault::Duplicate) {
                world.invoke(program, &event).await;
            }
            return;
        };
        let first = left.iter().position(|record| sequence_of(record) == failed);
        left = &left[first.unwrap_or(0)..];
        tries += 1;
        tokio::time::sleep(Duration::from_millis(250 << tries.min(8))).await;
    }
}

fn sequence_of(record: &Value) -> String {
    let sequence = record["dynamodb"]["SequenceNumber"].as_str();
    sequence.unwrap_or_default().to_owned()
}

async fn poll(world: Rc<World>, program: String, source: QueueSource) {
    let post = &world.network.post;
    let batch = u32::try_from(source.batch_size).unwrap();
    loop {
        let arrived = post.arrived.notified();
        let most = world.draw(|rng| rng.u32(1..=batch));
        let mut messages = post.receive(&source.queue, most);
        if messages.is_empty() {
            let patience = if post.count(&source.queue) > 0 {
                20
            } else {
                600
            };
            let _ = tokio::time::timeout(Duration::from_secs(patience), arrived).await;
            continue;
        }
        let _under_way = UnderWay::begin(&world);
        if world.strikes(Fault::Disorder) {
            world.draw(|rng| rng.shuffle(&mut messages));
            world.pause(1..30).await;
        }
        let bytes = queue_event::build(&source.queue, &messages);
        let event = String::from_utf8(bytes.to_vec()).unwrap();
        let outcome = world.invoke(&program, &event).await;
        settle(&world, &source.queue, &messages, &outcome);
        if world.strikes(Fault::Duplicate) {
            let (world, program) = (Rc::clone(&world), program.clone());
            spawn_local(async move {
                let _under_way = UnderWay::begin(&world);
                world.pause(0..300).await;
                world.invoke(&program, &event).await;
            });
        }
    }
}

/// Takes out of the queue what is done; the rest comes back when its time of invisibility ends.
fn settle(world: &World, queue: &str, messages: &[ReceivedMessage], outcome: &Outcome) {
    let failed = match outcome {
        Outcome::Answered(answer) => answer.failed_records(),
        Outcome::Lost => None,
    };
    let Some(failed) = failed else { return };
    for message in messages {
        let done = !failed.contains(&message.message_id.as_str());
        // The queue forgets a deletion at times; it promises no more than at least once.
        if done && !world.strikes(Fault::Duplicate) {
            world.network.post.delete(queue, message);
        }
    }
}

/// Runs the job of this name, as its schedule would at `at`; whether it was done in the end.
pub(super) async fn run_job(world: &World, job: &str, at: Timestamp) -> bool {
    let _under_way = UnderWay::begin(world);
    let needle = format!("\"job\":\"{job}\"");
    let mut schedules = world.stack.functions.iter().flat_map(|function| {
        let schedules = function.schedules.iter();
        schedules.map(move |schedule| (function, schedule))
    });
    let (function, schedule) = schedules
        .find(|(_, schedule)| schedule.input.contains(&needle))
        .unwrap_or_else(|| panic!("the template schedules no job {job}"));
    let at = at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let event = schedule
        .input
        .replace("<aws.scheduler.scheduled-time>", &at);
    for run in 0..RUNS {
        let outcome = world.invoke(&function.program, &event).await;
        let done = matches!(outcome, Outcome::Answered(lambda::Answer::Done));
        world.log.note(format!("job {job} of {at}: {done}"));
        if done {
            return true;
        }
        tokio::time::sleep(Duration::from_secs(60 << run)).await;
    }
    false
}

/// Fires every job again and again, late and twice at times, until it is dropped.
pub(super) async fn keep_schedules(world: Rc<World>) {
    loop {
        world.pause(300..2_400).await;
        let jobs = [
            "sweep",
            "sweep",
            "receivables",
            "credit",
            "expiry",
            "disposals",
            "reorder",
            "reorder",
            "silence",
        ];
        let job = world.draw(|rng| jobs[rng.usize(0..jobs.len())]);
        let late = world.draw(|rng| rng.i64(0..600));
        let at = world.now() - SignedDuration::from_secs(late);
        let times = if world.strikes(Fault::Duplicate) {
            2
        } else {
            1
        };
        for _ in 0..times {
            let world = Rc::clone(&world);
            spawn_local(async move { run_job(&world, job, at).await });
        }
    }
}
