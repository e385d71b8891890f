//! The personal data of an order, shown to whoever needs it and for a purpose that the journal
//! keeps (R21–R26).

use contract::contact_disclosure::{DisclosureRequest, DisclosureView, DisclosuresView};
use contract::order_view::ContactView;
use domain::aggregate::Decision;
use domain::contact_disclosure::{ContactDisclosure, ContactDisclosureEvent};
use domain::refusal::{Refusal, quote};
use lambda::http::{Failure, Request, Response};
use lambda::{order_access, origin};
use store::{Plan, Written};

use crate::App;

const USUAL: u32 = 20;
const MOST: u32 = 100;

/// `POST /v1/orders/{id}/contact`: the contact as it is. It is written down first who is shown it;
/// asking again is written down again.
pub(crate) async fn disclose(app: &App, request: Request) -> Result<Response, Failure> {
    let id = order_access::order_id(&request)?;
    let purpose = request.json::<DisclosureRequest>()?.purpose;
    order_access::visible(&app.store, id, &request.caller).await?;
    let contact = app.store.contact(id).await?.ok_or_else(|| {
        Refusal::not_found("contact of an order", "订单联系信息", &id.to_string())
    })?;
    let event = ContactDisclosureEvent::Disclosed {
        order: id,
        at: request.received_at,
        to: request.caller.subject.clone(),
        purpose,
    };
    let written = app
        .store
        .transact(&origin::request(&request), async || {
            let decision = Decision::of(vec![event.clone()]);
            let loaded = app.store.load::<ContactDisclosure>(&id.to_string()).await?;
            Ok::<_, Failure>(Plan::new(()).begin_or_carry_out(loaded.as_ref(), decision)?)
        })
        .await?;
    match written {
        Written::Done { .. } => Response::ok(&ContactView::of(&contact)),
        Written::Unmet(unmet) => Err(Failure::broken(format!(
            "writing down a disclosure met a bound: {unmet:?}"
        ))),
    }
}

/// `GET /v1/orders/{id}/disclosures?cursor=&limit=`: who was shown the contact, oldest first.
pub(crate) async fn list(app: &App, request: Request) -> Result<Response, Failure> {
    request.only_query(&["cursor", "limit"])?;
    let limit = request.limit(USUAL, MOST)?;
    let id = order_access::order_id(&request)?;
    order_access::visible(&app.store, id, &request.caller).await?;
    let after = match request.query("cursor") {
        None => 0,
        Some(text) => text.parse().map_err(|_| {
            Refusal::invalid(
                "query.cursor",
                "next_cursor of the page before",
                quote(text),
            )
        })?,
    };
    let page = app
        .store
        .commits(
            <ContactDisclosure as domain::aggregate::Aggregate>::KIND,
            &id.to_string(),
            after,
            limit,
        )
        .await?;
    let mut items = Vec::with_capacity(page.items.len());
    for commit in &page.items {
        let events = commit.events_of::<ContactDisclosure>()?;
        items.extend(events.iter().map(DisclosureView::of));
    }
    Response::ok(&DisclosuresView {
        items,
        next_cursor: page.next.map(|next| next.to_string()),
    })
}
