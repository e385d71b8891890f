use serde::{Deserialize, Serialize};

use crate::region::{Level, RegionCode};

/// What a free-text address says about where it is (2.5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum Resolution {
    /// The text leaves no doubt about this division; what lies below it stays open.
    Resolved {
        /// The deepest division that is certain; always a current one.
        region: RegionCode,
        /// Its level: an address with only a province is certain, but not complete.
        level: Level,
    },
    /// The text names no division, several that contradict each other, or one of several with
    /// the same name: a person decides.
    Unknown {
        /// The divisions the text may mean, in the order found: at most [`MAX_CANDIDATES`].
        candidates: Vec<RegionCode>,
    },
}

/// How many candidates an unknown address carries at most.
pub const MAX_CANDIDATES: usize = 10;

impl Resolution {
    /// A certain answer.
    pub(super) fn resolved(region: RegionCode) -> Resolution {
        Resolution::Resolved {
            region,
            level: region.level(),
        }
    }

    /// A doubtful answer: each candidate once, in the order given, at most [`MAX_CANDIDATES`].
    pub(super) fn unknown(found: impl IntoIterator<Item = RegionCode>) -> Resolution {
        let mut candidates = Vec::new();
        for region in found {
            if candidates.len() < MAX_CANDIDATES && !candidates.contains(&region) {
                candidates.push(region);
            }
        }
        Resolution::Unknown { candidates }
    }

    /// The certain division, if there is one.
    pub fn region(&self) -> Option<RegionCode> {
        match self {
            Resolution::Resolved { region, .. } => Some(*region),
            Resolution::Unknown { .. } => None,
        }
    }
}
