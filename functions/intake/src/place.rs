//! Receiving an order once (2.2, 4.1).

use std::time::Duration;

use contract::order_draft::Entry;
use contract::order_request::OrderRequest;
use contract::order_view::OrderView;
use domain::aggregate::fold;
use domain::identifiers::CustomerId;
use domain::order::{Order, OrderDraft, OrderEvent, OrderId};
use domain::refusal::{Evidence, Refusal, RefusalClass};
use domain::role::Role;
use jiff::SignedDuration;
use lambda::http::{Caller, Failure, Request, Response};
use lambda::{clock, origin, tracking_token};
use store::{Digest, Loaded, Registration, RegistrationKey};

use crate::receive::{self, Arrival, Outcome};
use crate::{App, show};

/// How long an idempotency key answers with what it led to.
const KEY_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long a customer's tracking link works.
const LINK_LIFE: SignedDuration = SignedDuration::from_hours(180 * 24);

/// `POST /v1/orders`: 201 with the new order, or 200 with the one that the same request led
/// to before.
pub(crate) async fn place(app: &App, request: Request) -> Result<Response, Failure> {
    let body: OrderRequest = request.json()?;
    let digest = digest(&body)?;
    let id = clock::fresh_id();
    let mut draft = draft(body, &request, id)?;
    let rules = app.rules.open().await?;
    let facts = rules.at(request.received_at);
    let order = receive::drafted(app, &mut draft, id, &facts).await?;
    let claims = claims(&draft, &request, digest, id)?;
    let meta = origin::request(&request);
    let arrival = Arrival {
        draft: &draft,
        order: &order,
        claims: &claims,
        may_be_there: false,
    };
    match receive::receive(app, &arrival, &meta, &rules).await? {
        Outcome::New(events) => created(app, &request, &events),
        Outcome::There(loaded) => repeated(app, &request, &loaded),
        Outcome::Held(held) => replay(app, &request, digest, &held).await,
    }
}

pub(crate) fn created(
    app: &App,
    request: &Request,
    events: &[OrderEvent],
) -> Result<Response, Failure> {
    let order = fold::<Order>(None, events).map_err(Failure::broken)?;
    let order = order.ok_or_else(|| Failure::broken("an order that came in has no state"))?;
    let view = view(app, request, &order, 1);
    Ok(Response::created(format!("/v1/orders/{}", order.id), &view)?.etag(1))
}

/// The digest of what was asked for, whatever the order of the fields was.
pub(crate) fn digest(body: &OrderRequest) -> Result<Digest, Failure> {
    serde_json::to_vec(body)
        .map(|bytes| Digest::of(&bytes))
        .map_err(Failure::broken)
}

/// The draft of a request by this caller.
pub(crate) fn draft(
    body: OrderRequest,
    request: &Request,
    id: OrderId,
) -> Result<OrderDraft, Failure> {
    let caller = &request.caller;
    if let Some(channel) = caller
        .channel
        .as_deref()
        .filter(|channel| *channel != body.channel.name())
    {
        return Err(Refusal::forbidden(
            "该调用方只能使用其所属渠道",
            "this caller may use its own channel only",
        )
        .because(Evidence::new("channel", channel, body.channel.name()))
        .into());
    }
    let own_customer = if caller.is_staff() {
        None
    } else {
        Some(caller.acting_customer()?.clone())
    };
    let entry = Entry {
        entered_by: caller.subject.clone(),
        entered_as: roles(caller),
        own_customer,
        unnamed_customer: unnamed_customer(body.customer.uscc.as_deref(), id)?,
        may_backdate: caller.has(Role::Sales) || caller.has(Role::Admin),
        now: request.received_at,
    };
    Ok(body.into_draft(entry)?)
}

/// In which roles somebody enters an order (4.2.3).
pub(crate) fn roles(caller: &Caller) -> Vec<Role> {
    let all = Role::ALL.into_iter();
    all.filter(|role| caller.has(*role)).collect()
}

/// A business is known by its public code; anybody else without an id is somebody new.
pub(crate) fn unnamed_customer(uscc: Option<&str>, id: OrderId) -> Result<CustomerId, Failure> {
    let name = uscc.map_or_else(|| CustomerId::guest_of(id), str::to_owned);
    CustomerId::parse(&name).map_err(|error| {
        Refusal::invalid(
            "customer.uscc",
            "18 characters of GB 32100",
            error.to_string(),
        )
        .into()
    })
}

/// What the order claims for itself: its channel's number for ever, the caller's key for a while.
fn claims(
    draft: &OrderDraft,
    request: &Request,
    digest: Digest,
    id: OrderId,
) -> Result<Vec<Registration>, Failure> {
    let key = request.idempotency_key()?.map(|key| Registration {
        key: RegistrationKey::Idempotency {
            caller: request.caller.subject.clone(),
            key: key.to_owned(),
        },
        digest,
        target: id.to_string(),
        expires_at: request.received_at.checked_add(KEY_LIFE).ok(),
    });
    Ok(numbered(draft, digest, id).into_iter().chain(key).collect())
}

/// The number that the order has in its channel is claimed for ever (4.1.3).
pub(crate) fn numbered(draft: &OrderDraft, digest: Digest, id: OrderId) -> Option<Registration> {
    let number = draft.external_no.clone()?;
    Some(Registration {
        key: RegistrationKey::External {
            channel: draft.channel,
            number,
        },
        digest,
        target: id.to_string(),
        expires_at: None,
    })
}

/// The answer to a caller who sent the same before, if it may see what that led to.
async fn replay(
    app: &App,
    request: &Request,
    digest: Digest,
    held: &[Registration],
) -> Result<Response, Failure> {
    let loaded = first(app, digest, held).await?;
    if !request.caller.may_see(&loaded.state.customer)
        && let Some(first) = held.first()
    {
        return Err(reused(first, digest).into());
    }
    repeated(app, request, &loaded)
}

/// 4.1.3: the same number with the same content is the order it led to; with other content
/// it is a mistake that both digests show.
pub(crate) async fn first(
    app: &App,
    digest: Digest,
    held: &[Registration],
) -> Result<Loaded<Order>, Failure> {
    if let Some(other) = held.iter().find(|held| held.digest != digest) {
        return Err(reused(other, digest).into());
    }
    let Some(first) = held.first() else {
        return Err(Failure::broken("receiving an order met an unknown bound"));
    };
    let order = app.store.load::<Order>(&first.target).await?;
    order.ok_or_else(|| {
        Failure::broken(format!(
            "a registration names the order {}, which is not there",
            first.target
        ))
    })
}

pub(crate) fn repeated(
    app: &App,
    request: &Request,
    loaded: &Loaded<Order>,
) -> Result<Response, Failure> {
    let view = view(app, request, &loaded.state, loaded.version);
    Ok(Response::ok(&view)?
        .etag(loaded.version)
        .location(format!("/v1/orders/{}", loaded.state.id)))
}

pub(crate) fn reused(held: &Registration, digest: Digest) -> Refusal {
    let (code, chinese, english) = match held.key {
        RegistrationKey::External { .. } => (
            "external_no_reused",
            "同一渠道的订单号已用于内容不同的订单",
            "the channel's order number was used for an order of other content",
        ),
        RegistrationKey::Idempotency { .. }
        | RegistrationKey::Refund { .. }
        | RegistrationKey::Imported { .. }
        | RegistrationKey::Typed { .. } => (
            "idempotency_key_reused",
            "同一 Idempotency-Key 已用于内容不同的请求",
            "the Idempotency-Key was used for a request of other content",
        ),
    };
    Refusal::new(RefusalClass::Conflict, code, chinese, english).because(Evidence::new(
        "digest",
        format!("{:?}", held.digest),
        format!("{digest:?}"),
    ))
}

/// The order with its tracking link, as the caller may see it.
fn view(app: &App, request: &Request, order: &Order, version: u64) -> OrderView {
    let now = request.received_at;
    let until = now.checked_add(LINK_LIFE).unwrap_or(now);
    let token = tracking_token::sign(&app.tracking_secret, order.id, until);
    show::view(order, version, request).with_tracking(&token)
}
