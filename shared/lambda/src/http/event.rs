//! The event of an HTTP API, payload version 2.0, as far as it is used here.
//!
//! Read by a shape of our own: a header with unusual bytes or a claim that is not a text is
//! a client's mistake at most, and must not make the whole event unreadable.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

/// A request as API Gateway hands it over. Opaque: [`answer`](super::answer) reads it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct HttpEvent {
    pub(super) route_key: String,
    #[serde(default)]
    pub(super) headers: Option<HashMap<String, String>>,
    #[serde(default)]
    pub(super) query_string_parameters: Option<HashMap<String, String>>,
    #[serde(default)]
    pub(super) path_parameters: Option<HashMap<String, String>>,
    pub(super) request_context: RequestContext,
    #[serde(default)]
    pub(super) body: Option<String>,
    #[serde(default)]
    pub(super) is_base64_encoded: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct RequestContext {
    #[serde(default)]
    pub(super) request_id: Option<String>,
    #[serde(default)]
    authorizer: Option<Authorizer>,
}

#[derive(Deserialize)]
struct Authorizer {
    #[serde(default)]
    jwt: Option<Jwt>,
}

#[derive(Deserialize)]
struct Jwt {
    #[serde(default)]
    claims: Option<HashMap<String, Value>>,
}

impl HttpEvent {
    /// The claims of the token that the authorizer accepted, if the route has one.
    pub(super) fn claims(&self) -> Option<&HashMap<String, Value>> {
        self.request_context
            .authorizer
            .as_ref()?
            .jwt
            .as_ref()?
            .claims
            .as_ref()
    }

    /// A header by its lower-case name.
    pub(super) fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .as_ref()?
            .iter()
            .find(|(given, _)| given.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}
