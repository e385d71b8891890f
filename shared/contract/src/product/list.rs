//! The catalogue as a list.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::ProductView;

/// A page of the catalogue, by SKU.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProductsView {
    /// The products.
    pub items: Vec<ProductView>,
    /// Where the next page begins; absent on the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}
