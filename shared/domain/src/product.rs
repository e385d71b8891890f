//! Products of the catalogue 商品 (4.2.2, 4.2.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{AggregateKind, Event};
use crate::dated::{Revision, Versioned, is_unnumbered};
use crate::event_kind::EventKind;
use crate::goods::{PurchaseLimit, ReturnCategory, SupplyKind};
use crate::identifiers::Sku;
use crate::lot::LotControl;
use crate::money::Money;
use crate::refusal::Refusal;

/// The list that every product is in.
pub const CATALOGUE_LIST: &str = "product:catalogue";

/// What can be ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Product {
    /// The goods.
    pub sku: Sku,
    /// Its name.
    pub name: String,
    /// How its price is set.
    pub price: ProductPrice,
    /// Whether it may be ordered now.
    pub on_sale: bool,
    /// Weight of one piece, in grams.
    pub weight_g: u32,
    /// Its specification 规格.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub specification: Option<String>,
    /// Its model 型号.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// The unit it is sold by 计量单位.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Volume of one piece, in cm³; 0 where it is not known.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub volume_cm3: u32,
    /// The longest edge of one piece, in cm, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub longest_edge_cm: Option<u32>,
    /// Value added tax, in permille: 130, 90, 60 or 0 (R20).
    #[serde(default = "usual_tax", skip_serializing_if = "is_usual_tax")]
    pub tax_permille: u16,
    /// Where it comes from (5.1).
    #[serde(default, skip_serializing_if = "is_usual")]
    pub supply: SupplyKind,
    /// How consumers may return it (R8).
    #[serde(default, skip_serializing_if = "is_usual")]
    pub return_category: ReturnCategory,
    /// The category that embargoes name 品类 (4.2.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The fewest pieces of an order 起订量 (4.2.4); 0 and 1 mean any.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub minimum_quantity: u32,
    /// The most that one customer may order (4.2.4).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purchase_limit: Option<PurchaseLimit>,
    /// What one piece should cost to buy 标准成本, in fen (5.1.2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standard_cost: Option<Money>,
    /// Whether its stock is kept by lot 批次管理 (5.2.1).
    #[serde(default, skip_serializing_if = "is_usual")]
    pub lot_control: LotControl,
    /// The days of shelf life that must be left when it leaves 最短剩余保质期 (5.2.1): goods may leave until so
    /// many days before their expiry.
    #[serde(default, skip_serializing_if = "is_nought")]
    pub minimum_shelf_life_days: u32,
}

/// The value added taxes there are, in permille (R20); 0 is what is exempt.
pub const TAXES_PERMILLE: [u16; 4] = [130, 90, 60, 0];

const fn usual_tax() -> u16 {
    TAXES_PERMILLE[0]
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_usual_tax(permille: &u16) -> bool {
    *permille == usual_tax()
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
const fn is_nought(number: &u32) -> bool {
    *number == 0
}

fn is_usual<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// How a product is priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ProductPrice {
    /// A list price and the lowest price anybody may agree to, in fen.
    Listed {
        /// List price 标价.
        list: Money,
        /// Floor price 底价.
        floor: Money,
    },
    /// Whatever was agreed, as for a general article without a catalogue.
    Agreed,
}

/// An event of a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum ProductEvent {
    /// It was entered or changed.
    Revised {
        /// When.
        at: Timestamp,
        /// By whom.
        by: String,
        /// The whole new product.
        product: Product,
        /// Since when it is valid; at once without it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        effective_from: Option<Timestamp>,
        /// The number of this version; 0 for one from before versions were numbered.
        #[serde(default, skip_serializing_if = "is_unnumbered")]
        version: u64,
    },
}

impl Event for ProductEvent {
    fn kind(&self) -> EventKind {
        match self {
            Self::Revised { .. } => EventKind::ProductRevised,
        }
    }
}

impl Product {
    /// Refuses a product that makes no sense.
    ///
    /// # Errors
    /// `invalid_value` with the field, what is expected and what was found.
    pub fn check(&self) -> Result<(), Refusal> {
        if self.name.trim().is_empty() || self.name.chars().count() > 200 {
            return Err(Refusal::invalid(
                "name",
                "1 to 200 characters",
                self.name.chars().count().to_string(),
            ));
        }
        if let ProductPrice::Listed { list, floor } = &self.price
            && (floor.is_negative() || floor > list)
        {
            return Err(Refusal::invalid(
                "price.floor",
                format!("0 to {}", list.fen()),
                floor.fen().to_string(),
            ));
        }
        if self.minimum_shelf_life_days > 0 && self.lot_control != LotControl::Expiry {
            return Err(Refusal::invalid(
                "minimum_shelf_life_days",
                "0, or lot_control `expiry`",
                self.minimum_shelf_life_days.to_string(),
            ));
        }
        Ok(())
    }
}

impl ProductEvent {
    /// The event of a revision by somebody.
    #[must_use]
    pub fn revised(revision: Revision<Product>, by: String) -> Self {
        Self::Revised {
            at: revision.at,
            by,
            product: revision.value,
            effective_from: revision.effective_from,
            version: revision.version,
        }
    }
}

impl Product {
    /// A product with the usual attributes besides these.
    #[must_use]
    pub const fn plain(sku: Sku, name: String, price: ProductPrice, weight_g: u32) -> Self {
        Self {
            sku,
            name,
            price,
            on_sale: true,
            weight_g,
            specification: None,
            model: None,
            unit: None,
            volume_cm3: 0,
            longest_edge_cm: None,
            tax_permille: usual_tax(),
            supply: SupplyKind::Bought,
            return_category: ReturnCategory::Normal,
            category: None,
            minimum_quantity: 0,
            purchase_limit: None,
            standard_cost: None,
            lot_control: LotControl::None,
            minimum_shelf_life_days: 0,
        }
    }
}

impl Versioned for Product {
    const KIND: AggregateKind = AggregateKind::Product;
    type Event = ProductEvent;

    fn id(&self) -> String {
        self.sku.to_string()
    }

    fn revision(event: &ProductEvent) -> Revision<Self> {
        let ProductEvent::Revised {
            at,
            by: _,
            product,
            effective_from,
            version,
        } = event;
        Revision {
            at: *at,
            version: *version,
            effective_from: *effective_from,
            value: product.clone(),
        }
    }

    fn list(&self) -> Option<String> {
        Some(CATALOGUE_LIST.to_owned())
    }
}
