//! What can be wrong with a template.

/// A template that cannot be honoured: where, and what was found there.
///
/// The path is written as a reader would point at it, for example
/// `Resources.OrdersTable.Properties.BillingMode`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("infra/template.yaml, {path}: {problem}")]
pub struct TemplateError {
    /// Dotted path from the root of the document.
    pub path: String,
    /// What was expected, what was found, what to do.
    pub problem: String,
}

impl TemplateError {
    /// An error at `path`.
    pub fn at(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
        }
    }

    /// Something this host does not know, named so that it can be added or removed.
    pub fn unknown(path: impl Into<String>, what: &str, name: &str) -> Self {
        Self::at(
            path,
            format!(
                "{what} `{name}` is not known to the local host; teach the host what it means or remove it"
            ),
        )
    }
}

/// Result of reading a part of the template.
pub type Reading<T> = Result<T, TemplateError>;
