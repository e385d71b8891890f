//! Receivables 应收账款 (8.1.3): the daily ageing and the list of what is owed.

mod ageing;
mod listing;

use lambda::http::{self, Failure, Request, Response};
use lambda::{Answer, RunError, Trigger, schedule};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
}

impl App {
    /// The function on this table.
    #[must_use]
    pub const fn new(store: Store) -> Self {
        Self { store }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(lambda::aws::store(&sdk)?);
    lambda::serve("receivables", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        Trigger::Schedule(job) => {
            schedule::run(job, "receivables", async |job| {
                ageing::age_all(app, job).await
            })
            .await
        }
        trigger @ (Trigger::Stream(_) | Trigger::Queue(_)) => Answer::misdirected(&trigger),
    }
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "listReceivables" => listing::list(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
