//! The problems that operations can answer with.

use utoipa::openapi::{ContentBuilder, Ref, ResponseBuilder};

use super::operations::OperationDoc;
use super::path_parameters;
use crate::problem::MEDIA_TYPE;
use crate::route_table::{Access, Route};

/// Statuses of the problems that an operation can answer with.
pub(super) fn problems(route: &Route, doc: &OperationDoc) -> Vec<u16> {
    let mut statuses = doc.problems.to_vec();
    match route.access {
        Access::Public => {}
        Access::Signed => statuses.push(401),
        Access::Roles(_) => statuses.extend([401, 403]),
    }
    if path_parameters(route.path()).next().is_some() {
        statuses.push(404);
    }
    if doc.request.is_some() || !doc.takes_file.is_empty() {
        statuses.extend([400, 413, 422]);
    }
    if !doc.query.is_empty() {
        statuses.extend([400, 422]);
    }
    statuses.push(503);
    statuses.sort_unstable();
    statuses.dedup();
    statuses
}

/// Every status of a problem that an operation can answer with.
pub(super) const PROBLEMS: [u16; 10] = [400, 401, 403, 404, 409, 412, 413, 422, 428, 503];

pub(super) fn problem_name(status: u16) -> String {
    format!("Problem{status}")
}

pub(super) fn problem(status: u16) -> utoipa::openapi::Response {
    let meaning = match status {
        400 => "The request cannot be read",
        401 => "The caller is not known, or its signature is wrong",
        403 => "The caller may not do this",
        404 => "There is no such thing, or not for this caller",
        409 => "It clashes with what is already there",
        412 => "The version in If-Match is stale",
        413 => "The body is too large: at most 256 KiB, files 4 MiB",
        422 => "Readable, but against the rules; `errors` tells where",
        428 => "If-Match is required",
        _ => "Not possible just now; Retry-After tells when to try again",
    };
    let content = ContentBuilder::new()
        .schema(Some(Ref::from_schema_name("Problem")))
        .build();
    ResponseBuilder::new()
        .description(meaning)
        .content(MEDIA_TYPE, content)
        .build()
}
