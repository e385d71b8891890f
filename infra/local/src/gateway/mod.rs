//! The HTTP front door: what API Gateway's HTTP APIs do, and the developer's own endpoints.

mod answer;
mod authorizer;
mod claims;
mod cors;
mod developer;
mod event;
mod percent;
mod route;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{Method, Response, StatusCode, header};
use uuid::Uuid;

use crate::runtime_api::{Outcome, Pool};
use crate::template::stack::{Api, Cors};

pub use authorizer::Authorizer;
pub use developer::Developer;

use route::Routes;

/// The largest request body of an HTTP API.
const MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// The front door with everything it leads to.
pub struct Gateway {
    api_id: String,
    routes: Routes,
    pools: HashMap<String, Arc<Pool>>,
    authorizer: Option<Authorizer>,
    cors: Option<Cors>,
    requests: Arc<AtomicU64>,
}

impl Gateway {
    /// A front door for the routes of `api`.
    pub fn new(
        api: Api,
        pools: HashMap<String, Arc<Pool>>,
        authorizer: Option<Authorizer>,
    ) -> Self {
        Self {
            api_id: api.id,
            routes: Routes::new(api.routes),
            pools,
            authorizer,
            cors: api.cors,
            requests: Arc::default(),
        }
    }

    /// Counts the requests handed to functions where others can see it.
    #[must_use]
    pub fn counting(self, requests: Arc<AtomicU64>) -> Self {
        Self { requests, ..self }
    }

    /// Everything served on the public port.
    pub fn router(self: Arc<Self>, developer: Arc<Developer>) -> Router {
        Router::new()
            .fallback(serve)
            .with_state(self)
            .merge(developer::router(developer))
    }

    async fn answer(&self, request: Request) -> Response<Body> {
        let (parts, body) = request.into_parts();
        if let Some(cors) = &self.cors
            && parts.method == Method::OPTIONS
            && let Some(preflight) = cors::preflight(cors, &parts.headers)
        {
            return preflight;
        }
        let Some(found) = self.routes.find(&parts.method, parts.uri.path()) else {
            return answer::message(StatusCode::NOT_FOUND, "Not Found");
        };
        let claims = match (&self.authorizer, found.route.authorized) {
            (Some(authorizer), true) => match authorizer.check(&parts.headers) {
                Ok(claims) => Some(claims),
                Err(refusal) => return *refusal,
            },
            _ => None,
        };
        let Some(body) = read_body(&parts.headers, body).await else {
            return answer::message(StatusCode::PAYLOAD_TOO_LARGE, "Request Entity Too Large");
        };
        let request_id = Uuid::now_v7().to_string();
        let event = event::build(&event::Call {
            api_id: &self.api_id,
            request_id: &request_id,
            route: found.route,
            path_parameters: &found.parameters,
            parts: &parts,
            body: &body,
            claims: claims.as_ref(),
        });
        let mut response = self.invoke(found.route, event).await;
        answer::set_request_id(&mut response, &request_id);
        if let Some(cors) = &self.cors {
            cors::allow(cors, &parts.headers, &mut response);
        }
        response
    }

    async fn invoke(&self, route: &crate::template::stack::Route, event: Bytes) -> Response<Body> {
        let Some(pool) = self.pools.get(&route.function) else {
            return answer::message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error");
        };
        self.requests.fetch_add(1, Ordering::Relaxed);
        let limit = Duration::from_millis(route.timeout_ms);
        match tokio::time::timeout(limit, pool.invoke(event)).await {
            Ok(Outcome::Answer(body)) => answer::from_function(&body),
            Ok(Outcome::Failed(_) | Outcome::TimedOut | Outcome::Crashed) => {
                answer::message(StatusCode::INTERNAL_SERVER_ERROR, "Internal Server Error")
            }
            Err(_elapsed) => {
                answer::message(StatusCode::SERVICE_UNAVAILABLE, "Service Unavailable")
            }
        }
    }
}

async fn serve(State(gateway): State<Arc<Gateway>>, request: Request) -> Response<Body> {
    gateway.answer(request).await
}

/// The body, or `None` if it is larger than an HTTP API takes.
async fn read_body(headers: &header::HeaderMap, body: Body) -> Option<Bytes> {
    let announced = headers
        .get(header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok())
        .and_then(|length| length.parse::<usize>().ok());
    if announced.is_some_and(|length| length > MAX_BODY_BYTES) {
        return None;
    }
    to_bytes(body, MAX_BODY_BYTES).await.ok()
}

#[cfg(test)]
mod tests;
