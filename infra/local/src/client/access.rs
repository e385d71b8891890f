//! What a data directory lets its owner do: sign tokens, and calls of carriers and providers.

use std::path::Path;

use super::{Client, Secret};
use crate::data_directory::{Secrets, signing_key};
use crate::error::HostError;
use crate::identity::{Claims, sign};
use crate::template::locality;

/// Hours that a token made here is valid.
const TOKEN_HOURS: u32 = 12;

/// The keys in a server's data directory.
#[derive(Clone)]
pub struct Access {
    signing_key: Vec<u8>,
    payment_notify: Secret,
    carrier_event: Secret,
    kuaidi100_push: Secret,
    carrier_api: Secret,
    marketplace_order: Secret,
}

impl Access {
    /// Reads the keys of a directory that a server has run in.
    ///
    /// # Errors
    /// No server has run there, or a file cannot be read.
    pub fn of(directory: &Path) -> Result<Self, HostError> {
        // Made by the server; making them here would only lead to tokens that nobody accepts.
        if !directory.join("signing.key").exists() || !directory.join("secrets.json").exists() {
            return Err(HostError::Server(format!(
                "expected the data directory of a running `yudan` at {}, found none; give the one that it printed at its start with --data DIR",
                directory.display()
            )));
        }
        let secrets = Secrets::open(directory)?;
        let name = locality::development_parameters()
            .remove("CallbackSecretsName")
            .unwrap_or_default();
        Ok(Self {
            signing_key: signing_key(directory)?,
            payment_notify: Secret::new(secrets.value(&name, "payment_notify")?),
            carrier_event: Secret::new(secrets.value(&name, "carrier_event")?),
            kuaidi100_push: Secret::new(secrets.value(&name, "kuaidi100_push")?),
            carrier_api: Secret::new(secrets.value(&name, "carrier_api")?),
            marketplace_order: Secret::new(secrets.value(&name, "marketplace_order")?),
        })
    }

    /// A token for a person with roles, several separated by commas.
    ///
    /// # Errors
    /// The key is not usable.
    pub fn token(&self, subject: &str, roles: &str) -> Result<String, HostError> {
        sign(
            &self.signing_key,
            &Claims::new(subject, roles, None, TOKEN_HOURS),
        )
    }

    /// A token for somebody who acts for a customer.
    ///
    /// # Errors
    /// The key is not usable.
    pub fn customer_token(&self, subject: &str, customer: &str) -> Result<String, HostError> {
        sign(
            &self.signing_key,
            &Claims::new(subject, "customer", Some(customer), TOKEN_HOURS),
        )
    }

    /// `client` as a person with these roles.
    ///
    /// # Errors
    /// The key is not usable.
    pub fn sign_in(
        &self,
        client: &Client,
        subject: &str,
        roles: &str,
    ) -> Result<Client, HostError> {
        Ok(client.bearing(self.token(subject, roles)?))
    }

    /// What payment providers sign with.
    pub fn payment_secret(&self) -> &Secret {
        &self.payment_notify
    }

    /// What shops on e-commerce platforms sign with.
    pub fn marketplace_secret(&self) -> &Secret {
        &self.marketplace_order
    }

    /// What 快递100 and 快递鸟 sign their pushes with.
    pub fn push_secrets(&self) -> (&Secret, &Secret) {
        (&self.kuaidi100_push, &self.carrier_api)
    }

    /// What carriers sign with.
    pub fn carrier_secret(&self) -> &Secret {
        &self.carrier_event
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data_directory::DataDirectory;

    #[test]
    fn a_directory_without_a_server_is_refused_and_left_alone() {
        let directory = DataDirectory::temporary().unwrap();
        let error = Access::of(directory.path()).err().unwrap().to_string();
        assert!(error.contains("--data DIR"), "{error}");
        assert!(!directory.file("signing.key").exists());
    }
}
