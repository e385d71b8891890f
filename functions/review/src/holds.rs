//! Holds: an order is kept from some steps until somebody releases it (4.3.2).

use contract::hold::{HoldReleaseRequest, HoldRequest};
use domain::order::{self, Holder};
use lambda::clock;
use lambda::http::{Failure, Request, Response};

use crate::App;
use crate::change::change;

/// `POST /v1/orders/{id}/holds`: on hold for this reason, if it is not already.
pub(crate) async fn place(app: &App, request: Request) -> Result<Response, Failure> {
    let (reason, note) = request.json::<HoldRequest>()?.into_parts()?;
    let id = clock::fresh_id();
    change(app, &request, |order, facts| {
        let who = holder(&request);
        order::place_hold(order, id, &reason, note.as_deref(), who, facts)
    })
    .await
}

/// `POST /v1/orders/{id}/holds/{hold}/release`: whatever waited for it goes on.
pub(crate) async fn release(app: &App, request: Request) -> Result<Response, Failure> {
    let note = request.json::<HoldReleaseRequest>()?.into_note()?;
    let hold = request.path_uuid("hold", "hold", "暂挂")?;
    change(app, &request, |order, facts| {
        let who = holder(&request);
        order::release_hold(order, hold, note.as_deref(), who, facts)
    })
    .await
}

fn holder(request: &Request) -> Holder<'_> {
    Holder {
        subject: &request.caller.subject,
        roles: &request.caller.roles,
    }
}
