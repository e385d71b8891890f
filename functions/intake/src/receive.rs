//! The one way an order gets in: received and reviewed in one transaction, together with what
//! it claims for itself (4.1.3, 4.3.1).

use domain::aggregate::Decision;
use domain::order::{self, Facts, Order, OrderDraft, OrderEvent, OrderId};
use lambda::http::Failure;
use lambda::rule_book::Rules;
use lambda::{phone_digest, review_lookup};
use store::{CommitMeta, Loaded, Plan, Registration, Unmet, Written};

use self::Tried::{Done, Refused};
use crate::{App, first_review, likely_duplicate};

/// How often an order is reviewed while others take what it asks for; then its review is put off.
const REVIEWS: u32 = 4;

/// An order that is about to come in.
pub(crate) struct Arrival<'a> {
    /// As it came in.
    pub(crate) draft: &'a OrderDraft,
    /// What the draft became.
    pub(crate) order: &'a Order,
    /// What it claims for itself.
    pub(crate) claims: &'a [Registration],
    /// Whether its identifier is made of what it came in by, so that it may be there already.
    pub(crate) may_be_there: bool,
}

/// What became of it.
pub(crate) enum Outcome {
    /// It is in, by these events.
    New(Vec<OrderEvent>),
    /// It had come in before, under the very identifier.
    There(Box<Loaded<Order>>),
    /// Another holds what it claims.
    Held(Vec<Registration>),
}

/// The order that a draft becomes. The catalogue is asked whether it is one of services, where that
/// decides its scope (2.1).
pub(crate) async fn drafted(
    app: &App,
    draft: &mut OrderDraft,
    id: OrderId,
    facts: &Facts<'_>,
) -> Result<Order, Failure> {
    draft.services_only = review_lookup::services_only(&app.store, draft, facts.now).await?;
    Ok(order::receive(draft, id, facts)?)
}

/// Writes the order, its contact and its claims, or nothing; decided by the rules in force at the
/// instant of `meta`.
pub(crate) async fn receive(
    app: &App,
    arrival: &Arrival<'_>,
    meta: &CommitMeta,
    rules: &Rules,
) -> Result<Outcome, Failure> {
    let facts = rules.at(meta.at);
    let mut order = arrival.order.clone();
    let mut typed = likely_duplicate::claim(arrival.draft, order.id, meta.at)?;
    let phone = phone_digest::of_recipient(&app.phone_secret, &arrival.draft.contact);
    let mut put_off = false;
    for review in 0..=REVIEWS {
        let reviewed = if put_off || review == REVIEWS {
            first_review::put_off(&facts)
        } else {
            first_review::review(app, &order, phone.as_ref(), rules, &facts).await?
        };
        match write(app, arrival, meta, received(&order, reviewed), &typed).await? {
            Done(outcome) => return Ok(outcome),
            // The rules see it and decide again.
            Refused(Bound::Typed(first)) => {
                order.likely_duplicate_of = Some(likely_duplicate::target(&first)?);
                typed = None;
            }
            // Other orders took of a quota meanwhile, which the rules see as well.
            Refused(Bound::Quota) => {}
            // Rules may approve on credit that is not there. A review that is put off takes none.
            Refused(Bound::Credit) => put_off = true,
        }
    }
    Err(Failure::busy(
        "others took what an order asks for at each try",
    ))
}

/// What became of one try.
enum Tried {
    Done(Outcome),
    Refused(Bound),
}

/// What refused it.
enum Bound {
    Typed(Registration),
    Quota,
    Credit,
}

/// Writes the order as it was decided about.
async fn write(
    app: &App,
    arrival: &Arrival<'_>,
    meta: &CommitMeta,
    received: Decision<OrderEvent>,
    typed: &Option<Registration>,
) -> Result<Tried, Failure> {
    let id = arrival.order.id;
    let claims = arrival.claims.iter().chain(typed);
    let written = app
        .store
        .transact(meta, async || {
            if arrival.may_be_there
                && let Some(there) = app.store.load::<Order>(&id.to_string()).await?
            {
                return Ok(Plan::new(Some(there)));
            }
            let plan = Plan::new(None)
                .begin::<Order>(received.clone())?
                .contact(id, arrival.draft.contact.clone());
            Ok::<_, Failure>(claims.clone().cloned().fold(plan, Plan::register))
        })
        .await?;
    let unmet = match written {
        Written::Done { output: None, .. } => return Ok(Done(Outcome::New(received.events))),
        Written::Done {
            output: Some(there),
            ..
        } => return Ok(Done(Outcome::There(Box::new(there)))),
        Written::Unmet(unmet) => unmet,
    };
    let is_typed = |held: &Registration| typed.as_ref().is_some_and(|typed| typed.key == held.key);
    let (mut alike, held): (Vec<_>, Vec<_>) = held(&unmet).into_iter().partition(is_typed);
    if !held.is_empty() {
        return Ok(Done(Outcome::Held(held)));
    }
    if let Some(first) = alike.pop() {
        return Ok(Refused(Bound::Typed(first)));
    }
    let quota = unmet
        .iter()
        .any(|unmet| matches!(unmet, Unmet::QuotaExceeded { .. }));
    Ok(Refused(if quota { Bound::Quota } else { Bound::Credit }))
}

/// The order comes in, and what its automatic review says.
fn received(order: &Order, reviewed: Decision<OrderEvent>) -> Decision<OrderEvent> {
    let received = OrderEvent::Received {
        order: Box::new(order.clone()),
    };
    let events = std::iter::once(received).chain(reviewed.events).collect();
    Decision::of(events).with(reviewed.adjustments)
}

/// Who holds what the order claims.
fn held(unmet: &[Unmet]) -> Vec<Registration> {
    let held = unmet.iter().filter_map(|unmet| match unmet {
        Unmet::Registered(registration) => Some(registration.clone()),
        Unmet::StockShort { .. }
        | Unmet::StockSpread { .. }
        | Unmet::QuarantineShort { .. }
        | Unmet::LotShort { .. }
        | Unmet::KeptOtherwise { .. }
        | Unmet::UnderCount { .. }
        | Unmet::CreditExceeded { .. }
        | Unmet::QuotaExceeded { .. } => None,
    });
    held.collect()
}
