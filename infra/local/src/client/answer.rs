//! What the server answered.

use serde::de::DeserializeOwned;
use ureq::Body;
use ureq::http::{HeaderMap, Response};

use super::error::{ClientError, Refused};

/// The largest answer that is read, in bytes; functions answer with at most 6 MB.
const LARGEST: u64 = 8 * 1024 * 1024;

/// An answer, whatever it says.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body.
    pub body: Vec<u8>,
}

/// What a call led to that can be repeated without doing anything twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recorded<T> {
    /// Whether this call did it, and not an earlier one.
    pub new: bool,
    /// What is there now.
    pub view: T,
}

impl Answer {
    pub(super) fn read(mut response: Response<Body>) -> Result<Self, ureq::Error> {
        let body = response
            .body_mut()
            .with_config()
            .limit(LARGEST)
            .read_to_vec()?;
        let (parts, _) = response.into_parts();
        Ok(Self {
            status: parts.status.as_u16(),
            headers: parts.headers,
            body,
        })
    }

    /// A header, if it is there once and text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The version in `ETag`.
    pub fn version(&self) -> Option<u64> {
        self.header("etag")?.trim_matches('"').parse().ok()
    }

    /// The answer again, if it is a success.
    ///
    /// # Errors
    /// [`ClientError::Refused`] with the problem that it tells.
    pub fn success(self) -> Result<Self, ClientError> {
        if (200..300).contains(&self.status) {
            Ok(self)
        } else {
            Err(Refused::read(self.status, &self.body).into())
        }
    }

    /// The body as what the contract says it is.
    ///
    /// # Errors
    /// [`ClientError::Unexpected`] when it is something else.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ClientError> {
        serde_json::from_slice(&self.body).map_err(|error| ClientError::Unexpected {
            status: self.status,
            problem: error.to_string(),
        })
    }

    /// 201 is new; any other success was there before.
    pub(super) fn recorded<T: DeserializeOwned>(self) -> Result<Recorded<T>, ClientError> {
        let answer = self.success()?;
        Ok(Recorded {
            new: answer.status == 201,
            view: answer.json()?,
        })
    }
}
