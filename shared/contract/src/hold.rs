//! Putting an order on hold and releasing it (4.3.2).

use domain::hold_policy::HoldReason;
use domain::order::{Hold, HoldRelease};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;
use domain::refusal::Refusal;

/// An order is to be put on hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldRequest {
    /// Why: a code of the policy's section `holds`.
    #[schema(example = "address_check", pattern = "^[a-z0-9_]{1,40}$")]
    pub reason: String,
    /// More about it; kept in the journal, so without names or phone numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

/// A hold is to be released.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct HoldReleaseRequest {
    /// What was found out; kept in the journal, so without names or phone numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub note: Option<String>,
}

/// A hold, for staff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HoldView {
    /// Its identifier, to release it by.
    pub id: Uuid,
    /// Why.
    #[schema(example = "address_check")]
    pub reason: String,
    /// The steps that it blocks, or blocked: `approve`, `prepare`, `dispatch`, `refund`.
    pub blocks: Vec<String>,
    /// The roles that may release it.
    pub released_by: Vec<String>,
    /// Who placed it.
    pub placed_by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub placed_at: Timestamp,
    /// What was said about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// How it ended; absent while it blocks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub release: Option<HoldReleaseView>,
}

/// The end of a hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HoldReleaseView {
    /// Who released it.
    pub by: String,
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub at: Timestamp,
    /// What was found out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl HoldRequest {
    /// The reason and the note.
    ///
    /// # Errors
    /// 422 `invalid_value` for a text that is no reason or a note that is too long.
    pub fn into_parts(self) -> Result<(HoldReason, Option<String>), Refusal> {
        let mut mistakes = Mistakes::default();
        let reason = mistakes.parsed("reason", &self.reason, HoldReason::parse);
        let note = mistakes.words_if_given("note", self.note.as_deref(), LONGEST_REASON);
        mistakes.none_in(reason.map(|reason| (reason, note)))
    }
}

impl HoldReleaseRequest {
    /// The note.
    ///
    /// # Errors
    /// 422 `invalid_value` for a note that is too long.
    pub fn into_note(self) -> Result<Option<String>, Refusal> {
        let mut mistakes = Mistakes::default();
        let note = mistakes.words_if_given("note", self.note.as_deref(), LONGEST_REASON);
        mistakes.none_in(Some(note))
    }
}

impl HoldView {
    /// The wire form.
    #[must_use]
    pub fn of(hold: &Hold) -> Self {
        let release = |release: &HoldRelease| HoldReleaseView {
            by: release.by.clone(),
            at: release.at,
            note: release.note.clone(),
        };
        let (blocks, roles) = (hold.blocks.iter(), hold.released_by.iter());
        Self {
            id: hold.id,
            reason: hold.reason.to_string(),
            blocks: blocks.map(|step| step.name().to_owned()).collect(),
            released_by: roles.map(|role| role.name().to_owned()).collect(),
            placed_by: hold.by.clone(),
            placed_at: hold.at,
            note: hold.note.clone(),
            release: hold.release.as_ref().map(release),
        }
    }
}
