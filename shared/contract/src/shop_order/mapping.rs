//! Where a platform's body holds what an order needs: data, one file per platform.

use std::collections::BTreeMap;

use domain::order::CustomerKind;
use domain::payment_terms::PaymentMethod;
use domain::shop::Platform;
use serde::Deserialize;

/// A platform's fields. Places are JSON pointers (RFC 6901) into its body; those of a line count
/// from the line. What the platform sends besides is not ours and is passed over.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    /// The platform's order number.
    pub(super) number: Words,
    /// Whether the order is placed yet, or still.
    #[serde(default)]
    pub(super) status: Option<Status>,
    /// When the customer ordered.
    #[serde(default)]
    pub(super) ordered_at: Option<Instant>,
    /// Consumer or business.
    pub(super) customer_kind: Choice<CustomerKind>,
    /// Name of the customer.
    pub(super) customer_name: Words,
    /// Phone of the customer.
    #[serde(default)]
    pub(super) customer_mobile: Option<Words>,
    /// E-mail of the customer.
    #[serde(default)]
    pub(super) customer_email: Option<Words>,
    /// Name of the recipient.
    #[serde(default)]
    pub(super) ship_to_name: Option<Words>,
    /// Phone of the recipient.
    #[serde(default)]
    pub(super) ship_to_mobile: Option<Words>,
    /// The address, beginning with the province.
    pub(super) address: Words,
    /// The lines.
    pub(super) lines: Lines,
    /// The total that the platform states.
    #[serde(default)]
    pub(super) total: Option<Amount>,
    /// How it is paid; online without it.
    #[serde(default)]
    pub(super) payment: Option<Choice<PaymentMethod>>,
    /// The delivery date that the customer asks for, as `2026-12-20`.
    #[serde(default)]
    pub(super) requested_delivery: Option<Words>,
    /// Anything the customer wants to add.
    #[serde(default)]
    pub(super) remark: Option<Words>,
}

/// A text made of the parts that are there, texts or whole numbers.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Where the parts are; at least one.
    pub(super) parts: Vec<String>,
    /// What stands between them.
    #[serde(default)]
    pub(super) join: String,
}

/// Which statuses mean that the order is placed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Status {
    /// Where it is.
    pub(super) at: String,
    /// The values that count.
    pub(super) placed: Vec<String>,
}

/// An instant.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Instant {
    /// Where it is.
    pub(super) at: String,
    /// How it is written, in the conversions of `strftime`.
    pub(super) format: String,
    /// The offset of a clock time that names none, such as `+08:00`.
    #[serde(default)]
    pub(super) offset: Option<String>,
}

/// One of several values of ours by the platform's word for it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice<T> {
    /// Where the word is; nowhere when all orders of the platform are alike.
    #[serde(default)]
    pub(super) at: Option<String>,
    /// What its words mean.
    #[serde(default = "BTreeMap::new")]
    pub(super) values: BTreeMap<String, T>,
    /// What any other word means, or none.
    pub(super) otherwise: T,
}

/// An amount.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Amount {
    /// Where it is.
    pub(super) at: String,
    /// What it counts.
    pub(super) unit: AmountUnit,
}

/// What an amount counts.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum AmountUnit {
    /// Yuan, as a decimal text: a JSON number with decimals would not be exact.
    Yuan,
    /// Whole fen.
    Fen,
}

/// The lines.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lines {
    /// Where the array is.
    pub(super) at: String,
    /// The goods.
    pub(super) sku: Words,
    /// The name that the customer saw.
    #[serde(default)]
    pub(super) name: Option<Words>,
    /// The specification that the customer saw.
    #[serde(default)]
    pub(super) specification: Option<Words>,
    /// The model that the customer saw.
    #[serde(default)]
    pub(super) model: Option<Words>,
    /// The unit that the quantity is meant in.
    #[serde(default)]
    pub(super) unit: Option<Words>,
    /// Pieces.
    pub(super) quantity: Words,
    /// Price of a piece.
    pub(super) unit_price: Amount,
}

/// The mapping of a platform; `None` for the one that speaks as we do, [`Platform::Yudan`].
///
/// # Errors
/// Never for the files of this crate, which a test reads.
pub fn mapping(platform: Platform) -> Result<Option<Mapping>, serde_json::Error> {
    let file = match platform {
        Platform::Lanqiao => include_str!("../../data/platforms/lanqiao.json"),
        Platform::Songfeng => include_str!("../../data/platforms/songfeng.json"),
        Platform::Yudan => return Ok(None),
    };
    serde_json::from_str(file).map(Some)
}
