//! Services of an order: appointments and what was carried out (5.1, 5.3).

use domain::order::{Appointment, Order, OrderedService};
use domain::refusal::Refusal;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::cancel::LONGEST_REASON;
use crate::mistakes::Mistakes;

/// When a service is to be carried out, as was agreed with the customer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentRequest {
    /// From when; at most 366 days ahead.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Until when; at most 31 days later, and not over.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

/// That a service was carried out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ServiceCompletionRequest {
    /// When.
    #[schema(value_type = String, format = DateTime)]
    pub completed_at: Timestamp,
    /// What is to be remembered of it; kept in the journal, so without names or phone numbers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "安装调试完成，客户现场确认", max_length = 500)]
    pub note: Option<String>,
}

/// A service of an order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OrderedServiceView {
    /// The service.
    #[schema(example = "INSTALL-001")]
    pub sku: String,
    /// When it is to be carried out, if that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<AppointmentView>,
    /// When it was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub completed_at: Option<Timestamp>,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AppointmentView {
    /// From when.
    #[schema(value_type = String, format = DateTime)]
    pub from: Timestamp,
    /// Until when.
    #[schema(value_type = String, format = DateTime)]
    pub until: Timestamp,
}

impl AppointmentRequest {
    /// The appointment, made by `by`.
    #[must_use]
    pub fn into_appointment(self, by: &str) -> Appointment {
        Appointment {
            from: self.from,
            until: self.until,
            by: by.to_owned(),
        }
    }
}

impl ServiceCompletionRequest {
    /// When it was carried out, and what is to be remembered.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_parts(self, now: Timestamp) -> Result<(Timestamp, Option<String>), Refusal> {
        let mut mistakes = Mistakes::default();
        if self.completed_at > now {
            let found = self.completed_at.to_string();
            mistakes.note("completed_at", format!("at most {now}"), &found);
        }
        let note = mistakes.words_if_given("note", self.note.as_deref(), LONGEST_REASON);
        mistakes.none_in(Some((self.completed_at, note)))
    }
}

impl OrderedServiceView {
    /// Every service of an order.
    pub(crate) fn all_of(order: &Order) -> Vec<Self> {
        let view = |service: &OrderedService| Self {
            sku: service.sku.to_string(),
            appointment: service.appointment.as_ref().map(|booked| AppointmentView {
                from: booked.from,
                until: booked.until,
            }),
            completed_at: service.completed_at,
        };
        order.services.iter().map(view).collect()
    }
}
