//! Tracking 跟踪 (5.3.3, 6.1.1): carrier events, timelines, the customer's tracking link.

mod carrier_events;
mod delivery;
mod journal;
mod page;
mod timeline;

use lambda::config::{CARRIER_EVENT_SECRET, Secret, TRACKING_LINK_SECRET};
use lambda::http::{self, Failure, Request, Response};
use lambda::{Answer, RunError, Trigger};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
    /// Shared with carriers, for their events.
    carrier_secret: Secret,
    /// Signs the customers' tracking links.
    tracking_secret: Secret,
}

impl App {
    /// The function on this table; carriers sign their events with the first secret, the
    /// second signs the customers' tracking links.
    #[must_use]
    pub const fn new(store: Store, carrier_secret: Secret, tracking_secret: Secret) -> Self {
        Self {
            store,
            carrier_secret,
            tracking_secret,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let carrier_secret = CARRIER_EVENT_SECRET.secret()?;
    let tracking_secret = TRACKING_LINK_SECRET.secret()?;
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(lambda::aws::store(&sdk)?, carrier_secret, tracking_secret);
    lambda::serve("tracking", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        trigger @ (Trigger::Queue(_) | Trigger::Stream(_) | Trigger::Schedule(_)) => {
            Answer::misdirected(&trigger)
        }
    }
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "recordCarrierEvents" => carrier_events::record(app, request).await,
        "confirmDelivery" => delivery::confirm(app, request).await,
        "getTimeline" => timeline::show(app, request).await,
        "trackOrder" => timeline::track(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
