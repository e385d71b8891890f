//! What is kept and told of the services of an order (5.1).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::identifiers::Sku;

/// A service that is ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderedService {
    /// The service.
    pub sku: Sku,
    /// When it is to be carried out, if that was agreed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appointment: Option<Appointment>,
    /// When it was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub completed_at: Option<Timestamp>,
}

/// When a service is to be carried out 预约.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appointment {
    /// From when.
    pub from: Timestamp,
    /// Until when.
    pub until: Timestamp,
    /// Who agreed it with the customer.
    pub by: String,
}

/// That an appointment was made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceBooking {
    /// When the first open service should then be carried out.
    pub due: Timestamp,
    /// Which.
    pub sku: Sku,
    /// When.
    pub appointment: Appointment,
}

/// That a service was carried out, and when the next is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCompletion {
    /// When the first of those that are left should be.
    pub due: Timestamp,
    /// Which.
    pub sku: Sku,
    /// When.
    pub at: Timestamp,
    /// Who says so.
    pub by: String,
    /// What is to be remembered of it, in words that name nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
