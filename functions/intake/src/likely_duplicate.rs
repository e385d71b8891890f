//! Orders that staff likely typed twice: the same customer, lines and day (4.1.3).

use domain::calendar::business_date;
use domain::identifiers::Sku;
use domain::money::Money;
use domain::order::{OrderDraft, OrderId};
use jiff::{SignedDuration, Timestamp};
use lambda::http::Failure;
use serde::Serialize;
use store::{Digest, Registration, RegistrationKey};

use crate::App;

/// How long an order is remembered: longer than what is left of any day.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// What makes two orders alike, whatever channel and number they came in by.
#[derive(Serialize)]
struct Typed<'a> {
    customer: [&'a str; 4],
    lines: Vec<(&'a Sku, u32, Money)>,
}

/// What an order that staff types claims, so that the next one like it is noticed. Customers who
/// order by themselves may do so as often as they like.
pub(crate) fn claim(
    draft: &OrderDraft,
    id: OrderId,
    now: Timestamp,
) -> Result<Option<Registration>, Failure> {
    if draft.channel.is_online() {
        return Ok(None);
    }
    let content = serde_json::to_vec(&typed(draft)).map_err(Failure::broken)?;
    let digest = Digest::of(&content);
    Ok(Some(Registration {
        key: RegistrationKey::Typed {
            day: business_date(now),
            content: format!("{digest:?}"),
        },
        digest,
        target: id.to_string(),
        expires_at: now.checked_add(REMEMBERED).ok(),
    }))
}

/// The order that one with this draft would likely repeat, without claiming anything.
pub(crate) async fn first(
    app: &App,
    draft: &OrderDraft,
    id: OrderId,
    now: Timestamp,
) -> Result<Option<OrderId>, Failure> {
    let Some(claim) = claim(draft, id, now)? else {
        return Ok(None);
    };
    let held = app.store.registration(&claim.key, now).await?;
    held.map(|held| target(&held)).transpose()
}

/// The order that holds such a claim.
pub(crate) fn target(held: &Registration) -> Result<OrderId, Failure> {
    held.target.parse().map_err(Failure::broken)
}

/// A guest is known by name, phone and address only.
fn typed(draft: &OrderDraft) -> Typed<'_> {
    let contact = &draft.contact;
    let phone = contact.mobile.as_ref().or(contact.ship_to_mobile.as_ref());
    let customer = if draft.customer.is_guest() {
        let phone = phone.map_or("", String::as_str);
        ["", &contact.name, phone, &contact.address]
    } else {
        [draft.customer.as_str(), "", "", ""]
    };
    let mut lines: Vec<_> = draft
        .lines
        .iter()
        .map(|line| (&line.sku, line.quantity, line.unit_price))
        .collect();
    lines.sort_unstable();
    Typed { customer, lines }
}
