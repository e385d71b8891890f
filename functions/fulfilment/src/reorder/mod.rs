//! Reorder points, and what is done when stock falls below them (5.2.1).

mod points;
mod replenish;
mod watch;

pub(crate) use points::{known_warehouse, noted};
pub(crate) use replenish::{Lacking, Raised};
pub(crate) use watch::watch;

use lambda::http::{self, Failure, Request, Response};

use crate::App;

/// Answers the requests about reorder points.
pub(crate) async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "listReorderPoints" => points::list(app, request).await,
        "importReorderPoints" => points::import(app, request).await,
        "getReorderPoint" => points::show(app, request).await,
        "reviseReorderPoint" => points::revise(app, request).await,
        "removeReorderPoint" => points::remove(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
