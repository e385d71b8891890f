//! Free-text addresses (2.5): which division does this text lie in?
//!
//! The resolver reads chains of division names (`四川省` `成都市` `武侯区`) where an address can
//! begin, and asks of every name without suffix whether it is the place or only a street, shop or
//! person called after it. When in doubt it answers [`Resolution::Unknown`], never a guess: an
//! unknown address costs a look by a person, a wrong one costs a shipment.
//!
//! Only the first [`MAX_CHARACTERS`] characters are considered, each against a sorted table built
//! at compile time, so time is bounded and nothing is parsed at start.

mod chain;
mod following;
mod lexicon;
mod mentions;
mod path;
mod resolution;
mod spelling;
mod verdict;

#[cfg(test)]
mod hard_addresses;

pub use resolution::{MAX_CANDIDATES, Resolution};
pub use spelling::MAX_CHARACTERS;

/// Finds the division a free-text address lies in (2.5).
///
/// Copes with a leading name or telephone number, Traditional characters, a missing province,
/// short and former names, repeated municipalities, development zones, and streets and buildings
/// called after cities. Names that several divisions share are unknown unless a division above
/// them decides.
pub fn resolve(text: &str) -> Resolution {
    verdict::verdict(&spelling::normalise(text))
}
