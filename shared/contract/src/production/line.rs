//! Production lines, and what is planned on them (5.1.1).

use domain::identifiers::LineCode;
use domain::production::{CapacityException, LineProfile, ProductionLine, QueuedWork};
use domain::refusal::Refusal;
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// A line is entered or changed, as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineRequest {
    /// Its name.
    #[schema(example = "包装一线", min_length = 1, max_length = 200)]
    pub name: String,
    /// Capacity of a working day, in working minutes.
    #[schema(minimum = 1, maximum = 1440, example = 480)]
    pub daily_minutes: u32,
    /// Dates with another capacity, the earliest first, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 400)]
    pub exceptions: Vec<CapacityExceptionBody>,
}

/// A date on which a line works longer or shorter than usual, or not at all; a day off can be worked by one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CapacityExceptionBody {
    /// The date.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// Its capacity, in working minutes.
    #[schema(minimum = 0, maximum = 1440)]
    pub minutes: u32,
}

/// A line with its schedule. Its version is in `ETag` too.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LineView {
    /// Its code.
    pub code: String,
    /// Counts its changes, its plans among them.
    pub version: u64,
    /// What is known of it.
    #[serde(flatten)]
    pub line: LineRequest,
    /// What is to be made on it, in sequence.
    pub queue: Vec<QueuedView>,
}

/// A work order in the schedule of its line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct QueuedView {
    /// Its number.
    pub work_order: String,
    /// When its pieces should be there.
    #[schema(value_type = String, format = Date)]
    pub due: Date,
    /// Pieces that are still to be made.
    pub pieces: u32,
    /// Work that is left, in working minutes.
    pub minutes: u64,
    /// When it was started.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<Timestamp>,
    /// The first day on which it is made.
    #[schema(value_type = String, format = Date)]
    pub start: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub finish: Date,
}

/// A page of lines, by code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct LinesView {
    /// The lines of this page.
    pub items: Vec<LineView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl LineRequest {
    /// The line with the code of the path.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_profile(self, code: &str) -> Result<LineProfile, Refusal> {
        let mut mistakes = Mistakes::default();
        let code = mistakes.parsed("line", code, LineCode::parse);
        let name = mistakes.words("name", &self.name, 200);
        let exceptions = self.exceptions.into_iter().map(|it| CapacityException {
            date: it.date,
            minutes: it.minutes,
        });
        mistakes.none_in(code.map(|code| LineProfile {
            code,
            name,
            daily_minutes: self.daily_minutes,
            exceptions: exceptions.collect(),
        }))
    }
}

impl LineView {
    /// The wire form of a line after `version` changes.
    #[must_use]
    pub fn of(line: &ProductionLine, version: u64) -> Self {
        let profile = &line.profile;
        let exceptions = profile.exceptions.iter().map(|it| CapacityExceptionBody {
            date: it.date,
            minutes: it.minutes,
        });
        Self {
            code: profile.code.to_string(),
            version,
            line: LineRequest {
                name: profile.name.clone(),
                daily_minutes: profile.daily_minutes,
                exceptions: exceptions.collect(),
            },
            queue: line.sequence().into_iter().map(QueuedView::of).collect(),
        }
    }
}

impl QueuedView {
    fn of(work: &QueuedWork) -> Self {
        Self {
            work_order: work.work_order.to_string(),
            due: work.due,
            pieces: work.pieces,
            minutes: work.minutes,
            started_at: work.started_at,
            start: work.slot.start,
            finish: work.slot.finish,
        }
    }
}
