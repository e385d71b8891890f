//! Disposal 处置 (5.2.2): what does not move or is not good is found, proposed for, and decided on.

mod change;
mod lots;
mod search;

use lambda::http::{self, Failure, Request, Response};

pub(crate) use search::{search, search_on};

use crate::App;

/// Answers the requests about disposal.
pub(crate) async fn route(app: &App, request: Request) -> Result<Response, Failure> {
    match request.route.operation {
        "listDisposals" => change::list(app, request).await,
        "getDisposal" => change::show(app, request).await,
        "proposeDisposal" => change::propose(app, request).await,
        "decideDisposal" => change::decide(app, request).await,
        _ => Err(http::no_such_route().into()),
    }
}
