//! Why a request was not carried out, and the problem it becomes.

use contract::problem::{Language, MEDIA_TYPE, OurFault, Problem};
use domain::refusal::{Refusal, RefusalClass};
use store::StoreError;

use super::response::Response;
use crate::BoxError;
use crate::fault::Fault;

/// Why a request was not carried out.
#[derive(Debug)]
pub enum Failure {
    /// The caller's part: told in full.
    Refused(Refusal),
    /// Our part: told only that it is; the cause is logged.
    Ours(OurFault, BoxError),
}

impl Failure {
    /// 500: something that trying again does not mend.
    pub fn broken(cause: impl Into<BoxError>) -> Self {
        Self::Ours(OurFault::Internal, cause.into())
    }

    /// 503: something that trying again may mend.
    pub fn unavailable(cause: impl Into<BoxError>) -> Self {
        Self::Ours(OurFault::Unavailable, cause.into())
    }

    /// 503: others changed the same thing at each try.
    pub fn busy(cause: impl Into<BoxError>) -> Self {
        Self::Ours(OurFault::Busy, cause.into())
    }

    /// The same with another refusal, where it is one.
    #[must_use]
    pub fn map_refusal(self, change: impl FnOnce(Refusal) -> Refusal) -> Self {
        match self {
            Self::Refused(refusal) => Self::Refused(change(refusal)),
            ours @ Self::Ours(..) => ours,
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Refused(refusal) => refusal.class.status(),
            Self::Ours(fault, _) => fault.status(),
        }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code,
            Self::Ours(fault, _) => fault.code(),
        }
    }

    /// The answer: problem details, and `Retry-After` where trying again makes sense.
    pub(super) fn into_response(self, language: Language, instance: &str) -> Response {
        let retry_after = match &self {
            Self::Refused(_) => None,
            Self::Ours(fault, _) => fault.retry_after(),
        };
        let problem = match self {
            Self::Refused(refusal) => Problem::from_refusal(refusal, language, instance),
            Self::Ours(fault, _) => Problem::ours(fault, language, instance),
        };
        let response = Response {
            status: problem.status,
            headers: vec![("content-type", MEDIA_TYPE.to_owned())],
            // A problem is text and numbers, which always have a JSON form.
            body: serde_json::to_string(&problem).ok(),
            is_base64: false,
        };
        let response = if problem.status == 401 {
            response.header("www-authenticate", "Bearer")
        } else {
            response
        };
        match retry_after {
            Some(seconds) => response.header("retry-after", seconds.to_string()),
            None => response,
        }
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

/// A conflict that three tries did not get past is 503 with `Retry-After`, not 409: nothing in
/// the request clashes with what is there, so sending it again unchanged is right.
impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let fault = match &error {
            StoreError::InvalidCursor => return Self::Refused(invalid_cursor()),
            StoreError::Conflict { .. } => OurFault::Busy,
            StoreError::Unavailable { .. } => OurFault::Unavailable,
            StoreError::Corrupt { .. } | StoreError::Unwritable { .. } => OurFault::Internal,
        };
        Self::Ours(fault, Box::new(error))
    }
}

fn invalid_cursor() -> Refusal {
    Refusal::new(
        RefusalClass::Malformed,
        "invalid_cursor",
        "cursor 不属于此列表，请从第一页重新开始",
        "the cursor does not belong to this list; start again without one",
    )
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Retry(cause) => Self::unavailable(cause),
            Fault::Poison(cause) => Self::broken(cause),
        }
    }
}
