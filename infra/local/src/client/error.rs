//! Why a call did not lead to what it asked for.

use std::fmt;

use contract::problem::{Problem, ProblemError};

/// Why a call did not lead to what it asked for.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No answer came.
    #[error(
        "no answer from {url} ({error}); is `yudan` running there? give its address with --url"
    )]
    Unreachable {
        /// The server.
        url: String,
        /// What went wrong on the way.
        error: ureq::Error,
    },
    /// The server answered that it did not do it.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// The server did it, but its answer is not what the contract says.
    #[error(
        "the server answered {status} with something unexpected ({problem}); are both of one version?"
    )]
    Unexpected {
        /// The HTTP status.
        status: u16,
        /// What is wrong with the body.
        problem: String,
    },
    /// A body has no JSON form.
    #[error("the request could not be written as JSON: {0}")]
    Unwritable(serde_json::Error),
}

/// What the server would not do, and why.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct Refused {
    /// The HTTP status.
    pub status: u16,
    /// The stable code of the problem; `http_<status>` for answers that are no problem details.
    pub code: String,
    /// The reason in words.
    pub detail: String,
    /// The places in the request that were wrong.
    pub errors: Vec<ProblemError>,
}

impl Refused {
    /// Reads an answer that is not a success. The front door itself answers with a `message`.
    pub(super) fn read(status: u16, body: &[u8]) -> Self {
        if let Ok(problem) = serde_json::from_slice::<Problem>(body) {
            return Self::of(problem);
        }
        let message = serde_json::from_slice::<serde_json::Value>(body)
            .ok()
            .and_then(|body| Some(body.get("message")?.as_str()?.to_owned()));
        Self {
            status,
            code: format!("http_{status}"),
            detail: message
                .unwrap_or_else(|| String::from_utf8_lossy(body).chars().take(200).collect()),
            errors: Vec::new(),
        }
    }

    /// The same from problem details inside another answer.
    pub fn of(problem: Problem) -> Self {
        Self {
            status: problem.status,
            code: problem.code,
            detail: problem.detail,
            errors: problem.errors,
        }
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.detail)?;
        for error in &self.errors {
            write!(
                f,
                "; {}: expected {}, found {}",
                error.at, error.expected, error.found
            )?;
        }
        Ok(())
    }
}

impl ClientError {
    /// The refusal, if it is one.
    pub fn refused(&self) -> Option<&Refused> {
        match self {
            Self::Refused(refused) => Some(refused),
            Self::Unreachable { .. } | Self::Unexpected { .. } | Self::Unwritable(_) => None,
        }
    }

    /// The stable code of the refusal, if it is one.
    pub fn code(&self) -> Option<&str> {
        self.refused().map(|refused| refused.code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_and_plain_answers_become_one_kind_of_refusal() {
        let problem =
            br#"{"type":"urn:yudan:problem:invalid_value","title":"Against the rules","status":422,
            "code":"invalid_value","detail":"see errors","instance":"r-1",
            "errors":[{"at":"lines[0].quantity","expected":"1..=1000000","found":"0"}]}"#;
        let table: [(u16, &[u8], &str); 3] = [
            (
                422,
                problem,
                "422 invalid_value: see errors; lines[0].quantity: expected 1..=1000000, found 0",
            ),
            (
                401,
                br#"{"message":"Unauthorized"}"#,
                "401 http_401: Unauthorized",
            ),
            (502, b"<html>", "502 http_502: <html>"),
        ];
        for (status, body, expected) in table {
            assert_eq!(Refused::read(status, body).to_string(), expected);
        }
    }
}
