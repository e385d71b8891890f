//! Suppliers (5.1.2).

use domain::identifiers::SupplierCode;
use domain::purchasing::{PurchasingPolicy, Supplier, SupplierProfile};
use domain::refusal::Refusal;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::mistakes::Mistakes;

/// A supplier is entered or changed, as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SupplierRequest {
    /// Its name.
    #[schema(example = "巴南茶厂", min_length = 1, max_length = 200)]
    pub name: String,
    /// Working days from the order to the delivery, where an offer does not say otherwise.
    #[schema(minimum = 1, maximum = 250, example = 5)]
    pub lead_time_working_days: u16,
    /// The first day on which orders may be placed with it; any if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
    /// The last day; any if left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date)]
    pub until: Option<Date>,
}

/// A supplier, with how well it delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SupplierView {
    /// Its code.
    pub code: String,
    /// Counts its changes, its deliveries among them.
    pub version: u64,
    /// What is known of it.
    #[serde(flatten)]
    pub profile: SupplierRequest,
    /// Pieces that passed of those inspected, in permille; what the policy starts with before any were.
    pub quality_permille: u16,
    /// Receipts that came by the date first promised, in permille; the same.
    pub on_time_permille: u16,
    /// Pieces that were inspected.
    pub inspected: u64,
    /// Receipts that came.
    pub receipts: u64,
}

/// A page of suppliers, by code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SuppliersView {
    /// The suppliers of this page.
    pub items: Vec<SupplierView>,
    /// Leads to the next page; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

impl SupplierRequest {
    /// The supplier with the code of the path.
    ///
    /// # Errors
    /// 422 `invalid_value` with every value that is not acceptable.
    pub fn into_profile(self, code: &str) -> Result<SupplierProfile, Refusal> {
        let mut mistakes = Mistakes::default();
        let code = mistakes.parsed("supplier", code, SupplierCode::parse);
        let name = mistakes.words("name", &self.name, 200);
        mistakes.none_in(code.map(|code| SupplierProfile {
            code,
            name,
            lead_time_working_days: self.lead_time_working_days,
            from: self.from,
            until: self.until,
        }))
    }
}

impl SupplierView {
    /// The wire form of a supplier after `version` changes.
    #[must_use]
    pub fn of(supplier: &Supplier, version: u64, policy: &PurchasingPolicy) -> Self {
        let Supplier { profile, record } = supplier;
        Self {
            code: profile.code.to_string(),
            version,
            profile: SupplierRequest {
                name: profile.name.clone(),
                lead_time_working_days: profile.lead_time_working_days,
                from: profile.from,
                until: profile.until,
            },
            quality_permille: record.quality_permille(policy),
            on_time_permille: record.on_time_permille(policy),
            inspected: record.inspected,
            receipts: record.receipts,
        }
    }
}
