//! A command that is not carried out: why, in a stable code and in two languages.

/// What kind of answer a refusal is, in HTTP's terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RefusalClass {
    /// 400: the request cannot be read.
    Malformed,
    /// 401: the caller is unknown or its signature is wrong.
    Unauthenticated,
    /// 403: the caller may not do this.
    Forbidden,
    /// 404: there is no such thing, or not for this caller.
    NotFound,
    /// 409: it clashes with what is already there.
    Conflict,
    /// 412: the version in `If-Match` is stale.
    Stale,
    /// 413: too large.
    TooLarge,
    /// 422: readable, but against the rules.
    Unacceptable,
    /// 428: `If-Match` is required.
    PreconditionRequired,
}

impl RefusalClass {
    /// The HTTP status.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Malformed => 400,
            Self::Unauthenticated => 401,
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::Conflict => 409,
            Self::Stale => 412,
            Self::TooLarge => 413,
            Self::Unacceptable => 422,
            Self::PreconditionRequired => 428,
        }
    }
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {english}")]
pub struct Refusal {
    /// Stable, for programs.
    pub code: &'static str,
    /// What kind of answer it is.
    pub class: RefusalClass,
    /// For people, in Chinese: what was expected and what to do.
    pub chinese: String,
    /// The same in English.
    pub english: String,
    /// Where in the request, what was expected and what was found.
    pub evidence: Vec<Evidence>,
}

/// One place where something was not as expected.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Evidence {
    /// The field or rule, such as `lines[0].quantity`.
    pub at: String,
    /// What would have been right.
    pub expected: String,
    /// What was there.
    pub found: String,
}

/// How much of somebody's input an error repeats, in characters: enough to recognise it,
/// never a flood.
pub const LONGEST_QUOTE: usize = 80;

/// The beginning of a text, for an error: at most [`LONGEST_QUOTE`] characters and `…`.
#[must_use]
pub fn quote(text: &str) -> String {
    match text.char_indices().nth(LONGEST_QUOTE) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

impl Evidence {
    /// At `at`, `expected` was expected and `found` was found.
    pub fn new(
        at: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self {
            at: at.into(),
            expected: expected.into(),
            found: found.into(),
        }
    }
}

impl Refusal {
    /// A refusal without evidence.
    pub fn new(
        class: RefusalClass,
        code: &'static str,
        chinese: impl Into<String>,
        english: impl Into<String>,
    ) -> Self {
        Self {
            code,
            class,
            chinese: chinese.into(),
            english: english.into(),
            evidence: Vec::new(),
        }
    }

    /// The same with one more piece of evidence.
    #[must_use]
    pub fn because(mut self, evidence: Evidence) -> Self {
        self.evidence.push(evidence);
        self
    }

    /// 404: there is no `what` (中文 `what_zh`) with this id.
    #[must_use]
    pub fn not_found(what: &str, what_zh: &str, id: &str) -> Self {
        let id = quote(id);
        Self::new(
            RefusalClass::NotFound,
            "not_found",
            format!("找不到{what_zh}：{id}"),
            format!("there is no {what} with id {id}"),
        )
    }

    /// 422: a value that is not acceptable, with where, what was expected and what was found.
    pub fn invalid(
        at: impl Into<String>,
        expected: impl Into<String>,
        found: impl Into<String>,
    ) -> Self {
        Self::new(
            RefusalClass::Unacceptable,
            "invalid_value",
            "请求中有不符合要求的内容，详见 errors",
            "a value in the request is not acceptable, see errors",
        )
        .because(Evidence::new(at, expected, found))
    }

    /// 403: the caller's role may not do this.
    #[must_use]
    pub fn forbidden(chinese: &str, english: &str) -> Self {
        Self::new(RefusalClass::Forbidden, "forbidden", chinese, english)
    }
}
