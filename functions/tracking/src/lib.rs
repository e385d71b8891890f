//! Tracking 跟踪 (5.3.3, 6.1.1): carrier events, timelines, the customer's tracking link.

mod carrier_events;
mod carrier_pushes;
mod claim_facts;
mod delivery;
mod exceptions;
mod journal;
mod page;
mod reports;
mod silence;
mod timeline;

use lambda::config::{
    CARRIER_API_SECRET, CARRIER_EVENT_SECRET, ConfigError, KUAIDI100_PUSH_SECRET, Secret,
    TRACKING_LINK_SECRET,
};
use lambda::http::{self, Failure, Request, Response};
use lambda::rule_book::RuleBook;
use lambda::{Answer, RunError, Trigger, schedule};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
    rules: RuleBook,
    /// Shared with carriers, for their events.
    carrier_secret: Secret,
    /// What 快递100 signs its pushes with.
    kuaidi100_salt: Secret,
    /// What 快递鸟 signs its pushes with: its AppKey.
    kdniao_key: Secret,
    /// Signs the customers' tracking links.
    tracking_secret: Secret,
}

/// What the function and those who call it sign with.
#[derive(Clone, Debug)]
pub struct Secrets {
    /// Carriers sign their events with it.
    pub carrier_event: Secret,
    /// 快递100 signs its pushes with it.
    pub kuaidi100_push: Secret,
    /// 快递鸟 signs its pushes with it: its AppKey.
    pub carrier_api: Secret,
    /// The customers' tracking links are signed with it.
    pub tracking_link: Secret,
}

impl Secrets {
    /// As the environment says.
    ///
    /// # Errors
    /// [`ConfigError`] when a variable is not set.
    pub fn from_env() -> Result<Self, ConfigError> {
        Ok(Self {
            carrier_event: CARRIER_EVENT_SECRET.secret()?,
            kuaidi100_push: KUAIDI100_PUSH_SECRET.secret()?,
            carrier_api: CARRIER_API_SECRET.secret()?,
            tracking_link: TRACKING_LINK_SECRET.secret()?,
        })
    }
}

impl App {
    /// The function on this table, with these secrets.
    #[must_use]
    pub fn new(store: Store, secrets: Secrets) -> Self {
        Self {
            rules: RuleBook::new(store.clone()),
            store,
            carrier_secret: secrets.carrier_event,
            kuaidi100_salt: secrets.kuaidi100_push,
            kdniao_key: secrets.carrier_api,
            tracking_secret: secrets.tracking_link,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let secrets = Secrets::from_env()?;
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(lambda::aws::store(&sdk)?, secrets);
    lambda::serve("tracking", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        Trigger::Schedule(job) => {
            schedule::run(job, "silence", async |job| silence::run(app, job).await).await
        }
        trigger @ (Trigger::Queue(_) | Trigger::Stream(_)) => Answer::misdirected(&trigger),
    }
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "recordCarrierEvents" => carrier_events::record(app, request).await,
        "takeKuaidi100Push" => carrier_pushes::kuaidi100(app, request).await,
        "takeKdniaoPush" => carrier_pushes::kdniao(app, request).await,
        "confirmDelivery" => delivery::confirm(app, request).await,
        "reportException" => exceptions::report(app, request).await,
        "listExceptions" => exceptions::list(app, request).await,
        "claimException" => exceptions::claim(app, request).await,
        "takeMeasure" => exceptions::take_measure(app, request).await,
        "resolveException" => exceptions::resolve(app, request).await,
        "getTimeline" => timeline::show(app, request).await,
        "trackOrder" => timeline::track(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
