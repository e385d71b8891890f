//! Relay: the table's stream is the outbox; every commit becomes a message on the topic, at
//! least once. A scheduled sweep nudges what has rested too long.

mod outbox;
mod sweep;

use contract::message::EventMessage;
use lambda::config::EVENTS_TOPIC_ARN;
use lambda::topic::Topic;
use lambda::{Answer, RunError, Trigger, schedule, stream};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
    events: Topic,
}

impl App {
    /// The function on this table and the topic of events.
    #[must_use]
    pub const fn new(store: Store, events: Topic) -> Self {
        Self { store, events }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let sdk = lambda::aws::sdk_config().await;
    let store = lambda::aws::store(&sdk)?;
    let app = App::new(store, Topic::from_env(&sdk, EVENTS_TOPIC_ARN)?);
    lambda::serve("relay", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Stream(batch) => {
            stream::in_order(
                batch,
                outbox::message,
                async |messages: &[EventMessage]| app.events.publish_all(messages).await,
            )
            .await
        }
        Trigger::Schedule(job) => {
            schedule::run(job, "sweep", async |job| sweep::sweep(app, job).await).await
        }
        trigger @ (Trigger::Http(_) | Trigger::Queue(_)) => Answer::misdirected(&trigger),
    }
}
