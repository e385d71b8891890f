//! Calls that must not succeed.

use std::fmt::Debug;

use contract::problem::{MEDIA_TYPE, Problem};
use yudan::client::{Answer, ClientError, Refused};

/// The refusal that a call must have led to, with its status and stable code.
///
/// # Panics
/// When it succeeded or failed otherwise.
#[track_caller]
pub fn refused<T: Debug>(called: Result<T, ClientError>, status: u16, code: &str) -> Refused {
    match called {
        Err(ClientError::Refused(refused)) => {
            assert_eq!(
                (refused.status, refused.code.as_str()),
                (status, code),
                "{refused}"
            );
            refused
        }
        Err(error) => panic!("expected {status} {code}, found {error}"),
        Ok(answer) => panic!("expected {status} {code}, found {answer:?}"),
    }
}

/// The problem details of an answer, which must say of themselves what they are.
///
/// # Panics
/// When the answer is anything else.
#[track_caller]
pub fn problem(answer: &Answer) -> Problem {
    let text = String::from_utf8_lossy(&answer.body);
    assert_eq!(
        answer.header("content-type"),
        Some(MEDIA_TYPE),
        "{} {text}",
        answer.status
    );
    let problem: Problem = answer.json().unwrap();
    assert_eq!(problem.status, answer.status, "{text}");
    assert_eq!(problem.kind, format!("urn:yudan:problem:{}", problem.code));
    assert!(
        !problem.title.is_empty() && !problem.detail.is_empty(),
        "{text}"
    );
    assert!(!problem.instance.is_empty(), "{text}");
    problem
}
