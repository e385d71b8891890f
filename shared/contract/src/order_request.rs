//! An order as it comes in (4.1.2).

use domain::order::{Channel, CustomerKind};
use domain::payment_terms::{DueWhen, Instalment, PaymentMethod};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::names;

/// An order to be placed or checked (4.1.2). The total is computed from the lines.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderRequest {
    /// Where the order came in.
    #[schema(schema_with = names::channel)]
    pub channel: Channel,
    /// The channel's own number, unique within the channel (4.1.3). Sending the same order again
    /// answers with the first one; sending another one under the same number is refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "TB-2026-000123", max_length = 64)]
    pub external_no: Option<String>,
    /// Who orders.
    pub customer: OrderCustomer,
    /// Where it goes.
    pub ship_to: ShipTo,
    /// What is ordered.
    #[schema(min_items = 1, max_items = 48)]
    pub lines: Vec<OrderLine>,
    /// The total as the caller knows it, in fen; the review tells when the lines do not add up to
    /// it (4.2.3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0)]
    pub total_fen: Option<i64>,
    /// How it is paid.
    pub payment: OrderPaymentTerms,
    /// The delivery date that the customer asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = Date, example = "2026-12-20")]
    pub requested_delivery: Option<Date>,
    /// Whether the customer agrees to several shipments 分批发货 (5.2.1): what is there leaves first, from
    /// several warehouses where that is needed. Without it the order leaves whole.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub split_shipments: bool,
    /// Anything the customer wants to add.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub remark: Option<String>,
    /// The terms that the customer was shown, as `GET /v1/terms` gave them (4.3.4, R3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<TermsShownBody>,
    /// When the customer ordered, for orders imported later; for sales staff and administrators
    /// only, and never in the future.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub created_at: Option<Timestamp>,
}

/// Who orders.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderCustomer {
    /// The customer's identifier, if it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "C-1001", max_length = 64)]
    pub id: Option<String>,
    /// Consumer or business.
    #[schema(schema_with = names::customer_kind)]
    pub kind: CustomerKind,
    /// Name of the person or company.
    #[schema(example = "成都示范贸易有限公司", min_length = 1, max_length = 100)]
    pub name: String,
    /// Mobile or landline. The review flags what cannot be right (4.2.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "13800138000", max_length = 32)]
    pub mobile: Option<String>,
    /// E-mail.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 254)]
    pub email: Option<String>,
    /// Domicile 住所 as one text, beginning with the province (2.1): where a business has its seat or a
    /// person lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "四川省成都市锦江区", max_length = 300)]
    pub domicile: Option<String>,
    /// Unified social credit code 统一社会信用代码 of a business (GB 32100).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 18, max_length = 18)]
    pub uscc: Option<String>,
}

/// Which terms a customer was shown (R3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TermsShownBody {
    /// The version's name.
    #[schema(example = "2026-03", min_length = 1, max_length = 64)]
    pub version: String,
    /// SHA-256 of the text in UTF-8, in lower-case hexadecimal digits.
    #[schema(min_length = 64, max_length = 64)]
    pub digest: String,
}

/// Where it goes. The review flags what is missing (4.2.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ShipTo {
    /// Name of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "李四", max_length = 100)]
    pub name: Option<String>,
    /// Mobile or landline of the recipient.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(example = "13900139000", max_length = 32)]
    pub mobile: Option<String>,
    /// The address as one text, beginning with the province (2.5).
    #[schema(
        example = "四川省成都市武侯区人民南路四段1号",
        min_length = 1,
        max_length = 300
    )]
    pub address: String,
}

/// One line of an order.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderLine {
    /// The goods.
    #[schema(example = "TEA-001", min_length = 1, max_length = 64)]
    pub sku: String,
    /// The name that the customer saw, compared with the catalogue (4.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 200)]
    pub name: Option<String>,
    /// The specification that the customer saw, compared with the catalogue (4.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub specification: Option<String>,
    /// The model that the customer saw, compared with the catalogue (4.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub model: Option<String>,
    /// The unit that the quantity is meant in, compared with the catalogue (4.2.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20, example = "盒")]
    pub unit: Option<String>,
    /// Pieces.
    #[schema(minimum = 1, maximum = 1_000_000, example = 2)]
    pub quantity: u32,
    /// Price of one piece, in fen.
    #[schema(minimum = 0, maximum = 1_000_000_000_000_i64, example = 12_800)]
    pub unit_price_fen: i64,
    /// The promotion whose price that is (4.2.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64, example = "double-eleven")]
    pub promotion: Option<String>,
}

impl OrderLine {
    /// A line that says no more than this.
    #[must_use]
    pub fn plain(sku: impl Into<String>, quantity: u32, unit_price_fen: i64) -> Self {
        Self {
            sku: sku.into(),
            name: None,
            specification: None,
            model: None,
            unit: None,
            quantity,
            unit_price_fen,
            promotion: None,
        }
    }
}

/// How an order is paid (4.2.3, 7.1.1).
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OrderPaymentTerms {
    /// The method.
    #[schema(schema_with = names::payment_method)]
    pub method: PaymentMethod,
    /// An agreed schedule that sums to the total; without one, the method's usual time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_items = 36)]
    pub schedule: Option<Vec<ScheduledPayment>>,
}

/// One instalment of a schedule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ScheduledPayment {
    /// At which step it is due.
    #[schema(schema_with = names::instalment_when)]
    pub when: When,
    /// Calendar days after delivery, for `after_delivery` only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 0, maximum = 65_535)]
    pub days: Option<u16>,
    /// How much, in fen.
    #[schema(minimum = 1)]
    pub amount_fen: i64,
    /// Whether it is a deposit 定金, at most a fifth of the total (R12).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deposit: bool,
}

/// The step at which an instalment is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// With the order.
    OnOrder,
    /// Before anything is produced or bought.
    BeforeProduction,
    /// Before the parcel leaves.
    OnDispatch,
    /// When the recipient signs.
    OnDelivery,
    /// Days after the recipient signed.
    AfterDelivery,
}

impl ScheduledPayment {
    /// The wire form of an instalment.
    #[must_use]
    pub const fn of(instalment: &Instalment) -> Self {
        let (when, days) = match instalment.due {
            DueWhen::OnOrder => (When::OnOrder, None),
            DueWhen::BeforeProduction => (When::BeforeProduction, None),
            DueWhen::OnDispatch => (When::OnDispatch, None),
            DueWhen::OnDelivery => (When::OnDelivery, None),
            DueWhen::AfterDelivery { days } => (When::AfterDelivery, Some(days)),
        };
        Self {
            when,
            days,
            amount_fen: instalment.amount.fen(),
            deposit: instalment.deposit,
        }
    }
}

/// Printed without its personal data.
impl std::fmt::Debug for OrderRequest {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("OrderRequest")
            .field("channel", &self.channel)
            .field("external_no", &self.external_no)
            .field("lines", &self.lines.len())
            .finish_non_exhaustive()
    }
}
