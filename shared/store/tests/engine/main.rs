//! The store on the embedded engine, through the real client.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::float_arithmetic,
    reason = "tests fail by panicking"
)]

#[path = "../support/mod.rs"]
mod support;

mod bounds;
mod journal;
mod lists;
mod loads;
mod lost_reply;
mod plans;
mod registrations;
mod sample;
mod shards;
mod transactions;
mod units;
