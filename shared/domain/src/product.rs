//! Products of the catalogue 商品 (4.2.2, 4.2.3).

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, AggregateKind, Event, Index, Misfit};
use crate::event_kind::EventKind;
use crate::identifiers::Sku;
use crate::money::Money;
use crate::refusal::Refusal;

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
        Ok(())
    }
}

impl Aggregate for Product {
    const KIND: AggregateKind = AggregateKind::Product;
    type Event = ProductEvent;

    fn id(&self) -> String {
        self.sku.to_string()
    }

    fn evolve(_: Option<Self>, event: &ProductEvent) -> Result<Self, Misfit> {
        match event {
            ProductEvent::Revised { product, .. } => Ok(product.clone()),
        }
    }

    fn index(&self) -> Index {
        Index::default()
    }
}
