//! `yudan token`.

use super::{Data, Failure};
use crate::data_directory::signing_key;
use crate::identity::{Claims, sign};

/// A token for trying things out, signed with the data directory's key.
#[derive(Debug, clap::Args)]
pub(super) struct Token {
    /// Role, or several separated by commas
    #[arg(long)]
    role: String,
    /// Who it is about
    #[arg(long)]
    sub: String,
    /// Customer id, for the role customer
    #[arg(long)]
    customer: Option<String>,
    /// Hours it is valid
    #[arg(long, default_value_t = 12)]
    hours: u32,
    #[command(flatten)]
    data: Data,
}

impl Token {
    pub(super) fn run(self) -> Result<(), Failure> {
        let key = signing_key(&self.data.directory)?;
        let claims = Claims::new(&self.sub, &self.role, self.customer.as_deref(), self.hours);
        println!("{}", sign(&key, &claims)?);
        Ok(())
    }
}
