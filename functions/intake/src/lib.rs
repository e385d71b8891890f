//! Intake 订单接收 (2, 4.1): receive, check before submission, read, cancel.

mod check;
mod close;
mod disclosure;
mod first_review;
mod import;
mod likely_duplicate;
mod list;
mod negotiation;
mod place;
mod push;
mod receive;
mod show;
mod terms;

use lambda::config::{
    BLACKLISTED_PHONE_SECRET, MARKETPLACE_ORDER_SECRET, Secret, TRACKING_LINK_SECRET,
};
use lambda::http::{self, Failure, Request, Response};
use lambda::rule_book::RuleBook;
use lambda::{Answer, RunError, Trigger, queue};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
    rules: RuleBook,
    /// Signs the customers' tracking links (6.1.1).
    tracking_secret: Secret,
    /// Shared with shops on e-commerce platforms, for the orders that they push (4.1.1).
    marketplace_secret: Secret,
    /// Makes the digests of phones that the blacklist is asked for (4.2.4).
    phone_secret: Secret,
}

impl App {
    /// The function on this table; the first secret signs the customers' tracking links, with the
    /// second one shops sign the orders that they push, with the third one phones become what the
    /// blacklist has of them.
    #[must_use]
    pub fn new(
        store: Store,
        tracking_secret: Secret,
        marketplace_secret: Secret,
        phone_secret: Secret,
    ) -> Self {
        Self {
            rules: RuleBook::new(store.clone()),
            store,
            tracking_secret,
            marketplace_secret,
            phone_secret,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let tracking_secret = TRACKING_LINK_SECRET.secret()?;
    let marketplace_secret = MARKETPLACE_ORDER_SECRET.secret()?;
    let phone_secret = BLACKLISTED_PHONE_SECRET.secret()?;
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(
        lambda::aws::store(&sdk)?,
        tracking_secret,
        marketplace_secret,
        phone_secret,
    );
    lambda::serve("intake", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        Trigger::Queue(batch) => {
            queue::each(batch, async |message| import::nudged(app, &message).await).await
        }
        trigger @ (Trigger::Stream(_) | Trigger::Schedule(_)) => Answer::misdirected(&trigger),
    }
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "placeOrder" => place::place(app, request).await,
        "pushOrder" => push::push(app, request).await,
        "checkOrder" => check::check(app, request).await,
        "listOrders" => list::list(app, request).await,
        "getOrder" => show::show(app, request).await,
        "discloseContact" => disclosure::disclose(app, request).await,
        "listDisclosures" => disclosure::list(app, request).await,
        "cancelOrder" => close::cancel(app, request).await,
        "agreeToSplit" => close::agree_to_split(app, request).await,
        "answerProposal" => negotiation::answer(app, request).await,
        "getTerms" => terms::show(app, request).await,
        "importOrders" => import::start(app, request).await,
        "getImport" => import::show(app, request).await,
        "listImportRows" => import::rows(app, request).await,
        "getImportReport" => import::report(app, request).await,
        "getImportTemplate" => import::template(&request),
        "getHealth" => show::health(app).await,
        "getOpenApi" => openapi(),
        _ => Err(http::no_such_route().into()),
    }
}

fn openapi() -> Result<Response, Failure> {
    Ok(Response::document(
        200,
        contract::openapi::document().map_err(Failure::broken)?,
    ))
}
