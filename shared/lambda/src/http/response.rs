//! What goes back over HTTP.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::failure::Failure;
use super::request::Request;

/// A successful answer.
#[derive(Debug)]
pub struct Response {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) body: Option<String>,
    /// Whether the body is base64 of what the caller gets.
    pub(super) is_base64: bool,
}

impl Response {
    /// `status` with a JSON body.
    ///
    /// # Errors
    /// [`Failure`] (500) when the body has no JSON form, which is a defect of its type.
    pub fn json(status: u16, body: &impl Serialize) -> Result<Self, Failure> {
        let body = serde_json::to_string(body).map_err(Failure::broken)?;
        Ok(Self::document(status, body))
    }

    /// 200 with a JSON body.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn ok(body: &impl Serialize) -> Result<Self, Failure> {
        Self::json(200, body)
    }

    /// 201 with a JSON body and where the new thing is.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    pub fn created(location: impl Into<String>, body: &impl Serialize) -> Result<Self, Failure> {
        Ok(Self::json(201, body)?.location(location))
    }

    /// `status` with a body that is JSON already.
    #[must_use]
    pub fn document(status: u16, json: String) -> Self {
        Self {
            status,
            headers: vec![("content-type", "application/json; charset=utf-8".to_owned())],
            body: Some(json),
            is_base64: false,
        }
    }

    /// 200 with a file to be saved under `name`.
    #[must_use]
    pub fn file(media_type: &str, name: &str, content: &[u8]) -> Self {
        Self {
            status: 200,
            headers: vec![
                ("content-type", media_type.to_owned()),
                (
                    "content-disposition",
                    format!("attachment; filename=\"{name}\""),
                ),
            ],
            body: Some(STANDARD.encode(content)),
            is_base64: true,
        }
    }

    /// `status` with a page to be read in a browser. It runs no scripts, loads nothing, is shown in no other page, and
    /// does not tell others the address it has, which may be all that is needed to open it again.
    /// `style` is its one style sheet, as it stands in it.
    #[must_use]
    pub fn page(status: u16, html: String, style: &str) -> Self {
        let style = STANDARD.encode(Sha256::digest(style));
        let rules = format!(
            "default-src 'none'; style-src 'sha256-{style}'; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'"
        );
        let headers = [
            ("content-type", "text/html; charset=utf-8"),
            ("content-security-policy", &rules),
            ("referrer-policy", "no-referrer"),
            ("x-content-type-options", "nosniff"),
            ("x-robots-tag", "noindex"),
        ];
        Self {
            status,
            headers: headers
                .map(|(name, value)| (name, value.to_owned()))
                .to_vec(),
            body: Some(html),
            is_base64: false,
        }
    }

    /// The same, or 304 without a body when the caller has just this already and says so in `If-None-Match` (RFC 9110,
    /// 13.1.2): for what is looked at again and again. The tag is a digest of the body.
    #[must_use]
    pub fn unless_unchanged(mut self, request: &Request) -> Self {
        let digest = Sha256::digest(self.body.as_deref().unwrap_or_default());
        let tag = format!("\"{}\"", URL_SAFE_NO_PAD.encode(&digest[..16]));
        let known = request.header("if-none-match").unwrap_or_default();
        let mut known = known.split(',').map(str::trim);
        if known.any(|known| known.strip_prefix("W/").unwrap_or(known) == tag || known == "*") {
            self.status = 304;
            self.body = None;
            self.headers.retain(|(name, _)| *name != "content-type");
        }
        self.header("etag", tag)
            .header("cache-control", "private, no-cache")
    }

    /// The body, if there is one.
    #[must_use]
    pub fn into_body(self) -> Option<String> {
        self.body
    }

    /// 204.
    #[must_use]
    pub const fn no_content() -> Self {
        Self {
            status: 204,
            headers: Vec::new(),
            body: None,
            is_base64: false,
        }
    }

    /// The same with the version as `ETag`, to be sent back in `If-Match`.
    #[must_use]
    pub fn etag(self, version: u64) -> Self {
        self.header("etag", format!("\"{version}\""))
    }

    /// The same with a `Location`.
    #[must_use]
    pub fn location(self, path: impl Into<String>) -> Self {
        self.header("location", path)
    }

    /// The same with one more header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }
}
