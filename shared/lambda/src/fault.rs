//! Why a record or a job was not carried out: does it help to try again?

use std::error::Error;
use std::fmt;

use domain::refusal::Refusal;
use store::StoreError;

use crate::BoxError;

/// Why a record or a job was not carried out.
///
/// Both kinds are reported as failed. A poisoned record then reaches the dead-letter queue after
/// as many receipts as the queue allows, with its reason in the log.
#[derive(Debug)]
pub enum Fault {
    /// It may succeed later.
    Retry(BoxError),
    /// It never will, as it is.
    Poison(BoxError),
}

impl Fault {
    /// A fault that trying again may mend.
    pub fn retry(cause: impl Into<BoxError>) -> Self {
        Self::Retry(cause.into())
    }

    /// A fault that trying again does not mend.
    pub fn poison(cause: impl Into<BoxError>) -> Self {
        Self::Poison(cause.into())
    }

    /// The kind, for logs and metrics.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Retry(_) => "retry",
            Self::Poison(_) => "poison",
        }
    }

    /// What happened, with every cause behind it.
    #[must_use]
    pub fn chain(&self) -> String {
        match self {
            Self::Retry(cause) | Self::Poison(cause) => chain(cause.as_ref()),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retry(cause) | Self::Poison(cause) => cause.fmt(f),
        }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        match &error {
            StoreError::Conflict { .. } | StoreError::Unavailable { .. } => {
                Self::Retry(Box::new(error))
            }
            StoreError::Corrupt { .. }
            | StoreError::Unwritable { .. }
            | StoreError::InvalidCursor => Self::Poison(Box::new(error)),
        }
    }
}

/// A message is a nudge, and `decide` answers "already done" with an empty decision. So a
/// refusal means that the record asks for something that cannot be.
impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Self {
        Self::Poison(Box::new(refusal))
    }
}

/// An error with every cause behind it, outermost first; this is how errors are logged, once.
#[must_use]
pub fn chain(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("the order was not loaded")]
    struct Outer(#[source] std::num::ParseIntError);

    #[test]
    fn a_chain_names_every_cause_once() {
        let fault = Fault::retry(Outer("x".parse::<u8>().unwrap_err()));
        assert_eq!(
            fault.chain(),
            "the order was not loaded: invalid digit found in string"
        );
        assert_eq!(
            (fault.name(), fault.to_string().as_str()),
            ("retry", "the order was not loaded")
        );
    }

    #[test]
    fn a_refusal_of_a_record_is_poison() {
        let fault = Fault::from(Refusal::not_found("order", "订单", "o-1"));
        assert_eq!(fault.name(), "poison");
        assert_eq!(fault.chain(), "not_found: there is no order with id o-1");
    }
}
