//! The HTTP API: requests of people and machines as events of payload version 2.0, and what they
//! do when no answer comes.

use std::collections::BTreeMap;
use std::time::Duration;

use contract::route_table;
use lambda::Answer;
use lambda::signature::{SIGNATURE_HEADER, TIMESTAMP_HEADER, sign};
use serde_json::{Value, json};

use super::faults::Fault;
use super::findings::Finding;
use super::world::{Outcome, World};

/// How often somebody repeats a request that is not answered.
const TRIES: u32 = 40;

/// Somebody with a token.
#[derive(Clone, Debug)]
pub(super) struct Person {
    pub(super) subject: String,
    roles: &'static str,
    customer: Option<String>,
}

impl Person {
    /// Somebody of the staff.
    pub(super) fn staff(subject: &str, roles: &'static str) -> Self {
        Self {
            subject: subject.to_owned(),
            roles,
            customer: None,
        }
    }

    /// Somebody who acts for a customer.
    pub(super) fn customer(id: &str) -> Self {
        Self {
            subject: format!("buyer-of-{id}"),
            roles: "customer",
            customer: Some(id.to_owned()),
        }
    }

    fn claims(&self) -> Value {
        let mut claims = json!({"sub": self.subject, "roles": format!("[{}]", self.roles)});
        if let Some(customer) = &self.customer {
            claims["customer"] = json!(customer);
        }
        claims
    }
}

/// A request.
#[derive(Clone, Debug)]
pub(super) struct Request {
    route: &'static str,
    path: BTreeMap<&'static str, String>,
    query: BTreeMap<&'static str, String>,
    headers: BTreeMap<&'static str, String>,
    claims: Option<Value>,
    body: Option<String>,
}

/// An answer.
#[derive(Clone, Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) body: Value,
}

impl Reply {
    /// Whether what was asked for was done.
    pub(super) const fn is_success(&self) -> bool {
        self.status >= 200 && self.status < 300
    }

    /// The code of a problem.
    pub(super) fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }

    /// What a problem says was found at this place.
    pub(super) fn found(&self, at: &str) -> Option<&str> {
        let mut errors = self.body["errors"].as_array().into_iter().flatten();
        errors.find(|error| error["at"] == at)?["found"].as_str()
    }

    /// Whether the same request may be answered otherwise in a moment.
    fn is_passing(&self) -> bool {
        self.status == 503 || self.status == 429
    }
}

impl Request {
    /// A request of a person, by the key of its route.
    pub(super) fn of(person: &Person, route: &'static str) -> Self {
        Self {
            claims: Some(person.claims()),
            ..Self::unsigned(route)
        }
    }

    /// A request of a machine, which signs when it sends.
    pub(super) fn unsigned(route: &'static str) -> Self {
        Self {
            route,
            path: BTreeMap::new(),
            query: BTreeMap::new(),
            headers: BTreeMap::from([("content-type", "application/json".to_owned())]),
            claims: None,
            body: None,
        }
    }

    /// With a path parameter.
    pub(super) fn at(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.path.insert(name, value.into());
        self
    }

    /// With a query parameter.
    pub(super) fn with(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.query.insert(name, value.into());
        self
    }

    /// With a header.
    pub(super) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.insert(name, value.into());
        self
    }

    /// With a JSON body.
    pub(super) fn body(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string());
        self
    }

    /// With a text table as its body.
    pub(super) fn file(self, table: &str) -> Self {
        let mut request = self.header("content-type", "text/csv");
        request.body = Some(table.to_owned());
        request
    }

    /// With another value of one field of its body.
    pub(super) fn with_field(&self, name: &str, value: Value) -> Self {
        let body = self.body.as_deref().unwrap_or("{}");
        let mut body: Value = serde_json::from_str(body).unwrap();
        body[name] = value;
        self.clone().body(&body)
    }

    fn event(&self, world: &World) -> (&'static str, String) {
        let route = route_table::route(self.route).unwrap();
        let mut headers = self.headers.clone();
        if route.access == route_table::Access::Signed {
            let (at, body) = (world.now().as_second().to_string(), self.body.clone());
            let signature = sign(&World::secret(), &at, body.unwrap_or_default().as_bytes());
            headers.insert(TIMESTAMP_HEADER, at);
            headers.insert(SIGNATURE_HEADER, signature);
        }
        let request_id = world.clock.fresh_id().to_string();
        let mut event = json!({
            "version": "2.0",
            "routeKey": self.route,
            "rawPath": route.path(),
            "rawQueryString": "",
            "headers": headers,
            "pathParameters": self.path,
            "queryStringParameters": self.query,
            "requestContext": {"requestId": request_id, "stage": "$default"},
            "isBase64Encoded": false,
        });
        if let Some(claims) = &self.claims {
            event["requestContext"]["authorizer"] =
                json!({"jwt": {"claims": claims, "scopes": null}});
        }
        if let Some(body) = &self.body {
            event["body"] = json!(body);
        }
        (route.function, event.to_string())
    }

    /// How it is called in the log.
    fn name(&self) -> String {
        let path: Vec<&str> = self.path.values().map(String::as_str).collect();
        let who = self.claims.as_ref().map_or("a machine", |claims| {
            claims["sub"].as_str().unwrap_or_default()
        });
        format!("{who}: {} {}", self.route, path.join(" "))
    }
}

impl World {
    /// Sends a request once; nothing when no answer comes back.
    pub(super) async fn ask(&self, request: &Request) -> Option<Reply> {
        let (function, event) = request.event(self);
        let Outcome::Answered(answer) = self.invoke(function, &event).await else {
            return None;
        };
        let Answer::Http(reply) = answer else {
            panic!(
                "{} was answered by something that is no HTTP",
                request.route
            );
        };
        let reply = Reply {
            status: reply.status(),
            // A file is no JSON.
            body: serde_json::from_str(reply.body().unwrap_or("null")).unwrap_or_default(),
        };
        let lost = self.strikes(Fault::AnswerLost);
        if request.claims.is_none() || !request.route.starts_with("GET") || !reply.is_success() {
            let (name, status, code) = (request.name(), reply.status, reply.code());
            let end = if lost { ", and the answer is lost" } else { "" };
            let said = request.body.as_deref().unwrap_or_default();
            let said = said.lines().next().unwrap_or_default();
            self.log
                .note(format!("{name} {said} → {status} {code}{end}"));
        }
        if reply.status == 500 {
            self.find(Finding::new(
                "internal_error",
                request.path.values().next().map_or("", String::as_str),
                format!("{} → {} {}", request.name(), reply.status, reply.body),
            ));
        }
        (!lost).then_some(reply)
    }

    /// Sends a request of somebody who may not have it carried out.
    pub(super) async fn is_refused(&self, request: &Request) {
        let reply = self.insist(request).await;
        if let Some(reply) = reply.filter(Reply::is_success) {
            let about = request.path.values().next().map_or("", String::as_str);
            let what = format!("{} → {}", request.name(), reply.body);
            self.find(Finding::new("done_without_right", about, what));
        }
    }

    /// Sends a request until it is answered for good; nothing if that never happens.
    pub(super) async fn insist(&self, request: &Request) -> Option<Reply> {
        for attempt in 0..TRIES {
            match self.ask(request).await {
                Some(reply) if !reply.is_passing() => return Some(reply),
                _ => {}
            }
            let patience = Duration::from_millis(500 << attempt.min(6));
            tokio::time::sleep(patience).await;
        }
        self.log.note(format!("{} gives up", request.name()));
        None
    }
}
