//! The Lambda Runtime API: how a function process asks for work and answers.

mod invocation;
mod pool;
mod routes;

pub use invocation::{InstanceId, Outcome, PoolStatus};
pub use pool::Pool;
pub(crate) use routes::router;
