//! RFC 9457 problem details, the body of every answer that is not a success.

use domain::refusal::{Evidence, Refusal};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

/// A language that people are answered in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Simplified Chinese, unless another one is asked for.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// The tag for `Content-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// Why a request was not carried out.
///
/// `code` is stable and meant for programs; `title` and `detail` are meant for people, in the
/// language that `Accept-Language` prefers (Chinese unless English is).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// A name for the kind of problem: `urn:yudan:problem:` and the code.
    #[serde(rename = "type")]
    #[schema(example = "urn:yudan:problem:order_not_out_of_region")]
    pub kind: String,
    /// The HTTP status in a few words.
    #[schema(example = "不符合业务规则")]
    pub title: String,
    /// The HTTP status.
    #[schema(example = 422)]
    pub status: u16,
    /// The stable code.
    #[schema(example = "order_not_out_of_region")]
    pub code: String,
    /// What was expected, what was found and what to do.
    #[schema(example = "收货地址在重庆市内，不属于异地订单")]
    pub detail: String,
    /// The request's identifier, to be quoted when asking for help.
    pub instance: String,
    /// Where in the request something was wrong; empty when it is not about one place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ProblemError>,
}

/// One place in the request where something was not as expected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProblemError {
    /// The field or rule.
    #[schema(example = "lines[0].quantity")]
    pub at: String,
    /// What would have been right.
    #[schema(example = "1..=1000000")]
    pub expected: String,
    /// What was there.
    #[schema(example = "0")]
    pub found: String,
}

impl From<Evidence> for ProblemError {
    fn from(evidence: Evidence) -> Self {
        Self {
            at: evidence.at,
            expected: evidence.expected,
            found: evidence.found,
        }
    }
}

impl Problem {
    /// The problem that a refusal is, in one language.
    #[must_use]
    pub fn from_refusal(refusal: Refusal, language: Language, instance: &str) -> Self {
        let status = refusal.class.status();
        Self {
            kind: kind(refusal.code),
            title: title(status, language).to_owned(),
            status,
            code: refusal.code.to_owned(),
            detail: match language {
                Language::Chinese => refusal.chinese,
                Language::English => refusal.english,
            },
            instance: instance.to_owned(),
            errors: refusal
                .evidence
                .into_iter()
                .map(ProblemError::from)
                .collect(),
        }
    }

    /// A problem on our side. It says nothing about the cause, which is in the log under the
    /// same `instance`.
    #[must_use]
    pub fn ours(fault: OurFault, language: Language, instance: &str) -> Self {
        let (chinese, english) = fault.detail();
        Self {
            kind: kind(fault.code()),
            title: title(fault.status(), language).to_owned(),
            status: fault.status(),
            code: fault.code().to_owned(),
            detail: match language {
                Language::Chinese => chinese,
                Language::English => english,
            }
            .to_owned(),
            instance: instance.to_owned(),
            errors: Vec::new(),
        }
    }
}

/// A problem that the caller has no part in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OurFault {
    /// 500: something is broken; trying again will not help.
    Internal,
    /// 503: a service behind this one is not there just now.
    Unavailable,
    /// 503: others were changing the same thing; three tries were not enough.
    Busy,
}

impl OurFault {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Internal => "internal_error",
            Self::Unavailable => "temporarily_unavailable",
            Self::Busy => "conflict_try_again",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Internal => 500,
            Self::Unavailable | Self::Busy => 503,
        }
    }

    /// Seconds for `Retry-After`, where trying again makes sense.
    #[must_use]
    pub const fn retry_after(self) -> Option<u32> {
        match self {
            Self::Internal => None,
            Self::Unavailable => Some(5),
            Self::Busy => Some(1),
        }
    }

    const fn detail(self) -> (&'static str, &'static str) {
        match self {
            Self::Internal => (
                "系统内部错误，已记录；联系我们时请提供 instance",
                "something went wrong on our side and was recorded; quote the instance when you contact us",
            ),
            Self::Unavailable => (
                "服务暂时不可用，请稍后重试",
                "the service is temporarily unavailable, please try again later",
            ),
            Self::Busy => (
                "该数据正被其他请求修改，请重试",
                "other requests were changing the same data, please try again",
            ),
        }
    }
}

fn kind(code: &str) -> String {
    format!("urn:yudan:problem:{code}")
}

const fn title(status: u16, language: Language) -> &'static str {
    let (chinese, english) = match status {
        400 => ("请求无法读取", "The request cannot be read"),
        401 => ("身份未确认", "The caller is not known"),
        403 => ("没有权限", "Not allowed"),
        404 => ("不存在", "Not found"),
        409 => ("与现有数据冲突", "In conflict with what is there"),
        412 => ("版本已过期", "The version is stale"),
        413 => ("请求过大", "The request is too large"),
        422 => ("不符合业务规则", "Against the rules"),
        428 => ("缺少 If-Match", "If-Match is required"),
        503 => ("暂时不可用", "Temporarily unavailable"),
        _ => ("系统内部错误", "Internal error"),
    };
    match language {
        Language::Chinese => chinese,
        Language::English => english,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::refusal::RefusalClass;

    #[test]
    fn a_refusal_becomes_a_problem_in_the_language_asked_for() {
        let refusal = Refusal::invalid("lines[0].quantity", "1..=1000000", "0");
        let chinese = Problem::from_refusal(refusal.clone(), Language::Chinese, "r-1");
        let english = Problem::from_refusal(refusal, Language::English, "r-1");
        assert_eq!(chinese.title, "不符合业务规则");
        assert_eq!(english.title, "Against the rules");
        assert_eq!(
            serde_json::to_value(&english).unwrap(),
            serde_json::json!({
                "type": "urn:yudan:problem:invalid_value",
                "title": "Against the rules",
                "status": 422,
                "code": "invalid_value",
                "detail": "a value in the request is not acceptable, see errors",
                "instance": "r-1",
                "errors": [{ "at": "lines[0].quantity", "expected": "1..=1000000", "found": "0" }],
            })
        );
    }

    #[test]
    fn every_class_of_refusal_has_a_title_of_its_own() {
        let classes = [
            RefusalClass::Malformed,
            RefusalClass::Unauthenticated,
            RefusalClass::Forbidden,
            RefusalClass::NotFound,
            RefusalClass::Conflict,
            RefusalClass::Stale,
            RefusalClass::TooLarge,
            RefusalClass::Unacceptable,
            RefusalClass::PreconditionRequired,
        ];
        for class in classes {
            assert_ne!(
                title(class.status(), Language::English),
                "Internal error",
                "{class:?}"
            );
        }
    }

    #[test]
    fn our_own_faults_say_nothing_of_their_cause() {
        let problem = Problem::ours(OurFault::Busy, Language::English, "r-1");
        assert_eq!(
            (problem.status, problem.code.as_str()),
            (503, "conflict_try_again")
        );
        assert!(problem.errors.is_empty());
    }
}
