//! Disposal 处置 (5.2.2): what does not move or is not good is found, proposed for, and decided on.

mod change;
mod search;

pub(crate) use change::{decide, list, propose, show};
pub(crate) use search::{search, search_on};
