//! Whether the interface answers.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// The interface answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HealthView {
    /// Always `ok`.
    #[schema(example = "ok")]
    pub status: String,
    /// The version of the program.
    #[schema(example = "0.1.0")]
    pub version: String,
}

impl HealthView {
    /// The interface of this version of the program answers.
    #[must_use]
    pub fn ok() -> Self {
        Self {
            status: "ok".to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}
