//! Credit 信用 (8.1.1, 8.1.2): accounts and their scheduled assessment.

mod account;
mod assessment;
mod history;

use lambda::http::{self, Failure, Request, Response};
use lambda::rule_book::RuleBook;
use lambda::{Answer, RunError, Trigger, schedule};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
    rules: RuleBook,
}

impl App {
    /// The function on this table.
    #[must_use]
    pub fn new(store: Store) -> Self {
        Self {
            rules: RuleBook::new(store.clone()),
            store,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(lambda::aws::store(&sdk)?);
    lambda::serve("credit", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        Trigger::Schedule(job) => {
            schedule::run(job, "credit", async |job| {
                assessment::assess_due(app, job).await
            })
            .await
        }
        trigger @ (Trigger::Stream(_) | Trigger::Queue(_)) => Answer::misdirected(&trigger),
    }
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "getAccount" => account::show(app, request).await,
        "recordAccountProfile" => account::record_profile(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
