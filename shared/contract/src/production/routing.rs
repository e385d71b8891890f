//! How goods are made (5.1.1).

use domain::dated::Dated;
use domain::identifiers::{LineCode, Sku};
use domain::production::Routing;
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// How a SKU is made is entered or changed, as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoutingRequest {
    /// The line.
    #[schema(example = "PACK-1", max_length = 32)]
    pub line: String,
    /// Work on one piece, in seconds.
    #[schema(minimum = 1, maximum = 86_400, example = 90)]
    pub seconds_per_piece: u32,
    /// Set-up before the first piece, in working minutes; none if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 10_080)]
    pub setup_minutes: Option<u32>,
    /// Pieces of one lot; work orders are of whole lots. One if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100_000_000)]
    pub lot_size: Option<u32>,
    /// Since when this is valid; at once if left out. Up to eight versions may wait for their day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub effective_from: Option<Timestamp>,
}

/// A routing: the version that is valid now or, before the first one is, that one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RoutingView {
    /// The goods.
    pub sku: String,
    /// Counts its changes.
    pub version: u64,
    /// The number of the version shown.
    pub valid_version: u64,
    /// What is valid.
    #[serde(flatten)]
    pub routing: RoutingRequest,
    /// Versions to come, the next one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub upcoming: Vec<UpcomingRouting>,
}

/// A version of a routing that is to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UpcomingRouting {
    /// Its number.
    pub version: u64,
    /// What will be valid, and since when.
    pub routing: RoutingRequest,
}

impl RoutingRequest {
    /// The routing of the SKU of the path.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_routing(self, sku: &str) -> Result<Routing, Refusal> {
        let mut mistakes = Mistakes::default();
        let sku = mistakes.parsed("sku", sku, Sku::parse);
        let line = mistakes.parsed("line", &self.line, LineCode::parse);
        let routing = mistakes.none_in(sku.zip(line).map(|(sku, line)| Routing {
            sku,
            line,
            seconds_per_piece: self.seconds_per_piece,
            setup_minutes: self.setup_minutes.unwrap_or_default(),
            lot_size: self.lot_size.unwrap_or(1),
        }))?;
        routing.check()?;
        Ok(routing)
    }

    /// The request that would enter this routing as it is, at once.
    #[must_use]
    pub fn of(routing: &Routing) -> Self {
        Self {
            line: routing.line.to_string(),
            seconds_per_piece: routing.seconds_per_piece,
            setup_minutes: Some(routing.setup_minutes).filter(|minutes| *minutes > 0),
            lot_size: Some(routing.lot_size),
            effective_from: None,
        }
    }
}

impl RoutingView {
    /// The wire form of a routing after `version` changes, as it is at `now`.
    #[must_use]
    pub fn of(dated: &Dated<Routing>, version: u64, now: Timestamp) -> Self {
        let valid = dated.at_or_first(now);
        let upcoming = dated.after(now).into_iter().map(|next| UpcomingRouting {
            version: next.version,
            routing: RoutingRequest {
                effective_from: Some(next.effective_from),
                ..RoutingRequest::of(&next.value)
            },
        });
        Self {
            sku: valid.value.sku.to_string(),
            version,
            valid_version: valid.version,
            routing: RoutingRequest::of(valid.value),
            upcoming: upcoming.collect(),
        }
    }
}
