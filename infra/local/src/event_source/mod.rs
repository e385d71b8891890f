//! Event source mappings: what polls queues and table streams on behalf of functions.

pub mod filter;
mod give_up;
pub mod queue;
pub mod queue_event;
mod report;
pub mod stream;
pub mod trim;

pub use stream::Progress;
