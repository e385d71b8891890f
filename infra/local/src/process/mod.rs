//! Functions as child processes: started, watched, restarted, ended.

mod environment;
mod log_file;
pub mod parent;
mod supervisor;

pub use environment::Endpoints;
pub use supervisor::{Launch, Supervisor};
