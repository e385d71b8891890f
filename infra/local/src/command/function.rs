//! `yudan function NAME`.

use super::Failure;
use crate::functions;
use crate::process::parent;

/// One function, run as Lambda runs it: it asks `AWS_LAMBDA_RUNTIME_API` for work.
#[derive(Debug, clap::Args)]
pub(super) struct Function {
    /// Name of the function
    name: String,
}

impl Function {
    pub(super) fn run(self) -> Result<(), Failure> {
        parent::end_with_host()?;
        // Lambda gives a function of this size less than one core; one thread serves its one invocation.
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?
            .block_on(functions::run(&self.name))
    }
}
