//! The Lambda Runtime API: how a function process asks for work and answers.

pub mod pool;
mod routes;

pub use pool::{InstanceId, Outcome, Pool};
pub(crate) use routes::router;
