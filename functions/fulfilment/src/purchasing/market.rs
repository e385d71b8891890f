//! Who offers a SKU, and whether it is bought at all (5.1.2).

use domain::dated::Dated;
use domain::goods::SupplyKind;
use domain::identifiers::Sku;
use domain::product::Product;
use domain::purchasing::{Bidder, MOST_OFFERS, Supplier, SupplierOffer, offers_list};
use domain::refusal::Refusal;
use jiff::Timestamp;
use lambda::http::Failure;
use store::{Loaded, Store, StoreError};

use crate::App;

/// The suppliers of a SKU with their offers.
pub(super) struct Market {
    offers: Vec<Loaded<Dated<SupplierOffer>>>,
    suppliers: Vec<Loaded<Supplier>>,
}

impl Market {
    /// Everyone who offers the SKU, in one query and one read.
    pub(super) async fn of(store: &Store, sku: &Sku) -> Result<Self, StoreError> {
        let offers = store
            .work_states::<Dated<SupplierOffer>>(&offers_list(sku), None, None, MOST_OFFERS)
            .await?;
        let codes = offers.items.iter();
        let codes = codes.map(|offer| offer.state.any().supplier.to_string());
        let codes: Vec<String> = codes.collect();
        Ok(Self {
            suppliers: store.load_many(&codes).await?,
            offers: offers.items,
        })
    }

    /// What each of them bids with at `now`.
    pub(super) fn bidders(&self, now: Timestamp) -> Vec<Bidder<'_>> {
        let bidder = |offer: &'_ Dated<SupplierOffer>| {
            let code = &offer.any().supplier;
            let mut suppliers = self.suppliers.iter();
            suppliers
                .find(|supplier| supplier.state.profile.code == *code)
                .map(|supplier| &supplier.state)
        };
        let bidders = self.offers.iter().filter_map(|offer| {
            Some(Bidder {
                supplier: bidder(&offer.state)?,
                offer: offer.state.at(now).map(|valid| valid.value),
            })
        });
        bidders.collect()
    }
}

/// The product of a SKU that is bought in, as it is valid at `now`.
///
/// # Errors
/// `invalid_value` for a SKU that is not in the catalogue, or that is made or a service.
pub(super) async fn bought(app: &App, sku: &Sku, now: Timestamp) -> Result<Product, Failure> {
    let expected = "a product of the catalogue that is bought in";
    let loaded = app.store.load::<Dated<Product>>(sku.as_str()).await?;
    let Some(loaded) = loaded else {
        return Err(Refusal::invalid("sku", expected, sku.to_string()).into());
    };
    let product = loaded.state.at_or_first(now).value.clone();
    match product.supply {
        SupplyKind::Bought => Ok(product),
        SupplyKind::Made | SupplyKind::Service => {
            let found = format!("{sku}, which is {}", product.supply.name());
            Err(Refusal::invalid("sku", expected, found).into())
        }
    }
}
