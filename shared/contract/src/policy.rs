//! The policy on the wire: the domain's own shape, which refuses unknown fields too.

use domain::dated::Dated;
use domain::policy::Policy;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use utoipa::openapi::schema::{Object, ObjectBuilder, Type};

/// The rules in force, with their version. To change them, send the whole `policy` back with
/// the version in `If-Match`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PolicyView {
    /// Counts its changes; 0 while the defaults are in force.
    pub version: u64,
    /// The number of the version in force; left out for the defaults and for one from before
    /// versions were numbered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_version: Option<u64>,
    /// The rules.
    #[schema(schema_with = policy_schema)]
    pub policy: Policy,
    /// Versions to come, the next one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upcoming: Vec<UpcomingPolicy>,
}

/// A version of the policy that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UpcomingPolicy {
    /// Its number.
    pub version: u64,
    /// Since when it is in force.
    #[schema(value_type = String, format = DateTime)]
    pub effective_from: Timestamp,
    /// The rules.
    #[schema(schema_with = policy_schema)]
    pub policy: Policy,
}

impl PolicyView {
    /// The wire form of the policy after `version` changes, as it is at `now`; the defaults
    /// before any is in force.
    #[must_use]
    pub fn of(dated: Option<&Dated<Policy>>, version: u64, now: Timestamp) -> Self {
        let valid = dated.and_then(|dated| dated.at(now));
        let upcoming = dated.map_or_else(Vec::new, |dated| dated.after(now));
        Self {
            version,
            valid_version: valid
                .as_ref()
                .map(|valid| valid.version)
                .filter(|number| *number > 0),
            policy: valid.map_or_else(Policy::default, |valid| valid.value.clone()),
            upcoming: upcoming
                .into_iter()
                .map(|next| UpcomingPolicy {
                    version: next.version,
                    effective_from: next.effective_from,
                    policy: next.value,
                })
                .collect(),
        }
    }
}

/// The shape is best seen in the defaults, which are its example.
pub(crate) fn policy_schema() -> Object {
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .description(Some(
            "The rules of the measures as data: seller's province (2.1), review (4.2, 4.3), due times, credit (8.1), \
             reasons for holds (4.3.2), shops that push their orders (4.1.1) and what is insured on its way (8.2.2). Amounts in fen, shares in permille. The example is the default.",
        ))
        .examples(serde_json::to_value(Policy::default()).ok())
        .build()
}
