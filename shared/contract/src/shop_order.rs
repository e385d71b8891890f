//! An order that a shop's platform pushes, in the platform's own shape (4.1.1).
//!
//! Other bodies refuse fields that nobody knows. A platform's does not: its shape is not ours to
//! define, and it sends more than an order needs.

mod mapping;
mod reading;

use std::collections::BTreeMap;

use domain::order::{Channel, OrderDraft};
use domain::refusal::{Evidence, Refusal};
use domain::shop::ShopCode;
use serde_json::Value;

pub use mapping::{Mapping, mapping};

use crate::mistakes::Mistakes;
use crate::order_draft::Entry;
use crate::order_request::OrderRequest;

/// Fields of an order in our own shape, which a path of ours begins with.
const OWN_FIELDS: [&str; 12] = [
    "channel",
    "external_no",
    "customer",
    "ship_to",
    "lines",
    "total_fen",
    "payment",
    "requested_delivery",
    "split_shipments",
    "remark",
    "terms",
    "created_at",
];

/// An order as a shop pushed it.
#[derive(Debug)]
pub struct ShopOrder {
    /// The order, under a number that no other shop has (4.1.3).
    pub request: OrderRequest,
    /// Where the platform's body has each of our fields; everywhere where we have it when empty.
    places: BTreeMap<String, String>,
    /// What could not be read, by the platform's places.
    mistakes: Vec<Evidence>,
}

impl ShopOrder {
    /// Reads a body by its platform's mapping.
    ///
    /// # Errors
    /// 422 `order_not_placed` when the platform's status says so. What cannot be read is told by
    /// [`draft`](Self::draft), with everything else.
    pub fn read(shop: &ShopCode, mapping: &Mapping, body: &Value) -> Result<Self, Refusal> {
        let reading = reading::read(mapping, body)?;
        let mut order = Self {
            request: reading.request,
            places: reading.places,
            mistakes: reading.mistakes.into_found(),
        };
        order.number_within(shop);
        Ok(order)
    }

    /// Takes an order in our own shape.
    #[must_use]
    pub fn own(shop: &ShopCode, request: OrderRequest) -> Self {
        let mut mistakes = Mistakes::default();
        if request.channel != Channel::Marketplace {
            mistakes.note("/channel", "marketplace", request.channel.name());
        }
        if request.external_no.as_deref().is_none_or(str::is_empty) {
            mistakes.note("/external_no", "the shop's order number", "nothing");
        }
        let mut order = Self {
            request,
            places: BTreeMap::new(),
            mistakes: mistakes.into_found(),
        };
        order.number_within(shop);
        order
    }

    fn number_within(&mut self, shop: &ShopCode) {
        if let Some(number) = &mut self.request.external_no {
            *number = shop.external_no(number);
        }
    }

    /// The draft that it becomes.
    ///
    /// # Errors
    /// 422 `invalid_value` with everything that cannot be read or is not acceptable, each with its
    /// JSON pointer in the platform's body.
    pub fn draft(&self, entry: Entry) -> Result<OrderDraft, Refusal> {
        let draft = self.request.clone().into_draft(entry);
        let draft = draft.map_err(|refusal| self.in_its_terms(refusal));
        let Some(first) = self.mistakes.first() else {
            return draft;
        };
        // Where nothing could be read a value of ours stood in, about which there is nothing to say.
        let unacceptable = draft
            .err()
            .map_or_else(Vec::new, |refusal| refusal.evidence);
        let unacceptable = unacceptable
            .into_iter()
            .filter(|evidence| self.mistakes.iter().all(|known| known.at != evidence.at));
        let refusal = Refusal::invalid(
            first.at.as_str(),
            first.expected.as_str(),
            first.found.as_str(),
        );
        let others = self.mistakes.iter().skip(1).cloned().chain(unacceptable);
        Err(without_repetition(others.fold(refusal, Refusal::because)))
    }

    /// The same refusal, with the JSON pointers of the platform's body instead of our paths.
    #[must_use]
    pub fn in_its_terms(&self, mut refusal: Refusal) -> Refusal {
        for evidence in &mut refusal.evidence {
            let place = if self.places.is_empty() {
                own_place(&evidence.at)
            } else {
                self.places.get(&evidence.at).cloned()
            };
            if let Some(place) = place {
                evidence.at = place;
            }
        }
        without_repetition(refusal)
    }
}

/// One place of the platform's may be several of ours; what is wrong with it is told once.
fn without_repetition(mut refusal: Refusal) -> Refusal {
    let mut told = Vec::new();
    for evidence in refusal.evidence {
        if !told.contains(&evidence) {
            told.push(evidence);
        }
    }
    refusal.evidence = told;
    refusal
}

/// The refusal of a body in our own shape, with JSON pointers instead of our paths.
#[must_use]
pub fn in_pointers(mut refusal: Refusal) -> Refusal {
    for evidence in &mut refusal.evidence {
        if let Some(place) = own_place(&evidence.at) {
            evidence.at = place;
        }
    }
    refusal
}

/// `lines[0].sku` as `/lines/0/sku`; `None` for what is no path of an order.
fn own_place(path: &str) -> Option<String> {
    let first = path.split(['.', '[']).next()?;
    OWN_FIELDS
        .contains(&first)
        .then(|| format!("/{}", path.replace(['.', '['], "/").replace(']', "")))
}

#[cfg(test)]
mod tests;
