//! The thin edge that every function shares: what came in, who sent it, what goes back.
//!
//! A function builds its own state once, hands it to [`serve`] with one `match` over
//! [`Trigger`], and writes the cases with [`http::answer`], [`queue::each`],
//! [`stream::in_order`] and [`schedule::run`]. These read the input, authorise, catch panics,
//! log one line per request or record, and say what failed in the form the trigger expects.

pub mod aws;
pub mod clock;
pub mod config;
pub mod correlation;
pub mod fault;
pub mod http;
pub mod listing;
pub mod master_data;
pub mod metrics;
pub mod order_access;
pub mod order_change;
pub mod origin;
pub mod phone_digest;
pub mod push_signature;
pub mod queue;
pub mod refund_requests;
pub mod review_lookup;
pub mod revision;
pub mod rule_book;
pub mod schedule;
mod serve;
pub mod signature;
pub mod stream;
pub mod table_import;
pub mod telemetry;
pub mod text_table;
pub mod topic;
pub mod tracking_token;
mod trigger;
mod unwind;

pub use fault::Fault;
pub use serve::{Answer, RunError, exit_code, serve};
pub use trigger::{Trigger, UnknownEvent};

/// Any error, as it is kept until it is logged.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;
