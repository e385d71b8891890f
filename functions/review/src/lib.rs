//! Review 订单审核 (4.2, 4.3): automatic rules, manual decisions, holds, work lists; also the
//! policy and the catalogue that the review goes by.

mod agreed_prices;
mod automatic;
mod blacklist;
mod blacklisted_phones;
mod calendar;
mod catalogue;
mod change;
mod claims;
mod credit_override;
mod decided;
mod holds;
mod lot_control;
mod lots;
mod manual;
mod policy;
mod promotions;
mod trial;
mod work;
mod work_filter;

use lambda::config::{BLACKLISTED_PHONE_SECRET, Secret};
use lambda::http::{self, Failure, Request, Response};
use lambda::rule_book::RuleBook;
use lambda::{Answer, RunError, Trigger, queue};
use store::Store;

/// What the function keeps between events.
pub struct App {
    store: Store,
    rules: RuleBook,
    /// Makes the digests of phones that the blacklist knows (4.2.4).
    phone_secret: Secret,
}

impl App {
    /// The function on this table; with the secret phones become what the blacklist has of them.
    #[must_use]
    pub fn new(store: Store, phone_secret: Secret) -> Self {
        Self {
            rules: RuleBook::new(store.clone()),
            store,
            phone_secret,
        }
    }
}

/// The whole program: clients once, then events until the process ends.
///
/// # Errors
/// [`RunError`] when the environment lacks something or the runtime gives up.
pub async fn run() -> Result<(), RunError> {
    let phone_secret = BLACKLISTED_PHONE_SECRET.secret()?;
    let sdk = lambda::aws::sdk_config().await;
    let app = App::new(lambda::aws::store(&sdk)?, phone_secret);
    lambda::serve("review", app, handle).await
}

/// Handles one event.
pub async fn handle(app: &App, trigger: Trigger) -> Answer {
    match trigger {
        Trigger::Http(event) => {
            http::answer(event, async |request| route(app, request).await).await
        }
        Trigger::Queue(batch) => {
            queue::each(batch, async |message| {
                automatic::nudged(app, &message).await
            })
            .await
        }
        trigger @ (Trigger::Stream(_) | Trigger::Schedule(_)) => Answer::misdirected(&trigger),
    }
}

async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "listWork" => work::list(app, request).await,
        "reviewOrder" => manual::review(app, request).await,
        "reviewOrders" => manual::review_many(app, request).await,
        "claimReview" => claims::claim(app, request).await,
        "releaseClaim" => claims::release(app, request).await,
        "assignReview" => claims::assign(app, request).await,
        "overrideCredit" => credit_override::grant(app, request).await,
        "placeHold" => holds::place(app, request).await,
        "releaseHold" => holds::release(app, request).await,
        "getPolicy" => policy::show(app, request).await,
        "revisePolicy" => policy::revise(app, request).await,
        "getCalendarYear" => calendar::show(app, request).await,
        "publishCalendarYear" => calendar::publish(app, request).await,
        "simulateReview" => trial::run(app, request).await,
        "listProducts" => catalogue::list(app, request).await,
        "importProducts" => catalogue::import(app, request).await,
        "getProduct" => catalogue::show(app, request).await,
        "reviseProduct" => catalogue::revise(app, request).await,
        "getBlacklistEntry" => blacklist::show(app, request).await,
        "listOnBlacklist" => blacklist::list(app, request).await,
        "liftFromBlacklist" => blacklist::lift(app, request).await,
        "listPhoneOnBlacklist" => blacklisted_phones::list(app, request).await,
        "lookUpPhoneOnBlacklist" => blacklisted_phones::look_up(app, request).await,
        "getBlacklistedPhone" => blacklisted_phones::show(app, request).await,
        "liftPhoneFromBlacklist" => blacklisted_phones::lift(app, request).await,
        "listAgreedPrices" => agreed_prices::list(app, request).await,
        "importAgreedPrices" => agreed_prices::import(app, request).await,
        "getAgreedPrice" => agreed_prices::show(app, request).await,
        "agreeOnPrice" => agreed_prices::agree(app, request).await,
        "listPromotions" => promotions::list(app, request).await,
        "importPromotions" => promotions::import(app, request).await,
        "getPromotion" => promotions::show(app, request).await,
        "revisePromotion" => promotions::revise(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
