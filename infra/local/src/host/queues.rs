//! The queues, topics and subscriptions of the template.

use std::collections::HashSet;
use std::net::SocketAddr;

use crate::bus::{Bus, BusError, FilterScope, Location, QueueSpec, Redrive, Subscription};
use crate::data_directory::DataDirectory;
use crate::data_files;
use crate::error::HostError;
use crate::template::{Stack, locality};

fn bus_error(error: BusError) -> HostError {
    HostError::Bus(error.to_string())
}

/// Opens the queues and topics and makes those of the template.
pub(super) fn open(
    stack: &Stack,
    directory: &DataDirectory,
    inner: SocketAddr,
) -> Result<Bus, HostError> {
    let bus = Bus::open(
        &Location::File(directory.file(data_files::BUS)),
        locality::REGION,
    )
    .map_err(bus_error)?;
    bus.set_base_url(&format!("http://{inner}"));
    make(&bus, stack).map_err(bus_error)?;
    return_held(&bus, stack).map_err(bus_error)?;
    Ok(bus)
}

/// What functions held when an earlier host was killed returns at once: they ended with it, so
/// nobody will answer for it, and waiting until its visibility ends would only be slow.
fn return_held(bus: &Bus, stack: &Stack) -> Result<(), BusError> {
    let mut sources = stack.functions.iter().flat_map(|function| &function.queues);
    sources.try_for_each(|source| bus.return_held(&source.queue))
}

/// Makes the queues, topics and subscriptions of the template in `bus`.
///
/// # Errors
/// The bus cannot have one of them as the template describes it.
pub fn make(bus: &Bus, stack: &Stack) -> Result<(), BusError> {
    make_queues(bus, stack)?;
    make_topics(bus, stack)
}

fn make_queues(bus: &Bus, stack: &Stack) -> Result<(), BusError> {
    // A dead-letter queue must exist before a queue that names it.
    let targets: HashSet<&str> = stack
        .queues
        .iter()
        .filter_map(|queue| {
            queue
                .redrive
                .as_ref()
                .map(|redrive| redrive.dead_letter_queue.as_str())
        })
        .collect();
    let (first, then): (Vec<_>, Vec<_>) = stack
        .queues
        .iter()
        .partition(|queue| targets.contains(queue.name.as_str()));
    for queue in first.into_iter().chain(then) {
        let seconds = |value: u64| u32::try_from(value).unwrap_or(u32::MAX);
        bus.ensure_queue(QueueSpec {
            name: queue.name.clone(),
            visibility_timeout_s: seconds(queue.visibility_timeout_s),
            delay_s: seconds(queue.delay_s),
            retention_s: seconds(queue.retention_s),
            receive_wait_s: seconds(queue.receive_wait_s),
            redrive: queue.redrive.as_ref().map(|redrive| Redrive {
                dead_letter_queue: redrive.dead_letter_queue.clone(),
                max_receive_count: seconds(redrive.max_receive_count),
            }),
        })?;
    }
    Ok(())
}

fn make_topics(bus: &Bus, stack: &Stack) -> Result<(), BusError> {
    for topic in &stack.topics {
        bus.ensure_topic(topic)?;
    }
    for subscription in &stack.subscriptions {
        bus.ensure_subscription(Subscription {
            topic: subscription.topic.clone(),
            queue: subscription.queue.clone(),
            raw_delivery: subscription.raw_delivery,
            filter_policy: subscription.filter_policy.clone(),
            filter_scope: match subscription.filter_scope.as_str() {
                "MessageBody" => FilterScope::MessageBody,
                _ => FilterScope::MessageAttributes,
            },
        })?;
    }
    Ok(())
}
