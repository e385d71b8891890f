//! Stocktakes, and where goods are kept in a warehouse (5.2.2).

mod request;
#[cfg(test)]
mod tests;
mod view;
mod zone;

pub use request::{
    ApprovalRequest, CountLineRequest, CountRequest, PlannedScope, RecountRequest, StocktakeRequest,
};
pub use view::{CountView, StocktakeLineView, StocktakeView};
pub use zone::{StorageZoneRequest, StorageZoneView};
