//! The HTTP API event, payload format 2.0.

use std::collections::BTreeMap;

use axum::body::Bytes;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Version, header};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::percent;
use crate::template::locality;
use crate::template::stack::Route;

/// Everything an event is made of.
pub(super) struct Call<'a> {
    pub(super) api_id: &'a str,
    pub(super) request_id: &'a str,
    pub(super) route: &'a Route,
    pub(super) path_parameters: &'a BTreeMap<String, String>,
    pub(super) parts: &'a Parts,
    pub(super) body: &'a Bytes,
    /// Claims of the token, flattened, if the route needs one.
    pub(super) claims: Option<&'a Map<String, Value>>,
}

/// The only client address there can be.
const SOURCE_IP: &str = "127.0.0.1";

/// The event as the function receives it.
pub(super) fn build(call: &Call<'_>) -> Bytes {
    let headers = &call.parts.headers;
    let query = call.parts.uri.query().unwrap_or_default();
    let mut event = json!({
        "version": "2.0",
        "routeKey": route_key(call.route),
        "rawPath": call.parts.uri.path(),
        "rawQueryString": query,
        "headers": joined_headers(headers),
        "requestContext": request_context(call),
    });
    let cookies = cookies(headers);
    if !cookies.is_empty() {
        event["cookies"] = cookies.into();
    }
    if !query.is_empty() {
        event["queryStringParameters"] = json!(joined_query(query));
    }
    if !call.path_parameters.is_empty() {
        event["pathParameters"] = json!(call.path_parameters);
    }
    let (body, is_base64) = encode_body(headers, call.body);
    if let Some(body) = body {
        event["body"] = Value::String(body);
    }
    event["isBase64Encoded"] = Value::Bool(is_base64);
    Bytes::from(event.to_string())
}

fn route_key(route: &Route) -> String {
    format!("{} {}", route.method, route.path)
}

fn request_context(call: &Call<'_>) -> Value {
    let now = Timestamp::now();
    let text = |name| {
        call.parts
            .headers
            .get(name)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
    };
    let domain = text(header::HOST);
    let mut context = json!({
        "accountId": locality::ACCOUNT,
        "apiId": call.api_id,
        "domainName": domain,
        "domainPrefix": domain.split(['.', ':']).next().unwrap_or_default(),
        "http": {
            "method": call.parts.method.as_str(),
            "path": call.parts.uri.path(),
            "protocol": if call.parts.version == Version::HTTP_10 { "HTTP/1.0" } else { "HTTP/1.1" },
            "sourceIp": SOURCE_IP,
            "userAgent": text(header::USER_AGENT),
        },
        "requestId": call.request_id,
        "routeKey": route_key(call.route),
        "stage": "$default",
        "time": now.strftime("%d/%b/%Y:%H:%M:%S +0000").to_string(),
        "timeEpoch": now.as_millisecond(),
    });
    if let Some(claims) = call.claims {
        context["authorizer"] = json!({"jwt": {"claims": claims, "scopes": null}});
    }
    context
}

/// Header names are in lower case already; repeated ones are joined by commas. Cookies have a place of their own.
fn joined_headers(headers: &HeaderMap) -> BTreeMap<String, String> {
    let mut joined = BTreeMap::from([
        ("x-forwarded-for".to_owned(), SOURCE_IP.to_owned()),
        ("x-forwarded-proto".to_owned(), "http".to_owned()),
    ]);
    for name in headers.keys().filter(|name| *name != header::COOKIE) {
        let values: Vec<_> = headers
            .get_all(name)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()))
            .collect();
        joined.insert(name.as_str().to_owned(), values.join(","));
    }
    joined
}

fn cookies(headers: &HeaderMap) -> Vec<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .map(|cookie| cookie.trim().to_owned())
        .filter(|cookie| !cookie.is_empty())
        .collect()
}

fn joined_query(query: &str) -> BTreeMap<String, String> {
    let mut joined: BTreeMap<String, String> = BTreeMap::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let value = percent::decode(value, true);
        joined
            .entry(percent::decode(name, true))
            .and_modify(|values| {
                values.push(',');
                values.push_str(&value);
            })
            .or_insert(value);
    }
    joined
}

/// Text goes as it is, anything else in base64. A form counts as binary, as it does on the service.
fn encode_body(headers: &HeaderMap, body: &Bytes) -> (Option<String>, bool) {
    if body.is_empty() {
        return (None, false);
    }
    match (is_text(headers), std::str::from_utf8(body)) {
        (true, Ok(text)) => (Some(text.to_owned()), false),
        _ => (Some(STANDARD.encode(body)), true),
    }
}

fn is_text(headers: &HeaderMap) -> bool {
    let Some(kind) = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
    else {
        return true;
    };
    let kind = kind
        .split(';')
        .next()
        .unwrap_or(kind)
        .trim()
        .to_ascii_lowercase();
    kind.starts_with("text/")
        || matches!(
            kind.as_str(),
            "application/json" | "application/javascript" | "application/xml"
        )
        || kind.ends_with("+json")
        || kind.ends_with("+xml")
}
