//! Entering what has versions with their day: products, promotions, suppliers' offers, agreements with carriers.

use crate::http::{Failure, Request};
use domain::aggregate::{Aggregate, Decision};
use domain::dated::{Dated, Revision, revise};
use jiff::Timestamp;
use store::Store;

use crate::master_data::{Changed, change};

/// What is entered, and since when it is to be valid.
pub struct Entered<T> {
    /// The identifier of what is entered or changed.
    pub id: String,
    /// The whole new version.
    pub value: T,
    /// Since when; at once without it.
    pub effective_from: Option<Timestamp>,
}

/// Enters a first version or a next one; `If-Match` is optional, and what is valid then anyway changes
/// nothing.
///
/// # Errors
/// What [`change`] and [`revise`] refuse, and faults of ours.
pub async fn enter<T>(
    store: &Store,
    request: &Request,
    entered: Entered<T>,
    revised: impl Fn(Revision<T>, String) -> <Dated<T> as Aggregate>::Event,
) -> Result<Changed<Dated<T>>, Failure>
where
    T: Clone + PartialEq,
    Dated<T>: Aggregate,
{
    let (by, now) = (&request.caller.subject, request.received_at);
    let Entered {
        id,
        value,
        effective_from,
    } = entered;
    change(store, request, &id, |known| {
        let revision = revise(known, value.clone(), effective_from, now)?;
        let event = revision.map(|revision| revised(revision, by.clone()));
        Ok(Decision::of(event.into_iter().collect()))
    })
    .await
}
