//! Calls that must not succeed.

use std::fmt::Debug;

use contract::problem::{MEDIA_TYPE, Problem};
use yudan::client::{Answer, Client, ClientError, Refused};

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

/// A call that must be refused, in Chinese and in English, with the same status and code in
/// both; gives the English problem.
///
/// # Panics
/// When it is not refused, or not in the language that was asked for.
#[track_caller]
pub fn refused_in_both_languages(
    client: &Client,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: Option<&[u8]>,
) -> Problem {
    let [chinese, english] = ["zh-CN", "en"].map(|language| {
        let headers: Vec<_> = headers
            .iter()
            .copied()
            .chain([("accept-language", language)])
            .collect();
        let answer = client.call(method, path, &headers, body).unwrap();
        assert!(
            (400..500).contains(&answer.status),
            "{method} {path}: {}",
            answer.status
        );
        assert_eq!(
            answer.header("content-language"),
            Some(language),
            "{method} {path}"
        );
        problem(&answer)
    });
    assert_eq!(
        (chinese.status, &chinese.code),
        (english.status, &english.code)
    );
    assert_eq!(
        (chinese.title.is_ascii(), chinese.detail.is_ascii()),
        (false, false),
        "{chinese:?}"
    );
    assert!(
        english.title.is_ascii() && english.detail != chinese.detail,
        "{english:?}"
    );
    english
}
