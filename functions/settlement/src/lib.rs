//! Settlement 结算 (7.1): payments, refunds, billing and completion.

mod billing;
mod payment;
mod refund;

use lambda::config::Secret;
use lambda::http::{self, Failure, Request, Response};
use lambda::rule_book::RuleBook;
use lambda::{Answer, RunError, Trigger, queue};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
    rules: RuleBook,
    /// Shared with payment providers, for their notices.
    notify_secret: Secret,
}

impl App {
    /// The function on this table; payment providers sign their notices with the secret.
    #[must_use]
    pub fn new(store: Store, notify_secret: Secret) -> Self {
        Self {
            rules: RuleBook::new(store.clone()),
            store,
            notify_secret,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let notify_secret = lambda::config::PAYMENT_NOTIFY_SECRET.secret()?;
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(lambda::aws::store(&sdk)?, notify_secret);
    lambda::serve("settlement", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        Trigger::Queue(batch) => {
            queue::each(batch, async |message| billing::nudged(app, &message).await).await
        }
        trigger @ (Trigger::Stream(_) | Trigger::Schedule(_)) => Answer::misdirected(&trigger),
    }
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "recordPayment" => payment::record(app, request).await,
        "notifyPayment" => payment::notify(app, request).await,
        "refundPayment" => refund::refund(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
