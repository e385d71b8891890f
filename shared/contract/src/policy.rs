//! The policy on the wire: the domain's own shape, which refuses unknown fields too.

use domain::policy::Policy;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// The rules in force, with their version. To change them, send the whole `policy` back with
/// the version in `If-Match`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PolicyView {
    /// Counts its changes; 0 while the defaults are in force.
    pub version: u64,
    /// The rules.
    #[schema(schema_with = policy_schema)]
    pub policy: Policy,
}

/// The shape is best seen in the defaults, which are its example.
pub(crate) fn policy_schema() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(
            "The rules of the measures as data: seller's province (2.1), review (4.2, 4.3), due times, credit (8.1) \
             and carriers with their tariffs (5.3.1). Amounts in fen, shares in permille. The example is the default.",
        ))
        .examples(serde_json::to_value(Policy::default()).ok())
        .build()
}
