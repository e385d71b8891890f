//! The one table: the only write path, and every read.
//!
//! A decision is written by one `TransactWriteItems`: the new state, the commit item that
//! holds its events, the counters it moves and the registrations that make it unique. Either
//! all of it is there or none of it, so state, journal, outbox, stock and credit never
//! disagree. Nothing else in the system writes to the table.
//!
//! - [`Store::transact`] writes a [`Plan`]; what a bound refused comes back as [`Unmet`].
//! - [`Store::load`] and its companions read, always by key or by a paged index query.
//! - [`verify_chain`] proves that a journal is as it was written.

mod capacity;
mod commit;
mod contact;
mod counters;
mod credit;
mod decision;
mod digest;
mod error;
mod import_rows;
mod index_query;
mod item;
mod journal;
mod key;
mod list_chain;
mod load;
mod lots;
mod outcome;
mod page;
mod plan;
mod quota;
mod registration;
mod stock;
mod stock_change;
mod stock_levels;
mod table;
mod transact;
mod writes;

pub use capacity::Consumed;
pub use commit::{Commit, CommitMeta};
pub use credit::CreditBalance;
pub use digest::Digest;
pub use error::StoreError;
pub use import_rows::{ImportContent, ImportPart};
pub use index_query::WorkEntry;
pub use journal::{ChainBreak, ChainFault, Head, verify_chain};
pub use key::{Key, RegistrationKey};
pub use load::Loaded;
pub use outcome::{Unmet, Version, Written};
pub use page::Page;
pub use plan::Plan;
pub use registration::Registration;
pub use stock_levels::StockLevels;
pub use table::Store;
