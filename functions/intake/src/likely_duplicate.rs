//! Orders that staff likely typed twice: the same customer, lines and day (4.1.3).

use domain::calendar::business_date;
use domain::order::{OrderDraft, OrderId};
use jiff::{SignedDuration, Timestamp};
use lambda::http::Failure;
use store::{Digest, Registration, RegistrationKey};

use crate::App;

/// How long an order is remembered: longer than what is left of any day.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24);

/// What an order that staff types claims, so that the next one like it is noticed; nothing for others.
pub(crate) fn claim(
    draft: &OrderDraft,
    id: OrderId,
    now: Timestamp,
) -> Result<Option<Registration>, Failure> {
    let Some(likeness) = draft.likeness() else {
        return Ok(None);
    };
    let content = serde_json::to_vec(&likeness).map_err(Failure::broken)?;
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
