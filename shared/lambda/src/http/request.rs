//! A request as handlers see it: identified, authorised, with its parts by name.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::problem::Language;
use contract::route_table::{Access, Route};
use domain::refusal::{Evidence, Refusal, RefusalClass, quote};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::caller::Caller;
use super::event::HttpEvent;
use super::json_body;
use super::media;
use crate::config::Secret;
use crate::metrics::{self, SIGNATURE_REFUSED, Unit};
use crate::{clock, signature};

/// A request that its route's roles admit.
pub struct Request {
    /// The route it came by.
    pub route: &'static Route,
    /// Who sent it.
    pub caller: Caller,
    /// Ties together everything it sets off; goes into the commits it makes.
    pub correlation_id: String,
    /// Its own identifier, `instance` in problems.
    pub request_id: String,
    /// The language its sender wants to be answered in.
    pub language: Language,
    /// When it came in.
    pub received_at: Timestamp,
    headers: HashMap<String, String>,
    path: HashMap<String, String>,
    query: HashMap<String, String>,
    body: Vec<u8>,
}

/// What is known of a request before it is read.
pub(super) struct Envelope {
    pub(super) correlation_id: String,
    pub(super) request_id: String,
    pub(super) language: Language,
}

impl Request {
    /// Reads and authorises an event.
    pub(super) fn admit(
        event: HttpEvent,
        route: &'static Route,
        envelope: &Envelope,
    ) -> Result<Self, Refusal> {
        let caller = admitted(&event, route)?;
        let body = decoded(event.body, event.is_base64_encoded, route.largest_body())?;
        Ok(Self {
            route,
            caller,
            correlation_id: envelope.correlation_id.clone(),
            request_id: envelope.request_id.clone(),
            language: envelope.language,
            received_at: clock::now(),
            headers: event
                .headers
                .unwrap_or_default()
                .into_iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value))
                .collect(),
            path: event.path_parameters.unwrap_or_default(),
            query: event.query_string_parameters.unwrap_or_default(),
            body,
        })
    }

    /// The JSON body.
    ///
    /// # Errors
    /// 413 `body_too_large`, 400 `unsupported_content_type`, `body_missing` or `malformed_json`,
    /// 422 `invalid_body`, each with the place, what was expected and what was found.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, Refusal> {
        json_body::read(self.header("content-type"), &self.body)
    }

    /// The JSON body of a machine that signs, after checking the signature.
    ///
    /// # Errors
    /// 401 `invalid_signature`, and those of [`json`](Self::json).
    pub fn signed_json<T: DeserializeOwned>(&self, secret: &Secret) -> Result<T, Refusal> {
        self.verify_signature(secret)?;
        self.json()
    }

    /// Checks the signature of a machine that signs. One that is refused is counted: many of them
    /// are a lost secret, a wrong clock or somebody who tries.
    ///
    /// # Errors
    /// 401 `invalid_signature`.
    pub fn verify_signature(&self, secret: &Secret) -> Result<(), Refusal> {
        signature::verify(
            secret,
            self.header(signature::TIMESTAMP_HEADER),
            self.header(signature::SIGNATURE_HEADER),
            &self.body,
            self.received_at,
        )
        .inspect_err(|_| metrics::emit(SIGNATURE_REFUSED, 1, Unit::Count))
    }

    /// The fields of a form; none where the body is no form. Of a field that stands twice, the last one counts.
    ///
    /// # Errors
    /// 413 `body_too_large`.
    pub fn form(&self) -> Result<BTreeMap<String, String>, Refusal> {
        let most = self.route.largest_body();
        if self.body.len() > most {
            return Err(json_body::too_large(self.body.len(), most));
        }
        let media_type = self.header("content-type").unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
            return Ok(BTreeMap::new());
        }
        Ok(form_urlencoded::parse(&self.body).into_owned().collect())
    }

    /// The refusal of a form whose signature, in this field, is not the right one; it is counted.
    #[must_use]
    pub fn refused_signature(&self, field: &str) -> Refusal {
        metrics::emit(SIGNATURE_REFUSED, 1, Unit::Count);
        Refusal::new(
            RefusalClass::Unauthenticated,
            "invalid_signature",
            "签名无效",
            "the signature is invalid",
        )
        .because(Evidence::new(
            field,
            "the signature of this content",
            "another one",
        ))
    }

    /// The body as it came, decoded from base64.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.body
    }

    /// The body of a route that takes files, as it came.
    ///
    /// # Errors
    /// 413 `body_too_large`, 400 `body_missing`.
    pub fn file(&self) -> Result<&[u8], Refusal> {
        let most = self.route.largest_body();
        if self.body.len() > most {
            return Err(json_body::too_large(self.body.len(), most));
        }
        if self.body.is_empty() {
            return Err(Refusal::new(
                RefusalClass::Malformed,
                "body_missing",
                "请求正文须为文件内容",
                "the body must be the file",
            ));
        }
        Ok(&self.body)
    }

    /// A header by its lower-case name.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(String::as_str)
    }

    /// Whether the caller reads with a browser and wants a page, where there is one.
    #[must_use]
    pub fn prefers_page(&self) -> bool {
        media::prefers_page(self.header("accept"))
    }

    /// A path parameter; empty when the route has none of this name.
    #[must_use]
    pub fn path(&self, name: &str) -> &str {
        self.path.get(name).map_or("", String::as_str)
    }

    /// A path parameter that identifies a `what` (中文 `what_zh`).
    ///
    /// # Errors
    /// 404 `not_found` when it is no UUID, because then there is no such thing.
    pub fn path_uuid(&self, name: &str, what: &str, what_zh: &str) -> Result<Uuid, Refusal> {
        let text = self.path(name);
        Uuid::try_parse(text).map_err(|_| Refusal::not_found(what, what_zh, text))
    }

    /// A query parameter.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// Refuses query parameters other than `known`, so that a misspelt filter is not ignored.
    ///
    /// # Errors
    /// 400 `unknown_query_parameter` with every one of them.
    pub fn only_query(&self, known: &[&str]) -> Result<(), Refusal> {
        let mut unknown: Vec<&str> = self
            .query
            .keys()
            .map(String::as_str)
            .filter(|name| !known.contains(name))
            .collect();
        unknown.sort_unstable();
        if unknown.is_empty() {
            return Ok(());
        }
        let refusal = Refusal::new(
            RefusalClass::Malformed,
            "unknown_query_parameter",
            "请求中有未知的查询参数，详见 errors",
            "the request has query parameters that are not known, see errors",
        );
        let expected = if known.is_empty() {
            "none".to_owned()
        } else {
            known.join(", ")
        };
        Err(unknown.into_iter().take(20).fold(refusal, |refusal, name| {
            refusal.because(Evidence::new("query", expected.clone(), quote(name)))
        }))
    }

    /// The page size asked for, from the query parameter `limit`.
    ///
    /// # Errors
    /// 422 `invalid_value` unless it is 1 to `most`.
    pub fn limit(&self, usual: u32, most: u32) -> Result<u32, Refusal> {
        let Some(text) = self.query("limit") else {
            return Ok(usual);
        };
        match text.parse::<u32>() {
            Ok(limit) if (1..=most).contains(&limit) => Ok(limit),
            _ => Err(Refusal::invalid(
                "query.limit",
                format!("1..={most}"),
                quote(text),
            )),
        }
    }
}

/// The caller, if the route's access admits it.
fn admitted(event: &HttpEvent, route: &Route) -> Result<Caller, Refusal> {
    match route.access {
        Access::Public => Ok(Caller::machine("public")),
        Access::Signed => {
            let who = event
                .path_parameters
                .iter()
                .flat_map(HashMap::values)
                .next();
            Ok(Caller::machine(format!(
                "machine:{}",
                who.map_or("", String::as_str)
            )))
        }
        Access::Roles(_) => {
            let caller = Caller::from_claims(event.claims())?;
            if route.access.admits(&caller.roles) {
                return Ok(caller);
            }
            Err(Refusal::forbidden(
                "当前角色无权执行此操作",
                "none of the roles in the token may do this",
            )
            .because(Evidence::new(
                "roles",
                allowed(route.access),
                caller.role_names(),
            )))
        }
    }
}

fn allowed(access: Access) -> String {
    match access {
        Access::Roles(roles) => {
            let names: Vec<_> = roles.iter().map(|role| role.name()).collect();
            names.join(" ")
        }
        Access::Signed | Access::Public => String::new(),
    }
}

fn decoded(body: Option<String>, is_base64: bool, most: usize) -> Result<Vec<u8>, Refusal> {
    let text = body.unwrap_or_default();
    if !is_base64 {
        return Ok(text.into_bytes());
    }
    // A body whose encoding is already beyond the limit is not worth decoding.
    if text.len() / 4 * 3 > most.saturating_add(3) {
        return Err(json_body::too_large(text.len() / 4 * 3, most));
    }
    STANDARD.decode(text).map_err(|_| {
        Refusal::new(
            RefusalClass::Malformed,
            "malformed_body",
            "请求正文的 base64 编码有误",
            "the body is marked as base64 but is not",
        )
    })
}

/// Only what identifies it: headers and body carry personal data and tokens.
impl std::fmt::Debug for Request {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Request")
            .field("route", &self.route.key)
            .field("request_id", &self.request_id)
            .field("correlation_id", &self.correlation_id)
            .finish_non_exhaustive()
    }
}
